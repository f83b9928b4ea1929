package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
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
}
