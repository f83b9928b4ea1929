package org.ouzel.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.idle.IdleBench;
import org.ouzel.bench.idle.IdleMeasure;
import org.ouzel.bench.idle.IdleResults;

/**
 * Connections between two hosts in one process, on which nobody speaks.
 *
 * @param connections how many; null for as many as the effort has
 */
record IdleSuite(@Nullable Integer connections) implements BenchSuite {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Figure> figures() {
        return IdleResults.meanings().entrySet().stream()
                .map(meaning -> new Figure(meaning.getKey(), meaning.getValue()))
                .toList();
    }

    @Override
    public boolean measure(Console console, Effort effort, Report report) {
        boolean quick = effort.equals(Effort.QUICK);
        int count = count(quick ? IdleBench.QUICK_CONNECTIONS : IdleBench.CONNECTIONS);
        Optional<String> obstacle = IdleBench.obstacle();
        if (obstacle.isPresent()) {
            console.err().println("idle: cannot run here: " + obstacle.get());
            return false;
        }
        try {
            Effort rounds = quick ? effort : IdleBench.FULL;
            IdleResults results = run(console, count, rounds);
            results.figures().forEach(report::figure);
            print(results, rounds, console.out());
            return true;
        } catch (IOException failed) {
            console.err().println("idle: failed: " + failed.getMessage());
            return false;
        }
    }

    private int count(int otherwise) {
        if (connections == null) {
            return otherwise;
        }
        if (connections < 2 || connections > IdleBench.CONNECTIONS) {
            throw new UsageException("--connections is out of range: " + connections);
        }
        return connections;
    }

    private static IdleResults run(Console console, int connections, Effort effort) throws IOException {
        Progress.Task task = new Progress.Task("idle", Progress.Unit.ROUNDS, IdleBench.rounds(effort));
        try (Progress progress = Progress.of(console, task, PATIENCE)) {
            return IdleBench.run(connections, effort, () -> progress.advance(1));
        }
    }

    private static void print(IdleResults results, Effort effort, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "idle: traffic: medians of %d rounds of %.1f s of processor time; of alone: medians of the rounds' ratios%n",
                effort.rounds(),
                effort.each().toMillis() / 1e3);
        for (IdleMeasure measure : IdleMeasure.values()) {
            out.printf("%14s %s", text(measure.format(), results.median(measure)), measure.title());
            if (measure.isCompared()) {
                out.printf(
                        "; alone %s, of that %s",
                        text(measure.format(), results.medianAlone(measure)), text("%.3f", results.ofAlone(measure)));
            }
            out.println();
        }
    }

    private static String text(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }
}
