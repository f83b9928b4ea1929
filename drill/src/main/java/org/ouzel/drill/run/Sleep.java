package org.ouzel.drill.run;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The command {@code sleep}, whatever shell it is given to. */
public final class Sleep {
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,6}(\\.\\d{1,9})?|\\.\\d{1,9})s?");
    private static final double NS_PER_SECOND = 1e9;

    private Sleep() {}

    /** How many nanoseconds its words say; empty if they are not understood. */
    public static OptionalLong ns(List<String> words) {
        return words.size() == 1 && SECONDS.matcher(words.getFirst()).matches()
                ? OptionalLong.of(Math.round(Double.parseDouble(words.getFirst().replace("s", "")) * NS_PER_SECOND))
                : OptionalLong.empty();
    }
}
