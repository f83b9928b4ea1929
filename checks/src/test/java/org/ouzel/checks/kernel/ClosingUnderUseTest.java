package org.ouzel.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.kernel.KernelHost;

/**
 * Streams that are aborted while others wait in them, and opened again at once by the same threads: descriptor numbers are given
 * out anew all the time. Each connection carries its own number in every byte, so that a call that ends up on another's
 * descriptor gets bytes that are not its own.
 */
class ClosingUnderUseTest {
    private static final int WORKERS = 8;
    private static final int ROUNDS = 400;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(120)
    void neverGetsAnotherConnectionsBytes(boolean virtual) throws Exception {
        AtomicInteger received = new AtomicInteger();
        try (KernelHost host = KernelHost.open();
                ExecutorService threads =
                        virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newCachedThreadPool()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                byte own = (byte) (worker + 1);
                workers.add(threads.submit(work(host, threads, own, received)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        assertThat(received.get())
                .as("connections that have carried something")
                .isGreaterThanOrEqualTo(WORKERS * ROUNDS / 2);
    }

    private static Callable<Boolean> work(KernelHost host, ExecutorService threads, byte own, AtomicInteger received) {
        return () -> {
            Random random = new Random(own);
            try (TcpListener listener = host.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1)) {
                TcpStream client = host.newStream();
                for (int round = 0; round < ROUNDS; round++) {
                    client.activeOpen(listener.localAddress());
                    TcpStream server = listener.accept();
                    CountDownLatch begun = new CountDownLatch(1);
                    Future<Integer> reading = threads.submit(() -> read(client, own, begun));
                    Future<Boolean> sending = threads.submit(() -> send(server, own));
                    // Every other round lasts until something has come; the others may end before anybody has run.
                    if (round % 2 == 0) {
                        begun.await();
                    }
                    for (int spin = random.nextInt(2000); spin > 0; spin--) {
                        Thread.onSpinWait();
                    }
                    (random.nextBoolean() ? client : server).abort();
                    sending.get();
                    received.addAndGet(Math.min(1, reading.get()));
                    client.abort();
                    server.abort();
                }
            }
            return true;
        };
    }

    /** Reads until the connection ends; fails if a byte is another's. */
    private static int read(TcpStream stream, byte own, CountDownLatch begun) throws IOException {
        int count = 0;
        try {
            for (Received got = stream.receive(); !got.isEnd(); got = stream.receive()) {
                begun.countDown();
                for (ByteBuffer data = got.data(); data.hasRemaining(); count++) {
                    assertThat(data.get()).as("worker %d, byte %d", own, count).isEqualTo(own);
                }
            }
        } catch (StreamEndedException | TcpCallException over) {
            return count;
        } finally {
            begun.countDown();
        }
        return count;
    }

    private static boolean send(TcpStream stream, byte own) throws IOException {
        byte[] bytes = new byte[3000];
        Arrays.fill(bytes, own);
        try {
            while (true) {
                stream.send(ByteBuffer.wrap(bytes), SendFlag.PUSH);
            }
        } catch (StreamEndedException | TcpCallException over) {
            return true;
        }
    }
}
