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

    /**
     * Those of a host, which is closed with them.
     *
     * @param noDelay whether Nagle's algorithm is off
     */
    public HostSockets(Host host, boolean noDelay) {
        this.host = host;
        this.options = noDelay ? StreamOptions.DEFAULT.withNagle(false) : StreamOptions.DEFAULT;
    }

    @Override
    public Listening listen(InetSocketAddress at) throws IOException {
        return new Server(host.listen(at, BACKLOG, options));
    }

    @Override
    public End connect(InetSocketAddress to) throws IOException {
        TcpStream stream = host.newStream(options);
        stream.activeOpen(to);
        return new Stream(stream);
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

    private record Server(TcpListener listener) implements Listening {
        @Override
        public InetSocketAddress address() {
            return listener.localAddress();
        }

        @Override
        public End accept() throws IOException {
            return new Stream(listener.accept());
        }

        @Override
        public void close() {
            listener.close();
        }
    }

    private record Stream(TcpStream stream) implements End {
        @Override
        public void write(ByteBuffer data) throws IOException {
            stream.send(data, SendFlag.PUSH);
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
