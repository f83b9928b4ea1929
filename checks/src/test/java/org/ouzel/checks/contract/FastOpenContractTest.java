package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.receive;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ouzel.ActiveOpen;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.HostPair;

/** Opens that send with the connection request: RFC 7413. */
@OnEveryEngine
class FastOpenContractTest {
    private static final StreamOptions FAST = StreamOptions.DEFAULT.withFastOpen(5);

    private final HostPair hosts;

    FastOpenContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    private TcpListener listen(StreamOptions options) throws IOException {
        return hosts.server().listen(new InetSocketAddress(0), 5, options);
    }

    private ActiveOpen to(TcpListener listener) {
        return ActiveOpen.to(hosts.at(listener.localAddress().getPort()));
    }

    /** Opens with the data to the listener, and checks that it has come. */
    private HostPair.Streams open(TcpListener listener, String data) throws IOException {
        TcpStream client = hosts.client().newStream();
        ByteBuffer given = bytes(data);
        client.activeOpen(to(listener), given);
        assertThat(given.hasRemaining()).isFalse();
        TcpStream server = listener.accept(HostPair.SOON);
        assertThat(receive(server, data.length())).isEqualTo(data);
        return new HostPair.Streams(client, server);
    }

    @Test
    void sendsBehindTheHandshakeToWhomItDoesNotKnow() throws Exception {
        hosts.allowFastOpen();
        try (TcpListener listener = listen(FAST)) {
            HostPair.Streams streams = open(listener, "first");
            assertThat(streams.client().status().dataInSyn()).isFalse();
            assertThat(streams.server().status().dataInSyn()).isFalse();
            assertThat(streams.client().status().counters().bytesAcknowledged()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void sendsWithTheRequestToWhomItKnows() throws Exception {
        hosts.allowFastOpen();
        try (TcpListener listener = listen(FAST)) {
            open(listener, "first");
            HostPair.Streams streams = open(listener, "second");
            assertThat(streams.client().status().dataInSyn()).isTrue();
            assertThat(streams.server().status().dataInSyn()).isTrue();
            streams.server().send(bytes("answer"));
            assertThat(receive(streams.client(), 6)).isEqualTo("answer");
            streams.client().sendAcknowledged(bytes("more"));
            assertThat(streams.client().status().counters().bytesAcknowledged()).isEqualTo(10);
            assertThat(receive(streams.server(), 4)).isEqualTo("more");
        }
    }

    @Test
    void givesAStreamThatWaitsWhatCameWithTheRequest() throws Exception {
        hosts.allowFastOpen();
        for (String data : new String[] {"first", "second"}) {
            TcpStream server = hosts.server().newStream(FAST);
            server.passiveOpen(PassiveOpen.port(0));
            TcpStream client = hosts.client().newStream();
            int port = server.localAddress().orElseThrow().getPort();
            client.activeOpen(ActiveOpen.to(hosts.at(port)), bytes(data));
            server.awaitOpen();
            assertThat(receive(server, data.length())).isEqualTo(data);
            assertThat(server.status().dataInSyn()).isEqualTo(data.equals("second"));
        }
    }

    @Test
    void sendsBehindTheHandshakeToAListenerThatTakesNothingWithARequest() throws Exception {
        hosts.allowFastOpen();
        try (TcpListener known = listen(FAST);
                TcpListener listener = listen(StreamOptions.DEFAULT)) {
            open(known, "first");
            HostPair.Streams streams = open(listener, "second");
            assertThat(streams.client().status().dataInSyn()).isFalse();
            streams.client().flush();
            assertThat(streams.client().status().counters().bytesAcknowledged()).isEqualTo(6);
        }
    }

    @Test
    void sendsAllOfWhatIsLargerThanAnyRequest() throws Exception {
        hosts.allowFastOpen();
        try (TcpListener listener = listen(FAST)) {
            String large = letters(200_000);
            open(listener, large);
            open(listener, large);
        }
    }

    @Test
    void tellsHowMuchWasTakenBeforeTheHandshake() throws Exception {
        hosts.allowFastOpen();
        try (TcpListener listener = listen(FAST)) {
            open(listener, "first");
            ByteBuffer data = bytes(letters(100_000));
            TcpStream client = hosts.client().newStream();
            client.startActiveOpen(to(listener), data);
            int taken = data.position();
            client.awaitOpen();
            TcpStream server = listener.accept(HostPair.SOON);
            assertThat(receive(server, taken)).isEqualTo(letters(100_000).substring(0, taken));
            Call<Boolean> sender = Call.run(() -> client.send(data));
            assertThat(receive(server, 100_000 - taken))
                    .isEqualTo(letters(100_000).substring(taken));
            sender.get();
        }
    }

    @Test
    void failsAsAnyOpenDoesWhereNobodyListens() throws Exception {
        TcpStream client = hosts.client().newStream();
        ActiveOpen nobody = ActiveOpen.to(hosts.at(hosts.unusedPort()));
        assertThatThrownBy(() -> client.activeOpen(nobody, bytes("lost"))).isInstanceOf(ConnectException.class);
    }
}
