package org.ouzel.bench.kernel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a round tells. */
public enum Measure {
    /** The time that half of the bytes were back in. */
    P50(
            Optional.of(Workload.PING_PONG),
            ".p50",
            "us",
            "µs",
            "median time of a byte there and one back, in microseconds"),
    /** The time that 99 of 100 bytes were back in. */
    P99(
            Optional.of(Workload.PING_PONG),
            ".p99",
            "us",
            "µs",
            "time in which 99 % of the bytes were there and one back, in microseconds"),
    /** How much went over one connection. */
    THROUGHPUT(
            Optional.of(Workload.STREAMING),
            "",
            "gb_per_s",
            "GB/s",
            "bytes over one connection by writes of 64 KiB, in gigabytes (10^9) a second"),
    /** How many connections there were. */
    RATE(
            Optional.of(Workload.CONNECTIONS),
            "",
            "per_s",
            "1/s",
            "connections opened, ended by both sides and given back, one after the other, a second"),
    /** What was allocated on the heap, by all threads. */
    ALLOCATION(Optional.empty(), "", "bytes_per_op", "bytes/op", "bytes allocated on the heap, by both ends, for ");

    private final Optional<Workload> only;
    private final String part;
    private final String unit;
    private final String shownUnit;
    private final String meaning;

    Measure(Optional<Workload> only, String part, String unit, String shownUnit, String meaning) {
        this.only = only;
        this.part = part;
        this.unit = unit;
        this.shownUnit = shownUnit;
        this.meaning = meaning;
    }

    /** What is told of a workload. */
    public static List<Measure> of(Workload workload) {
        return Stream.of(values())
                .filter(measure -> measure.only.isEmpty() || measure.only.get().equals(workload))
                .toList();
    }

    /** Those by which the contenders are compared. */
    public static List<Measure> compared(Workload workload) {
        return of(workload).stream().filter(measure -> measure.only.isPresent()).toList();
    }

    /** The unit, for people. */
    public String shownUnit() {
        return shownUnit;
    }

    /** What it is called where its workload has been told already. */
    public String shownName() {
        return part.isEmpty() ? "" : part.substring(1);
    }

    /** Whether less is better; otherwise more is. */
    public boolean isLessBetter() {
        return switch (this) {
            case P50, P99, ALLOCATION -> true;
            case THROUGHPUT, RATE -> false;
        };
    }

    String meaning(Workload workload) {
        return only.isPresent() ? meaning : meaning + workload.operation();
    }

    /** The name of its figure. */
    String name(Workload workload, ThreadKind threads) {
        return prefix(workload, threads) + unit;
    }

    /** The name of its figure as a part of a peer's. */
    String nameOf(Contender peer, Workload workload, ThreadKind threads) {
        return prefix(workload, threads) + "of_" + peer.label();
    }

    private String prefix(Workload workload, ThreadKind threads) {
        String kind =
                switch (threads) {
                    case PLATFORM -> "";
                    case VIRTUAL -> ".virtual";
                    case EVENT_LOOPS -> throw new IllegalArgumentException("Ouzel has no event loops");
                };
        return "kernel." + workload.label() + kind + part + ".";
    }
}
