package org.ouzel.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IdleResultsTest {
    @Test
    void tellsMediansAndWhatTrafficCostsAsAPartOfItsCostAlone() {
        IdleResults results = new IdleResults();
        results.add(0, Setting.CROWD, IdleMeasure.ENDPOINT, 1000);
        for (int round = 0; round < 3; round++) {
            results.add(round, Setting.ALONE, IdleMeasure.SEGMENT, 100 + round);
            results.add(round, Setting.CROWD, IdleMeasure.SEGMENT, 2 * (100 + round));
        }

        assertThat(results.figures())
                .isEqualTo(Map.of(
                        "idle.endpoint.bytes", 1000.0,
                        "idle.segment.ns", 202.0,
                        "idle.segment.alone_ns", 101.0,
                        "idle.segment.of_alone", 2.0));
    }

    @Test
    void eachFigureThatItTellsHasAMeaning() {
        IdleResults results = new IdleResults();
        for (IdleMeasure measure : IdleMeasure.values()) {
            for (Setting setting : Setting.values()) {
                results.add(0, setting, measure, 1);
            }
        }

        assertThat(results.figures().keySet()).isEqualTo(IdleResults.meanings().keySet());
    }
}
