package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/** RFC 3042: ten segments are in flight and fill the window, the first is lost, the second and third arrive, and no more. */
class LimitedTransmitTest {
    private static NumberedSegments flow(boolean sack) throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(!sack, false).lose(0);
        for (int number = 3; number < 10; number++) {
            flow.delay(number, 100 * Pair.MS);
        }
        return flow.send(20).until(11);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("3042-2-1")
    @Tag("3042-2-2")
    @Tag("5681-3.2-4")
    @Tag("5681-3.2-5")
    void sendsTwoNewSegmentsForTwoDuplicatesInTheSameWindow(boolean sack) throws CallRefused {
        NumberedSegments flow = flow(sack);
        assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(flow.sentAtMs(10, 1)).isEqualTo(10);
        assertThat(flow.sentAtMs(11, 1)).isEqualTo(10);
        assertThat(flow.window()).isEqualTo(10);
    }

    // "If the connection is using selective acknowledgments [RFC2018], the data sender MUST NOT send new segments in
    // response to duplicate ACKs that contain no new SACK information"
    @Test
    @Tag("3042-2-3")
    @Tag("5681-3.2-11")
    void sendsNothingForDuplicatesThatTellNothingNew() throws CallRefused {
        NumberedSegments flow = flow(true);
        TcpSegment last = flow.pair.trace.reversed().stream()
                .filter(segment -> segment.sourcePort() == 7)
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 20; i++) {
            flow.pair.client.onSegment(last, EcnCodepoint.NOT_ECT, flow.pair.now);
            flow.pair.flush();
        }
        assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    // RFC 5681 §3.2: the third duplicate, told by one of the two, has the first segment sent again.
    @Test
    @Tag("5681-3.2-3")
    @Tag("5681-3.2-6")
    @Tag("5681-3.2-7")
    void isFollowedByFastRetransmit() throws CallRefused {
        NumberedSegments flow = flow(false).until(22);
        assertThat(flow.sent().subList(0, 13)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0);
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
        // what limited transmit has sent beyond the window does not count (RFC 5681 §3.2 step 2)
        assertThat(flow.status().congestion().ssthreshBytes()).isEqualTo(5 * NumberedSegments.MSS);
    }
}
