package org.ouzel.bench.tun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.Namespace;
import org.ouzel.bench.blocking.Call;
import org.ouzel.bench.blocking.Measure;

/** Measures a {@link Plan}, round by round: in a round all are measured one after the other, and nobody is always behind the same one. */
public final class TunBench {
    /** Enough for figures that can be told: connections took four seconds until their code was compiled. */
    public static final Effort FULL = new Effort(5, 7, Duration.ofSeconds(1));

    private static final Path DEVICE_FILE = Path.of("/dev/net/tun");

    private final Plan plan;
    private final Peers peers;
    private final Observer observer;
    private final Map<Entry, Pair> pairs = new HashMap<>();

    private TunBench(Plan plan, Peers peers, Observer observer) {
        this.plan = plan;
        this.peers = peers;
        this.observer = observer;
    }

    /** Told of each round of each entry as it ends. */
    public interface Observer {
        /** One has ended. */
        void measured();

        /** One has failed: there is one less of it. */
        void failed(String who, String why);
    }

    /** Why nothing can be measured here; empty if it can. */
    public static Optional<String> obstacle(Plan plan) {
        return plan.isInMemory() ? Optional.empty() : obstacle();
    }

    private static Optional<String> obstacle() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.of("needs Linux");
        }
        if (!Files.isWritable(DEVICE_FILE)) {
            return Optional.of("needs " + DEVICE_FILE + ", readable and writable");
        }
        try (Namespace namespace = new Namespace(Pair.PURPOSE)) {
            namespace.run("ip", "link", "set", "lo", "up");
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of("needs root and the ip command: " + failed.getMessage());
        }
    }

    /** How many rounds that are, of all entries together. */
    public static int rounds(Plan plan, Peers peers, Effort effort) {
        return (effort.warmups() + effort.rounds())
                * plan.entries(peers.contenders()).stream()
                        .mapToInt(entry -> plan.calls(entry).size())
                        .sum();
    }

    /** Measures all of it. */
    public static Results run(Plan plan, Peers peers, Effort effort, Observer observer) throws IOException {
        TunBench bench = new TunBench(plan, peers, observer);
        try {
            return bench.run(effort);
        } finally {
            bench.close();
        }
    }

    private Results run(Effort effort) throws IOException {
        Results results = new Results(plan, peers.contenders());
        for (int round = -effort.warmups(); round < effort.rounds(); round++) {
            for (Call call : plan.calls()) {
                List<Entry> entries = new ArrayList<>(plan.entries(peers.contenders(), call));
                Collections.rotate(entries, round);
                for (Entry entry : entries) {
                    Map<Measure, Double> measured = attempt(entry, call, effort.each());
                    if (round >= 0) {
                        results.add(round, entry, measured);
                    }
                }
            }
        }
        return results;
    }

    /** Nothing if it fails: then the pair is opened anew for the next round. */
    private Map<Measure, Double> attempt(Entry entry, Call call, Duration each) throws IOException {
        try {
            Pair pair = pairs.get(entry);
            if (pair == null) {
                pair = Pair.open(entry, peers);
                pairs.put(entry, pair);
            }
            Map<Measure, Double> measured = pair.measure(call, each);
            observer.measured();
            return measured;
        } catch (IOException failed) {
            observer.failed(entry.name() + " " + call, String.valueOf(failed.getMessage()));
            Pair broken = pairs.remove(entry);
            if (broken != null) {
                broken.close();
            }
            return Map.of();
        }
    }

    private void close() throws IOException {
        for (Pair pair : pairs.values()) {
            pair.close();
        }
    }
}
