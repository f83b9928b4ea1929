package org.ouzel.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.support.BasicHttpServerExpectationDecorator;
import org.apache.hc.core5.http.io.support.BasicHttpServerRequestHandler;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;
import org.ouzel.Host;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;

/** An HTTP server of files on a host of Ouzel's: a virtual thread for each connection. */
final class FileServer implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int MAX_CONNECTIONS = 1024;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    /** How long a connection may be idle. */
    private static final Timeout IDLE = Timeout.ofMinutes(1);

    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(1 << 14)
            .setMaxHeaderCount(100)
            .setBufferSize(1 << 16)
            .build();
    private static final StreamOptions OPTIONS =
            StreamOptions.DEFAULT.withBuffers(1 << 18, BUFFER_BYTES).withKeepAlive(KEEP_ALIVE);

    private final TcpListener listener;
    private final HttpService service;
    private final long limit;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
    private final Set<TcpStream> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final AtomicLong requests = new AtomicLong();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder segmentsIn = new LongAdder();
    private final LongAdder segmentsOut = new LongAdder();
    private final LongAdder retransmitted = new LongAdder();

    private FileServer(TcpListener listener, FileHandler handler, long limit) {
        this.listener = listener;
        this.limit = limit;
        this.service = HttpService.builder()
                .withHttpProcessor(HttpProcessors.server("Ouzel"))
                .withHttp1Config(LIMITS)
                .withHttpServerRequestHandler(new BasicHttpServerExpectationDecorator(
                        new BasicHttpServerRequestHandler((request, context) -> handler)))
                .build();
    }

    /**
     * Begins to serve.
     *
     * @param limit how many requests are enough; 0 for any number
     */
    static FileServer open(Host host, int port, Path directory, long limit) throws IOException {
        FileHandler handler = new FileHandler(directory);
        TcpListener listener = host.listen(new InetSocketAddress(port), BACKLOG, OPTIONS);
        FileServer server = new FileServer(listener, handler, limit);
        server.threads.execute(server::accept);
        return server;
    }

    int port() {
        return listener.localAddress().getPort();
    }

    /** Waits until as many requests as are enough have been served, or {@link #stop}. */
    void await() throws InterruptedException {
        enough.await();
    }

    /** Ends the wait. */
    void stop() {
        enough.countDown();
    }

    private void accept() {
        try {
            while (true) {
                places.acquire();
                TcpStream stream = listener.accept();
                connections.add(stream);
                threads.execute(() -> serve(stream));
            }
        } catch (TcpCallException closed) {
            stop();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("the listener fails", failed);
        }
    }

    private void serve(TcpStream stream) {
        try (DefaultBHttpServerConnection connection = new DefaultBHttpServerConnection("http", LIMITS)) {
            connection.bind(new StreamSocket(stream));
            connection.setSocketTimeout(IDLE);
            while (connection.isOpen() && !isEnough()) {
                service.handleRequest(connection, HttpCoreContext.create());
                requests.incrementAndGet();
            }
        } catch (IOException | HttpException over) {
            // The client has closed, is idle, or has broken the connection or the protocol: it is the end of this one
            // alone.
            stream.abort();
        } finally {
            count(stream.status().counters());
            connections.remove(stream);
            places.release();
            if (isEnough()) {
                stop();
            }
        }
    }

    private boolean isEnough() {
        return limit > 0 && requests.get() >= limit;
    }

    private void count(TcpStatus.Counters counters) {
        bytes.add(counters.bytesAcknowledged());
        segmentsIn.add(counters.segmentsIn());
        segmentsOut.add(counters.segmentsOut());
        retransmitted.add(counters.segmentsRetransmitted());
    }

    /** What was served, complete when this is closed. */
    void report(Report report) {
        report.figure("requests", requests.get());
        report.figure("bytes", bytes.sum());
        report.figure("segments_in", segmentsIn.sum());
        report.figure("segments_out", segmentsOut.sum());
        report.figure("retransmitted_segments", retransmitted.sum());
    }

    /** Ends everything that is under way. */
    @Override
    public void close() {
        listener.close();
        while (!threads.isTerminated()) {
            threads.shutdown();
            connections.forEach(TcpStream::abort);
            awaitThreads();
        }
    }

    private void awaitThreads() {
        try {
            threads.awaitTermination(100, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
