package org.ouzel.cli.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ouzel.cli.wan.Transfer.Outcome;

/** Medians and what they are of each other. */
class WanResultsTest {
    private static final WanPoint POINT = new WanPoint(1, 20);

    private static Stream<Outcome> outcomes(Pairing pairing, double... mbps) {
        return Arrays.stream(mbps)
                .mapToObj(each -> new Outcome(new Transfer(POINT, pairing, 1, Duration.ofSeconds(1)), each, 0));
    }

    private static Map<String, Double> figures(List<Outcome> outcomes) {
        return new WanResults(List.of(POINT), outcomes).figures(POINT);
    }

    @Test
    void givesMediansAndTheirRatios() {
        List<Outcome> outcomes = Stream.of(
                        outcomes(Pairing.LINUX, 9, 2, 4),
                        outcomes(Pairing.OUZEL, 8, 2, 100),
                        outcomes(Pairing.TO_LINUX, 1, 3),
                        outcomes(Pairing.FROM_LINUX, 1))
                .flatMap(each -> each)
                .toList();
        assertThat(figures(outcomes))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "wan.loss1.rtt20.linux_mbps", 4.0,
                        "wan.loss1.rtt20.ouzel_mbps", 8.0,
                        "wan.loss1.rtt20.to_linux_mbps", 2.0,
                        "wan.loss1.rtt20.from_linux_mbps", 1.0,
                        "wan.loss1.rtt20.of_linux", 2.0,
                        "wan.loss1.rtt20.to_linux.of_linux", 0.5,
                        "wan.loss1.rtt20.from_linux.of_linux", 0.25));
    }

    @Test
    void leavesOutWhatWasNotMeasured() {
        assertThat(figures(outcomes(Pairing.OUZEL, 3).toList()))
                .containsExactlyEntriesOf(Map.of("wan.loss1.rtt20.ouzel_mbps", 3.0));
    }

    @Test
    void tellsWhatEachFigureMeans() {
        List<Outcome> all = Stream.of(Pairing.values())
                .flatMap(pairing -> outcomes(pairing, 1))
                .toList();
        assertThat(WanResults.meanings(POINT).keySet()).isEqualTo(figures(all).keySet());
    }
}
