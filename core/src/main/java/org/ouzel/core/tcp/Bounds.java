package org.ouzel.core.tcp;

/** What the numbers in settings may be. */
final class Bounds {
    /** The most that a header's field of 16 bits tells. */
    static final int MOST_16_BITS = 0xffff;

    private Bounds() {}

    /**
     * Refuses a number that has no meaning.
     *
     * @param name what it is called
     * @throws IllegalArgumentException if it is less, or more
     */
    static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not from " + least + " to " + most);
        }
    }

    /** The same, of a number that has no greatest value. */
    static void requireAtLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " " + value + " is less than " + least);
        }
    }

    /** The same, of a number that may be zero. */
    static void requireNotNegative(String name, long value) {
        requireAtLeast(0, name, value);
    }
}
