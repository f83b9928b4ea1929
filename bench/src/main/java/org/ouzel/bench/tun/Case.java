package org.ouzel.bench.tun;

import java.util.List;
import java.util.stream.Stream;
import org.ouzel.bench.blocking.Measure;

/**
 * Ouzel in one setting, and who is measured beside it.
 *
 * @param name what it is called in the names of figures, such as {@code tun.plain}
 * @param meaning the setting, for people
 * @param ouzel Ouzel
 * @param beside the others
 * @param measures what is told of them
 */
public record Case(String name, String meaning, Entry ouzel, List<Entry> beside, List<Measure> measures) {
    /** With lists of its own. */
    public Case {
        measures = List.copyOf(measures);
        beside = List.copyOf(beside);
    }

    /** All of them. */
    public List<Entry> entries() {
        return Stream.concat(Stream.of(ouzel), beside.stream()).toList();
    }

    /** The name of Ouzel's figure. */
    String figure(Measure measure) {
        return prefix(measure) + measure.unit();
    }

    /** The name of another's. */
    String figure(Measure measure, Entry other) {
        return prefix(measure) + other.contender().label() + "_" + measure.unit();
    }

    /** The name of Ouzel's as a part of another's. */
    String ratio(Measure measure, Entry other) {
        return prefix(measure) + "of_" + other.contender().label();
    }

    private String prefix(Measure measure) {
        return name + "." + measure.label() + ".";
    }
}
