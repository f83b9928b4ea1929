package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.text;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.PassiveOpen;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** What the kernel does otherwise than the contract says. */
@Timeout(60)
class KernelDifferenceTest {
    private final HostPair hosts = Engine.KERNEL.pair();

    @AfterEach
    void end() {
        hosts.close();
    }

    @Test
    @Shows(engine = Engine.KERNEL, what = Difference.PUSH_IS_NOT_SEEN)
    void completesAReceiveWithWhatWasNotPushed() throws Exception {
        StreamOptions patient = StreamOptions.DEFAULT.withWaits(Duration.ofHours(1), Duration.ofSeconds(60));
        HostPair.Streams streams = hosts.connect(patient);
        streams.client().send(bytes("not pushed"));
        assertThat(text(streams.server().receive())).isEqualTo("not pushed");
    }

    @Test
    @Shows(engine = Engine.KERNEL, what = Difference.URGENT_IS_KNOWN_BY_ITS_LAST_BYTE)
    void keepsOrderAndMarkOfAnUrgentSendThatIsLargerThanEveryBufferAndThePointer() throws Exception {
        HostPair.Streams streams = hosts.connect(StreamOptions.DEFAULT.withBuffers(10_000, 10_000));
        String all = letters(200_000);
        Call<Boolean> sender = Call.run(() -> streams.client().send(bytes(all), SendFlag.URGENT));
        StringBuilder received = new StringBuilder();
        Received first = streams.server().receive();
        assertThat(first.urgent()).isFalse();
        received.append(text(first));
        Received last = first;
        while (!last.mark()) {
            last = streams.server().receive();
            received.append(text(last));
        }
        assertThat(received.toString()).isEqualTo(all);
        sender.get();
        assertThat(streams.server().isUrgentMode()).isFalse();
    }

    @Test
    @Shows(engine = Engine.KERNEL, what = Difference.BUFFERS_HAVE_A_LEAST_SIZE)
    void takesMoreThanASmallBufferThatWasAskedFor() throws Exception {
        HostPair.Streams streams = hosts.connect(StreamOptions.DEFAULT.withBuffers(1000, 1000));
        assertThat(streams.client().trySend(bytes(letters(5000)))).isGreaterThan(2000);
        assertThat(streams.client().status().windows().sendBufferBytes()).isGreaterThan(2000);
    }

    @Test
    @Shows(engine = Engine.KERNEL, what = Difference.CLOSED_WINDOW_COUNTS)
    void endsAtTheUserTimeoutWhileTheWindowIsClosed() throws Exception {
        TcpStream client = hosts.clogged().client();
        Duration timeout = Duration.ofMillis(300);
        client.setUserTimeout(UserTimeout.abortAfter(timeout));
        Eventually.ended(client);
        assertThat(client.closeReason()).contains(new CloseReason.UserTimeout(timeout));
    }

    @Test
    @Shows(engine = Engine.KERNEL, what = Difference.HANDSHAKE_BEFORE_THE_FILTER)
    void connectsAndResetsACallerThatThePassiveOpenDoesNotName() throws Exception {
        TcpStream server = hosts.server().newStream();
        int port = hosts.unusedPort();
        InetSocketAddress caller = new InetSocketAddress(hosts.clientAddress(), hosts.unusedPort());
        server.passiveOpen(PassiveOpen.port(port).from(caller.getAddress(), caller.getPort()));
        TcpStream stranger = hosts.client().newStream();
        assertThatThrownBy(() -> {
                    stranger.activeOpen(hosts.at(port));
                    stranger.receive();
                })
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        TcpStream named = hosts.client().newStream();
        named.activeOpen(ActiveOpen.to(hosts.at(port)).fromPort(caller.getPort()));
        server.awaitOpen();
        assertThat(server.remoteAddress()).contains(caller);
    }
}
