package org.ouzel.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.ouzel.Received;
import org.ouzel.sim.Simulation;

/** That what is read wrongly is found. */
class FlowTest {
    private final Verdict verdict = new Verdict(new Simulation(1));
    private final Flow flow = new Flow(verdict, "flow", 77);

    private static Received received(ByteBuffer data, boolean mark) {
        return new Received(Received.Outcome.DATA, data, mark, mark);
    }

    private ByteBuffer sent(int length, boolean urgent) {
        ByteBuffer bytes = flow.offer(length, urgent);
        flow.accept(length);
        return bytes;
    }

    @Test
    void takesWhatWasSentInAnyPieces() {
        ByteBuffer bytes = sent(1000, false);
        flow.onRead(received(bytes.slice(0, 1), false));
        flow.onRead(received(bytes.slice(1, 998), false));
        flow.onRead(received(bytes.slice(999, 1), false));
        assertThat(verdict.violations()).isEmpty();
        assertThat(flow.read()).isEqualTo(1000);
        assertThat(Exchange.numberOf(bytes.getLong(0))).isEqualTo(-1);
    }

    @Test
    void findsAByteThatIsAnother() {
        ByteBuffer bytes = sent(100, false);
        bytes.put(41, (byte) (bytes.get(41) ^ 1));
        flow.onRead(received(bytes, false));
        assertThat(verdict.violations()).singleElement().satisfies(found -> assertThat(found.detail())
                .contains("byte 41"));
    }

    @Test
    void findsMoreThanWasSent() {
        ByteBuffer bytes = ByteBuffer.wrap(flow.content().part(0, 10));
        flow.onRead(received(bytes, false));
        assertThat(verdict.violations()).isNotEmpty().allMatch(found -> found.property() == Property.PREFIX);
    }

    @Test
    void findsAMarkThatIsMissingOrElsewhere() {
        ByteBuffer bytes = sent(10, true);
        flow.onRead(received(bytes.slice(0, 9), true));
        flow.onRead(received(bytes.slice(9, 1), false));
        assertThat(verdict.violations()).hasSize(2);
    }

    @Test
    void findsDataBehindTheEnd() {
        ByteBuffer bytes = sent(10, false);
        flow.onEnd();
        flow.onRead(received(bytes, false));
        assertThat(verdict.violations()).hasSize(1);
    }
}
