package org.ouzel.bench.idle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.ouzel.bench.RoundValues;

/** What came of it. */
public final class IdleResults {
    private final RoundValues<Key> values = new RoundValues<>();

    private record Key(Setting setting, IdleMeasure measure) {}

    IdleResults() {}

    void add(int round, Setting setting, IdleMeasure measure, double value) {
        values.add(round, new Key(setting, measure), value);
    }

    /** The figures by their names. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (IdleMeasure measure : IdleMeasure.values()) {
            median(measure).ifPresent(value -> figures.put(measure.figure(), value));
            if (measure.isCompared()) {
                medianAlone(measure).ifPresent(value -> figures.put(measure.figureAlone(), value));
                ofAlone(measure).ifPresent(value -> figures.put(measure.figureOfAlone(), value));
            }
        }
        return figures;
    }

    /** The names of the figures, and what they mean. */
    public static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (IdleMeasure measure : IdleMeasure.values()) {
            meanings.put(measure.figure(), measure.meaning());
            if (measure.isCompared()) {
                meanings.put(measure.figureAlone(), "the same when it is alone; less is better");
                meanings.put(
                        measure.figureOfAlone(),
                        "its cost among all of them as a part of that when it is alone; less is better");
            }
        }
        return meanings;
    }

    /** The median over the rounds, among all of them. */
    public OptionalDouble median(IdleMeasure measure) {
        return values.median(new Key(Setting.CROWD, measure));
    }

    /** The median over the rounds, alone. */
    public OptionalDouble medianAlone(IdleMeasure measure) {
        return values.median(new Key(Setting.ALONE, measure));
    }

    /** The former as a part of the latter: the median of the ratios of each round. */
    public OptionalDouble ofAlone(IdleMeasure measure) {
        return values.ratio(new Key(Setting.CROWD, measure), new Key(Setting.ALONE, measure));
    }
}
