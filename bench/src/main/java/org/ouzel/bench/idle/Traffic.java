package org.ouzel.bench.idle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;

/**
 * What is spoken on one connection, between two virtual threads, and the processor time that it costs. All bytes are {@link #MORE} but
 * the last, which is {@link #LAST}.
 */
final class Traffic {
    /** After so long something is wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final byte MORE = 0;
    private static final byte LAST = 1;
    private static final int CALL_BYTES = 64 << 10;

    /** What a segment of a plain packet carries without options. */
    private static final int SEGMENT_BYTES = 1460;

    /** The time is looked at after so many round trips. */
    private static final int STRIDE = 64;

    private Traffic() {}

    /** One end's part; tells how much of it there was. */
    @FunctionalInterface
    private interface Part {
        long run() throws IOException;
    }

    /** The processor time of a byte there and one back, in nanoseconds: the mean of as many as that takes which is given. */
    static double roundTripNs(Crowd.Pair pair, long processorNs) throws IOException {
        return cost(() -> ask(pair.near(), processorNs), () -> echo(pair.far()));
    }

    /** The processor time of a full segment and what it brings about, likewise. */
    static double segmentNs(Crowd.Pair pair, long processorNs) throws IOException {
        return SEGMENT_BYTES * cost(() -> send(pair.near(), processorNs), () -> drain(pair.far()));
    }

    private static double cost(Part near, Part far) throws IOException {
        long before = Processor.usedNs();
        long count;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> there = threads.submit(far::run);
            Future<Long> here = threads.submit(near::run);
            count = here.get();
            if (there.get() != count) {
                throw new IOException("sent " + count + ", and received " + there.get());
            }
        } catch (ExecutionException failed) {
            throw new IOException("the traffic has failed", failed.getCause());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", hurried);
        }
        return (double) (Processor.usedNs() - before) / count;
    }

    private static long ask(TcpStream end, long processorNs) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(1);
        long until = Processor.usedNs() + processorNs;
        long count = 0;
        boolean last;
        do {
            count++;
            last = count % STRIDE == 0 && Processor.usedNs() >= until;
            send(end, data.clear().put(last ? LAST : MORE).flip());
            receive(end, data.clear());
        } while (!last);
        return count;
    }

    private static long echo(TcpStream end) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(1);
        long count = 0;
        do {
            receive(end, data.clear());
            send(end, data);
            count++;
        } while (data.get(0) != LAST);
        return count;
    }

    private static long send(TcpStream end, long processorNs) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(CALL_BYTES);
        long until = Processor.usedNs() + processorNs;
        long bytes = 0;
        boolean last;
        do {
            bytes += CALL_BYTES;
            last = Processor.usedNs() >= until;
            send(end, data.clear().put(CALL_BYTES - 1, last ? LAST : MORE));
        } while (!last);
        return bytes;
    }

    private static long drain(TcpStream end) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(CALL_BYTES);
        long bytes = 0;
        do {
            bytes += receive(end, data.clear());
        } while (data.get(data.limit() - 1) != LAST);
        return bytes;
    }

    /** Sends all that remains in the buffer, at once. */
    static void send(TcpStream end, ByteBuffer data) throws IOException {
        end.send(data, SendFlag.PUSH);
    }

    /** Receives at least a byte, and flips the buffer behind it; returns how many. */
    static int receive(TcpStream end, ByteBuffer into) throws IOException {
        Received received = end.receive(into, PATIENCE);
        if (received.outcome() != Received.Outcome.DATA) {
            throw new IOException("instead of data there was " + received.outcome());
        }
        return into.flip().remaining();
    }
}
