package org.ouzel.drill.script;

import java.util.OptionalLong;

/**
 * A place in the stream: {@code 1:1001(1000)}.
 *
 * @param start the first sequence number; empty where only the length is written, as in {@code ...(1000)}
 * @param length how many bytes of data there are
 * @param absolute whether the number is that of the wire, as in {@code 1:1001(1000)!}, and not counted from the first one
 */
public record SequenceRange(OptionalLong start, int length, boolean absolute) {
    /** A place that is counted from the first sequence number. */
    public static SequenceRange of(long start, int length) {
        return new SequenceRange(OptionalLong.of(start), length, false);
    }
}
