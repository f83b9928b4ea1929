package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.os.OverTun.soon;
import static org.ouzel.os.OverTun.start;
import static org.ouzel.os.OverTun.startCall;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;

/** A thousand connections at once, half of them opened by each side, and what is left when all have closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyConnectionsOverTunTest {
    private static final int CALLS = 1000;
    private static final int CALL_BYTES = 10 << 10;
    private static final int BACKLOG = 1024;

    /** Nothing is sent before all are open. */
    private final CountDownLatch allOpen = new CountDownLatch(2 * CALLS);

    @Test
    void echoesOnAThousandConnectionsAndHoldsNothingAfterwards() throws Exception {
        String threads;
        try (OverTun net = OverTun.open()) {
            threads = net.threadPrefix();
            long seed = new Random().nextLong() & Long.MAX_VALUE;
            try (TcpListener listener = net.host().listen(Family.IPV6.ouzel(0), BACKLOG)) {
                Script server = Script.start(net.namespace(), "echo.py", "serve", Family.IPV4.kernel());
                InetSocketAddress remote = Family.IPV4.kernel(Integer.parseInt(server.answer()));
                CompletableFuture<Boolean> serving = startCall(() -> serve(listener));
                Script caller = call(net, listener.localAddress(), seed);
                assertThat(callAll(net, remote, seed)).as("seed " + seed).isEqualTo(CALLS);
                assertThat(caller.answer()).as("seed " + seed).isEqualTo(CALLS + " echoes");
                assertThat(soon(serving)).isTrue();
            }
            net.awaitNothingHeld();
            assertThat(threadsNamed(threads)).isNotEmpty();
        }
        assertThat(threadsNamed(threads)).isEmpty();
    }

    private static Script call(OverTun net, InetSocketAddress to, long seed) throws IOException {
        return Script.start(
                net.namespace(),
                "echo.py",
                "call",
                to.getAddress().getHostAddress(),
                Integer.toString(to.getPort()),
                Integer.toString(CALLS),
                Integer.toString(CALL_BYTES),
                Long.toString(seed));
    }

    /** Calls a server of echoes so many times at once; gives the number of echoes that were right. */
    private long callAll(OverTun net, InetSocketAddress remote, long seed) throws Exception {
        Random random = new Random(seed);
        List<CompletableFuture<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            byte[] data = new byte[CALL_BYTES];
            random.nextBytes(data);
            calls.add(start(() -> callOnce(net, remote, data)));
        }
        long right = 0;
        for (CompletableFuture<Boolean> call : calls) {
            right += soon(call) ? 1 : 0;
        }
        return right;
    }

    private boolean callOnce(OverTun net, InetSocketAddress remote, byte[] data) throws Exception {
        TcpStream stream = net.host().newStream();
        stream.activeOpen(remote);
        awaitAllOpen();
        stream.send(ByteBuffer.wrap(data), SendFlag.PUSH);
        stream.close();
        ByteBuffer back = ByteBuffer.allocate(data.length + 1);
        while (!stream.receive(back, OverTun.SOON).isEnd()) {
            assertThat(back.hasRemaining()).isTrue();
        }
        return back.flip().equals(ByteBuffer.wrap(data));
    }

    private void serve(TcpListener listener) throws Exception {
        List<CompletableFuture<Boolean>> served = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            TcpStream stream = listener.accept(OverTun.SOON);
            served.add(startCall(() -> echo(stream)));
        }
        for (CompletableFuture<Boolean> done : served) {
            assertThat(soon(done)).isTrue();
        }
    }

    private void echo(TcpStream stream) throws Exception {
        try (stream) {
            awaitAllOpen();
            for (Received received = stream.receive(); !received.isEnd(); received = stream.receive()) {
                stream.send(received.data(), SendFlag.PUSH);
            }
        }
    }

    private void awaitAllOpen() throws InterruptedException {
        allOpen.countDown();
        assertThat(allOpen.await(OverTun.SOON.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
    }

    private static List<String> threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
