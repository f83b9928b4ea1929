package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.text;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Events;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** Urgent data, both ways. */
@OnEveryEngine
class UrgentContractTest {

    private final HostPair hosts;

    UrgentContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    private static void isUrgent(Received received, String expected, boolean urgent, boolean mark) {
        assertThat(text(received)).isEqualTo(expected);
        assertThat(List.of(received.urgent(), received.mark())).containsExactly(urgent, mark);
    }

    // ---- Receiving

    @Test
    @Tag("MUST-30")
    @Tag("MUST-33")
    void returnsUrgentDataFirstAndMarksItsEnd() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream server = streams.server();
        Events events = Events.of(server);
        streams.client().sendAcknowledged(bytes("normal"));
        streams.client().sendAcknowledged(bytes("stop"), SendFlag.URGENT);
        streams.client().sendAcknowledged(bytes("after"), SendFlag.PUSH);
        assertThat(server.isUrgentMode()).isTrue();
        assertThat(server.status().urgentMode()).isTrue();
        // Everything up to the pointer is urgent to who has not read it (RFC 9293 §3.8.5), in sequence order.
        isUrgent(server.receive(ByteBuffer.allocate(6), HostPair.SOON), "normal", true, false);
        isUrgent(server.receive(ByteBuffer.allocate(2), HostPair.SOON), "st", false, false);
        assertThat(server.isUrgentMode()).isTrue();
        isUrgent(server.receive(), "op", false, true);
        assertThat(server.isUrgentMode()).isFalse();
        isUrgent(server.receive(), "after", false, false);
        assertThat(events.soFar()).containsExactly(new StreamEvent.DataArrival(), new StreamEvent.Urgent());
    }

    @Test
    @Tag("MUST-32")
    @DiffersOn(engine = Engine.KERNEL, what = Difference.URGENT_IS_KNOWN_BY_ITS_LAST_BYTE)
    void isInUrgentModeBeforeTheDataHasCome() throws Exception {
        HostPair.Streams streams = hosts.clogged();
        TcpStream server = streams.server();
        Call<Boolean> send = Call.run(() -> streams.client().send(bytes("stop"), SendFlag.URGENT))
                .waits();
        Eventually.holds(server::isUrgentMode, () -> server.status().toString());
        assertThat(server.status().urgentMode()).isTrue();
        Received last = server.receive();
        assertThat(last.urgent()).isTrue();
        StringBuilder received = new StringBuilder(text(last));
        while (server.isUrgentMode()) {
            assertThat(last.mark()).isFalse();
            last = server.receive();
            received.append(text(last));
        }
        assertThat(last.mark()).isTrue();
        assertThat(received.toString()).endsWith("stop");
        send.get();
    }

    @Test
    @Tag("MUST-33")
    void joinsUrgentDataThatFollowsBeforeTheFirstWasRead() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Events events = Events.of(streams.server());
        streams.client().sendAcknowledged(bytes("ab"), SendFlag.URGENT);
        streams.client().sendAcknowledged(bytes("cd"), SendFlag.URGENT);
        isUrgent(streams.server().receive(), "abcd", true, true);
        assertThat(events.soFar().stream().filter(StreamEvent.Urgent.class::isInstance))
                .hasSize(1);
    }

    @Test
    void setsBothOnAResultThatHoldsTheWholeRegion() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().send(bytes("!"), SendFlag.URGENT, SendFlag.PUSH);
        isUrgent(streams.server().receive(), "!", true, true);
        streams.client().send(bytes("twice"), SendFlag.URGENT);
        isUrgent(streams.server().receive(), "twice", true, true);
    }

    // ---- Sending

    @Test
    @Tag("MUST-31")
    @DiffersOn(engine = Engine.KERNEL, what = Difference.URGENT_IS_KNOWN_BY_ITS_LAST_BYTE)
    void carriesAnUrgentSendThatIsLargerThanEveryBufferAndThePointer() throws Exception {
        StreamOptions options = StreamOptions.DEFAULT.withBuffers(10_000, 10_000);
        HostPair.Streams streams = hosts.connect(options);
        Events events = Events.of(streams.server());
        String all = letters(200_000);
        Call<Boolean> sender = Call.run(() -> streams.client().send(bytes(all), SendFlag.URGENT));
        assertThat(events.next()).isIn(new StreamEvent.Urgent(), new StreamEvent.DataArrival());
        StringBuilder received = new StringBuilder();
        Received last = streams.server().receive();
        assertThat(last.urgent()).isTrue();
        while (received.append(text(last)).length() < all.length()) {
            assertThat(last.mark()).isFalse();
            assertThat(streams.server().isUrgentMode()).isTrue();
            last = streams.server().receive();
            assertThat(last.urgent()).isFalse();
        }
        assertThat(received.toString()).isEqualTo(all);
        assertThat(last.mark()).isTrue();
        assertThat(streams.server().isUrgentMode()).isFalse();
        sender.get();
        streams.client().sendAcknowledged(bytes("after"), SendFlag.PUSH);
        isUrgent(streams.server().receive(), "after", false, false);
    }
}
