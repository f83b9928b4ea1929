package org.ouzel.core.tcp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The signals of one block that its user has not taken yet: a bit for each. */
final class Signals {
    /** The list of each combination that there can be, at the place that its bits say: to take one, none is made. */
    private static final List<List<Signal>> LISTS = IntStream.range(0, 1 << Signal.values().length)
            .mapToObj(Signals::of)
            .toList();

    private int bits;

    private static List<Signal> of(int bits) {
        return Arrays.stream(Signal.values())
                .filter(signal -> (bits & signal.bit()) != 0)
                .toList();
    }

    void add(Signal signal) {
        bits |= signal.bit();
    }

    void clear() {
        bits = 0;
    }

    /** Those that there are, in the order in which the enum has them; then there are none. */
    List<Signal> take() {
        List<Signal> taken = LISTS.get(bits);
        bits = 0;
        return taken;
    }
}
