package org.ouzel.bench;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What was measured in rounds, and what lies in the middle of it. Of two things the ratio is the median of the ratios of each round, and
 * not the ratio of the medians: on a machine that is slower at one time than at another, what was measured at one time is what can be
 * compared. For use by one thread.
 *
 * @param <K> what is measured
 */
public final class RoundValues<K> {
    private final Map<K, Map<Integer, Double>> values = new HashMap<>();

    /** Empty ones. */
    public RoundValues() {}

    /** Adds one of a round. */
    public void add(int round, K what, double value) {
        values.computeIfAbsent(what, _ -> new LinkedHashMap<>()).put(round, value);
    }

    /** The median over the rounds; empty if there is none. */
    public OptionalDouble median(K what) {
        return Medians.of(of(what).values().stream().mapToDouble(Double::doubleValue));
    }

    /** The least over the rounds; empty if there is none. */
    public OptionalDouble least(K what) {
        return of(what).values().stream().mapToDouble(Double::doubleValue).min();
    }

    /** The most over the rounds; empty if there is none. */
    public OptionalDouble most(K what) {
        return of(what).values().stream().mapToDouble(Double::doubleValue).max();
    }

    /** One as a part of another: the median over the rounds in which there are both. */
    public OptionalDouble ratio(K what, K other) {
        Map<Integer, Double> others = of(other);
        return Medians.of(of(what).entrySet().stream()
                .flatMap((Entry<Integer, Double> one) -> Stream.ofNullable(others.get(one.getKey()))
                        .filter(value -> value > 0)
                        .map(value -> one.getValue() / value))
                .mapToDouble(Double::doubleValue));
    }

    private Map<Integer, Double> of(K what) {
        return values.getOrDefault(what, Map.of());
    }
}
