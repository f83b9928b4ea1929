package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.SpuriousDetection.Verdict;

class SpuriousDetectionTest {
    private static final long UNA = 1000;
    private static final long LATER = 5000;
    private static final long MS = 1_000_000;

    private final SpuriousDetection detection = new SpuriousDetection();

    @Test
    void anOriginalThatIsEchoedShowsThatTheOldestWasOnlyLate() {
        detection.begin(UNA);
        detection.onResent(UNA, UNA, 100 * MS);
        assertThat(detection.onAdvance(50 * MS, false, false)).isEqualTo(Verdict.SPURIOUS);
    }

    @Test
    void aRetransmissionThatIsEchoedShowsNothing() {
        detection.begin(UNA);
        detection.onResent(UNA, UNA, 100 * MS);
        assertThat(detection.onAdvance(100 * MS, false, false)).isEqualTo(Verdict.UNDECIDED);
    }

    /** The oldest was held back, a later one was lost: what the late one echoes says nothing of the lost one. */
    @Test
    void anOriginalThatWasNotSentAgainSaysNothingOfALaterRetransmission() {
        detection.begin(UNA);
        detection.onResent(LATER, UNA, 100 * MS);
        assertThat(detection.onAdvance(50 * MS, false, false)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void whatComesBeforeItIsSentAgainWasNotLost() {
        detection.begin(UNA);
        assertThat(detection.verdictOfOriginals(true)).isEqualTo(Verdict.UNDECIDED);
        assertThat(detection.verdictOfOriginals(false)).isEqualTo(Verdict.SPURIOUS);
        assertThat(detection.verdictOfOriginals(false)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void whatWasSentAgainHasToBeToldTwice() {
        detection.begin(UNA);
        detection.onResent(UNA, UNA, 100 * MS);
        detection.onResent(LATER, UNA, 100 * MS);
        assertThat(detection.verdictOfOriginals(false)).isEqualTo(Verdict.UNDECIDED);
        assertThat(detection.onDuplicateTold(new Range(UNA, LATER))).isEqualTo(1);
        assertThat(detection.verdictOfDuplicates()).isEqualTo(Verdict.UNDECIDED);
        assertThat(detection.onDuplicateTold(new Range(LATER, LATER + 1000))).isEqualTo(1);
        assertThat(detection.verdictOfDuplicates()).isEqualTo(Verdict.SPURIOUS);
    }
}
