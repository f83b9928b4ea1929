package org.ouzel.bench.blocking;

/** What is told of a {@linkplain Call call}. */
public enum Measure {
    /** How much the one that serves has taken. */
    IN("in", "gbps", "Gbit/s", "bytes from the kernel over one connection, in gigabits (10^9) a second", false),
    /** How much it has sent. */
    OUT("out", "gbps", "Gbit/s", "bytes to the kernel over one connection, in gigabits (10^9) a second", false),
    /** The time that half of the bytes were back in. */
    P50("p50", "us", "µs", "median time of a byte there and one back, in microseconds", true),
    /** The time that 99 of 100 bytes were back in. */
    P99("p99", "us", "µs", "time in which 99 % of the bytes were there and one back, in microseconds", true),
    /** How many connections there were, one at a time. */
    C1(
            "c1",
            "per_s",
            "1/s",
            "connections opened, a byte there and one back, and ended, one at a time, a second",
            false),
    /** How many there were, several at once. */
    C16(
            "c16",
            "per_s",
            "1/s",
            "connections opened, a byte there and one back, and ended, 16 at a time, a second",
            false),
    /** The same where one thread of the caller's has them all. */
    E16(
            "e16",
            "per_s",
            "1/s",
            "connections opened, a byte there and one back, and ended, 16 at a time by one thread that is told of each "
                    + "change, a second",
            false),
    /** How much one connection has carried. */
    STREAM("stream", "gbps", "Gbit/s", "bytes over one connection, in gigabits (10^9) a second", false),
    /** As how many full segments of a plain packet. */
    SEGMENTS("stream", "segments_per_s", "1/s", "bytes over one connection, in segments of 1460 bytes a second", false);

    private final String label;
    private final String unit;
    private final String shownUnit;
    private final String meaning;
    private final boolean lessBetter;

    Measure(String label, String unit, String shownUnit, String meaning, boolean lessBetter) {
        this.label = label;
        this.unit = unit;
        this.shownUnit = shownUnit;
        this.meaning = meaning;
        this.lessBetter = lessBetter;
    }

    /** What it is called in the names of figures. */
    public String label() {
        return label;
    }

    /** Its unit in the names of figures. */
    public String unit() {
        return unit;
    }

    /** Its unit, for people. */
    public String shownUnit() {
        return shownUnit;
    }

    /** What it tells. */
    public String meaning() {
        return meaning;
    }

    /** Whether less is better; otherwise more is. */
    public boolean isLessBetter() {
        return lessBetter;
    }
}
