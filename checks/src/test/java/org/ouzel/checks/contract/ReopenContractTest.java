package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** A stream that is opened again, also while calls on its last connection have not returned yet. */
@OnEveryEngine
class ReopenContractTest {
    private final HostPair hosts;

    ReopenContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    @Test
    void opensAStreamAgainAfterItsConnectionHasEnded() throws Exception {
        HostPair.Streams streams = hosts.connect();
        for (int round = 0; round < 3; round++) {
            streams.client().send(bytes("round"), SendFlag.PUSH);
            assertThat(text(streams.server().receive())).isEqualTo("round");
            streams.client().close();
            assertThat(streams.server().receive().isEnd()).isTrue();
            streams.server().close();
            assertThat(streams.client().receive().isEnd()).isTrue();
            streams = hosts.connect(streams.client(), streams.server());
            assertThat(streams.client().closeReason()).isEmpty();
            assertThat(streams.client().status().counters().bytesOut()).isZero();
        }
        streams.client().abort();
        hosts.awaitNothingHeld();
    }

    @Test
    void dropsWhatWasUnread() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(bytes("old"));
        streams.client().abort();
        Eventually.ended(streams.server());
        hosts.connect(streams.client(), streams.server());
        streams.client().send(bytes("new"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("new");
    }

    @RepeatedTest(20)
    void failsTheCallsOfTheLastConnectionAndNeverLetsThemUseTheNext() throws Exception {
        HostPair.Streams streams = hosts.clogged();
        TcpStream stream = streams.client();
        List<Call<Boolean>> calls = List.of(
                Call.run(stream::receive).waits(),
                Call.run(stream::receive).waits(),
                Call.run(() -> stream.sendAcknowledged(ByteBuffer.allocate(1000)))
                        .waits(),
                Call.run(() -> stream.send(bytes("a"))).waits(),
                Call.run(() -> stream.send(bytes("b"))).waits(),
                Call.run(stream::flush).waits());
        streams.server().abort();
        while (stream.closeReason().isEmpty()) {
            Thread.onSpinWait();
        }
        stream.passiveOpen(0);
        for (Call<Boolean> call : calls) {
            call.endsWith(new CloseReason.RemoteAbort());
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.LISTEN);
    }

    @RepeatedTest(20)
    void tellsWhoAwaitedAnOpenWhatCameOfIt() throws Exception {
        TcpStream stream = hosts.server().newStream();
        int port = HostPair.listen(stream);
        Call<Boolean> await = Call.run(stream::awaitOpen).waits();
        hosts.client().newStream().activeOpen(hosts.at(port));
        while (!stream.isOpenDone()) {
            Thread.onSpinWait();
        }
        stream.abort();
        stream.passiveOpen(0);
        await.get();
        Call<Boolean> second = Call.run(stream::awaitOpen).waits();
        stream.close();
        stream.passiveOpen(0);
        second.endsWith(new CloseReason.LocalAbort());
    }
}
