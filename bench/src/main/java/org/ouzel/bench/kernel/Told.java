package org.ouzel.bench.kernel;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What the process that measures tells the one that has begun it, each in a line. */
sealed interface Told {
    /** The round of an entry is over that warms it up. */
    record Warmed() implements Told {}

    /** A round is over that counts. */
    record Measured(Sample sample) implements Told {}

    /** Nothing can be measured here. */
    record Obstructed(String why) implements Told {}

    /** What lines begin with that tell: others, such as warnings of the virtual machine, do not. */
    String MARK = "ouzel-kernel";

    /** What stands between the words of a line. */
    String SEPARATOR = "\t";

    /** The line. */
    default String line() {
        return switch (this) {
            case Warmed() -> words("warmed");
            case Measured(Sample sample) -> words("measured", text(sample));
            case Obstructed(String why) -> words("obstructed", why.replaceAll("\\s+", " "));
        };
    }

    private static String words(String... words) {
        return MARK + SEPARATOR + String.join(SEPARATOR, words);
    }

    private static String text(Sample sample) {
        Entry entry = sample.entry();
        StringBuilder text = new StringBuilder(String.join(
                SEPARATOR,
                Integer.toString(sample.round()),
                entry.workload().name(),
                entry.contender().name(),
                entry.threads().name()));
        sample.values().forEach((measure, value) -> text.append(SEPARATOR)
                .append(measure.name())
                .append('=')
                .append(value));
        return text.toString();
    }

    /** What a line tells; empty if it is not one that tells. */
    static Optional<Told> of(String line) {
        String[] words = line.split(SEPARATOR, -1);
        if (!words[0].equals(MARK) || words.length == 1) {
            return Optional.empty();
        }
        return Optional.of(
                switch (words[1]) {
                    case "warmed" -> new Warmed();
                    case "measured" -> new Measured(sample(words));
                    case "obstructed" -> new Obstructed(words[2]);
                    default -> throw new IllegalArgumentException("not to be understood: " + line);
                });
    }

    private static Sample sample(String[] words) {
        int at = 2;
        int round = Integer.parseInt(words[at++]);
        Entry entry = new Entry(
                Workload.valueOf(words[at++]), Contender.valueOf(words[at++]), ThreadKind.valueOf(words[at++]));
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        for (; at < words.length; at++) {
            int equals = words[at].indexOf('=');
            values.put(
                    Measure.valueOf(words[at].substring(0, equals)), Double.valueOf(words[at].substring(equals + 1)));
        }
        return new Sample(round, entry, values);
    }
}
