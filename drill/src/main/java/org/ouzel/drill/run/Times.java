package org.ouzel.drill.run;

import java.util.Locale;

/** Times as reports have them. */
final class Times {
    private static final double NS_PER_SECOND = 1e9;

    private Times() {}

    /** In seconds, to the microsecond. */
    static String of(long ns) {
        return String.format(Locale.ROOT, "%.6f", ns / NS_PER_SECOND);
    }
}
