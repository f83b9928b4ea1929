package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.congestion.NewReno;

/** Recoveries that nothing was lost for are undone: Eifel (RFC 3522, RFC 4015), and what DSACKs tell (RFC 2883, RFC 3708). */
class SpuriousRecoveryTest {
    private static void isAsBefore(NumberedSegments flow) {
        assertThat(flow.status().congestion().ssthreshBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(flow.window()).isGreaterThanOrEqualTo(10);
        assertThat(flow.counters().spuriousRecoveries()).isEqualTo(1);
    }

    private static void isReduced(NumberedSegments flow) {
        assertThat(flow.status().congestion().ssthreshBytes()).isLessThanOrEqualTo(5L * flow.mss());
        assertThat(flow.counters().spuriousRecoveries()).isZero();
    }

    // RFC 3522 §3.2: the original is late, and is acknowledged first.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("3522-3.2-1")
    @Tag("3522-3.2-2")
    @Tag("4015-2-1")
    void aFastRetransmitIsUndoneByTheTimestampOfTheOriginal(boolean sack) throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(!sack, false);
        flow.delay(0, 8 * Pair.MS).send(20).until(14);
        assertThat(flow.sent().subList(0, 13)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0);
        assertThat(flow.window()).isEqualTo(5);
        flow.until(18.5);
        isAsBefore(flow);
        flow.untilAcknowledged().pass(100);
        isAsBefore(flow);
        assertThat(flow.counters().segmentsRetransmitted()).isEqualTo(1);
        assertThat(flow.counters().spuriousRetransmissions()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFastRetransmitThatWasNeededIsNotUndone(boolean sack) throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(!sack, false);
        flow.lose(0).send(10).untilAcknowledged().pass(100);
        isReduced(flow);
    }

    // RFC 4015 §3.6: the round trip that caused it has become known, and the timer takes it into account.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("3522-3.2-2")
    void aTimeoutIsUndoneByTheTimestampOfTheOriginal(boolean sack) throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(!sack, false);
        flow.pair.delay(155 * Pair.MS);
        flow.send(4).until(309);
        assertThat(flow.counters().timeouts()).isEqualTo(1);
        assertThat(flow.window()).isEqualTo(1);
        flow.until(310.5);
        isAsBefore(flow);
        assertThat(flow.counters().spuriousTimeouts()).isEqualTo(1);
        assertThat(flow.status().timing().rtoNs()).isGreaterThan(310 * Pair.MS);
        flow.untilAcknowledged();
        assertThat(flow.times(1) + flow.times(2)).isEqualTo(2);
        assertThat(flow.counters().timeouts()).isEqualTo(1);
    }

    @Test
    void aTimeoutThatWasNeededIsNotUndone() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open();
        flow.lose(0, 1, 2, 3).loseTime(3, 2).send(4).untilAcknowledged().pass(100);
        isReduced(flow);
        assertThat(flow.counters().spuriousTimeouts()).isZero();
    }

    // RFC 2883 §5.1: without timestamps, the peer tells that it has got it twice.
    @Test
    void aFastRetransmitIsUndoneWhenAllOfItHasComeTwice() throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(false, true);
        flow.delay(0, 8 * Pair.MS).delay(1, 8 * Pair.MS).send(10).until(18.5);
        assertThat(flow.counters().segmentsRetransmitted()).isEqualTo(2);
        assertThat(flow.window()).isEqualTo(5);
        flow.pass(30);
        isAsBefore(flow);
        assertThat(flow.counters().spuriousRetransmissions()).isEqualTo(2);
        assertThat(flow.counters().duplicateSackBlocksIn()).isEqualTo(2);
    }

    @Test
    void aFastRetransmitIsNotUndoneWhenPartOfItWasNeeded() throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(false, true);
        flow.delay(0, 8 * Pair.MS).lose(2).send(10).untilAcknowledged().pass(100);
        assertThat(flow.counters().spuriousRetransmissions()).isEqualTo(1);
        isReduced(flow);
    }

    // RFC 3522 §3.2: "The Eifel detection algorithm MUST NOT be reinitiated after loss recovery has already started."
    @Test
    @Tag("3522-3.2-3")
    @Tag("3522-3.2-4")
    void aLaterRetransmissionOfTheSameRecoveryDecidesNothing() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open();
        flow.lose(0).delay(4, 25 * Pair.MS).send(10).untilAcknowledged().pass(100);
        assertThat(flow.times(4)).isEqualTo(2);
        isReduced(flow);
    }

    // RFC 5681 §3.2: P0 was late and came twice, which undoes the recovery. P1 is lost, and is found so once
    // more by what tells of it: that is another loss, and halves the window.
    @Test
    @Tag("5681-3.2-6")
    void whatTheSameAcknowledgmentFindsLostReducesAgain() {
        LoneRecovery alone = LoneRecovery.withSack(new NewReno());
        alone.send(10);
        alone.now += 10 * Pair.MS;
        alone.sack(LoneRecovery.position(0), LoneRecovery.segments(2, 10));
        assertThat(alone.congestion.cwndBytes()).isEqualTo(5L * LoneRecovery.MSS);
        alone.sendAgain();
        alone.now += 2 * Pair.MS;
        alone.acknowledge(LoneRecovery.position(1));
        alone.now += 8 * Pair.MS;
        alone.sackTwice(LoneRecovery.segments(0, 1), LoneRecovery.segments(2, 10));
        assertThat(alone.counters.spuriousRecoveries).isEqualTo(1);
        assertThat(alone.scoreboard.firstLost().map(lost -> lost.from)).contains(LoneRecovery.position(1));
        assertThat(alone.recovery.state()).isEqualTo(TcbInsight.Recovery.RECOVERY);
        assertThat(alone.congestion.cwndBytes()).isLessThan(6L * LoneRecovery.MSS);
    }
}
