package org.ouzel.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.kernel.Contender;
import org.ouzel.bench.kernel.KernelBench;
import org.ouzel.bench.kernel.KernelResults;
import org.ouzel.bench.kernel.Measure;
import org.ouzel.bench.kernel.ThreadKind;
import org.ouzel.bench.kernel.Workload;

/** Ouzel's kernel engine beside {@code java.nio} and Netty, over loopback. */
record KernelSuite() implements BenchSuite {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String RATIO = "%.3f";

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public List<Figure> figures() {
        return KernelResults.meanings().entrySet().stream()
                .map(meaning -> new Figure(meaning.getKey(), meaning.getValue()))
                .toList();
    }

    @Override
    public boolean measure(Console console, Effort effort, Report report) throws IOException, InterruptedException {
        Effort rounds = effort.equals(Effort.QUICK) ? effort : KernelBench.FULL;
        return switch (run(console, rounds)) {
            case KernelBench.Obstructed(String why) -> {
                console.err().println("kernel: cannot run here: " + why);
                yield false;
            }
            case KernelBench.Measured(KernelResults results) -> {
                results.figures().forEach(report::figure);
                print(results, rounds, console.out());
                yield true;
            }
        };
    }

    private static KernelBench.Outcome run(Console console, Effort effort) throws IOException, InterruptedException {
        Progress.Task task = new Progress.Task("kernel", Progress.Unit.ROUNDS, KernelBench.rounds(effort));
        try (Progress progress = Progress.of(console, task, PATIENCE)) {
            return KernelBench.run(effort, () -> progress.advance(1));
        }
    }

    /** For each kind of threads: medians of all contenders, what Ouzel's are of its peers', what was allocated. */
    private static void print(KernelResults results, Effort effort, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "kernel: over loopback, medians of %d rounds of %.1f s; of nio, of netty: medians of the rounds' ratios%n",
                effort.rounds(),
                effort.each().toMillis() / 1e3);
        for (ThreadKind threads : KernelResults.kinds()) {
            out.printf(
                    Locale.ROOT,
                    "%-26s%11s%11s%11s%9s%9s%n",
                    threads.title(),
                    Contender.OUZEL.title(),
                    Contender.NIO.title(),
                    Contender.NETTY.title(),
                    "of nio",
                    "of netty");
            for (Workload workload : Workload.values()) {
                Measure.of(workload).forEach(measure -> row(out, results, workload, threads, measure));
            }
        }
    }

    private static void row(
            PrintStream out, KernelResults results, Workload workload, ThreadKind threads, Measure measure) {
        out.printf(
                "%-26s",
                "  " + String.join(" ", workload.label(), measure.shownName()).strip() + ", " + measure.shownUnit());
        for (Contender contender : Contender.values()) {
            out.printf("%11s", text(format(measure), results.median(workload, contender, threads, measure)));
        }
        if (Measure.compared(workload).contains(measure)) {
            out.printf(
                    "%9s%9s",
                    text(RATIO, results.of(Contender.NIO, workload, threads, measure)),
                    text(RATIO, results.of(Contender.NETTY, workload, threads, measure)));
        }
        out.println();
    }

    private static String format(Measure measure) {
        return switch (measure) {
            case P50, P99 -> "%.1f";
            case THROUGHPUT -> "%.2f";
            case RATE, ALLOCATION -> "%.0f";
        };
    }

    private static String text(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }
}
