package org.ouzel.bench.idle;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.JavaCommand;

/**
 * Measures connections on which nobody speaks. One process has all of them, another of the same kind has only one, so that nothing of the
 * former can be seen in the latter; what one connection's traffic costs is measured in both, round by round, and neither is always behind
 * the other.
 */
public final class IdleBench {
    /** Enough for figures that can be told. */
    public static final Effort FULL = new Effort(3, 7, Duration.ofSeconds(1));

    /** So many connections there are. */
    public static final int CONNECTIONS = 1_000_000;

    /** So many there are where it is only to be seen that it runs. */
    public static final int QUICK_CONNECTIONS = 3_000;

    static final int HEAP_GIB = 4;

    /** What else a process needs, and another one that has one connection. */
    private static final long BESIDE_BYTES = 1L << 30;

    private static final List<IdleQuestion> TRAFFIC = List.of(IdleQuestion.ROUND_TRIPS, IdleQuestion.BULK);
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration QUICK_REST = Duration.ofMillis(500);

    /** So many are asked at the end whether they still carry data. */
    private static final int SAMPLE = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long a connection may take to be opened, all collections included, before something is wrong. */
    private static final Duration MOST_PER_CONNECTION = Duration.ofMillis(1);

    private final int connections;
    private final Effort effort;
    private final Runnable onRound;
    private final IdleResults results = new IdleResults();
    private final Map<Setting, AskedProcess> processes = new EnumMap<>(Setting.class);

    private IdleBench(int connections, Effort effort, Runnable onRound) {
        this.connections = connections;
        this.effort = effort;
        this.onRound = onRound;
    }

    /** Why nothing can be measured here; empty if it can. */
    public static Optional<String> obstacle() {
        long bytes = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        long needed = ((long) HEAP_GIB << 30) + BESIDE_BYTES;
        return bytes < needed
                ? Optional.of("needs " + (needed >> 30) + " GiB of memory, and there are " + (bytes >> 30))
                : Optional.empty();
    }

    /** How many rounds that are, of both together; the opening, the rest and the last look are one each. */
    public static int rounds(Effort effort) {
        return (effort.warmups() + effort.rounds()) * Setting.values().length * TRAFFIC.size() + 3;
    }

    /**
     * Measures all.
     *
     * @param connections how many there are
     * @param onRound run after each round
     * @throws IOException if something failed: then nothing was measured
     */
    public static IdleResults run(int connections, Effort effort, Runnable onRound) throws IOException {
        IdleBench bench = new IdleBench(connections, effort, onRound);
        try {
            bench.run();
            return bench.results;
        } finally {
            bench.processes.values().forEach(AskedProcess::close);
        }
    }

    private void run() throws IOException {
        for (Setting setting : Setting.values()) {
            processes.put(setting, AskedProcess.start(setting.title(), command(), PATIENCE));
        }
        take(0, Setting.CROWD, ask(Setting.CROWD, IdleQuestion.OPEN, connections - 1L, untilOpened()));
        onRound.run();
        for (int round = -effort.warmups(); round < effort.rounds(); round++) {
            measureTraffic(round);
        }
        Duration rest = effort.equals(Effort.QUICK) ? QUICK_REST : REST;
        take(0, Setting.CROWD, ask(Setting.CROWD, IdleQuestion.REST, rest.toNanos(), rest.plus(PATIENCE)));
        onRound.run();
        ask(Setting.CROWD, IdleQuestion.CHECK, Math.min(SAMPLE, connections), PATIENCE);
        onRound.run();
    }

    private static List<String> command() {
        List<String> options = List.of("-Xmx" + HEAP_GIB + "g", "-XX:+ExitOnOutOfMemoryError");
        return JavaCommand.likeTheCommand(options, IdleProcess.class).line();
    }

    private Duration untilOpened() {
        return MOST_PER_CONNECTION.multipliedBy(connections).plus(PATIENCE);
    }

    private void measureTraffic(int round) throws IOException {
        for (IdleQuestion question : TRAFFIC) {
            List<Setting> settings = new ArrayList<>(List.of(Setting.values()));
            Collections.rotate(settings, round);
            for (Setting setting : settings) {
                Duration each = effort.each();
                Map<IdleMeasure, Double> measured = ask(
                        setting, question, each.toNanos(), each.multipliedBy(2).plus(PATIENCE));
                if (round >= 0) {
                    take(round, setting, measured);
                }
                onRound.run();
            }
        }
    }

    private Map<IdleMeasure, Double> ask(Setting setting, IdleQuestion question, long number, Duration limit)
            throws IOException {
        AskedProcess process = processes.get(setting);
        if (process == null) {
            throw new AssertionError(setting + " was not started");
        }
        return question.ask(process, number, limit);
    }

    private void take(int round, Setting setting, Map<IdleMeasure, Double> measured) {
        measured.forEach((measure, value) -> results.add(round, setting, measure, value));
    }
}
