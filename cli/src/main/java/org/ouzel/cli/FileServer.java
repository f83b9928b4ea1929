package org.ouzel.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.Http1StreamListener;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.support.BasicHttpServerExpectationDecorator;
import org.apache.hc.core5.http.io.support.BasicHttpServerRequestHandler;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
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
    private static final HttpProcessor PROCESSOR = HttpProcessors.server("Ouzel");
    private static final StreamOptions OPTIONS =
            StreamOptions.DEFAULT.withBuffers(1 << 18, BUFFER_BYTES).withKeepAlive(KEEP_ALIVE);

    private final TcpListener listener;
    private final HttpServerRequestHandler handler;
    private final long limit;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicLong requests = new AtomicLong();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder segmentsIn = new LongAdder();
    private final LongAdder segmentsOut = new LongAdder();
    private final LongAdder retransmitted = new LongAdder();

    private FileServer(TcpListener listener, FileHandler files, long limit) {
        this.listener = listener;
        this.limit = limit;
        this.handler =
                new BasicHttpServerExpectationDecorator(new BasicHttpServerRequestHandler((request, context) -> files));
    }

    /**
     * Begins to serve.
     *
     * @param limit how many requests are enough; 0 for any number
     */
    static FileServer open(Host host, int port, Path directory, long limit) throws IOException {
        FileHandler files = new FileHandler(directory);
        TcpListener listener = host.listen(new InetSocketAddress(port), BACKLOG, OPTIONS);
        FileServer server = new FileServer(listener, files, limit);
        server.threads.execute(server::accept);
        return server;
    }

    int port() {
        return listener.localAddress().getPort();
    }

    /** Waits until as many requests as are enough have been served, or {@link #stop}. */
    void await() throws IOException, InterruptedException {
        Outcomes.of(end);
    }

    /** Ends the wait. */
    void stop() {
        end.complete(null);
    }

    private void accept() {
        try {
            while (true) {
                places.acquire();
                TcpStream stream = listener.accept();
                try {
                    threads.execute(new Connection(stream));
                } catch (RejectedExecutionException closed) {
                    stream.abort();
                    return;
                }
            }
        } catch (TcpCallException | InterruptedException | InterruptedIOException closed) {
            stop();
        } catch (IOException failed) {
            end.completeExceptionally(failed);
        }
    }

    private boolean isEnough() {
        return limit > 0 && requests.get() >= limit;
    }

    /** One connection, and the requests on it. */
    private final class Connection implements Runnable, Http1StreamListener {
        private final TcpStream stream;
        private final HttpService service = HttpService.builder()
                .withHttpProcessor(PROCESSOR)
                .withHttp1Config(LIMITS)
                .withHttpServerRequestHandler(handler)
                .withHttp1StreamListener(this)
                .build();
        private boolean last;

        Connection(TcpStream stream) {
            this.stream = stream;
        }

        @Override
        public void run() {
            try (DefaultBHttpServerConnection connection = new DefaultBHttpServerConnection("http", LIMITS)) {
                connection.bind(new StreamSocket(stream));
                connection.setSocketTimeout(IDLE);
                while (connection.isOpen() && !isEnough()) {
                    service.handleRequest(connection, HttpCoreContext.create());
                }
            } catch (IOException | HttpException over) {
                // The end of this connection alone: the client has gone or is idle, or has broken the
                // protocol and been told so. The library also says in this way that it has closed the
                // connection after its last answer.
            } finally {
                count(stream.status().counters());
                places.release();
                if (last) {
                    stop();
                }
            }
        }

        @Override
        public void onRequestHead(HttpConnection connection, HttpRequest request) {}

        @Override
        public void onResponseHead(HttpConnection connection, HttpResponse response) {}

        @Override
        public void onExchangeComplete(HttpConnection connection, boolean keptAlive) {
            last = requests.incrementAndGet() == limit;
        }
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

    /** Ends everything that is under way: whoever waits is interrupted, and resets its connection. */
    @Override
    public void close() {
        listener.close();
        threads.shutdownNow();
        threads.close();
    }
}
