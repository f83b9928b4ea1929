package org.ouzel.checks.goodput;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.WireSettings;

/**
 * What one flow makes of a bottleneck, over round trips, reordering and losses, with each congestion control.
 *
 * @param rows of each path the goodput by the control's name: medians over the seeds, as shares of the bottleneck's rate
 */
record GoodputGrid(Map<Conditions, Map<String, Double>> rows) {
    private static final long BITS_PER_S = 20_000_000;
    private static final int LEAST_QUEUE_PACKETS = 50;
    private static final Duration LENGTH = Duration.ofSeconds(20);
    private static final int SEEDS = 3;

    /** The least time for which a packet may be held back: so long, three others take on this wire. */
    private static final Duration LEAST_HELD_BACK = Duration.ofMillis(2);

    private static final List<Integer> ROUND_TRIPS_MS = List.of(1, 20, 100);
    private static final List<Integer> REORDERINGS_PERCENT = List.of(0, 5);
    private static final List<Double> LOSSES_PERCENT = List.of(0.0, 0.1, 1.0, 3.0, 10.0);

    /** What a path is like. */
    record Conditions(int roundTripMs, int reorderingPercent, double lossPercent) {
        private Bottleneck bottleneck() {
            Duration roundTrip = Duration.ofMillis(roundTripMs);
            Duration quarter = roundTrip.dividedBy(4);
            Duration heldBack = quarter.compareTo(LEAST_HELD_BACK) > 0 ? quarter : LEAST_HELD_BACK;
            return Bottleneck.of(BITS_PER_S, roundTrip)
                    .withQueue(1, LEAST_QUEUE_PACKETS)
                    .withFaults(Faults.NONE
                            .withReordering(reorderingPercent / 100.0, heldBack)
                            .withLoss(lossPercent / 100.0));
        }

        /** The same without reordering. */
        Conditions inOrder() {
            return new Conditions(roundTripMs, 0, lossPercent);
        }
    }

    private static List<Conditions> allConditions() {
        List<Conditions> all = new ArrayList<>();
        for (int roundTripMs : ROUND_TRIPS_MS) {
            for (int reorderingPercent : REORDERINGS_PERCENT) {
                for (double lossPercent : LOSSES_PERCENT) {
                    all.add(new Conditions(roundTripMs, reorderingPercent, lossPercent));
                }
            }
        }
        return all;
    }

    private static Set<String> controls() {
        return new TreeSet<>(new Simulation(0).pair(WireSettings.IDEAL).left().congestionControls());
    }

    // ---- Its computation

    /** Runs all of it, as many simulations at a time as there are processors. */
    static GoodputGrid computed() throws InterruptedException, ExecutionException {
        Set<String> controls = controls();
        try (ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Map<Conditions, Map<String, Future<Double>>> running = new LinkedHashMap<>();
            for (Conditions conditions : allConditions()) {
                Map<String, Future<Double>> row = new LinkedHashMap<>();
                controls.forEach(control -> row.put(control, processors.submit(() -> median(conditions, control))));
                running.put(conditions, row);
            }
            return awaited(running);
        }
    }

    private static GoodputGrid awaited(Map<Conditions, Map<String, Future<Double>>> running)
            throws InterruptedException, ExecutionException {
        Map<Conditions, Map<String, Double>> rows = new LinkedHashMap<>();
        for (Conditions conditions : running.keySet()) {
            Map<String, Double> row = new LinkedHashMap<>();
            for (Map.Entry<String, Future<Double>> cell :
                    running.get(conditions).entrySet()) {
                row.put(cell.getKey(), cell.getValue().get());
            }
            rows.put(conditions, row);
        }
        return new GoodputGrid(rows);
    }

    private static double median(Conditions conditions, String control) throws Exception {
        double[] shares = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            Bottleneck path = conditions.bottleneck();
            Race race = new Race(seed, path, LENGTH);
            Race.Flow flow = race.flow(control, Duration.ZERO);
            race.run();
            shares[seed] = path.share(flow.receivedBytes(), LENGTH);
        }
        Arrays.sort(shares);
        return shares[SEEDS / 2];
    }

    // ---- Its page

    /** As a table. */
    String page() {
        StringBuilder page = new StringBuilder("# The goodput grid\n\n");
        page.append(
                "Made by `GoodputGridTest`; [goodput.md](goodput.md) tells what it means and how to accept a change.\n\n");
        Set<String> controls = rows.values().iterator().next().keySet();
        page.append("| round trip, ms | reordered, % | lost, % | ")
                .append(String.join(" | ", controls))
                .append(" |\n|")
                .append("---:|".repeat(3 + controls.size()))
                .append('\n');
        rows.forEach((conditions, row) -> {
            page.append("| %d | %d | %s |"
                    .formatted(conditions.roundTripMs, conditions.reorderingPercent, conditions.lossPercent));
            row.values().forEach(share -> page.append(String.format(Locale.ROOT, " %.3f |", share)));
            page.append('\n');
        });
        return page.toString();
    }
}
