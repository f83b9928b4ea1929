package org.ouzel.bench.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.ouzel.bench.Medians;

/**
 * What came of the rounds: medians over them, and Ouzel's as parts of its peers'. Such a part is the median of the ratios of each
 * round and not the ratio of the medians: on a machine that is slower at one time than at another, what was measured at one time is
 * what can be compared.
 */
public final class KernelResults {
    private static final List<Contender> PEERS = List.of(Contender.NIO, Contender.NETTY);

    private final List<Sample> samples;

    KernelResults(List<Sample> samples) {
        this.samples = List.copyOf(samples);
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
        return Medians.of(values(Entry.beside(workload, contender, threads), measure).values().stream()
                .mapToDouble(Double::doubleValue));
    }

    /** Ouzel's as a part of a peer's: the median of the ratios of each round. */
    public OptionalDouble of(Contender peer, Workload workload, ThreadKind threads, Measure measure) {
        Map<Integer, Double> peers = values(Entry.beside(workload, peer, threads), measure);
        Map<Integer, Double> ouzels = values(Entry.beside(workload, Contender.OUZEL, threads), measure);
        return Medians.of(ouzels.entrySet().stream()
                .flatMap(ouzel -> Stream.ofNullable(peers.get(ouzel.getKey()))
                        .filter(value -> value > 0)
                        .map(value -> ouzel.getValue() / value))
                .mapToDouble(Double::doubleValue));
    }

    /** By their rounds. */
    private Map<Integer, Double> values(Entry entry, Measure measure) {
        Map<Integer, Double> values = new LinkedHashMap<>();
        for (Sample sample : samples) {
            if (sample.entry().equals(entry)) {
                Optional.ofNullable(sample.values().get(measure)).ifPresent(value -> values.put(sample.round(), value));
            }
        }
        return values;
    }
}
