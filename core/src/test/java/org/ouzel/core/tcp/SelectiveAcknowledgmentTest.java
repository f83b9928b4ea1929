package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpOptions.SackBlock;

/** What a SACK option tells a sender: the examples of RFC 2883 §4, and blocks that cannot be. */
class SelectiveAcknowledgmentTest {
    private static final long SND_NXT = 10_000;

    /** The option of a segment that acknowledges up to a position; the blocks as left, right, left, right. */
    private static SelectiveAcknowledgment toldFrom(int initial, long acknowledged, long... edges) {
        Positions positions = new Positions(initial);
        List<SackBlock> blocks = new ArrayList<>();
        for (int i = 0; i < edges.length; i += 2) {
            blocks.add(new SackBlock(positions.sequence(edges[i]), positions.sequence(edges[i + 1])));
        }
        return SelectiveAcknowledgment.of(blocks, positions, acknowledged, SND_NXT);
    }

    private static SelectiveAcknowledgment told(long acknowledged, long... edges) {
        return toldFrom(0, acknowledged, edges);
    }

    // §4.1.1: "3500-3999 ... 4000, SACK=3500-4000"
    @Test
    void example411TellsOfADuplicateBelowTheAcknowledgment() {
        SelectiveAcknowledgment sack = told(4000, 3500, 4000);
        assertThat(sack.duplicate()).contains(new Range(3500, 4000));
        assertThat(sack.held()).isEmpty();
    }

    // §4.1.2: "4000, SACK=3000-3500, 4500-5000"
    @Test
    void example412TellsOfADuplicateAndOfWhatIsHeld() {
        SelectiveAcknowledgment sack = told(4000, 3000, 3500, 4500, 5000);
        assertThat(sack.duplicate()).contains(new Range(3000, 3500));
        assertThat(sack.held()).containsExactly(new Range(4500, 5000));
    }

    // §4.1.3: "4000, SACK=5000-5500, 4500-5500"
    @Test
    void example413TellsOfADuplicateWithinWhatIsHeld() {
        SelectiveAcknowledgment sack = told(4000, 5000, 5500, 4500, 5500);
        assertThat(sack.duplicate()).contains(new Range(5000, 5500));
        assertThat(sack.held()).containsExactly(new Range(4500, 5500));
    }

    // §4.2.1: "1500, SACK=1000-1500, 2000-3000" to a part of a segment
    @Test
    void example421TellsOfADuplicatePartOfASegment() {
        SelectiveAcknowledgment sack = told(1500, 500, 1000, 2000, 3000);
        assertThat(sack.duplicate()).contains(new Range(500, 1000));
        assertThat(sack.held()).containsExactly(new Range(2000, 3000));
    }

    // RFC 2018 §4: a first block that is neither below nor within another is none.
    @Test
    @Tag("2018-5-1")
    void takesEveryOtherBlockForWhatIsHeld() {
        SelectiveAcknowledgment sack = told(4000, 7000, 8000, 5000, 5500, 6000, 6500);
        assertThat(sack.duplicate()).isEqualTo(Optional.empty());
        assertThat(sack.held()).containsExactly(new Range(7000, 8000), new Range(5000, 5500), new Range(6000, 6500));
    }

    @Test
    void passesOverBlocksThatCannotBe() {
        assertThat(told(4000, 6000, 5000).held()).as("reversed").isEmpty();
        assertThat(told(4000, 5000, 5000).held()).as("empty").isEmpty();
        assertThat(told(4000, 9000, SND_NXT + 1).held()).as("never sent").isEmpty();
        assertThat(told(4000, 3000, 5000).held()).as("over the acknowledgment").isEmpty();
        assertThat(told(4000, 4000, 5000).held()).as("at the acknowledgment").isEmpty();
        assertThat(told(4000, 9000, SND_NXT).held()).as("up to SND.NXT").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -5000, Integer.MAX_VALUE - 5000, Integer.MIN_VALUE, -1})
    void knowsPositionsWhereSequenceNumbersWrap(int initial) {
        SelectiveAcknowledgment sack = toldFrom(initial, 4000, 3000, 3500, 4500, 5500);
        assertThat(sack.duplicate()).contains(new Range(3000, 3500));
        assertThat(sack.held()).containsExactly(new Range(4500, 5500));
    }

    @Test
    void tellsNothingWithoutBlocks() {
        assertThat(told(4000)).isEqualTo(SelectiveAcknowledgment.NONE);
    }
}
