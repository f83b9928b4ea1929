package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.text;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** RECEIVE. */
@OnEveryEngine
class ReceiveContractTest {
    /** Unpushed data never becomes old enough. */
    private static final StreamOptions PATIENT = StreamOptions.DEFAULT
            .withBuffers(4000, 4000)
            .withWaits(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(60));

    private final HostPair hosts;

    ReceiveContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    // ---- What completes a receive

    @Test
    @DiffersOn(engine = Engine.KERNEL, what = Difference.PUSH_IS_NOT_SEEN)
    void completesWithPushedDataAlone() throws Exception {
        HostPair.Streams streams = hosts.connect(PATIENT);
        Call<Received> receive = Call.of(() -> streams.server().receive()).waits();
        streams.client().sendAcknowledged(bytes("un"));
        receive.waits();
        streams.client().send(bytes("pushed"), SendFlag.PUSH);
        assertThat(text(receive.get())).isEqualTo("unpushed");
    }

    @Test
    @DiffersOn(engine = Engine.KERNEL, what = Difference.PUSH_IS_NOT_SEEN)
    void completesWithAQuarterOfTheBuffer() throws Exception {
        HostPair.Streams streams = hosts.connect(PATIENT);
        Call<Received> receive = Call.of(() -> streams.server().receive()).waits();
        streams.client().sendAcknowledged(bytes(letters(999)));
        receive.waits();
        streams.client().sendAcknowledged(bytes("x"));
        assertThat(text(receive.get())).isEqualTo(letters(999) + "x");
    }

    @Test
    @DiffersOn(engine = Engine.KERNEL, what = Difference.PUSH_IS_NOT_SEEN)
    void completesWhenTheUsersBufferIsFull() throws Exception {
        HostPair.Streams streams = hosts.connect(PATIENT);
        Call<Received> receive = Call.of(() -> streams.server().receive(ByteBuffer.allocate(3), HostPair.SOON))
                .waits();
        streams.client().sendAcknowledged(bytes("ab"));
        receive.waits();
        streams.client().sendAcknowledged(bytes("cd"));
        assertThat(text(receive.get())).isEqualTo("abc");
        assertThat(text(streams.server().tryReceive(ByteBuffer.allocate(3)))).isEqualTo("d");
    }

    @Test
    @Tag("MUST-12")
    void completesAtTheEndWithWhatIsThereAndThenWithTheEndForEver() throws Exception {
        HostPair.Streams streams = hosts.connect(PATIENT);
        Call<Received> receive = Call.of(() -> streams.server().receive()).waits();
        streams.client().send(bytes("last"));
        streams.client().close();
        assertThat(text(receive.get())).isEqualTo("last");
        for (int i = 0; i < 3; i++) {
            assertThat(streams.server().receive().isEnd()).isTrue();
            assertThat(streams.server().receive(Duration.ZERO).isEnd()).isTrue();
            assertThat(streams.server().tryReceive(ByteBuffer.allocate(1)).isEnd())
                    .isTrue();
        }
        streams.server().close();
        assertThat(streams.server().receive().isEnd()).isTrue();
        hosts.awaitNothingHeld();
        assertThat(streams.server().receive().isEnd()).isTrue();
        assertThat(streams.client().receive().isEnd()).isTrue();
    }

