package org.ouzel.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.kernel.KernelHost;
import org.ouzel.stack.trial.Eventually;

/** Streams that nobody refers to any more. */
@Timeout(60)
class ForgottenStreamTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final KernelHost host = KernelHost.open();
    private final KernelHost peers = KernelHost.open();
    private TcpListener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = peers.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    }

    @AfterEach
    void close() {
        host.close();
        peers.close();
    }

    private TcpStream open() throws IOException {
        TcpStream stream = host.newStream();
        stream.activeOpen(listener.localAddress());
        return stream;
    }

    /** Opens a stream, sends on it and forgets it; the peer of it. */
    private TcpStream forgetOne() throws IOException {
        open().send(ByteBuffer.allocate(100), SendFlag.PUSH);
        return listener.accept(SOON);
    }

    private void collect(long descriptors) {
        Eventually.holds(
                () -> {
                    System.gc();
                    return host.counters().getOrDefault("descriptors", -1L) == descriptors;
                },
                () -> host.counters().toString());
    }

    private static Received afterTheData(TcpStream peer) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(1000);
        Received next = peer.receive(data, SOON);
        while (next.outcome() == Received.Outcome.DATA) {
            next = peer.receive(data, SOON);
        }
        assertThat(data.position()).isEqualTo(100);
        return next;
    }

    @Test
    void areClosed() throws IOException {
        TcpStream peer = forgetOne();
        collect(0);
        assertThat(afterTheData(peer).isEnd()).isTrue();
    }

    @Test
    void areClosedThoughAVirtualThreadHasWaitedForThem() throws Exception {
        FutureTask<Integer> waiting = new FutureTask<>(() -> {
            TcpStream stream = open();
            stream.send(ByteBuffer.allocate(100), SendFlag.PUSH);
            return stream.receive().data().remaining();
        });
        Thread.startVirtualThread(waiting);
        TcpStream peer = listener.accept(SOON);
        System.gc();
        peer.send(ByteBuffer.allocate(7), SendFlag.PUSH);
        assertThat(waiting.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(7);
        collect(0);
        assertThat(afterTheData(peer).isEnd()).isTrue();
    }

    @Test
    void giveTheirDescriptorsBackThoughTheyHaveEndedAndAreNotRead() throws Exception {
        Set<String> before = sockets();
        endUnread();
        Set<String> left = sockets();
        left.removeAll(before);
        assertThat(left).isNotEmpty();
        Eventually.holds(
                () -> {
                    System.gc();
                    return Collections.disjoint(left, sockets());
                },
                () -> left + " of " + sockets());
    }

    private void endUnread() throws IOException {
        TcpStream stream = open();
        try (TcpStream peer = listener.accept(SOON)) {
            peer.sendAcknowledged(ByteBuffer.allocate(10), SendFlag.PUSH);
            stream.startClose();
            assertThat(peer.receive().isEnd()).isTrue();
        }
        Eventually.ended(stream);
        assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
    }

    /** The sockets of the process, by their numbers in the kernel. */
    private static Set<String> sockets() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(ForgottenStreamTest::target)
                    .filter(target -> target.startsWith("socket:"))
                    .collect(Collectors.toSet());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    @Test
    void stayOpenWhileSomebodyListens() throws Exception {
        BlockingQueue<StreamEvent> told = new LinkedBlockingQueue<>();
        TcpStream peer = forgetOneThatIsListenedTo(told);
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        peer.send(ByteBuffer.allocate(1), SendFlag.PUSH);
        assertThat(told.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new StreamEvent.DataArrival());
        peer.abort();
        assertThat(told.poll(SOON.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(new StreamEvent.Terminated(new CloseReason.RemoteAbort()));
        collect(0);
    }

    private TcpStream forgetOneThatIsListenedTo(BlockingQueue<StreamEvent> told) throws IOException {
        open().onEvent((stream, event) -> told.add(event));
        return listener.accept(SOON);
    }

    @Test
    void areAbortedWithTheHostWhileSomebodyRefersToThem() throws IOException {
        TcpStream stream = open();
        System.gc();
        host.close();
        assertThat(stream.closeReason()).contains(new CloseReason.LocalAbort());
    }
}
