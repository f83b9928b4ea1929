package org.ouzel.core.tcp;

/**
 * Positions of a stream in a row.
 *
 * @param from the first
 * @param to the one behind the last
 */
record Range(long from, long to) {
    boolean contains(Range other) {
        return from <= other.from && other.to <= to;
    }
}
