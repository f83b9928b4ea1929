package org.ouzel.drill.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ouzel.core.tcp.TcpParameters;

/**
 * How the values of a setting are written.
 *
 * @param possible what can be written, for people
 * @param reads the value, if the text is one
 * @param shows the text of a value
 */
record Form<T>(String possible, Function<String, Optional<T>> reads, Function<T, String> shows) {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ns|us|ms|s|min|h)");
    private static final List<String> UNITS = List.of("h", "min", "s", "ms", "us", "ns");

    /** On or off. */
    static final Form<Boolean> SWITCH = new Form<>(
            "on, off",
            text -> switch (text) {
                case "on" -> Optional.of(true);
                case "off" -> Optional.of(false);
                default -> Optional.empty();
            },
            on -> on ? "on" : "off");

    /** A time: a number and its unit. */
    static final Form<Long> TIME_NS = new Form<>("a time as 200ms or 2h", Form::time, Form::time);

    /** How long an acknowledgment waits: what {@link TcpParameters} takes. */
    static final Form<Long> DELAY_NS = new Form<>(
            "a time as 40ms, less than 500ms", text -> time(text).filter(ns -> ns < 500 * ns("ms")), Form::time);

    /** A number in a range. */
    static Form<Integer> number(int least, int most) {
        return new Form<>(
                "a number from " + least + " to " + most,
                text -> integer(text).filter(value -> value >= least && value <= most),
                String::valueOf);
    }

    /** A number in a range, or a word for what is no number. */
    static Form<Integer> numberOr(String word, int meaning, int least, int most) {
        Form<Integer> number = number(least, most);
        return new Form<>(
                number.possible + ", or " + word,
                text -> text.equals(word) ? Optional.of(meaning) : number.reads.apply(text),
                value -> value == meaning ? word : number.shows.apply(value));
    }

    /** One of an enumeration. */
    static <E extends Enum<E>> Form<E> oneOf(E[] all) {
        return new Form<>(
                String.join(", ", Arrays.stream(all).map(Form::written).toList()),
                text -> Arrays.stream(all)
                        .filter(one -> written(one).equals(text))
                        .findFirst(),
                Form::written);
    }

    /** One of some names. */
    static Form<String> name(Set<String> names) {
        return new Form<>(
                String.join(", ", names), text -> Optional.of(text).filter(names::contains), Function.identity());
    }

    private static String written(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Integer> integer(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static Optional<Long> time(String text) {
        if (text.equals("0")) {
            return Optional.of(0L);
        }
        Matcher matcher = TIME.matcher(text);
        return matcher.matches()
                ? Optional.of(Long.parseLong(matcher.group(1)) * ns(matcher.group(2)))
                : Optional.empty();
    }

    private static String time(long ns) {
        if (ns == 0) {
            return "0";
        }
        return UNITS.stream()
                .filter(unit -> ns % ns(unit) == 0)
                .findFirst()
                .map(unit -> ns / ns(unit) + unit)
                .orElseThrow();
    }

    /** How many nanoseconds a unit has. */
    static long ns(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> throw new IllegalArgumentException(unit);
        };
    }
}
