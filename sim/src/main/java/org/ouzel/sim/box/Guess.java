package org.ouzel.sim.box;

import java.util.SplittableRandom;

/** How an attacker comes by a number: it was told, or it guesses. */
public sealed interface Guess {

    /**
     * It was told.
     *
     * @param value the number
     */
    record Told(int value) implements Guess {}

    /**
     * It guesses within a range, which wraps at 2^32 as sequence numbers do.
     *
     * @param first the first number
     * @param count how many numbers from there on it may be, at least 1
     */
    record Within(int first, int count) implements Guess {
        /** Rejects an empty range. */
        public Within {
            if (count < 1) {
                throw new IllegalArgumentException("a guess among " + count + " numbers");
            }
        }
    }

    /** It knows nothing: any of 2^32 numbers. */
    record Blind() implements Guess {}

    /** A number that was told. */
    static Guess told(int value) {
        return new Told(value);
    }

    /** One of as many numbers from the first on. */
    static Guess within(int first, int count) {
        return new Within(first, count);
    }

    /** Any number. */
    static Guess blind() {
        return new Blind();
    }

    /** The number that it tries next. */
    default int draw(SplittableRandom random) {
        return switch (this) {
            case Told told -> told.value();
            case Within within -> within.first() + random.nextInt(within.count());
            case Blind blind -> random.nextInt();
        };
    }
}
