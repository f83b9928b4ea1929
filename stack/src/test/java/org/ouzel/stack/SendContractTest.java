package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.Texts.bytes;
import static org.ouzel.stack.Texts.letters;
import static org.ouzel.stack.Texts.receive;
import static org.ouzel.stack.Texts.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.wire.TcpFlags;

/** SEND and FLUSH. */
@Timeout(60)
class SendContractTest {
    private static final StreamOptions SMALL = StreamOptions.DEFAULT.withBuffers(1000, 1000);

    private final TwoHosts hosts = TwoHosts.onAGoodWire();
    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        hosts.close();
        peer.close();
    }

    private TwoHosts.Streams connect(StreamOptions options) throws IOException {
        return hosts.connect(hosts.client.newStream(options), hosts.server.newStream(options));
    }

    // ---- Taken, acknowledged, flushed

    @Test
    void returnsFromAnAcknowledgedSendWhenThePeerHasAllOfIt() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(ByteBuffer.allocate(100_000));
        assertThat(streams.client().status().counters().bytesAcknowledged()).isEqualTo(100_000);
        assertThat(streams.server().status().sequence().unreadBytes()).isEqualTo(100_000);
    }

    @Test
    void returnsFromAFlushWhenThePeerHasAllOfIt() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().send(ByteBuffer.allocate(100_000));
        streams.client().flush();
        assertThat(streams.client().status().sequence().unacknowledgedBytes()).isZero();
        streams.client().flush();
    }

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

    @Test
    void blocksASendThatIsLargerThanBothBuffersUntilThePeerReads() throws Exception {
        TwoHosts.Streams streams = connect(SMALL);
        String all = letters(50_000);
        ByteBuffer data = bytes(all);
        Call<Boolean> sender =
                Call.run(() -> streams.client().send(data, SendFlag.PUSH)).waits();
        assertThat(receive(streams.server(), 50_000)).isEqualTo(all);
        sender.get();
        assertThat(data.hasRemaining()).isFalse();
    }

    @Test
    void takesPartOfABufferThatDoesNotFitWithoutBlocking() throws Exception {
        TwoHosts.Streams streams = connect(SMALL);
        ByteBuffer data = bytes(letters(5000));
        int taken = streams.client().trySend(data);
        assertThat(taken).isBetween(1000, 2000);
        assertThat(data.position()).isEqualTo(taken);
        assertThat(receive(streams.server(), taken)).isEqualTo(letters(5000).substring(0, taken));
    }

    @Test
    void takesNothingBehindASendThatWaits() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        Call.run(() -> stream.send(ByteBuffer.allocate(1001))).waits();
        assertThat(stream.trySend(bytes("x"))).isZero();
        assertThat(stream.trySend(ByteBuffer.allocate(0))).isZero();
    }

    @Test
    void keepsTheBytesOfConcurrentSendsTogetherAndInTheirOrder() throws Exception {
        TwoHosts.Streams streams = connect(SMALL);
        List<Call<Boolean>> senders = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (char letter = 'a'; letter < 'k'; letter++) {
            String data = String.valueOf(letter).repeat(10_000);
            expected.append(data);
            senders.add(Call.run(() -> streams.client().send(bytes(data))).waits());
        }
        assertThat(receive(streams.server(), 100_000)).isEqualTo(expected.toString());
        for (Call<Boolean> sender : senders) {
            sender.get();
        }
    }

    @Test
    void takesBuffersOfAllKinds() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        ByteBuffer direct = ByteBuffer.allocateDirect(8).put(bytes("xdirectx"));
        List<ByteBuffer> all = List.of(
                direct.position(1).limit(7),
                bytes("read-only").asReadOnlyBuffer(),
                bytes("..sliced..").position(2).limit(8).slice(),
                direct.slice().asReadOnlyBuffer());
        for (ByteBuffer data : all) {
            streams.client().send(data);
            assertThat(data.hasRemaining()).isFalse();
        }
        assertThat(receive(streams.server(), 27)).isEqualTo("directread-onlysliceddirect");
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

    @Test
    void refusesEvenAnEmptySendOnAStreamThatIsNotOpen() throws Exception {
        TcpStream stream = hosts.client.newStream();
        assertThatThrownBy(() -> stream.send(ByteBuffer.allocate(0), SendFlag.PUSH))
                .hasMessage("connection does not exist");
    }

    // ---- Small and large buffers

    @Test
    void worksWithBuffersOfOneByte() throws Exception {
        TwoHosts.Streams streams = connect(StreamOptions.DEFAULT.withBuffers(1, 1));
        String all = letters(200);
        Call<Boolean> sender = Call.run(() -> streams.client().sendAcknowledged(bytes(all), SendFlag.PUSH));
        assertThat(receive(streams.server(), 200)).isEqualTo(all);
        sender.get();
        assertThat(streams.client().status().counters().beyondWindowBytesIn()).isZero();
    }

    @Test
    void takesNoMemoryForABufferThatIsNotUsed() throws Exception {
        TwoHosts.Streams streams = connect(
                StreamOptions.DEFAULT.withBuffers(StreamOptions.MAX_BUFFER_BYTES, StreamOptions.MAX_BUFFER_BYTES));
        assertThat(hosts.client.counters()).containsEntry("pages.lent", 0L);
        streams.client().sendAcknowledged(ByteBuffer.allocate(1_000_000));
        assertThat(streams.server().status().sequence().unreadBytes()).isEqualTo(1_000_000);
        assertThat(hosts.server.counters().get("pages.lent")).isBetween(61L, 63L);
    }

    // ---- What ends a call

    @Test
    void saysHowMuchAnInterruptedSendHasTaken() throws Exception {
        TwoHosts.Streams streams = connect(SMALL);
        ByteBuffer data = bytes(letters(50_000));
        Call<Boolean> first = Call.run(() -> streams.client().send(data)).waits();
        Call<Boolean> second =
                Call.run(() -> streams.client().send(bytes("never"))).waits();
        Call<Boolean> third =
                Call.run(() -> streams.client().send(bytes("third"))).waits();
        second.interrupt();
        assertThat(second.failure()).isInstanceOfSatisfying(InterruptedIOException.class, interrupted -> assertThat(
                        interrupted.bytesTransferred)
                .isZero());
        assertThat(second.leavesInterruptStatus()).isTrue();
        first.interrupt();
        assertThat(first.failure()).isInstanceOfSatisfying(InterruptedIOException.class, interrupted -> assertThat(
                        interrupted.bytesTransferred)
                .isPositive()
                .isEqualTo(data.position()));
        assertThat(first.leavesInterruptStatus()).isTrue();
        String expected = letters(50_000).substring(0, data.position()) + "third";
        assertThat(receive(streams.server(), expected.length())).isEqualTo(expected);
        third.get();
    }

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

    private List<Call<Boolean>> sendsThatWait(TcpStream stream) {
        return List.of(
                Call.run(() -> stream.sendAcknowledged(ByteBuffer.allocate(1000)))
                        .waits(),
                Call.run(stream::flush).waits(),
                Call.run(() -> stream.send(ByteBuffer.allocate(2000))).waits(),
                Call.run(() -> stream.send(ByteBuffer.allocate(1))).waits());
    }

    @Test
    void wakesEverySendAtAnAbortFromAnotherThread() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        List<Call<Boolean>> sends = sendsThatWait(stream);
        stream.abort();
        for (Call<Boolean> send : sends) {
            send.endsWith(new CloseReason.LocalAbort());
        }
    }

    @Test
    void wakesEverySendWhenThePeerResets() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        List<Call<Boolean>> sends = sendsThatWait(stream);
        peer.send(TcpFlags.RST);
        for (Call<Boolean> send : sends) {
            send.endsWith(new CloseReason.RemoteAbort());
        }
    }

    @Test
    void endsTheSendsThatWaitForRoomAtACloseFromAnotherThread() throws Exception {
        TcpStream stream = peer.connect(SMALL);
        List<Call<Boolean>> sends = sendsThatWait(stream);
        stream.startClose();
        for (Call<Boolean> send : sends.subList(2, 4)) {
            assertThat(send.failure())
                    .isInstanceOfSatisfying(TcpCallException.class, refused -> assertThat(refused.refusal())
                            .isEqualTo(TcpRefusal.CONNECTION_CLOSING));
        }
        RawPeer.Packet packet = peer.next();
        while (!packet.has(TcpFlags.FIN)) {
            peer.send(TcpFlags.ACK);
            packet = peer.next();
        }
        peer.send(TcpFlags.ACK);
        sends.get(0).get();
        sends.get(1).get();
    }

    @Test
    void refusesToSendAfterACloseAndLosesNothing() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().send(bytes("before"));
        streams.client().close();
        assertThatThrownBy(() -> streams.client().send(bytes("after"))).hasMessage("connection closing");
        assertThatThrownBy(() -> streams.client().trySend(bytes("after"))).hasMessage("connection closing");
        assertThatThrownBy(() -> streams.client().flush()).hasMessage("connection closing");
        assertThat(text(streams.server().receive())).isEqualTo("before");
        streams.client().close();
        streams.server().send(bytes("still open"), SendFlag.PUSH);
        assertThat(text(streams.client().receive())).isEqualTo("still open");
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

    @Test
    @Tag("MUST-21")
    void keepsTheUserTimeoutOfASendUntilAnotherIsSetAndForThisConnectionAlone() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        TcpStream client = streams.client();
        UserTimeout once = UserTimeout.reportAfter(Duration.ofSeconds(9));
        client.send(bytes("x"), once);
        assertThat(client.status().settings().userTimeout()).isEqualTo(once);
        client.send(bytes("y"));
        assertThat(client.status().settings().userTimeout()).isEqualTo(once);
        client.abort();
        hosts.connect(client, hosts.server.newStream());
        assertThat(client.status().settings().userTimeout()).isEqualTo(UserTimeout.DEFAULT);
        client.setUserTimeout(once);
        client.abort();
        hosts.connect(client, hosts.server.newStream());
        assertThat(client.status().settings().userTimeout()).isEqualTo(once);
    }
}
