package org.ouzel.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as they are written in options: a number and a unit, as in 90s or 50us. */
final class DurationReader implements ITypeConverter<Duration> {
    // So many digits that even minutes, in nanoseconds, are a long.
    private static final Pattern TIME = Pattern.compile("([0-9]{1,8}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|min)");

    @Override
    public Duration convert(String text) {
        return duration(text)
                .orElseThrow(() ->
                        new TypeConversionException("\"" + text + "\" is no time: write it as 90s, 10min or 50us"));
    }

    /** The time that a text tells; empty if it tells none. */
    static Optional<Duration> duration(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        BigDecimal unitNs = BigDecimal.valueOf(unit(time.group(2)).toNanos());
        return Optional.of(
                Duration.ofNanos(new BigDecimal(time.group(1)).multiply(unitNs).longValue()));
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ns" -> Duration.ofNanos(1);
            case "us" -> Duration.ofNanos(1_000);
            case "ms" -> Duration.ofMillis(1);
            case "min" -> Duration.ofMinutes(1);
            default -> Duration.ofSeconds(1);
        };
    }
}
