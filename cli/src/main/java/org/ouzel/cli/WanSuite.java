package org.ouzel.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.cli.wan.Pairing;
import org.ouzel.cli.wan.WanBench;
import org.ouzel.cli.wan.WanPoint;
import org.ouzel.cli.wan.WanResults;
import org.ouzel.cli.wan.WanSettings;

/**
 * Ouzel's goodput beside Linux's over bad links.
 *
 * @param options what is measured
 */
record WanSuite(WanOptions options) implements BenchSuite {
    /** Stands where all transfers have failed. */
    private static final String NOTHING = "-";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "wan";
    }

    @Override
    public List<Figure> figures() {
        return WanPoint.ALL.stream()
                .flatMap(point -> WanResults.meanings(point).entrySet().stream())
                .map(meaning -> new Figure(meaning.getKey(), meaning.getValue()))
                .toList();
    }

    @Override
    public boolean measure(Console console, Effort effort, Report report) throws IOException, InterruptedException {
        WanSettings settings = options.settings(effort);
        Optional<String> obstacle = WanBench.obstacle();
        if (obstacle.isPresent()) {
            console.err().println("wan: cannot run here: " + obstacle.get());
            return false;
        }
        AtomicInteger failures = new AtomicInteger();
        WanResults results = run(console, settings, failures);
        results.points().forEach(point -> results.figures(point).forEach(report::figure));
        report.text("linux_control", WanBench.LINUX_CONTROL);
        report.text("ouzel_control", WanBench.OUZEL_CONTROL);
        print(results, settings, console.out());
        return failures.get() == 0;
    }

    private static WanResults run(Console console, WanSettings settings, AtomicInteger failures)
            throws IOException, InterruptedException {
        Progress.Task task = new Progress.Task("wan", Progress.Unit.TRANSFERS, settings.transfers());
        try (Progress progress = Progress.of(console, task, PATIENCE)) {
            return WanBench.run(settings, new WanBench.Observer() {
                @Override
                public void measured() {
                    progress.advance(1);
                }

                @Override
                public void failed(String transfer, String why) {
                    failures.incrementAndGet();
                    console.err().println("wan: " + transfer + " failed: " + why);
                    progress.advance(1);
                }
            });
        }
    }

    /** For each link: goodputs, how far the seeds lie apart, what they are of Linux's, how many segments were sent again. */
    private static void print(WanResults results, WanSettings settings, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "wan: goodput in Mbit/s, medians of %d; Linux with %s, Ouzel with %s%n",
                settings.seeds(),
                WanBench.LINUX_CONTROL,
                WanBench.OUZEL_CONTROL);
        row(out, "", Pairing::label);
        for (WanPoint point : results.points()) {
            row(out, point.name(), pairing -> text("%.2f", results.median(point, pairing)));
            row(out, "  least to most", pairing -> text(results.range(point, pairing)));
            row(out, "  of linux", pairing -> text("%.3f", results.ofLinux(point, pairing)));
            row(out, "  sent again", pairing -> text("%.0f", results.medianRetransmitted(point, pairing)));
        }
    }

    private static void row(PrintStream out, String title, Function<Pairing, String> text) {
        out.printf("%-16s", title);
        for (Pairing pairing : Pairing.values()) {
            out.printf("%14s", text.apply(pairing));
        }
        out.println();
    }

    private static String text(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : NOTHING;
    }

    private static String text(DoubleSummaryStatistics range) {
        return range.getCount() == 0
                ? NOTHING
                : String.format(Locale.ROOT, "%.2f-%.2f", range.getMin(), range.getMax());
    }
}
