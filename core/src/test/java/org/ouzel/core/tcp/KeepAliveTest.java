package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpSegment;

/** Keep-alive, RFC 9293 §3.8.4: probes of an idle peer, and no others. */
class KeepAliveTest {
    private static final long IDLE = 10_000 * Pair.MS;

    private static Pair pair(long seed, long userTimeoutNs) throws CallRefused {
        TcpSettings settings = new TcpSettings(
                Pair.BUFFER,
                Pair.BUFFER,
                userTimeoutNs,
                false,
                0,
                64,
                true,
                true,
                IDLE,
                20 * Pair.MS,
                60_000 * Pair.MS);
        Pair pair = new Pair(seed, settings);
        pair.open();
        return pair;
    }

    @Test
    void keepsAConnectionWhosePeerAnswers() throws CallRefused {
        Pair pair = pair(1, 0);
        pair.run(10 * IDLE);
        assertThat(pair.client.state()).isEqualTo(State.ESTABLISHED);
        assertThat(pair.trace).hasSizeGreaterThan(3 + 18);
        TcpSegment last = pair.trace.getLast();
        assertThat(last.payload().length()).isZero();
    }

    @Test
    void endsAConnectionWhosePeerHasGone() throws CallRefused {
        Pair pair = pair(2, 0);
        pair.dropIf = segment -> true;
        pair.run(IDLE + 10 * 75_000 * Pair.MS);
        assertThat(pair.client.ending()).contains(new Ending.KeepAliveTimeout());
    }

    // RFC 9293 MUST-26: "Keep-alive packets MUST only be sent when no sent data is outstanding, and no data or
    // acknowledgment packets have been received for the connection within an interval."
    @Test
    void sendsNoProbeWhileDataIsOutstanding() throws CallRefused {
        Pair pair = pair(3, 0);
        pair.client.write(MemorySegment.ofArray(new byte[100]), true, false, pair.now);
        pair.dropIf = segment -> true;
        int before = pair.trace.size();
        pair.run(30 * 75_000 * Pair.MS);
        assertThat(pair.client.state()).isEqualTo(State.ESTABLISHED);
        int client = 40_000;
        assertThat(pair.trace.subList(before, pair.trace.size()))
                .filteredOn(segment -> segment.sourcePort() == client)
                .allMatch(segment -> segment.payload().length() == 100);
    }
}
