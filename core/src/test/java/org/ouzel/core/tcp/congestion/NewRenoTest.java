package org.ouzel.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;

class NewRenoTest {
    private static final int MSS = 1460;

    private final NewReno reno = new NewReno();

    @BeforeEach
    void knowsTheSegmentSize() {
        reno.onSegmentSize(MSS);
    }

    @Test
    void beginsWithTenSegments() {
        assertThat(reno.cwndBytes()).isEqualTo(10 * MSS); // RFC 6928 §2
        assertThat(reno.phase()).isEqualTo("slow start");
    }

    @Test
    @Tag("MUST-19")
    void countsBytesInSlowStartButNoMoreThanTwoSegmentsOfOneAcknowledgment() {
        reno.onAcknowledged(acked(0, MSS, 10 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(11 * MSS);
        reno.onAcknowledged(acked(0, 9 * MSS, 10 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(13 * MSS);
    }

    // Hostile input T42: a segment acknowledged byte by byte opens the window no further than acknowledged at once.
    @Test
    void gainsNothingFromDividedAcknowledgments() {
        for (int ack = 0; ack < MSS; ack++) {
            reno.onAcknowledged(acked(0, 1, 10 * MSS));
        }
        assertThat(reno.cwndBytes()).isEqualTo(11 * MSS);
    }

    @Test
    void doesNotGrowAWindowThatIsNotUsed() {
        reno.onAcknowledged(acked(0, MSS, MSS));
        assertThat(reno.cwndBytes()).isEqualTo(10 * MSS);
    }

    @Test
    @Tag("MUST-19")
    void halvesAtALossAndThenGrowsByASegmentForEachWindow() {
        reno.onLoss(new Loss(0, 20 * MSS, 20 * MSS));
        assertThat(reno.ssthreshBytes()).isEqualTo(10 * MSS);
        assertThat(reno.phase()).isEqualTo("fast recovery");
        reno.onRecovered(0, 10 * MSS);
        assertThat(reno.cwndBytes()).isEqualTo(10 * MSS);
        for (int ack = 0; ack < 10; ack++) {
            reno.onAcknowledged(acked(0, MSS, 10 * MSS));
        }
        assertThat(reno.cwndBytes()).isEqualTo(11 * MSS);
    }

    @Test
    @Tag("MUST-19")
    void beginsAgainWithOneSegmentAfterATimeoutAndHoldsTheThresholdAtTheNext() {
        reno.onTimeout(new Loss(0, 20 * MSS, 20 * MSS), false);
        assertThat(reno.cwndBytes()).isEqualTo(MSS);
        assertThat(reno.ssthreshBytes()).isEqualTo(10 * MSS);
        reno.onTimeout(new Loss(0, MSS, MSS), true);
        assertThat(reno.ssthreshBytes()).isEqualTo(10 * MSS);
    }

    // RFC 5681 §4.1
    @Test
    void startsAgainFromTheInitialWindowAfterAnIdleTime() {
        NewReno control = new NewReno();
        control.onSegmentSize(1000);
        for (int i = 0; i < 100; i++) {
            control.onAcknowledged(acked(i, 1000, control.cwndBytes()));
        }
        assertThat(control.cwndBytes()).isGreaterThan(50_000);
        control.onIdle(0);
        assertThat(control.cwndBytes()).isEqualTo(10_000);
        control.onTimeout(new Loss(200, 10_000, 10_000), false);
        control.onIdle(0);
        assertThat(control.cwndBytes()).isEqualTo(1000);
    }

    /** So much was acknowledged, of so much in flight. */
    private static Acknowledged acked(long now, long bytes, long flightBytes) {
        boolean validated = flightBytes > MSS;
        return new Acknowledged(
                now,
                1,
                1,
                bytes,
                bytes,
                0,
                flightBytes,
                flightBytes - bytes,
                -1,
                validated,
                false,
                CongestionControl.DeliverySample.none(bytes));
    }
}
