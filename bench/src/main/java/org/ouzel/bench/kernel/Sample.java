package org.ouzel.bench.kernel;

import java.util.Map;

/**
 * What came of a round.
 *
 * @param round its number: those of one number were measured one after the other
 * @param entry who was measured at what
 * @param values what was measured
 */
record Sample(int round, Entry entry, Map<Measure, Double> values) {
    Sample {
        values = Map.copyOf(values);
    }
}
