package org.ouzel.bench.tun;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.ouzel.bench.RoundValues;
import org.ouzel.bench.blocking.Measure;

/** What came of the rounds of a plan. */
public final class Results {
    private final List<Case> cases;
    private final RoundValues<Key> values = new RoundValues<>();

    private record Key(Entry entry, Measure measure) {}

    Results(Plan plan, List<Contender> peers) {
        this.cases = plan.cases(peers);
    }

    void add(int round, Entry entry, Map<Measure, Double> measured) {
        measured.forEach((measure, value) -> values.add(round, new Key(entry, measure), value));
    }

    /** In what settings was measured. */
    public List<Case> cases() {
        return cases;
    }

    /** The figures by their names; what was not measured is not there. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Case each : cases) {
            for (Measure measure : each.measures()) {
                median(each.ouzel(), measure).ifPresent(value -> figures.put(each.figure(measure), value));
                for (Entry other : each.beside()) {
                    median(other, measure).ifPresent(value -> figures.put(each.figure(measure, other), value));
                    ratio(each, other, measure).ifPresent(value -> figures.put(each.ratio(measure, other), value));
                }
            }
        }
        return figures;
    }

    /** The median over the rounds. */
    public OptionalDouble median(Entry entry, Measure measure) {
        return values.median(new Key(entry, measure));
    }

    /** The least over the rounds. */
    public OptionalDouble least(Entry entry, Measure measure) {
        return values.least(new Key(entry, measure));
    }

    /** The most over the rounds. */
    public OptionalDouble most(Entry entry, Measure measure) {
        return values.most(new Key(entry, measure));
    }

    /** Ouzel's as a part of another's: the median of the ratios of each round. */
    public OptionalDouble ratio(Case each, Entry other, Measure measure) {
        return values.ratio(new Key(each.ouzel(), measure), new Key(other, measure));
    }
}
