package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What routers tell of a path (RFC 1191, RFC 8201). */
class PathMtuTest {
    private static MemorySegment data(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    // RFC 1191 §6.4
    @Test
    @Tag("MUST-16")
    void sendsAgainAtOnceInSmallerSegmentsWhenThePathCarriesLess() throws CallRefused {
        Pair pair = Pair.established(1);
        pair.client.write(data(20_000), true, false, pair.now);
        pair.dropIf = segment -> segment.payload().length() > 1000;
        pair.flush();
        pair.run(5 * Pair.MS);
        long cwnd = pair.client.status(pair.now).congestion().cwndBytes();
        pair.client.onPathMtu(1000, pair.now);
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        TcbStatus status = pair.client.status(pair.now);
        assertThat(pair.server.unreadBytes()).isEqualTo(20_000);
        assertThat(status.counters().timeouts()).isZero();
        assertThat(status.congestion().cwndBytes()).isGreaterThanOrEqualTo(cwnd);
        assertThat(status.windows().effectiveSendMss()).isEqualTo(1000 - 40 - 12);
    }

    // RFC 8201 §4: "A node MUST NOT increase its estimate of the Path MTU in response to the contents of a
    // Packet Too Big message."
    @Test
    void isNotRaisedByWhatARouterTells() throws CallRefused {
        Pair pair = Pair.established(2);
        pair.client.write(data(Pair.BUFFER), true, false, pair.now);
        pair.flush();
        for (int i = 0; i < 50; i++) {
            pair.client.onPathMtu(552, pair.now);
            pair.client.onPathMtu(1500, pair.now);
            pair.flush();
        }
        assertThat(pair.client.status(pair.now).windows().pathMtu()).isEqualTo(552);
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        assertThat(pair.client.status(pair.now).counters().bytesRetransmitted()).isLessThan(Pair.BUFFER);
    }

    // RFC 1191 §6.3
    @Test
    void isTriedAgainAfterTenMinutesOnALiveConnection() throws CallRefused {
        Pair pair = Pair.established(3);
        pair.client.onPathMtu(552, pair.now);
        assertThat(pair.client.status(pair.now).windows().effectiveSendMss()).isEqualTo(552 - 40 - 12);
        pair.run(601_000 * Pair.MS);
        assertThat(pair.client.status(pair.now).windows().effectiveSendMss()).isEqualTo(1500 - 40 - 12);
    }
}
