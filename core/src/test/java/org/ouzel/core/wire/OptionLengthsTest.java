package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.AccurateEcnOption.Order;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;

/** What is told beforehand is what the options have that are written. */
class OptionLengthsTest {
    private static int length(Transfer options) {
        return options.length(OptionLayout.WORDS);
    }

    private static Transfer blocks(int count) {
        return Transfer.of(Optional.empty(), Collections.nCopies(count, new SackBlock(1, 2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void blocksTakeTheRoomThatTheyAreSaidTo(int fields) {
        AccurateEcnOption counts = new AccurateEcnOption(Order.ECT_0_FIRST, Collections.nCopies(fields, 7));
        for (int room = 0; room <= OptionLengths.MAX; room++) {
            int most = OptionLengths.mostSackBlocks(room, counts.length());
            assertThat(length(blocks(most + 1).with(counts)))
                    .as("one more in %d", room)
                    .isGreaterThan(room);
            if (most > 0) {
                assertThat(length(blocks(most).with(counts))).isLessThanOrEqualTo(room);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "11, 0", "12, 1", "27, 2", "28, 3", "36, 4", "40, 4"})
    void blocksAloneHaveAHeaderOfAWord(int room, int blocks) {
        assertThat(OptionLengths.mostSackBlocks(room, 0)).isEqualTo(blocks);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 4", "4, 4, 4", "7, 4, 8", "8, 8, 8", "40, 40, 40"})
    void wordsHaveFourBytes(int bytes, int whole, int padded) {
        assertThat(OptionLengths.wholeWords(bytes)).isEqualTo(whole);
        assertThat(OptionLengths.padded(bytes)).isEqualTo(padded);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void timestampsHaveThreeWords(int value) {
        Transfer stamped = Transfer.of(Optional.of(new Timestamps(value, value)), List.of());
        assertThat(length(stamped)).isEqualTo(OptionLengths.TIMESTAMPS);
    }
}
