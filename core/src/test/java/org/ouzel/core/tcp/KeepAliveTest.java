package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keep-alive (RFC 9293 §3.8.4), in virtual time. */
class KeepAliveTest {
    private static final long IDLE = 60_000 * Pair.MS;
    private static final TcpSettings SETTINGS =
            Pair.SETTINGS.with(Pair.SETTINGS.times().withKeepAlive(IDLE));

    private final Pair pair = new Pair(9293, SETTINGS);

    @Test
    @Tag("MUST-29")
    @Tag("MAY-5")
    void endsAConnectionWhosePeerAnswersNoProbe() throws CallRefused {
        pair.open();
        long since = pair.now;
        pair.dropIf = segment -> true;
        pair.trace.clear();
        pair.runUntil(() -> pair.client.state() == State.CLOSED && pair.server.state() == State.CLOSED);
        assertThat(pair.client.ending()).contains(new Ending.KeepAliveTimeout());
        assertThat(pair.server.ending()).contains(new Ending.KeepAliveTimeout());
        TcpParameters parameters = TcpParameters.DEFAULT;
        assertThat(pair.trace.stream().filter(segment -> segment.sourcePort() == pair.name.localPort()))
                .as("the probes, and the reset")
                .hasSize(parameters.keepAliveProbes() + 1);
        assertThat(pair.now - since)
                .isGreaterThan(IDLE + (parameters.keepAliveProbes() - 1) * parameters.keepAliveIntervalNs());
    }

    @Test
    @Tag("MUST-27")
    @Tag("SHLD-12")
    void keepsAConnectionWhosePeerAnswers() throws CallRefused {
        pair.open();
        pair.trace.clear();
        pair.run(100 * IDLE);
        assertThat(pair.client.state()).isEqualTo(State.ESTABLISHED);
        assertThat(pair.server.state()).isEqualTo(State.ESTABLISHED);
        assertThat(pair.trace).hasSizeBetween(150, 500);
        assertThat(pair.trace).allMatch(segment -> segment.sequenceLength() == 0);
    }

    @Test
    @Tag("MUST-24")
    @Tag("MUST-25")
    void sendsNoProbesUnlessAskedFor() throws CallRefused {
        Pair silent = Pair.established(9293);
        silent.run(10 * IDLE);
        silent.trace.clear();
        silent.run(1000 * IDLE);
        assertThat(silent.trace).isEmpty();
    }

    // RFC 9293 MUST-26: "Keep-alive packets MUST only be sent when no sent data is outstanding, and no data or
    // acknowledgment packets have been received for the connection within an interval."
    @Test
    @Tag("MUST-26")
    void sendsNoProbeWhileDataIsOutstanding() throws CallRefused {
        pair.open();
        pair.client.setUserTimeout(0, false);
        pair.client.write(MemorySegment.ofArray(new byte[100]), true, false, pair.now);
        pair.dropIf = segment -> true;
        pair.trace.clear();
        pair.run(50 * IDLE);
        assertThat(pair.client.state()).isEqualTo(State.ESTABLISHED);
        assertThat(pair.trace.stream().filter(segment -> segment.sourcePort() == pair.name.localPort()))
                .allMatch(segment -> segment.payload().length() == 100);
    }
}
