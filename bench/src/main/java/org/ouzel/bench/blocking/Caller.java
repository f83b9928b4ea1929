package org.ouzel.bench.blocking;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * Who calls whom, on what threads.
 *
 * @param sockets the caller's
 * @param host where the services are
 * @param factory makes the threads
 */
record Caller(Sockets sockets, InetAddress host, ThreadFactory factory) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** A thread's work. */
    interface Work<T> {
        T run() throws IOException;
    }

    Sockets.End connect(Service service) throws IOException {
        return sockets.connect(service.at(host));
    }

    /** A byte there, and one back. */
    static void exchange(Sockets.End end, ByteBuffer data) throws IOException {
        end.write(data.clear());
        if (end.read(data.clear()) != 1) {
            throw new IOException("the peer has ended");
        }
    }

    /** Ends first. */
    static void end(Sockets.End end, ByteBuffer data) throws IOException {
        end.finish();
        Sockets.readEnd(end, data.clear());
        end.close();
    }

    /** Opens connections, exchanges a byte over each, and ends them; on so many threads, for so long. */
    double connectionsPerSecond(int threads, long limitNs) throws IOException {
        long began = System.nanoTime();
        List<Work<Integer>> works = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            works.add(() -> connections(began + limitNs));
        }
        int count = all(works).stream().mapToInt(Integer::intValue).sum();
        return count / ((System.nanoTime() - began) / NANOS_PER_SECOND);
    }

    private int connections(long untilNs) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(1);
        int count = 0;
        do {
            Sockets.End end = connect(Service.BRIEF);
            exchange(end, data);
            end(end, data);
            count++;
        } while (System.nanoTime() - untilNs < 0);
        return count;
    }

    /** Runs it on a thread of its own. */
    <T> T one(Work<T> work) throws IOException {
        return all(List.of(work)).getFirst();
    }

    private <T> List<T> all(List<Work<T>> works) throws IOException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(factory)) {
            List<Future<T>> futures =
                    works.stream().map(work -> threads.submit(work::run)).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw new IOException("a call has failed", failed.getCause());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", hurried);
        }
    }
}
