package org.ouzel.bench.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.kernel.KernelHost;

/**
 * Those of Ouzel's kernel engine.
 *
 * <p>An end is finished and closed by {@link TcpStream#startClose()}: with the receive of the peer's end that promises what the half-close,
 * the read and the close of {@code java.nio} do, and gives the descriptor back. {@link TcpStream#close()} promises more, that all was
 * acknowledged, and waits a round trip for it.
 */
final class OuzelSockets implements Sockets {
    /** So that it is added to no time: for ever. */
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private static final long PATIENCE_NS = Duration.ofSeconds(10).toNanos();

    private final KernelHost host = KernelHost.open("bench");
    private final StreamOptions options;

    /**
     * @param noDelay whether Nagle's algorithm is off
     */
    OuzelSockets(boolean noDelay) {
        this.options = noDelay ? StreamOptions.DEFAULT.withNagle(false) : StreamOptions.DEFAULT;
    }

    @Override
    public Listening listen() throws IOException {
        return new Server(host.listen(LOOPBACK, BACKLOG, options));
    }

    @Override
    public End connect(InetSocketAddress to) throws IOException {
        TcpStream stream = host.newStream(options);
        stream.activeOpen(to);
        return new Stream(stream);
    }

    /** The listener's stays. */
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
    }
}
