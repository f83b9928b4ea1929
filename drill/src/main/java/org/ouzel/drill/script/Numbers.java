package org.ouzel.drill.script;

import java.util.OptionalLong;

/** Numbers of 64 bits, and times, as scripts write them. */
final class Numbers {
    static final long U8 = 0xff;
    static final long U16 = 0xffff;
    static final long U32 = 0xffff_ffffL;

    private static final int DECIMAL_DIGITS = 19;
    private static final int SECOND_DIGITS = 9;
    private static final int FRACTION_DIGITS = 9;
    private static final long NS_PER_S = 1_000_000_000L;

    private Numbers() {}

    /** A decimal number, if it fits; it may be negative. */
    static OptionalLong decimal(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** A number with 0x before it, if it has no more than 64 bits. */
    static OptionalLong hexadecimal(String text) {
        try {
            return OptionalLong.of(Long.parseUnsignedLong(text.substring(2), 16));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** Seconds, perhaps with a point, as nanoseconds, if they are not negative and less than 10^9. What is finer is cut off. */
    static OptionalLong nanoseconds(String text) {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        String seconds = whole.isEmpty() ? "0" : whole;
        if (text.startsWith("-") || seconds.length() > DECIMAL_DIGITS) {
            return OptionalLong.empty();
        }
        long value = decimal(seconds).orElse(Long.MAX_VALUE);
        String padded = (fraction + "0".repeat(FRACTION_DIGITS)).substring(0, FRACTION_DIGITS);
        return value < Math.powExact(10L, SECOND_DIGITS)
                ? OptionalLong.of(value * NS_PER_S + Long.parseLong(padded))
                : OptionalLong.empty();
    }

    /** Nanoseconds as seconds, with as many digits as they need. */
    static String seconds(long ns) {
        String whole = Long.toString(ns / NS_PER_S);
        long rest = ns % NS_PER_S;
        if (rest == 0) {
            return whole;
        }
        String padded = Long.toString(NS_PER_S + rest).substring(1);
        return whole + "." + padded.replaceAll("0+$", "");
    }
}
