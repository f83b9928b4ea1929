package org.ouzel.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.receive;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.Readiness;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.TunLink;
import org.ouzel.os.TunOptions;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;
import org.ouzel.os.kernel.KernelHost;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.Faults;
import org.ouzel.stack.link.FaultyLink;

/** Acknowledged sends of the kernel engine on a way that is so long that the kernel tells of the acknowledgments. */
@Timeout(60)
class ToldAcknowledgmentTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration DELAY = Duration.ofMillis(5);
    private static final int SENDS = 50;

    private Namespace namespace;
    private KernelHost kernel;
    private StackHost peers;
    private TcpStream client;
    private TcpStream peer;

    @BeforeEach
    void connect() throws IOException {
        Interop.require();
        namespace = new Namespace();
        TunLink tun = TunLink.open(TunOptions.of("ouzel0")
                .withoutOffload()
                .inNamespace(namespace.name())
                .withHostSide("198.18.0.1/24"));
        peers = StackHost.builder()
                .link(new FaultyLink(tun, Faults.NONE.withDelay(DELAY), 1), "198.18.0.2/24")
                .open();
        kernel = KernelHost.inNamespace(namespace.name());
        TcpListener listener = peers.listen(new InetSocketAddress(7), 1);
        client = kernel.newStream();
        client.activeOpen(new InetSocketAddress("198.18.0.2", 7));
        peer = listener.accept(SOON);
    }

    @AfterEach
    void end() throws IOException {
        kernel.close();
        peers.close();
        namespace.close();
    }

    private static <T> FutureTask<T> start(boolean virtual, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread =
                virtual ? Thread.startVirtualThread(task) : Thread.ofPlatform().start(task);
        assertThat(thread).isNotNull();
        return task;
    }

    private long sendAcknowledged() throws IOException {
        for (int i = 1; i <= SENDS; i++) {
            client.sendAcknowledged(bytes("x"), SendFlag.PUSH);
            assertThat(client.status().counters().bytesAcknowledged()).isEqualTo(i);
        }
        return client.status().counters().bytesAcknowledged();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endAtTheAcknowledgment(boolean virtual) throws Exception {
        assertThat(start(virtual, this::sendAcknowledged).get()).isEqualTo(SENDS);
        assertThat(client.readiness()).containsExactlyInAnyOrder(Readiness.OPEN_DONE, Readiness.SEND);
        assertThat(peer.status().sequence().unreadBytes()).isEqualTo(SENDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doNotDisturbWhoReceives(boolean virtual) throws Exception {
        FutureTask<Long> reader = start(virtual, () -> {
            assertThat(receive(client, 5)).isEqualTo("hello");
            return virtual ? 0 : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        });
        FutureTask<Long> sender = start(!virtual, this::sendAcknowledged);
        assertThat(sender.get()).isEqualTo(SENDS);
        peer.send(bytes("hello"), SendFlag.PUSH);
        // It was woken now and then, but did not run all the time.
        assertThat(reader.get(SOON.toSeconds(), TimeUnit.SECONDS)).isLessThan(SENDS * DELAY.toNanos() / 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areTrueOfSendsThatAreLargerThanTheBuffers(boolean virtual) throws Exception {
        sendAcknowledged();
        int large = 5_000_000;
        FutureTask<Long> sender = start(virtual, () -> {
            client.sendAcknowledged(bytes(letters(large)));
            return client.status().counters().bytesAcknowledged();
        });
        assertThat(receive(peer, SENDS + large)).endsWith(letters(large));
        assertThat(sender.get()).isEqualTo(SENDS + large);
    }
}
