package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.tcp.RoundTripSample.Source;

/** RFC 6298 §3 and RFC 7323 §4: three segments of 1000 bytes, sent at 10, 20 and 30 ms behind a SYN that is acknowledged. */
class RoundTripSampleTest {
    private static final long MS = 1_000_000;
    private static final long MOST = 60_000 * MS;
    private static final Snapshot UNMEASURED = new Snapshot(0, 0, 0, false, 0, 0);

    private final Scoreboard scoreboard = new Scoreboard(new Spares());
    private final InFlight before = new InFlight();
    private final Delivery delivery = new Delivery();
    private final RoundTripSample sample = new RoundTripSample();
    private boolean sackPermitted = true;

    private void sent() {
        scoreboard.send(1, 1, 0, UNMEASURED);
        scoreboard.acknowledge(1, delivery);
        delivery.clear();
        for (int segment = 1; segment <= 3; segment++) {
            scoreboard.send(1000, 1000, segment * (10 * MS), UNMEASURED);
        }
    }

    private void sendFirstAgain(long now) {
        scoreboard.sendAgain(scoreboard.head().orElseThrow(), now, UNMEASURED);
    }

    private Source acknowledge(long position, long echoedAtNs, long now) {
        before.note(scoreboard, scoreboard.flightBytes());
        scoreboard.acknowledge(position, delivery);
        Feedback ack = new Feedback()
                .tell(now, position, SelectiveAcknowledgment.NONE, echoedAtNs, false, EcnFeedback.Plain.NONE);
        return sample.take(ack, before, delivery, sackPermitted, MOST);
    }

    private Source acknowledge(long position, long now) {
        return acknowledge(position, TimestampClock.NOT_ECHOED, now);
    }

    @Test
    void isThatOfTheSegmentThatWasSentLast() {
        sent();
        assertThat(acknowledge(2001, 50 * MS)).isEqualTo(Source.SEGMENT);
        assertThat(sample.ns()).isEqualTo(30 * MS);
        assertThat(sample.ofSegmentNs()).isEqualTo(30 * MS);
    }

    // RFC 6298 §3: "RTT samples MUST NOT be made using segments that were retransmitted (and thus for which it is
    // ambiguous whether the reply was for the first instance of the packet or a later instance)."
    @Test
    @Tag("6298-3-2")
    void isNotThatOfASegmentThatWasSentAgain() {
        sent();
        sendFirstAgain(40 * MS);
        assertThat(acknowledge(1001, 50 * MS)).isEqualTo(Source.NOTHING);
        assertThat(sample.ofSegmentNs()).isEqualTo(RoundTripSample.NONE);
    }

    @Test
    @Tag("6298-3-2")
    void isThatOfAnotherSegmentThatIsAcknowledgedWithOneThatWasSentAgain() {
        sent();
        sendFirstAgain(40 * MS);
        assertThat(acknowledge(2001, 50 * MS)).isEqualTo(Source.SEGMENT);
        assertThat(sample.ns()).isEqualTo(30 * MS);
    }

    /** Where the peer does not tell what it holds, the other may have come long ago. */
    @Test
    void isNotThatOfASegmentThatStoodBehindAHole() {
        sackPermitted = false;
        sent();
        sendFirstAgain(40 * MS);
        assertThat(acknowledge(2001, 50 * MS)).isEqualTo(Source.NOTHING);
    }

    // RFC 6298 §3: "The only case when TCP can safely take RTT samples from retransmitted segments is when the TCP
    // timestamp option is employed, since the timestamp option removes the ambiguity"
    @Test
    @Tag("6298-3-2")
    void isThatOfTheTimestampWhereTheSegmentIsAmbiguous() {
        sent();
        sendFirstAgain(40 * MS);
        assertThat(acknowledge(1001, 40 * MS, 55 * MS)).isEqualTo(Source.TIMESTAMP);
        assertThat(sample.ns()).isEqualTo(15 * MS);
        assertThat(sample.ofSegmentNs()).isEqualTo(RoundTripSample.NONE);
    }

    // RFC 7323 §4.1: "A TSecr value received in a segment MAY be used to update the averaged RTT measurement only if
    // the segment advances the left edge of the send window, i.e., SND.UNA is increased."
    @Test
    void isNotThatOfATimestampWhereNothingIsAcknowledged() {
        sent();
        assertThat(acknowledge(1, 10 * MS, 55 * MS)).isEqualTo(Source.NOTHING);
    }

    // RFC 6298 §5.7 is about it.
    @Test
    void isNoneWhereASynWasSentAgainWhateverIsEchoed() {
        scoreboard.send(1, 1, 0, UNMEASURED);
        sendFirstAgain(1000 * MS);
        assertThat(acknowledge(1, 0, 1010 * MS)).isEqualTo(Source.REPEATED_SYN);
        assertThat(sample.ofSegmentNs()).isEqualTo(RoundTripSample.NONE);
    }

    @Test
    void isThatOfASynThatWasSentOnce() {
        scoreboard.send(1, 1, 0, UNMEASURED);
        assertThat(acknowledge(1, 40 * MS)).isEqualTo(Source.SEGMENT);
        assertThat(sample.ns()).isEqualTo(40 * MS);
    }

    @Test
    void isNoneWhenItTookLongerThanTheTimerCanLast() {
        sent();
        assertThat(acknowledge(3001, 30 * MS + MOST + 1)).isEqualTo(Source.NOTHING);
        assertThat(sample.ofSegmentNs()).isEqualTo(RoundTripSample.NONE);
    }

    @Test
    void isNeverNothing() {
        sent();
        assertThat(acknowledge(3001, 30 * MS)).isEqualTo(Source.SEGMENT);
        assertThat(sample.ns()).isEqualTo(1);
    }
}
