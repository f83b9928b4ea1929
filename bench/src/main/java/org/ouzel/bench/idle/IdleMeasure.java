package org.ouzel.bench.idle;

/** What is told of connections on which nobody speaks. */
public enum IdleMeasure {
    /** How many connections there are. */
    CONNECTIONS(
            "connections.count",
            "%,.0f",
            "connections",
            "connections that are open at once between two hosts in one process",
            false),
    /** How much of the heap an end of a connection holds. */
    ENDPOINT(
            "endpoint.bytes",
            "%,.0f",
            "bytes of heap for each end of a connection",
            "by how much the heap in use after collections has grown with them, for each end of a connection, in bytes",
            true),
    /** How much of the heap is in use. */
    HEAP(
            "heap.gib",
            "%.2f",
            "GiB of heap in use after collections, of the " + IdleBench.HEAP_GIB + " that there are",
            "heap in use after collections when all are open, of the " + IdleBench.HEAP_GIB
                    + " GiB that there are, in gibibytes",
            true),
    /** How fast they were opened. */
    OPENED(
            "opened.per_s",
            "%,.0f",
            "connections opened a second, one at a time",
            "connections opened a second, one at a time, until all were",
            false),
    /** What a round trip costs. */
    ROUND_TRIP(
            "round_trip.ns",
            "%,.0f",
            "ns of processor time for a byte there and one back, on one of them",
            "processor time of a byte there and one back on one of them, in nanoseconds",
            true),
    /** What a segment costs. */
    SEGMENT(
            "segment.ns",
            "%,.0f",
            "ns of processor time for each 1460 bytes of bulk, on one of them",
            "processor time of each 1460 bytes of bulk on one of them, in nanoseconds",
            true),
    /** How busy the process is when nobody speaks. */
    PROCESSOR(
            "processor.percent",
            "%.2f",
            "% of a processor's time while nobody speaks",
            "time of a processor that the process takes while nobody speaks, in percent",
            true);

    private final String figure;
    private final String format;
    private final String title;
    private final String meaning;
    private final boolean lessBetter;

    IdleMeasure(String figure, String format, String title, String meaning, boolean lessBetter) {
        this.figure = figure;
        this.format = format;
        this.title = title;
        this.meaning = meaning;
        this.lessBetter = lessBetter;
    }

    /** Whether it is compared with the same on a connection that is alone. */
    public boolean isCompared() {
        return switch (this) {
            case ROUND_TRIP, SEGMENT -> true;
            case CONNECTIONS, ENDPOINT, HEAP, OPENED, PROCESSOR -> false;
        };
    }

    /** The name of the figure. */
    public String figure() {
        return "idle." + figure;
    }

    /** The name of the same when it is alone. */
    public String figureAlone() {
        return prefix() + "alone_ns";
    }

    /** The name of the former as a part of the latter. */
    public String figureOfAlone() {
        return prefix() + "of_alone";
    }

    private String prefix() {
        return "idle." + figure.substring(0, figure.indexOf('.') + 1);
    }

    /** How it is shown. */
    public String format() {
        return format;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** What it tells, and whether less or more is better. */
    public String meaning() {
        return meaning + (lessBetter ? "; less is better" : "; more is better");
    }
}
