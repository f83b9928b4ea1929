package org.ouzel.core.tcp.congestion;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The greatest of the values that were seen in the last so many units of some time. It keeps those that no later one has
 * surpassed, one for each unit at most.
 */
final class WindowedMax {
    private record Sample(long time, double value) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * Takes a value and forgets those that are too old.
     *
     * @param time not less than at the last call
     * @param length how many units of time the window has, the present one included
     */
    void update(double value, long time, long length) {
        while (!samples.isEmpty() && samples.getFirst().time() <= time - length) {
            samples.removeFirst();
        }
        while (!samples.isEmpty() && samples.getLast().value() <= value) {
            samples.removeLast();
        }
        if (samples.isEmpty() || samples.getLast().time() < time) {
            samples.addLast(new Sample(time, value));
        }
    }

    /** The greatest; 0 if there is none. */
    double max() {
        return samples.isEmpty() ? 0 : samples.getFirst().value();
    }
}
