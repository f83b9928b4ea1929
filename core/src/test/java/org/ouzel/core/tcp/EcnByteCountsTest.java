package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.AccurateEcnOption.Order;
import org.ouzel.core.wire.EcnCodepoint;

class EcnByteCountsTest {
    private final EcnByteCounts counts = new EcnByteCounts();

    private AccurateEcnOption told(int room) {
        return counts.option(length -> length <= room, false).orElseThrow();
    }

    private static AccurateEcnOption option(Order order, Integer... fields) {
        return new AccurateEcnOption(order, List.of(fields));
    }

    @Test
    void beginsWithOnesForEctAndZeroForCe() {
        assertThat(counts.isUntold()).isFalse();
        assertThat(counts.option(length -> true, true)).hasValue(option(Order.ECT_0_FIRST, 1, 0, 1));
        assertThat(counts.option(length -> length < 11, true)).hasValue(option(Order.ECT_0_FIRST, 1, 0));
        assertThat(counts.option(length -> length < 5, true)).hasValue(option(Order.ECT_0_FIRST));
        assertThat(counts.option(length -> false, true)).isEmpty();
    }

    /** The two examples of RFC 9768 §3.2.3.3. */
    @Test
    @Tag("9768-3.2.3.3-3")
    @Tag("9768-3.2.3-2")
    void tellsWhatHasEverChangedAndNoMore() {
        counts.add(EcnCodepoint.ECT_0, 1000);
        assertThat(told(11)).isEqualTo(option(Order.ECT_0_FIRST, 1001));
        counts.told();
        counts.add(EcnCodepoint.CE, 500);
        assertThat(told(11)).isEqualTo(option(Order.ECT_0_FIRST, 1001, 500));
        counts.told();
        counts.add(EcnCodepoint.ECT_0, 1);
        assertThat(told(11)).isEqualTo(option(Order.ECT_0_FIRST, 1002, 500));
    }

    @Test
    @Tag("9768-3.2.3-1")
    void putsTheCountersFirstThatHaveNews() {
        counts.add(EcnCodepoint.ECT_1, 7);
        counts.add(EcnCodepoint.CE, 5);
        assertThat(told(11)).isEqualTo(option(Order.ECT_1_FIRST, 8, 5));
        counts.told();
        counts.add(EcnCodepoint.ECT_0, 3);
        assertThat(told(11)).isEqualTo(option(Order.ECT_0_FIRST, 4, 5, 8));
        assertThat(told(5)).isEqualTo(option(Order.ECT_0_FIRST, 4));
    }

    @Test
    @Tag("9768-3.2.3.3-4")
    void tellsNothingWhereNotAllOfTheNewsHasRoom() {
        counts.add(EcnCodepoint.CE, 5);
        assertThat(counts.option(length -> length <= 5, false)).isEmpty();
        assertThat(counts.isUntold()).isTrue();
        assertThat(told(8)).isEqualTo(option(Order.ECT_0_FIRST, 1, 5));
    }

    @Test
    void countsNothingThatIsNotEct() {
        counts.add(EcnCodepoint.NOT_ECT, 100);
        counts.add(EcnCodepoint.CE, 0);
        assertThat(counts.isUntold()).isFalse();
    }

    /** RFC 9768 §A.1, the example. */
    @Test
    void learnsTheLeastThatMakesTheFieldWhatItIs() {
        counts.add(EcnCodepoint.CE, 33_554_433);
        assertThat(counts.learn(option(Order.ECT_0_FIRST, 1, 1461))).isEqualTo(1460);
        assertThat(counts.bytes(EcnCodepoint.CE)).isEqualTo(33_555_893);
        assertThat(counts.learn(option(Order.ECT_0_FIRST, 1)))
                .as("no such field")
                .isZero();
        assertThat(counts.learn(option(Order.ECT_1_FIRST))).isZero();
    }

    /** Whatever is told of, in options of any length: who hears of each is up to date, though the fields go round. */
    @Test
    @Tag("9768-3.2.3.1-1")
    void twoEndsCountTheSame() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EcnByteCounts receiver = new EcnByteCounts();
            EcnByteCounts sender = new EcnByteCounts();
            for (int step = 0; step < 200; step++) {
                EcnCodepoint codepoint = EcnCodepoint.of(random.nextInt(4));
                receiver.add(codepoint, random.nextInt(1 << 21));
                int room = random.nextInt(13);
                receiver.option(length -> length <= room, random.nextBoolean()).ifPresent(told -> {
                    sender.learn(told);
                    receiver.told();
                    for (EcnCodepoint each : EcnCodepoint.values()) {
                        assertThat(sender.bytes(each)).isEqualTo(receiver.bytes(each));
                    }
                });
                if (receiver.isUntold() && step % 7 == 6) {
                    sender.learn(receiver.option(length -> true, false).orElseThrow());
                    receiver.told();
                }
            }
            sender.learn(receiver.option(length -> true, true).orElseThrow());
            assertThat(sender.bytes(EcnCodepoint.CE)).as("seed %d", seed).isEqualTo(receiver.bytes(EcnCodepoint.CE));
        }
    }
}
