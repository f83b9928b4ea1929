package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.NumberedSegments.MSS;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples of RFC 8985 over two connections. Where it tells of losses alone, the window is wide. */
class RackTlpExamplesTest {
    // §3.4, figure 1
    @Test
    @Tag("8985-7.3-5")
    @Tag("8985-7.3-6")
    void figure1RepairsATailLostWithItsRetransmission() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(WideWindow::new);
        flow.lose(1, 2, 3).loseTime(1, 2).send(4).untilAcknowledged();
        assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 3, 1, 2, 1);
        // "2RTTs after (2), TLP timer fires"; SACK P3 a round trip later, and SACK P2 one after that
        assertThat(flow.sentAtMs(3, 2)).isEqualTo(30);
        assertThat(flow.sentAtMs(1, 2)).isEqualTo(40);
        assertThat(flow.sentAtMs(2, 2)).isEqualTo(40);
        assertThat(flow.sentAtMs(1, 3)).isEqualTo(50);
        assertThat(flow.counters().timeouts()).isZero();
        assertThat(flow.counters().tailLossProbes()).isEqualTo(1);
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
    }

    // §9.3: of what figure 1 sends at once, Proportional Rate Reduction lets one go for the one that was delivered.
    @Test
    @Tag("8985-9.3-1")
    @Tag("8985-9.3-2")
    void congestionControlSaysWhenWhatIsLostIsSentAgain() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open();
        flow.lose(1, 2, 3).send(4).until(40);
        assertThat(flow.counters().segmentsLost()).isEqualTo(2);
        assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 3, 1);
        flow.untilAcknowledged();
        assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 3, 1, 2);
        assertThat(flow.counters().timeouts()).isZero();
    }

    // §3.5: the timer expires though nothing was lost; the second and the third segment were sent right before.
    @Test
    void anExpiryOfTheTimerMarksTheFirstSegmentAlone() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(WideWindow::new);
        flow.pair.delay(250 * Pair.MS);
        flow.send(1).until(415); // with the probe in between, at the time of the first expiry
        assertThat(flow.sent()).containsExactly(0, 0);
        flow.send(2).until(499);
        assertThat(flow.sent()).containsExactly(0, 0, 1, 2, 0);
        assertThat(flow.sentAtMs(0, 3)).isEqualTo(420);
        assertThat(flow.counters().timeouts()).isEqualTo(1);
        flow.until(550); // the acknowledgment of the first transmission has come
        assertThat(flow.sent()).containsExactly(0, 0, 1, 2, 0);
        flow.untilAcknowledged();
        assertThat(flow.counters().timeouts()).isEqualTo(1);
    }

    // §9.1, example 1
    @Test
    void repairsDropsAtTheEndOfAFlightByWhatWasSentLater() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(WideWindow::new).lose(0, 2);
        flow.send(1).pass(3).send(1).pass(3).send(1).untilAcknowledged();
        assertThat(flow.sent()).containsExactly(0, 1, 2, 0, 2);
        assertThat(flow.sentAtMs(0, 2)).isEqualTo(13);
        assertThat(flow.sentAtMs(2, 2)).isEqualTo(23);
        assertThat(flow.counters().timeouts()).isZero();
        assertThat(flow.counters().tailLossProbes()).isZero();
    }

    // §9.1, example 2
    @Test
    void findsALostRetransmission() throws CallRefused {
        NumberedSegments flow =
                NumberedSegments.open(WideWindow::new).lose(0, 1).loseTime(0, 2);
        flow.send(1).pass(3).send(1).pass(3).send(1).untilAcknowledged();
        assertThat(flow.sent()).containsExactly(0, 1, 2, 0, 1, 0);
        assertThat(flow.sentAtMs(0, 3)).isEqualTo(26);
        assertThat(flow.counters().timeouts()).isZero();
    }

    // §9.1, example 3: "Suppose the sender has detected reordering previously": three segments that are SACKed do not
    // matter then, but time does.
    @Test
    @Tag("8985-3.3.2-1")
    @Tag("8985-3.3.2-2")
    @Tag("8985-9.2-1")
    void waitsForWhatIsReorderedWithinTheWindow() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(WideWindow::new);
        flow.delay(0, 2 * Pair.MS).send(2).untilAcknowledged().pass(50);
        flow.delay(2, 2 * Pair.MS).delay(3, 2 * Pair.MS).sendBytes(2 * MSS + 1).untilAcknowledged();
        flow.pass(50).delay(5, 2 * Pair.MS).send(8).untilAcknowledged();
        assertThat(flow.counters().segmentsRetransmitted()).isZero();
        assertThat(flow.counters().segmentsLost()).isZero();
    }

    @Test
    @Tag("8985-6.2-2")
    void takesForLostWhatComesOutsideOfTheWindow() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(WideWindow::new);
        flow.delay(0, 4 * Pair.MS).send(2).untilAcknowledged();
        assertThat(flow.sent()).containsExactly(0, 1, 0);
        // the reordering timer, a quarter of the least round trip after the SACK
        assertThat(flow.sentAtMs(0, 2)).isEqualTo(12.5);
    }

    // §3.3.2: without any reordering three segments that are SACKed suffice, as they always did.
    @Test
    @Tag("8985-3.3.2-1")
    void waitsForNothingWhenThreeAreHeld() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(WideWindow::new);
        flow.lose(0).send(4).untilAcknowledged();
        assertThat(flow.sentAtMs(0, 2)).isEqualTo(10);
    }

    // §3.3.2: what was sent again needlessly, as a DSACK tells, widens the window: to 5 ms here.
    @Test
    @Tag("8985-3.3.2-3")
    @Tag("8985-4-4")
    void widensTheWindowWhenADuplicateIsTold() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(WideWindow::new);
        flow.delay(0, 4 * Pair.MS).send(2).untilAcknowledged().pass(50);
        assertThat(flow.counters().duplicateSackBlocksIn()).isEqualTo(1);
        flow.delay(2, 4 * Pair.MS).send(2).untilAcknowledged();
        assertThat(flow.sent()).containsExactly(0, 1, 0, 2, 3);
    }
}
