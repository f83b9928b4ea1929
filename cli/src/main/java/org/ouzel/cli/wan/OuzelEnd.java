package org.ouzel.cli.wan;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ouzel.Received;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;

/** A host of Ouzel's in this process, on a link in memory. */
final class OuzelEnd implements End {
    /** Larger than any window that the links allow. */
    private static final int BUFFER_BYTES = 4 << 20;

    private static final int CHUNK_BYTES = 1 << 16;

    private static final StreamOptions OPTIONS = StreamOptions.DEFAULT
            .withBuffers(BUFFER_BYTES, BUFFER_BYTES)
            .withUserTimeout(UserTimeout.abortAfter(PATIENCE))
            .withCongestionControl(WanBench.OUZEL_CONTROL);

    private final MemoryLink.Wire wire = MemoryLink.wire(WanPoint.MTU);
    private final StackHost host;
    private @Nullable TcpListener listener;
    private @Nullable Sending sending;

    OuzelEnd(InetAddress address) {
        this.host = StackHost.builder()
                .name("ouzel-wan")
                .link(wire.right(), address.getHostAddress() + "/" + PREFIX_LENGTH)
                .open();
    }

    @Override
    public Link port() {
        return wire.left();
    }

    @Override
    public void listen() throws IOException {
        listener = host.listen(SINK, 1, OPTIONS);
    }

    @Override
    public long receive(Duration window) throws IOException {
        if (listener == null) {
            throw new IllegalStateException("it does not listen");
        }
        TcpStream stream = listener.accept(PATIENCE);
        // One byte, so that this returns when the first is there.
        long bytes = stream.receive(ByteBuffer.allocate(1), PATIENCE).data().remaining();
        long beganNs = System.nanoTime();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        for (long left = window.toNanos(); left > 0; left = window.toNanos() - (System.nanoTime() - beganNs)) {
            Received received = stream.receive(chunk.clear(), Duration.ofNanos(left));
            if (received.isEnd()) {
                throw new IOException("the sender has ended after " + bytes + " bytes");
            }
            bytes += received.data().remaining();
        }
        return bytes;
    }

    @Override
    public void send() throws IOException {
        TcpStream stream = host.newStream(OPTIONS);
        stream.activeOpen(SINK);
        sending = new Sending(stream);
        Thread.ofPlatform().daemon().name("ouzel-wan-sender").start(sending);
    }

    /** Sends until the stream is aborted. */
    private static final class Sending implements Runnable {
        private final TcpStream stream;
        private final CountDownLatch failed = new CountDownLatch(1);
        private volatile @Nullable IOException failure;

        private Sending(TcpStream stream) {
            this.stream = stream;
        }

        @Override
        public void run() {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
            try {
                while (true) {
                    stream.send(chunk.clear());
                }
            } catch (IOException ended) {
                failure = ended;
                failed.countDown();
            }
        }
    }

    @Override
    public Told tell() throws IOException {
        if (sending == null) {
            throw new IllegalStateException("it does not send");
        }
        IOException failed = sending.failure;
        if (failed != null) {
            throw new IOException("could not go on sending: " + failed.getMessage(), failed);
        }
        TcpStatus status = sending.stream.status();
        return new Told(status.congestion().name(), status.counters().segmentsRetransmitted());
    }

    @Override
    public void close() throws IOException {
        host.close();
        if (sending != null) {
            awaitEnd(sending);
        }
    }

    private static void awaitEnd(Sending sending) throws IOException {
        try {
            if (!sending.failed.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("a send goes on although its host is closed");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
