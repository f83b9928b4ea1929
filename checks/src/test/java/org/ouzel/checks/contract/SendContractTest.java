package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.drain;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.receive;
import static org.ouzel.stack.trial.Texts.text;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** SEND and FLUSH. */
@OnEveryEngine
class SendContractTest {
    private static final StreamOptions SMALL = StreamOptions.DEFAULT.withBuffers(1000, 1000);

    private final HostPair hosts;

    SendContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    // ---- Taken, acknowledged, flushed

    @Test
    void returnsFromAnAcknowledgedSendWhenThePeerHasAllOfIt() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(ByteBuffer.allocate(100_000));
        assertThat(streams.client().status().counters().bytesAcknowledged()).isEqualTo(100_000);
        assertThat(streams.server().status().sequence().unreadBytes()).isEqualTo(100_000);
    }

    @Test
    void returnsFromAFlushWhenThePeerHasAllOfIt() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().send(ByteBuffer.allocate(100_000));
        streams.client().flush();
        assertThat(streams.client().status().sequence().unacknowledgedBytes()).isZero();
        streams.client().flush();
    }

    @Test
    void blocksASendThatIsLargerThanBothBuffersUntilThePeerReads() throws Exception {
        HostPair.Streams streams = hosts.connect(SMALL);
        String all = letters(50_000);
        ByteBuffer data = bytes(all);
        Call<Boolean> sender =
                Call.run(() -> streams.client().send(data, SendFlag.PUSH)).waits();
        assertThat(receive(streams.server(), 50_000)).isEqualTo(all);
        sender.get();
        assertThat(data.hasRemaining()).isFalse();
    }

    @Test
    @DiffersOn(engine = Engine.KERNEL, what = Difference.BUFFERS_HAVE_A_LEAST_SIZE)
    void takesPartOfABufferThatDoesNotFitWithoutBlocking() throws Exception {
        HostPair.Streams streams = hosts.connect(SMALL);
        ByteBuffer data = bytes(letters(5000));
        int taken = streams.client().trySend(data);
        assertThat(taken).isBetween(1000, 2000);
        assertThat(data.position()).isEqualTo(taken);
        assertThat(receive(streams.server(), taken)).isEqualTo(letters(5000).substring(0, taken));
    }

    @Test
    void takesNothingBehindASendThatWaits() throws Exception {
        TcpStream stream = hosts.clogged().client();
        Call.run(() -> stream.send(bytes("x"))).waits();
        assertThat(stream.trySend(bytes("y"))).isZero();
        assertThat(stream.trySend(ByteBuffer.allocate(0))).isZero();
    }

    @Test
    void keepsTheBytesOfConcurrentSendsTogetherAndInTheirOrder() throws Exception {
        HostPair.Streams streams = hosts.connect(SMALL);
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
        HostPair.Streams streams = hosts.connect();
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
    void refusesEvenAnEmptySendOnAStreamThatIsNotOpen() throws Exception {
        TcpStream stream = hosts.client().newStream();
        assertThatThrownBy(() -> stream.send(ByteBuffer.allocate(0), SendFlag.PUSH))
                .hasMessage("connection does not exist");
    }

    // ---- Small and large buffers

    @Test
    void worksWithBuffersOfOneByte() throws Exception {
        HostPair.Streams streams = hosts.connect(StreamOptions.DEFAULT.withBuffers(1, 1));
        String all = letters(200);
        Call<Boolean> sender = Call.run(() -> streams.client().sendAcknowledged(bytes(all), SendFlag.PUSH));
        assertThat(receive(streams.server(), 200)).isEqualTo(all);
        sender.get();
        assertThat(streams.client().status().counters().beyondWindowBytesIn()).isZero();
    }

    // ---- What ends a call

    @Test
    void saysHowMuchAnInterruptedSendHasTaken() throws Exception {
        HostPair.Streams streams = hosts.connect(SMALL);
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

    private List<Call<Boolean>> sendsThatWait(TcpStream stream) {
        Call<Boolean> first = Call.run(() -> stream.sendAcknowledged(ByteBuffer.allocate(50_000)))
                .waits();
        Eventually.heldBack(stream);
        return List.of(
                first,
                Call.run(stream::flush).waits(),
                Call.run(() -> stream.send(ByteBuffer.allocate(2000))).waits(),
                Call.run(() -> stream.send(ByteBuffer.allocate(1))).waits());
    }

    @Test
    void wakesEverySendAtAnAbortFromAnotherThread() throws Exception {
        TcpStream stream = hosts.connect(SMALL).client();
        List<Call<Boolean>> sends = sendsThatWait(stream);
        stream.abort();
        for (Call<Boolean> send : sends) {
            send.endsWith(new CloseReason.LocalAbort());
        }
    }

    @Test
    void wakesEverySendWhenThePeerResets() throws Exception {
        HostPair.Streams streams = hosts.connect(SMALL);
        List<Call<Boolean>> sends = sendsThatWait(streams.client());
        streams.server().abort();
        for (Call<Boolean> send : sends) {
            send.endsWith(new CloseReason.RemoteAbort());
        }
    }

    @Test
    void endsTheSendsThatWaitForRoomAtACloseFromAnotherThread() throws Exception {
        HostPair.Streams streams = hosts.clogged();
        TcpStream stream = streams.client();
        long taken = stream.status().sequence().unacknowledgedBytes();
        Call<Boolean> acknowledged =
                Call.run(() -> stream.sendAcknowledged(ByteBuffer.allocate(0))).waits();
        Call<Boolean> flush = Call.run(stream::flush).waits();
        List<Call<Boolean>> waiting = List.of(
                Call.run(() -> stream.send(ByteBuffer.allocate(2000))).waits(),
                Call.run(() -> stream.send(ByteBuffer.allocate(1))).waits());
        stream.startClose();
        for (Call<Boolean> send : waiting) {
            assertThat(send.failure())
                    .isInstanceOfSatisfying(TcpCallException.class, refused -> assertThat(refused.refusal())
                            .isEqualTo(TcpRefusal.CONNECTION_CLOSING));
        }
        long unread = streams.server().status().sequence().unreadBytes();
        assertThat(drain(streams.server())).isEqualTo(taken + unread);
        acknowledged.get();
        flush.get();
    }

    @Test
    void refusesToSendAfterACloseAndLosesNothing() throws Exception {
        HostPair.Streams streams = hosts.connect();
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
    void keepsTheUserTimeoutOfASendUntilAnotherIsSetAndForThisConnectionAlone() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream client = streams.client();
        UserTimeout once = UserTimeout.reportAfter(Duration.ofSeconds(9));
        client.send(bytes("x"), once);
        assertThat(client.status().settings().userTimeout()).isEqualTo(once);
        client.send(bytes("y"));
        assertThat(client.status().settings().userTimeout()).isEqualTo(once);
        client.abort();
        hosts.connect(client, hosts.server().newStream());
        assertThat(client.status().settings().userTimeout()).isEqualTo(UserTimeout.DEFAULT);
        client.setUserTimeout(once);
        client.abort();
        hosts.connect(client, hosts.server().newStream());
        assertThat(client.status().settings().userTimeout()).isEqualTo(once);
    }

    /** RFC 9293 §3.8.6.1: a peer that answers the probes of its closed window is there. */
    @Test
    @Tag("MUST-37")
    @DiffersOn(engine = Engine.KERNEL, what = Difference.CLOSED_WINDOW_COUNTS)
    void doesNotCountAClosedWindowThatIsAnsweredForTheUserTimeout() throws Exception {
        HostPair.Streams streams = hosts.clogged();
        TcpStream client = streams.client();
        client.setUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(300)));
        long sent = client.status().counters().segmentsOut();
        // Each probe comes after more than twice the time of the one before.
        Eventually.holds(
                () -> client.closeReason().isPresent()
                        || client.status().counters().segmentsOut() > sent + 3,
                () -> client.status().toString());
        assertThat(client.closeReason()).isEmpty();
        assertThat(client.status().state()).isEqualTo(TcpState.ESTABLISHED);
    }
}
