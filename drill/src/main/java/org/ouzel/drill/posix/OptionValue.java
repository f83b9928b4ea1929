package org.ouzel.drill.posix;

import java.util.Map;

/** The value of a socket option. */
public sealed interface OptionValue {

    /** An {@code int}, or what is wider where the option is. */
    record Numeric(long value) implements OptionValue {}

    /** Text: {@code TCP_CONGESTION}. */
    record Text(String text) implements OptionValue {}

    /** A {@code struct linger}. */
    record Linger(int onOff, int seconds) implements OptionValue {}

    /** A {@code struct timeval}. */
    record Time(long seconds, long microseconds) implements OptionValue {}

    /** A structure by the names of its fields: {@code TCP_INFO}. What is not known is left out. */
    record Fields(Map<String, Long> values) implements OptionValue {}
}
