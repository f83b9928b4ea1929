package org.ouzel.drill.posix;

import java.util.Map;
import java.util.OptionalLong;

/** The names of constants as scripts write them, and Linux's numbers for them. */
public final class Symbols {
    private static final Map<String, Long> NUMBERS = Map.of();

    private Symbols() {}

    /** The number; empty if there is no such name. */
    public static OptionalLong number(String name) {
        Long number = NUMBERS.get(name);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
