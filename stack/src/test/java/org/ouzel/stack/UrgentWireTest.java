package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Events;
import org.ouzel.stack.trial.Eventually;

/** Urgent data, both ways, as the wire shows it. */
@Timeout(60)
class UrgentWireTest {
    private static final StreamOptions SMALL = StreamOptions.DEFAULT.withBuffers(1000, 1000);
    private static final TcpFlags URGENT = TcpFlags.ACK.with(TcpFlags.URG);

    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        peer.close();
    }

    private static void isUrgent(Received received, String expected, boolean urgent, boolean mark) {
        assertThat(text(received)).isEqualTo(expected);
        assertThat(List.of(received.urgent(), received.mark())).containsExactly(urgent, mark);
    }

    // ---- Receiving

    @Test
    @Tag("MUST-32")
    @Tag("MUST-33")
    void extendsARegionThatIsNotRead() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        peer.send(URGENT, "ab", 2);
        peer.send(URGENT, "cd", 2);
        peer.send(URGENT, "", 3);
        Eventually.holds(() -> stream.status().counters().segmentsIn() == 5, () -> stream.status()
                .toString());
        isUrgent(stream.receive(), "abcd", true, false);
        assertThat(stream.isUrgentMode()).isTrue();
        peer.send(TcpFlags.ACK, "efghi");
        isUrgent(stream.receive(), "efg", false, true);
        isUrgent(stream.receive(), "hi", false, false);
        assertThat(events.soFar().stream().filter(StreamEvent.Urgent.class::isInstance))
                .hasSize(1);
        peer.send(URGENT, "!", 1);
        assertThat(events.next()).isEqualTo(new StreamEvent.Urgent());
        isUrgent(stream.receive(), "!", true, true);
    }

    @Test
    @Tag("MUST-32")
    void isInUrgentModeBeforeTheDataHasCome() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        peer.send(URGENT, "", 3);
        assertThat(events.next()).isEqualTo(new StreamEvent.Urgent());
        assertThat(stream.isUrgentMode()).isTrue();
        assertThat(stream.receive(Duration.ofMillis(5)).isTimeout()).isTrue();
        peer.send(TcpFlags.ACK, "now");
        isUrgent(stream.receive(), "now", true, true);
    }

    @Test
    void tellsNothingOfARegionThatBeginsUnderAReceive() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        Call<Received> receive = Call.of(stream::receive).waits();
        peer.send(URGENT, "ab", 2);
        isUrgent(receive.get(), "ab", true, true);
        assertThat(events.soFar()).isEmpty();
    }

    // ---- Sending

    @Test
    @Tag("MUST-62")
    void pointsBehindTheUrgentData() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        stream.send(bytes("stop"), SendFlag.URGENT);
        TcpSegment segment = peer.nextText().segment();
        assertThat(segment.has(TcpFlags.URG)).isTrue();
        // RFC 9293 MUST-62
        assertThat(segment.urgentPointer()).isEqualTo(4);
    }

    @Test
    void coversOnlyWhatANonBlockingSendHasTaken() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        assertThat(stream.trySend(ByteBuffer.allocate(3000), SendFlag.URGENT)).isEqualTo(1000);
        TcpSegment first = peer.nextText().segment();
        assertThat(first.urgentPointer()).isEqualTo(1000);
        peer.send(TcpFlags.ACK);
        TcpSegment second =
                peer.next(segment -> segment.seq() - first.seq() > 0).segment();
        assertThat(second.seq() - first.seq() + second.urgentPointer()).isEqualTo(1000);
    }

    @Test
    void makesNothingUrgentByANonBlockingSendThatTakesNothing() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        assertThat(stream.trySend(ByteBuffer.allocate(100), SendFlag.URGENT)).isEqualTo(100);
        assertThat(stream.trySend(ByteBuffer.allocate(900))).isEqualTo(900);
        assertThat(stream.trySend(ByteBuffer.allocate(1), SendFlag.URGENT)).isZero();
        TcpSegment first = peer.nextText().segment();
        assertThat(first.urgentPointer()).isEqualTo(100);
        peer.send(TcpFlags.ACK);
        for (int acknowledged = first.payload().length(); acknowledged < 1000; ) {
            TcpSegment next = peer.nextText().segment();
            assertThat(next.has(TcpFlags.URG)).isFalse();
            acknowledged = next.seq() - first.seq() + next.payload().length();
            peer.send(TcpFlags.ACK);
        }
    }

    @Test
    void tellsAPeerWhoseWindowIsClosedAtOnce() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        closeWindow(stream);
        stream.send(bytes("stop"), SendFlag.URGENT);
        TcpSegment told = peer.next(UrgentWireTest::isTold).segment();
        assertThat(told.payload().length()).isZero();
        assertThat(told.urgentPointer()).isEqualTo(4);
    }

    @Test
    void tellsAPeerAtOnceOfWhatFindsNoRoomInTheSendBuffer() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        closeWindow(stream);
        stream.send(ByteBuffer.allocate(1000));
        Call<Boolean> send =
                Call.run(() -> stream.send(bytes("stop"), SendFlag.URGENT)).waits();
        TcpSegment told = peer.next(UrgentWireTest::isTold).segment();
        assertThat(told.urgentPointer()).isEqualTo(1004);
        peer.window = 0xffff;
        peer.send(TcpFlags.ACK);
        int end = told.seq() + told.urgentPointer();
        TcpSegment text;
        do {
            text = peer.nextText().segment();
            peer.send(TcpFlags.ACK);
        } while (text.seq() + text.payload().length() - end < 0);
        send.get();
    }

    /** Told by itself, not by the next probe of the window, which may be long in coming. */
    private static boolean isTold(TcpSegment segment) {
        return segment.has(TcpFlags.URG) && segment.payload().length() == 0;
    }

    private void closeWindow(TcpStream stream) throws IOException {
        peer.window = 0;
        peer.send(TcpFlags.ACK);
        Eventually.holds(() -> stream.status().windows().send() == 0, () -> stream.status()
                .toString());
    }
}
