package org.ouzel.bench.tun;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ouzel.bench.blocking.Call;
import org.ouzel.bench.blocking.Measure;

/** What a suite measures. */
public enum Plan {
    /** Throughput of one connection over TUN, beside what a program without TCP moves there. */
    TUN("tun"),
    /** Round trips of a byte, beside the kernel's over veth. */
    LATENCY("latency"),
    /** Connections with a byte each way, beside the kernel's over veth. */
    CONNECTIONS("connections"),
    /** Throughput of one connection between two hosts over a link in memory. */
    MEMORY("memory");

    private final String label;

    Plan(String label) {
        this.label = label;
    }

    /** What it is called. */
    public String label() {
        return label;
    }

    /** Whether all of it is in memory: then it can be measured everywhere. */
    public boolean isInMemory() {
        return switch (this) {
            case TUN, LATENCY, CONNECTIONS -> false;
            case MEMORY -> true;
        };
    }

    /** What each of them does. */
    public List<Call> calls() {
        return switch (this) {
            case TUN -> List.of(Call.IN, Call.OUT);
            case LATENCY -> List.of(Call.PING_PONG);
            case CONNECTIONS -> List.of(Call.ONE_AT_A_TIME, Call.SIXTEEN_AT_A_TIME, Call.SIXTEEN_BY_EVENTS);
            case MEMORY -> List.of(Call.STREAM);
        };
    }

    /** What an entry does of that: where Ouzel calls, it has threads. */
    List<Call> calls(Entry entry) {
        return calls().stream()
                .filter(call ->
                        call != Call.SIXTEEN_BY_EVENTS || !entry.contender().isInMemory())
                .toList();
    }

    private List<Measure> measures(Entry entry) {
        return calls(entry).stream().flatMap(call -> call.measures().stream()).toList();
    }

    /**
     * Who is measured.
     *
     * @param peers the other stacks among them
     */
    public List<Case> cases(List<Contender> peers) {
        return switch (this) {
            case TUN -> overTunBelowTheCeiling(peers);
            case LATENCY, CONNECTIONS -> overTunAndInMemory(peers);
            case MEMORY ->
                List.of(inMemory(Framing.OFFLOAD, Measure.STREAM), inMemory(Framing.PLAIN, Measure.SEGMENTS));
        };
    }

    /** All of them, each once. */
    public List<Entry> entries(List<Contender> peers) {
        return cases(peers).stream()
                .flatMap(each -> each.entries().stream())
                .distinct()
                .toList();
    }

    private List<Case> overTunBelowTheCeiling(List<Contender> peers) {
        return Stream.of(Framing.values())
                .map(framing -> {
                    Entry ouzel = new Entry(Contender.OUZEL, framing);
                    return new Case(
                            label + "." + framing.label(),
                            "over TUN " + framing.meaning(),
                            ouzel,
                            with(
                                    List.of(
                                            new Entry(Contender.CEILING, framing),
                                            new Entry(Contender.COPYING, framing)),
                                    peers),
                            measures(ouzel));
                })
                .toList();
    }

    private List<Case> overTunAndInMemory(List<Contender> peers) {
        Entry memory = new Entry(Contender.MEMORY, Framing.PLAIN);
        return List.of(
                besideVeth("tun", "", Contender.OUZEL, peers),
                besideVeth(
                        "called",
                        ", whose listeners are called in place of threads that wait",
                        Contender.CALLED,
                        peers),
                besideVeth(
                        "polling",
                        ", called, whose reader polls for " + Pair.BUSY_POLL.toNanos() / 1000 + " µs before it sleeps",
                        Contender.POLLING,
                        peers),
                new Case(
                        label + ".memory",
                        "between two hosts of Ouzel's over a link in memory, on virtual threads",
                        memory,
                        List.of(new Entry(Contender.ONE_CORE, Framing.PLAIN)),
                        measures(memory)));
    }

    private Case besideVeth(String setting, String how, Contender contender, List<Contender> peers) {
        Entry ouzel = new Entry(contender, Framing.PLAIN);
        return new Case(
                label + "." + setting,
                "between the kernel and Ouzel over TUN" + how,
                ouzel,
                with(
                        List.of(
                                new Entry(Contender.VETH, Framing.PLAIN),
                                new Entry(Contender.VETH_EVENTS, Framing.PLAIN)),
                        peers),
                measures(ouzel));
    }

    private Case inMemory(Framing framing, Measure measure) {
        return new Case(
                label,
                "between two hosts of Ouzel's over a link in memory " + framing.meaning(),
                new Entry(Contender.MEMORY, framing),
                List.of(new Entry(Contender.ONE_CORE, framing)),
                List.of(measure));
    }

    /** Other stacks have no framing but the plain one. */
    private static List<Entry> with(List<Entry> first, List<Contender> peers) {
        List<Entry> beside = new ArrayList<>(first);
        peers.forEach(peer -> beside.add(new Entry(peer, Framing.PLAIN)));
        return beside;
    }

    /** Those of them that do something. */
    List<Entry> entries(List<Contender> peers, Call call) {
        return entries(peers).stream()
                .filter(entry -> calls(entry).contains(call))
                .toList();
    }

    /** The names of the figures, and what they mean. */
    public Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (Case each : cases(Contender.peers())) {
            for (Measure measure : each.measures()) {
                String better = measure.isLessBetter() ? "; less is better" : "; more is better";
                meanings.put(each.figure(measure), measure.meaning() + ", " + each.meaning() + better);
                for (Entry other : each.beside()) {
                    String who = other.contender().title() + (other.contender().isPeer() ? " (with --peers)" : "");
                    meanings.put(each.figure(measure, other), "the same of " + who + better);
                    meanings.put(each.ratio(measure, other), "Ouzel's as a part of that of " + who + better);
                }
            }
        }
        return meanings;
    }
}
