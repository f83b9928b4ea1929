package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.RecoveryTimer.Due;

/** RFC 6298 §5 and RFC 8985 §8: of three timers one runs. */
class RecoveryTimerTest {
    private final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);
    private final long rto = rtt.rtoNs();
    private final RecoveryTimer timer = new RecoveryTimer(rtt);

    // RFC 6298 §5.1: "if the timer is not running, start it running so that it will expire after RTO seconds"
    @Test
    @Tag("6298-5-2")
    void startsButOnce() {
        timer.startTimeout(100);
        timer.startTimeout(120);
        assertThat(timer.deadline()).isEqualTo(100 + rto);
        assertThat(timer.take(99 + rto)).isEqualTo(Due.NOTHING);
        assertThat(timer.take(100 + rto)).isEqualTo(Due.TIMEOUT);
    }

    // RFC 6298 §5.2 and §5.3
    @Test
    @Tag("6298-5-2")
    void isRestartedAndStopped() {
        timer.startTimeout(100);
        timer.restartTimeout(120);
        assertThat(timer.deadline()).isEqualTo(120 + rto);
        timer.probeAt(160);
        timer.stop();
        assertThat(timer.deadline()).isEqualTo(Deadline.NONE);
    }

    // RFC 6298 §5.5: "The host MUST set RTO <- RTO * 2", and §5.6: "for the value of RTO after the doubling operation"
    @Test
    @Tag("6298-5-3")
    void lastsTwiceAsLongEachTimeThatItHasExpired() {
        timer.startTimeout(0);
        timer.onTimeout(false, rto);
        assertThat(timer.deadline()).isEqualTo(3 * rto);
        timer.onTimeout(false, 3 * rto);
        assertThat(timer.deadline()).isEqualTo(7 * rto);
        assertThat(timer.timeoutsInARow()).isEqualTo(2);
        timer.onProgress();
        assertThat(timer.timeoutsInARow()).isZero();
    }

    @Test
    void lastsAsLongAgainForTheFirstSynsIfItShould() {
        timer.onLinearTimeouts(2);
        timer.startTimeout(0);
        timer.onTimeout(true, rto);
        timer.onTimeout(true, 2 * rto);
        assertThat(timer.deadline()).isEqualTo(3 * rto);
        timer.onTimeout(true, 3 * rto);
        assertThat(timer.deadline()).isEqualTo(5 * rto);
    }

    @Test
    void doublesForDataWhateverItDoesForSyns() {
        timer.onLinearTimeouts(2);
        timer.startTimeout(0);
        timer.onTimeout(false, rto);
        assertThat(timer.deadline()).isEqualTo(3 * rto);
    }

    @Test
    @Tag("8985-8-1")
    void givesWayToTheProbeAndToReordering() {
        timer.startTimeout(100);
        timer.probeAt(120);
        assertThat(timer.deadline()).isEqualTo(120);
        timer.reorderingAt(130);
        assertThat(timer.take(129)).isEqualTo(Due.NOTHING);
        assertThat(timer.take(130)).isEqualTo(Due.REORDERING);
        assertThat(timer.deadline()).isEqualTo(100 + rto);
    }

    @Test
    @Tag("8985-8-1")
    void doesNotExpireWhileAnotherRuns() {
        timer.startTimeout(100);
        timer.reorderingAt(130 + rto);
        assertThat(timer.take(120 + rto)).isEqualTo(Due.NOTHING);
        assertThat(timer.take(130 + rto)).isEqualTo(Due.REORDERING);
    }

    // RFC 8985 §7.2
    @Test
    @Tag("8985-7.2-3")
    void sendsTheProbeNoLaterThanAtTheTimeout() {
        timer.startTimeout(100);
        timer.probeAt(150 + rto);
        assertThat(timer.take(100 + rto)).isEqualTo(Due.PROBE);
    }

    @Test
    void isDueOnce() {
        timer.startTimeout(100);
        timer.probeAt(120);
        assertThat(timer.take(120)).isEqualTo(Due.PROBE);
        assertThat(timer.take(120)).isEqualTo(Due.NOTHING);
    }

    @Test
    void neverExpiresIfItWouldEndBeyondAllTime() {
        timer.restartTimeout(Long.MAX_VALUE - rto + 1);
        assertThat(timer.deadline()).isEqualTo(Deadline.NONE);
    }
}
