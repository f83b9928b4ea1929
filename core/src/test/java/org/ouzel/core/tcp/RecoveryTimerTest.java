package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.RecoveryTimer.Due;

/** RFC 6298 §5 and RFC 8985 §8: of three timers one runs. */
class RecoveryTimerTest {
    private final RecoveryTimer timer = new RecoveryTimer();

    // RFC 6298 §5.1: "if the timer is not running, start it running"
    @Test
    @Tag("6298-5-2")
    void startsButOnce() {
        timer.startTimeout(100, 50);
        timer.startTimeout(120, 50);
        assertThat(timer.deadline()).isEqualTo(150);
        assertThat(timer.take(149)).isEqualTo(Due.NOTHING);
        assertThat(timer.take(150)).isEqualTo(Due.TIMEOUT);
    }

    // RFC 6298 §5.2 and §5.3
    @Test
    @Tag("6298-5-2")
    void isRestartedAndStopped() {
        timer.startTimeout(100, 50);
        timer.restartTimeout(120, 50);
        assertThat(timer.deadline()).isEqualTo(170);
        timer.probeAt(160);
        timer.stop();
        assertThat(timer.deadline()).isEqualTo(Deadline.NONE);
    }

    @Test
    @Tag("8985-8-1")
    void givesWayToTheProbeAndToReordering() {
        timer.startTimeout(100, 50);
        timer.probeAt(120);
        assertThat(timer.deadline()).isEqualTo(120);
        timer.reorderingAt(130);
        assertThat(timer.take(129)).isEqualTo(Due.NOTHING);
        assertThat(timer.take(130)).isEqualTo(Due.REORDERING);
        assertThat(timer.deadline()).isEqualTo(150);
    }

    @Test
    @Tag("8985-8-1")
    void doesNotExpireWhileAnotherRuns() {
        timer.startTimeout(100, 50);
        timer.reorderingAt(180);
        assertThat(timer.take(170)).isEqualTo(Due.NOTHING);
        assertThat(timer.take(180)).isEqualTo(Due.REORDERING);
    }

    // RFC 8985 §7.2
    @Test
    @Tag("8985-7.2-3")
    void sendsTheProbeNoLaterThanAtTheTimeout() {
        timer.startTimeout(100, 50);
        timer.probeAt(200);
        assertThat(timer.take(150)).isEqualTo(Due.PROBE);
    }

    @Test
    void isDueOnce() {
        timer.startTimeout(100, 50);
        timer.probeAt(120);
        assertThat(timer.take(120)).isEqualTo(Due.PROBE);
        assertThat(timer.take(120)).isEqualTo(Due.NOTHING);
    }

    @Test
    void neverExpiresIfItWouldEndBeyondAllTime() {
        timer.restartTimeout(Long.MAX_VALUE - 5, 50);
        assertThat(timer.deadline()).isEqualTo(Deadline.NONE);
    }
}
