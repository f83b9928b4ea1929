package org.ouzel.bench;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** What lies in the middle. */
public final class Medians {
    private Medians() {}

    /** The middle one of the values, or what lies between the middle two; empty if there is none. */
    public static OptionalDouble of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int half = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }
}
