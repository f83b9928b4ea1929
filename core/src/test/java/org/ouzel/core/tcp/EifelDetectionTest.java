package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.SpuriousDetection.Verdict;

/** RFC 3522 §3.2, steps 2 to 6: the original was sent at 100 ms, and again at 500 ms. */
class EifelDetectionTest {
    private static final long MS = 1_000_000;
    private static final long ORIGINAL = 100 * MS;

    private final SpuriousDetection detection = new SpuriousDetection();

    @BeforeEach
    void isSentAgain() {
        detection.begin(1);
        detection.onResent(1, 1, 500 * MS);
    }

    @Test
    @Tag("3522-3.2-2")
    void believesTheTimestampOfTheOriginal() {
        assertThat(detection.onAdvance(ORIGINAL, false, false)).isEqualTo(Verdict.SPURIOUS);
    }

    @Test
    @Tag("3522-3.2-2")
    void believesNoOtherAndNoneThatComesLater() {
        assertThat(detection.onAdvance(500 * MS, false, false)).isEqualTo(Verdict.UNDECIDED);
        assertThat(detection.onAdvance(ORIGINAL, false, false)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    @Tag("3522-3.2-5")
    void keepsTheTimeOfTheFirstRetransmission() {
        detection.onResent(1, 1, 900 * MS);
        assertThat(detection.onAdvance(500 * MS, false, false)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    @Tag("3522-3.2-6")
    void takesWhatTellsOfADuplicateForTheAnswerToIt() {
        assertThat(detection.onAdvance(ORIGINAL, true, false)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    @Tag("3522-3.2-6")
    void takesAnAcknowledgmentOfAllForTheAnswerOfAPeerThatTellsOfNoDuplicates() {
        assertThat(detection.onAdvance(ORIGINAL, false, true)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    @Tag("3522-3.2-6")
    void believesAnAcknowledgmentOfAllFromAPeerThatHasToldOfADuplicate() {
        detection.onDuplicateTold(new Range(200, 300));
        assertThat(detection.onAdvance(ORIGINAL, false, true)).isEqualTo(Verdict.SPURIOUS);
    }
}
