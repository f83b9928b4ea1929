package org.ouzel.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowedMaxTest {
    private record Seen(long time, double value) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isTheGreatestOfTheWindow(long seed) {
        Random random = new Random(seed);
        WindowedMax max = new WindowedMax();
        List<Seen> all = new ArrayList<>();
        long time = 0;
        long length = 1L + random.nextInt(10);
        for (int step = 0; step < 2000; step++) {
            time += random.nextInt(3) == 0 ? random.nextInt(4) : 0;
            double value = random.nextInt(100);
            max.update(value, time, length);
            all.add(new Seen(time, value));
            long oldest = time - length;
            double expected = all.stream()
                    .filter(seen -> seen.time() > oldest)
                    .mapToDouble(Seen::value)
                    .max()
                    .orElseThrow();
            assertThat(max.max()).as("seed %s, step %s", seed, step).isEqualTo(expected);
        }
    }
}
