package org.ouzel.core.tcp;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The signals of one block that its user has not taken yet: a bit for each. */
final class Signals {
    /** Every set that there can be, at the place that its bits say: to take one, none is made. */
    private static final List<Set<Signal>> SETS = IntStream.range(0, 1 << Signal.values().length)
            .mapToObj(Signals::of)
            .toList();

    private int bits;

    private static Set<Signal> of(int bits) {
        Set<Signal> signals = EnumSet.noneOf(Signal.class);
        Arrays.stream(Signal.values())
                .filter(signal -> (bits & signal.bit()) != 0)
                .forEach(signals::add);
        return Collections.unmodifiableSet(signals);
    }

    void add(Signal signal) {
        bits |= signal.bit();
    }

    void clear() {
        bits = 0;
    }

    /** Those that there are, in the order in which the enum has them; then there are none. */
    Set<Signal> take() {
        Set<Signal> taken = SETS.get(bits);
        bits = 0;
        return taken;
    }
}
