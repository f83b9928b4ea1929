package org.ouzel.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamEvent;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.sys.EpollAbi;

/** The kernel engine over loopback, on platform and on virtual threads. */
@Timeout(60)
class KernelHostTest {
    private final KernelHost host = KernelHost.open();

    @AfterEach
    void close() {
        host.close();
    }

    private static <T> T on(boolean virtual, Callable<T> call) throws Exception {
        try (var executor = virtual
                ? Executors.newVirtualThreadPerTaskExecutor()
                : Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            Future<T> future = executor.submit(call);
            return future.get();
        }
    }

    private static String text(Received received) {
        return StandardCharsets.UTF_8.decode(received.data()).toString();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void carriesABytesThereAndBack(boolean virtual) throws Exception {
        TcpListener listener = host.listen(loopback(0), 1);
        Thread server = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> {
            try (TcpStream stream = listener.accept()) {
                for (Received got = stream.receive(); !got.isEnd(); got = stream.receive()) {
                    stream.send(got.data(), SendFlag.PUSH);
                }
            } catch (java.io.IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        });
        on(virtual, () -> {
            TcpStream stream = host.newStream();
            stream.activeOpen(listener.localAddress());
            stream.sendAcknowledged(bytes("quack"), SendFlag.PUSH);
            assertThat(text(stream.receive())).isEqualTo("quack");
            assertThat(stream.status().counters().bytesAcknowledged()).isEqualTo(5);
            stream.close();
            assertThat(stream.receive().isEnd()).isTrue();
            assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
            return true;
        });
        server.join();
        listener.close();
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int free;
        try (TcpListener listener = host.listen(loopback(0), 1)) {
            free = listener.localAddress().getPort();
        }
        TcpStream stream = host.newStream();
        assertThatThrownBy(() -> stream.activeOpen(loopback(free))).isInstanceOf(ConnectException.class);
        assertThat(stream.closeReason()).contains(new CloseReason.Refused());
    }

    @Test
    void keepsUrgentDataInItsPlace() throws Exception {
        TcpStream server = host.newStream();
        server.passiveOpen(0);
        TcpStream client = host.newStream();
        client.activeOpen(loopback(server.localAddress().orElseThrow().getPort()));
        server.awaitOpen();
        client.send(bytes("stop"), SendFlag.URGENT);
        client.send(bytes("go on"), SendFlag.PUSH);
        client.flush();
        Received urgent = server.receive();
        assertThat(urgent.urgent()).isTrue();
        assertThat(urgent.mark()).isTrue();
        assertThat(text(urgent)).isEqualTo("stop");
        Received normal = server.receive();
        assertThat(normal.urgent()).isFalse();
        assertThat(text(normal)).isEqualTo("go on");
    }

    /** The reactor may have seen the descriptor before the urgent data came, and tell of it only after the user was told. */
    @Test
    void isToldOfUrgentDataOnceThoughAnOlderEdgeComesBehind() throws Exception {
        try (TcpListener listener = host.listen(loopback(0), 1);
                TcpStream client = host.newStream()) {
            client.activeOpen(listener.localAddress());
            KernelStream server = (KernelStream) listener.accept();
            client.sendAcknowledged(bytes("ab"), SendFlag.URGENT);
            BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
            server.onEvent((_, event) -> events.add(event));
            server.lock();
            try {
                server.onEdge(EpollAbi.EPOLLIN);
                server.onEdge(EpollAbi.EPOLLIN | EpollAbi.EPOLLPRI);
            } finally {
                server.unlock();
            }
            client.startClose();
            List<StreamEvent> told = new ArrayList<>();
            do {
                told.add(events.take());
                if (told.getLast() instanceof StreamEvent.Urgent) {
                    server.receive();
                    server.receive();
                }
            } while (!(told.getLast() instanceof StreamEvent.Closing));
            server.startClose();
            assertThat(told).containsOnlyOnce(new StreamEvent.Urgent());
        }
    }

    /** Large reads have the kernel tell how much they leave; the peer's end counts there as a byte, and is not to be read as one. */
    @Test
    void tellsOfAResetThatComesBehindTheEndOfAStreamThatFlowed() throws Exception {
        int count = 200_000;
        try (TcpListener listener = host.listen(loopback(0), 1);
                TcpStream client = host.newStream()) {
            client.activeOpen(listener.localAddress());
            TcpStream server = listener.accept();
            client.send(ByteBuffer.allocate(count), SendFlag.PUSH);
            client.startClose();
            ByteBuffer into = ByteBuffer.allocateDirect(32 << 10);
            int read = 0;
            Received received = server.receive(into, Duration.ofSeconds(30));
            while (!received.isEnd()) {
                read += received.data().remaining();
                received = server.receive(into.clear(), Duration.ofSeconds(30));
            }
            assertThat(read).isEqualTo(count);
            client.abort();
            long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            assertThatThrownBy(() -> {
                        while (System.nanoTime() < patience
                                && server.receive(into.clear(), Duration.ofSeconds(20))
                                        .isEnd()) {}
                    })
                    .isInstanceOf(StreamEndedException.class);
        }
    }
}
