package org.ouzel.drill.script;

/** A number of a packet, which may be left open. */
public sealed interface Amount {
    /** Any number: {@code *} or {@code ...}. */
    Amount ANY = new Any();

    /** Whether a number is what is meant. */
    boolean allows(long actual);

    /**
     * That number, and no other.
     *
     * @param value the number, not negative
     */
    record Exactly(long value) implements Amount {
        @Override
        public boolean allows(long actual) {
            return actual == value;
        }
    }

    /** Any number: {@link #ANY}. */
    record Any() implements Amount {
        @Override
        public boolean allows(long actual) {
            return true;
        }
    }

    /** That number, and no other. */
    static Amount of(long value) {
        return new Exactly(value);
    }
}
