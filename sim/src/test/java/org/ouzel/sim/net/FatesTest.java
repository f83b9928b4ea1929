package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ouzel.sim.net.Loss.GilbertElliott;

class FatesTest {
    private static final int DRAWS = 1_000_000;

    private static Fates fates(Loss loss) {
        return new Fates(WireSettings.IDEAL.withFaults(Faults.NONE.withLoss(loss)), new SplittableRandom(Lab.SEED));
    }

    /** The lengths of all runs of lost packets. */
    private static List<Integer> bursts(Loss loss) {
        Fates fates = fates(loss);
        List<Integer> bursts = new ArrayList<>();
        int length = 0;
        for (int i = 0; i < DRAWS; i++) {
            if (fates.next().lost()) {
                length++;
            } else if (length > 0) {
                bursts.add(length);
                length = 0;
            }
        }
        return bursts;
    }

    private static double sum(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    /** Bursts are as long as the stay in the bad state, which is distributed geometrically with a mean of 1/r. */
    @Test
    void burstsOfGilbertAreGeometric() {
        List<Integer> bursts = bursts(new GilbertElliott(0.01, 0.25, 0, 1));
        assertThat(sum(bursts) / DRAWS).isCloseTo(0.01 / 0.26, within(0.002));
        assertThat(sum(bursts) / bursts.size()).isCloseTo(4, within(0.15));
        double share = 0.25;
        for (int length = 1; length <= 8; length++) {
            int wanted = length;
            long count = bursts.stream().filter(each -> each == wanted).count();
            assertThat((double) count / bursts.size()).as("length %d", length).isCloseTo(share, within(0.02));
            share *= 0.75;
        }
    }

    @Test
    void bothStatesOfElliottLoseAsTold() {
        double bad = 0.02 / 0.12;
        List<Integer> bursts = bursts(new GilbertElliott(0.02, 0.1, 0.001, 0.5));
        assertThat(sum(bursts) / DRAWS).isCloseTo(0.001 * (1 - bad) + 0.5 * bad, within(0.003));
    }

    @Test
    void bernoulliHasNoMemory() {
        List<Integer> bursts = bursts(new Loss.Bernoulli(0.1));
        assertThat(sum(bursts) / DRAWS).isCloseTo(0.1, within(0.002));
        assertThat(sum(bursts) / bursts.size()).isCloseTo(1 / 0.9, within(0.01));
    }

    @Test
    void aNewModelBeginsInTheGoodState() {
        Fates fates = fates(new GilbertElliott(1, 0, 0, 1));
        assertThat(fates.next().lost()).isTrue();
        fates.change(WireSettings.IDEAL.withFaults(Faults.NONE.withLoss(new GilbertElliott(0, 0, 0, 1))));
        assertThat(fates.next().lost()).isFalse();
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        for (double value : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> Faults.NONE.withLoss(value)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Faults.NONE.withDuplication(value)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new GilbertElliott(value, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