    @Test
    void completesAfterTheQuietPeriod() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Call<Received> receive = Call.of(() -> streams.server().receive()).waits();
        streams.client().send(bytes("quiet"));
        assertThat(text(receive.get())).isEqualTo("quiet");
        HostPair.Streams never = hosts.connect(StreamOptions.DEFAULT.withWaits(Duration.ZERO, Duration.ofSeconds(60)));
        never.client().send(bytes("at once"));
        assertThat(text(never.server().receive())).isEqualTo("at once");
    }

    @Test
    void timesOutWithNothingInHandAndReturnsWhatIsThere() throws Exception {
        HostPair.Streams streams = hosts.connect(PATIENT);
        TcpStream server = streams.server();
        assertThat(server.receive(Duration.ofMillis(5)).isTimeout()).isTrue();
        assertThat(server.receive(Duration.ZERO).isTimeout()).isTrue();
        assertThat(server.receive(Duration.ofDays(-1)).isTimeout()).isTrue();
        assertThat(server.receive(Duration.ofSeconds(Long.MIN_VALUE)).isTimeout())
                .isTrue();
        assertThat(server.tryReceive(ByteBuffer.allocate(1)).isTimeout()).isTrue();
        streams.client().sendAcknowledged(bytes("unpushed"));
        assertThat(text(server.receive(Duration.ofMillis(5)))).isEqualTo("unpushed");
        streams.client().sendAcknowledged(bytes("again"));
        assertThat(text(server.receive(Duration.ZERO))).isEqualTo("again");
    }

    // ---- Buffers

    @Test
    void readsIntoBuffersOfAllKindsAndLeavesWhatDoesNotFit() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(bytes(letters(20)), SendFlag.PUSH);
        ByteBuffer whole = ByteBuffer.allocate(10);
        List<ByteBuffer> all = List.of(
                ByteBuffer.allocateDirect(9).position(2).limit(7),
                whole.position(3).slice().limit(5),
                whole);
        int at = 0;
        for (ByteBuffer into : all) {
            int start = into.position();
            Received received = streams.server().receive(into, HostPair.SOON);
            int count = received.data().remaining();
            assertThat(into.position()).isEqualTo(start + count);
            assertThat(into.hasRemaining()).isFalse();
            assertThat(text(received)).isEqualTo(letters(20).substring(at, at + count));
            at += count;
        }
        assertThat(streams.server().status().sequence().unreadBytes()).isEqualTo(20 - at);
    }

    @Test
    void refusesABufferThatTakesNothing() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(bytes("x"));
        for (ByteBuffer into :
                List.of(ByteBuffer.allocate(0), bytes("read-only").asReadOnlyBuffer())) {
            assertThatThrownBy(() -> streams.server().receive(into, HostPair.SOON))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> streams.server().tryReceive(into)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(text(streams.server().receive())).isEqualTo("x");
    }

    // ---- Several threads

    @Test
    void servesReceivesInTheOrderInWhichTheyCame() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream server = streams.server();
        Call<Received> first = Call.of(server::receive).waits();
        Call<Received> second = Call.of(server::receive).waits();
        Call<Received> third = Call.of(server::receive).waits();
        assertThat(server.receive(Duration.ofMillis(5)).isTimeout()).isTrue();
        second.interrupt();
        assertThat(second.failure()).isInstanceOf(InterruptedIOException.class);
        assertThat(second.leavesInterruptStatus()).isTrue();
        streams.client().send(bytes("first"), SendFlag.PUSH);
        assertThat(text(first.get())).isEqualTo("first");
        streams.client().send(bytes("third"), SendFlag.PUSH);
        assertThat(text(third.get())).isEqualTo("third");
    }

    @Test
    void endsOnlyTheInterruptedCall() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Call<Received> receive = Call.of(() -> streams.server().receive()).waits();
        receive.interrupt();
        assertThat(receive.failure()).isInstanceOf(InterruptedIOException.class);
        assertThat(receive.leavesInterruptStatus()).isTrue();
        streams.client().send(bytes("alive"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("alive");
    }

    @Test
    void doesNotMindAnInterruptWhereItDoesNotWait() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Call<Received> nothing = Call.of(() -> {
            Thread.currentThread().interrupt();
            return streams.server().tryReceive(ByteBuffer.allocate(1));
        });
        assertThat(nothing.get().isTimeout()).isTrue();
        assertThat(nothing.leavesInterruptStatus()).isTrue();
        streams.client().sendAcknowledged(bytes("x"), SendFlag.PUSH);
        Call<Received> something = Call.of(() -> {
            Thread.currentThread().interrupt();
            return streams.server().receive();
        });
        assertThat(text(something.get())).isEqualTo("x");
        assertThat(something.leavesInterruptStatus()).isTrue();
    }

    @Test
    void wakesEveryReceiveThatTheEndOfTheConnectionEnds() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Call<Received> first = Call.of(() -> streams.server().receive()).waits();
        Call<Received> second = Call.of(() -> streams.server().receive()).waits();
        Call<Received> own = Call.of(() -> streams.client().receive()).waits();
        streams.client().abort();
        own.endsWith(new CloseReason.LocalAbort());
        first.endsWith(new CloseReason.RemoteAbort());
        second.endsWith(new CloseReason.RemoteAbort());
    }

    @Test
    void goesOnReceivingAfterACloseFromAnotherThread() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Call<Received> receive = Call.of(() -> streams.client().receive()).waits();
        streams.client().close();
        streams.server().send(bytes("answer"), SendFlag.PUSH);
        assertThat(text(receive.get())).isEqualTo("answer");
    }

    @Test
    @Tag("MUST-12")
    void deliversWhatCameBeforeAResetAndThenTheReset() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream server = streams.server();
        streams.client().sendAcknowledged(bytes("last words"));
        streams.client().abort();
        Eventually.ended(server);
        assertThat(text(server.receive())).isEqualTo("last words");
        Call.of(server::receive).endsWith(new CloseReason.RemoteAbort());
        Call.of(server::receive).endsWith(new CloseReason.RemoteAbort());
    }
}
