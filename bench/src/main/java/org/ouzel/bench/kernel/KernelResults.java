package org.ouzel.bench.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.ouzel.bench.RoundValues;

/** What came of the rounds: medians over them, and Ouzel's as parts of its peers'. */
public final class KernelResults {
    private static final List<Contender> PEERS = List.of(Contender.NIO, Contender.NETTY);

    private final RoundValues<Key> values = new RoundValues<>();

    private record Key(Entry entry, Measure measure) {}

    KernelResults(List<Sample> samples) {
        for (Sample sample : samples) {
            sample.values()
                    .forEach((measure, value) -> values.add(sample.round(), new Key(sample.entry(), measure), value));
        }
    }

    /** On what Ouzel is measured. */
    public static List<ThreadKind> kinds() {
        return List.of(ThreadKind.PLATFORM, ThreadKind.VIRTUAL);
    }

    /** The names of the figures, and what they mean. */
    public static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        each((workload, threads) -> {
            for (Measure measure : Measure.compared(workload)) {
                meanings.put(
                        measure.name(workload, threads),
                        measure.meaning(workload) + ", of Ouzel over loopback on " + threads.title() + better(measure));
                PEERS.forEach(peer -> meanings.put(
                        measure.nameOf(peer, workload, threads),
                        "the same as a part of that of " + peer.title() + " on "
                                + Entry.beside(workload, peer, threads)
                                        .threads()
                                        .title() + better(measure)));
            }
            meanings.put(
                    Measure.ALLOCATION.name(workload, threads),
                    Measure.ALLOCATION.meaning(workload) + ", by Ouzel on " + threads.title()
                            + better(Measure.ALLOCATION));
        });
        return meanings;
    }

    private static String better(Measure measure) {
        return measure.isLessBetter() ? "; less is better" : "; more is better";
    }

    private static void each(BiConsumer<Workload, ThreadKind> what) {
        for (Workload workload : Workload.values()) {
            kinds().forEach(threads -> what.accept(workload, threads));
        }
    }

    /** The figures by their names; what was not measured is not there. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        each((workload, threads) -> {
            for (Measure measure : Measure.of(workload)) {
                median(workload, Contender.OUZEL, threads, measure)
                        .ifPresent(value -> figures.put(measure.name(workload, threads), value));
            }
            for (Measure measure : Measure.compared(workload)) {
                PEERS.forEach(peer -> of(peer, workload, threads, measure)
                        .ifPresent(ratio -> figures.put(measure.nameOf(peer, workload, threads), ratio)));
            }
        });
        return figures;
    }

    /** The median over the rounds of a contender's, beside Ouzel's on such threads. */
    public OptionalDouble median(Workload workload, Contender contender, ThreadKind threads, Measure measure) {
        return values.median(new Key(Entry.beside(workload, contender, threads), measure));
    }

    /** Ouzel's as a part of a peer's: the median of the ratios of each round. */
    public OptionalDouble of(Contender peer, Workload workload, ThreadKind threads, Measure measure) {
        return values.ratio(
                new Key(Entry.beside(workload, Contender.OUZEL, threads), measure),
                new Key(Entry.beside(workload, peer, threads), measure));
    }
}
