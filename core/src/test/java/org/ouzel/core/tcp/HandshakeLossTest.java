package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** RFC 5681 §3.1: after a SYN or its answer was lost, the initial window is one segment, and slow start goes on from there. */
class HandshakeLossTest {
    private static boolean isSyn(TcpSegment segment, boolean answer) {
        return segment.has(TcpFlags.SYN) && segment.has(TcpFlags.ACK) == answer;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("5681-3.1-4")
    @Tag("5681-3.1-7")
    void beginsWithOneSegmentAndSlowStart(boolean answer) throws CallRefused {
        Pair pair = new Pair(1, Pair.SETTINGS);
        pair.dropIf = segment -> isSyn(segment, answer) && pair.now < 100 * Pair.MS;
        pair.open();
        for (Tcb end : new Tcb[] {pair.client, pair.server}) {
            TcbStatus.Congestion congestion = end.status(pair.now).congestion();
            assertThat(congestion.ssthreshBytes()).isEqualTo(Long.MAX_VALUE);
            assertThat(congestion.cwndBytes())
                    .isGreaterThanOrEqualTo(end.status(pair.now).windows().effectiveSendMss());
        }
        assertThat(pair.client.status(pair.now).congestion().cwndBytes()).isEqualTo(1448);
        long began = pair.now;
        pair.client.write(MemorySegment.ofArray(new byte[Pair.BUFFER]), true, false, pair.now);
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        // One segment, then two, then four …: six round trips of 10 ms, with delayed acknowledgments between.
        assertThat(pair.now - began).isLessThan(300 * Pair.MS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("6298-5-4")
    void beginsWithThreeSecondsUntilItMeasures(boolean answer) throws CallRefused {
        Pair pair = new Pair(1, Pair.SETTINGS);
        pair.dropIf = segment -> isSyn(segment, answer) && pair.now < 100 * Pair.MS;
        pair.open();
        assertThat(pair.client.status(pair.now).timing().rtoNs()).isEqualTo(3000 * Pair.MS);
    }

    @Test
    @Tag("5681-3.1-3")
    void beginsWithTheInitialWindowAfterAHandshakeWithoutLoss() throws CallRefused {
        Pair pair = Pair.established(1);
        for (Tcb end : new Tcb[] {pair.client, pair.server}) {
            assertThat(end.status(pair.now).congestion().cwndBytes()).isEqualTo(10 * 1448);
        }
    }
}
