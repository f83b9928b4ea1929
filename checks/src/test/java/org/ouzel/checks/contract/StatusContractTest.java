package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** STATUS, while a connection lasts and after its end. */
@OnEveryEngine
class StatusContractTest {
    private final HostPair hosts;

    StatusContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    @Test
    void tellsWhatAnUnconnectedStreamWasCreatedWith() throws Exception {
        String control = hosts.client().congestionControls().iterator().next();
        TcpStatus status = hosts.client()
                .newStream(StreamOptions.DEFAULT
                        .withUserTimeout(UserTimeout.NONE)
                        .withIpHeader(16, 17, false)
                        .withCongestionControl(control))
                .status();
        assertThat(status.state()).isEqualTo(TcpState.CLOSED);
        assertThat(status.local()).isEmpty();
        assertThat(status.remote()).isEmpty();
        assertThat(status.settings()).isEqualTo(new TcpStatus.Settings(UserTimeout.NONE, 16, 17));
        assertThat(status.congestion().name()).isEqualTo(control);
    }

    @Test
    void tellsTheStatesOfBothEnds() throws Exception {
        TcpStream server = hosts.server().newStream();
        int port = HostPair.listen(server);
        assertThat(server.status().state()).isEqualTo(TcpState.LISTEN);
        assertThat(server.status().local().orElseThrow().getPort()).isEqualTo(port);
        assertThat(server.status().remote()).isEmpty();
        TcpStream client = hosts.client().newStream();
        client.activeOpen(hosts.at(port));
        server.awaitOpen();
        assertThat(client.status().state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(server.status().state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(client.status().remote()).contains(hosts.at(port));
        assertThat(server.status().remote()).isEqualTo(client.status().local());
        client.close();
        Eventually.is(client, TcpState.FIN_WAIT_2);
        Eventually.is(server, TcpState.CLOSE_WAIT);
        server.close();
        Eventually.is(server, TcpState.CLOSED);
        Eventually.holds(
                () -> Set.of(TcpState.TIME_WAIT, TcpState.CLOSED)
                        .contains(client.status().state()),
                () -> client.status().toString());
        assertThat(client.status().remote()).contains(hosts.at(port));
        assertThat(server.status().local().orElseThrow().getPort()).isEqualTo(port);
    }

    @Test
    void countsWhatWasSentAndReceivedAlsoAfterTheEnd() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(bytes("abcd"));
        assertThat(text(streams.server().receive())).isEqualTo("abcd");
        streams.client().sendAcknowledged(bytes("efg"));
        streams.client().abort();
        Eventually.ended(streams.server());
        TcpStatus.Counters sent = streams.client().status().counters();
        assertThat(sent.bytesOut()).isEqualTo(7);
        assertThat(sent.bytesAcknowledged()).isEqualTo(7);
        assertThat(sent.segmentsOut()).isPositive();
        TcpStatus received = streams.server().status();
        assertThat(received.counters().bytesIn()).isEqualTo(7);
        assertThat(received.counters().segmentsIn()).isPositive();
        assertThat(received.sequence().unreadBytes()).isEqualTo(3);
    }

    @Test
    void tellsTheSequenceNumbersThatStandOnTheWire() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(bytes("abcd"));
        TcpStatus.Sequence client = streams.client().status().sequence();
        TcpStatus.Sequence server = streams.server().status().sequence();
        assertThat(client.sndNxt()).isEqualTo(server.rcvNxt());
        assertThat(client.sndUna()).isEqualTo(client.sndNxt());
        assertThat(client.rcvNxt()).isEqualTo(server.sndNxt());
        assertThat(server.unreadBytes()).isEqualTo(4);
    }

    @Test
    @DiffersOn(engine = Engine.KERNEL, what = Difference.BUFFERS_HAVE_A_LEAST_SIZE)
    void tellsTheSizesOfTheBuffersThatWereAskedFor() throws Exception {
        TcpStream client =
                hosts.connect(StreamOptions.DEFAULT.withBuffers(5000, 6000)).client();
        assertThat(client.status().windows().receiveBufferBytes()).isEqualTo(5000);
        assertThat(client.status().windows().sendBufferBytes()).isEqualTo(6000);
    }

    @Test
    void changesTheTypeOfService() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().setTypeOfService(0xb8);
        assertThat(streams.client().status().settings().typeOfService()).isEqualTo(0xb8);
        streams.client().sendAcknowledged(bytes("on"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("on");
    }
}
