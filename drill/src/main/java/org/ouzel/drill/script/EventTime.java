package org.ouzel.drill.script;

/** When an event happens. Times are in nanoseconds. */
public sealed interface EventTime {
    /**
     * So long after the script began.
     *
     * @param ns the time
     */
    record At(long ns) implements EventTime {}

    /**
     * So long after the event before.
     *
     * @param ns the time
     */
    record After(long ns) implements EventTime {}

    /**
     * At some time after the script began.
     *
     * @param fromNs the earliest
     * @param untilNs the latest
     */
    record Within(long fromNs, long untilNs) implements EventTime {}

    /**
     * At some time after the event before.
     *
     * @param fromNs the earliest
     * @param untilNs the latest
     */
    record AfterWithin(long fromNs, long untilNs) implements EventTime {}

    /** At any time: {@code *}. */
    record Anytime() implements EventTime {}
}
