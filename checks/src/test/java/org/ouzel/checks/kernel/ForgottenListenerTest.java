package org.ouzel.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.ActiveOpen;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.kernel.KernelHost;
import org.ouzel.stack.trial.Eventually;

/** Listeners that nobody refers to any more. */
@Timeout(60)
class ForgottenListenerTest {
    private static final long SOON_SECONDS = 20;

    private final KernelHost host = KernelHost.open();
    private final KernelHost peers = KernelHost.open();

    @AfterEach
    void close() {
        host.close();
        peers.close();
    }

    private TcpListener listen() throws IOException {
        return host.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    }

    private InetSocketAddress forgetOne() throws IOException {
        return listen().localAddress();
    }

    private InetSocketAddress forgetOneThatTells(CountDownLatch told) throws IOException {
        TcpListener listener = listen();
        listener.onAcceptable(told::countDown);
        return listener.localAddress();
    }

    private void collect(long descriptors) {
        Eventually.holds(
                () -> {
                    System.gc();
                    return host.counters().getOrDefault("descriptors", -1L) == descriptors;
                },
                () -> host.counters().toString());
    }

    private void connect(InetSocketAddress to) throws IOException {
        try (TcpStream stream = peers.newStream()) {
            stream.activeOpen(ActiveOpen.to(to));
            stream.abort();
        }
    }

    @Test
    void areClosed() throws IOException {
        InetSocketAddress there = forgetOne();
        collect(0);
        assertThatThrownBy(() -> connect(there)).isInstanceOf(ConnectException.class);
    }

    @Test
    void stayOpenWhileSomebodyIsToBeTold() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        InetSocketAddress there = forgetOneThatTells(told);
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        connect(there);
        assertThat(told.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(host.counters()).containsEntry("descriptors", 1L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stayOpenWhileAThreadAccepts(boolean virtual) throws Exception {
        SynchronousQueue<InetSocketAddress> where = new SynchronousQueue<>();
        FutureTask<InetSocketAddress> accepting = new FutureTask<>(() -> {
            TcpListener listener = listen();
            where.put(listener.localAddress());
            try (TcpStream accepted = listener.accept()) {
                // Aborted before the other end has seen that it is open, it would never have been to that.
                assertThatThrownBy(accepted::receive).isInstanceOf(StreamEndedException.class);
                accepted.abort();
            }
            return listener.localAddress();
        });
        Thread thread = virtual
                ? Thread.startVirtualThread(accepting)
                : Thread.ofPlatform().start(accepting);
        InetSocketAddress there = where.take();
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        connect(there);
        assertThat(accepting.get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo(there);
        thread.join();
        collect(0);
    }

    @Test
    void areClosedWithTheHostWhileSomebodyRefersToThem() throws IOException {
        TcpListener listener = listen();
        System.gc();
        host.close();
        assertThatThrownBy(() -> connect(listener.localAddress())).isInstanceOf(ConnectException.class);
    }
}
