package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.ouzel.CloseReason;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.trial.Call;

/** A stream that is opened again, also while calls on its last connection have not returned yet. */
@Timeout(60)
class ReopenWireTest {
    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        peer.close();
    }

    @RepeatedTest(20)
    void failsTheCallsOfTheLastConnectionAndNeverLetsThemUseTheNext() throws Exception {
        StreamOptions small = StreamOptions.DEFAULT.withBuffers(1000, 1000);
        TcpStream stream = peer.connect(small);
        List<Call<Boolean>> calls = List.of(
                Call.run(stream::receive).waits(),
                Call.run(stream::receive).waits(),
                Call.run(() -> stream.sendAcknowledged(ByteBuffer.allocate(1000)))
                        .waits(),
                Call.run(() -> stream.send(bytes("a"))).waits(),
                Call.run(() -> stream.send(bytes("b"))).waits(),
                Call.run(stream::flush).waits());
        peer.send(TcpFlags.RST);
        while (stream.closeReason().isEmpty()) {
            Thread.onSpinWait();
        }
        stream.passiveOpen(8);
        for (Call<Boolean> call : calls) {
            call.endsWith(new CloseReason.RemoteAbort());
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.LISTEN);
    }

    @RepeatedTest(20)
    void returnsFromTheCallsThatTheLastConnectionFulfilled() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        peer.send(TcpFlags.ACK.with(TcpFlags.FIN));
        assertThat(stream.receive().isEnd()).isTrue();
        Call<Boolean> acknowledged =
                Call.run(() -> stream.sendAcknowledged(bytes("x"))).waits();
        Call<Boolean> flush = Call.run(stream::flush).waits();
        Call<Boolean> close = Call.run(stream::close).waits();
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        while (stream.closeReason().isEmpty()) {
            Thread.onSpinWait();
        }
        stream.passiveOpen(8);
        acknowledged.get();
        flush.get();
        close.get();
        assertThat(stream.status().state()).isEqualTo(TcpState.LISTEN);
        stream.close();
        assertThat(stream.status().state()).isEqualTo(TcpState.CLOSED);
    }

    @RepeatedTest(20)
    void tellsWhoAwaitedAnOpenWhatCameOfIt() throws Exception {
        TcpStream stream = peer.host.newStream();
        stream.passiveOpen(RawPeer.HOST_PORT);
        Call<Boolean> await = Call.run(stream::awaitOpen).waits();
        peer.request();
        peer.send(TcpFlags.ACK);
        while (!stream.isOpenDone()) {
            Thread.onSpinWait();
        }
        stream.abort();
        stream.passiveOpen(8);
        await.get();
        Call<Boolean> second = Call.run(stream::awaitOpen).waits();
        stream.close();
        stream.passiveOpen(9);
        second.endsWith(new CloseReason.LocalAbort());
    }
}
