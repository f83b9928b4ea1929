package org.ouzel.bench.blocking;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ouzel.Host;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;

/**
 * Those of a host of Ouzel's, whichever its engine.
 *
 * <p>An end is finished and closed by {@link TcpStream#startClose()}: with the receive of the peer's end that promises what the half-close,
 * the read and the close of {@code java.nio} do, and gives the descriptor back. {@link TcpStream#close()} promises more, that all was
 * acknowledged, and waits a round trip for it.
 */
public final class HostSockets implements Sockets {
    /** So that it is added to no time: for ever. */
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private static final long PATIENCE_NS = Duration.ofSeconds(10).toNanos();

    private final Host host;
    private final StreamOptions options;
    private final boolean pushes;

    private HostSockets(Host host, StreamOptions options, boolean pushes) {
        this.host = host;
        this.options = options;
        this.pushes = pushes;
    }

    /**
     * Those of a host, which is closed with them. What is written is pushed.
     *
     * @param noDelay whether Nagle's algorithm is off
     */
    public HostSockets(Host host, boolean noDelay) {
        this(host, noDelay ? StreamOptions.DEFAULT.withNagle(false) : StreamOptions.DEFAULT, true);
    }

    /** The same for those who send much: what fills no segment may wait for more. */
    public static HostSockets inBulk(Host host) {
        return new HostSockets(host, StreamOptions.DEFAULT, false);
    }

    @Override
    public Listening listen(InetSocketAddress at) throws IOException {
        return new Server(host.listen(at, BACKLOG, options), pushes);
    }

    @Override
    public End connect(InetSocketAddress to) throws IOException {
        TcpStream stream = host.newStream(options);
        stream.activeOpen(to);
        return new Stream(stream, pushes);
    }

    /** The listener's stays. A host without descriptors has nothing to give back. */
    @Override
    public void awaitGivenBack() throws IOException {
        long began = System.nanoTime();
        while (descriptors() > 1) {
            if (System.nanoTime() - began > PATIENCE_NS) {
                throw new IOException((descriptors() - 1) + " descriptors are not given back");
            }
            Thread.onSpinWait();
        }
    }

    private long descriptors() {
        return host.counters().getOrDefault("descriptors", 0L);
    }

    @Override
    public void close() {
        host.close();
    }

    private record Server(TcpListener listener, boolean pushes) implements Listening {
        @Override
        public InetSocketAddress address() {
            return listener.localAddress();
        }

        @Override
        public End accept() throws IOException {
            return new Stream(listener.accept(), pushes);
        }

        @Override
        public void close() {
            listener.close();
        }
    }

    private record Stream(TcpStream stream, boolean pushes) implements End {
        @Override
        public void write(ByteBuffer data) throws IOException {
            if (pushes) {
                stream.send(data, SendFlag.PUSH);
            } else {
                stream.send(data);
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            Received received = stream.receive(into, FOR_EVER);
            return received.isEnd() ? -1 : received.data().remaining();
        }

        @Override
        public void finish() throws IOException {
            stream.startClose();
        }

        @Override
        public void close() throws IOException {
            stream.startClose();
        }

        @Override
        public void reset() {
            stream.abort();
        }
    }
}
