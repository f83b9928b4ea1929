package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;

/** SEND and FLUSH, as the wire shows them. */
@Timeout(60)
class SendWireTest {
    private static final StreamOptions SMALL = StreamOptions.DEFAULT.withBuffers(1000, 1000);

    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        peer.close();
    }

    // ---- Taken, acknowledged, flushed

    @Test
    void waitsForTheAcknowledgmentItself() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Call<Boolean> acknowledged =
                Call.run(() -> stream.sendAcknowledged(bytes("one"))).waits();
        Call<Boolean> flush = Call.run(stream::flush).waits();
        Call<Boolean> empty =
                Call.run(() -> stream.sendAcknowledged(ByteBuffer.allocate(0))).waits();
        peer.nextText();
        peer.send(TcpFlags.ACK);
        acknowledged.get();
        flush.get();
        empty.get();
    }

    // ---- Push

    @Test
    @Tag("SHLD-7")
    @Tag("MAY-15")
    void letsAnEmptyPushSendWhatNagleHoldsBack() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        stream.send(bytes("one"));
        RawPeer.Packet first = peer.nextText();
        assertThat(first.text()).isEqualTo("one");
        assertThat(first.has(TcpFlags.PSH)).isFalse();
        stream.send(bytes("two"));
        stream.send(ByteBuffer.allocate(0));
        stream.send(ByteBuffer.allocate(0), SendFlag.URGENT);
        assertThat(stream.status().sequence().unacknowledgedBytes()).isEqualTo(6);
        stream.send(ByteBuffer.allocate(0), SendFlag.PUSH);
        RawPeer.Packet second =
                peer.next(segment -> segment.seq() - first.segment().seq() == 3);
        assertThat(second.text()).isEqualTo("two");
        assertThat(second.has(TcpFlags.PSH)).isTrue();
        assertThat(second.has(TcpFlags.URG)).isFalse();
    }

    @Test
    @Tag("MUST-17")
    void sendsSmallSegmentsAtOnceWithoutNagle() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT.withNagle(false));
        for (String text : List.of("one", "two", "three")) {
            stream.send(bytes(text));
            assertThat(peer.nextText().text()).isEqualTo(text);
        }
    }

    // ---- What ends a call

    @Test
    void saysThatAnInterruptedAcknowledgedSendHasTakenAll() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Call<Boolean> send =
                Call.run(() -> stream.sendAcknowledged(bytes("taken"))).waits();
        Call<Boolean> flush = Call.run(stream::flush).waits();
        send.interrupt();
        flush.interrupt();
        assertThat(send.failure()).isInstanceOfSatisfying(InterruptedIOException.class, interrupted -> assertThat(
                        interrupted.bytesTransferred)
                .isEqualTo(5));
        assertThat(flush.failure()).isInstanceOf(InterruptedIOException.class);
        assertThat(flush.leavesInterruptStatus()).isTrue();
        assertThat(peer.nextText().text()).isEqualTo("taken");
    }

    // ---- The user timeout

    @Test
    @Tag("MUST-21")
    void holdsToTheUserTimeoutOfASendForWhichThereIsNoRoom() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        assertThat(stream.trySend(ByteBuffer.allocate(2000))).isEqualTo(1000);
        Duration soon = Duration.ofMillis(30);
        Call<Boolean> send = Call.run(() -> stream.send(bytes("x"), UserTimeout.abortAfter(soon)));
        send.endsWith(new CloseReason.UserTimeout(soon));
        assertThat(stream.closeReason()).contains(new CloseReason.UserTimeout(soon));
    }

    // RFC 9293 §3.8.6.1: but only while what asks for it is not answered.
    @Test
    @Tag("MUST-37")
    void countsAClosedWindowForTheUserTimeout() throws Exception {
        Duration soon = Duration.ofMillis(300);
        TcpStream stream = peer.connect(StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(soon)));
        peer.window = 0;
        peer.send(TcpFlags.ACK);
        Eventually.holds(() -> stream.status().windows().send() == 0, () -> stream.status()
                .toString());
        Call<Boolean> send = Call.run(() -> stream.sendAcknowledged(bytes("held")));
        for (int probe = 0; probe < 3; probe++) {
            peer.next();
            peer.send(TcpFlags.ACK);
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.ESTABLISHED);
        while (!peer.next().has(TcpFlags.RST)) {
            assertThat(stream.closeReason()).isEmpty();
        }
        send.endsWith(new CloseReason.UserTimeout(soon));
    }
}
