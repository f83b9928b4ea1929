package org.ouzel.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
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

    /** For each link: goodputs, what these are of Linux's, and how many segments were sent again. */
    private static void print(WanResults results, WanSettings settings, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "wan: goodput in Mbit/s, medians of %d; Linux with %s, Ouzel with %s%n",
                settings.seeds(),
                WanBench.LINUX_CONTROL,
                WanBench.OUZEL_CONTROL);
        out.printf("%-16s", "");
        for (Pairing pairing : Pairing.values()) {
            out.printf("%12s", pairing.label());
        }
        out.println();
        for (WanPoint point : results.points()) {
            row(out, point.name(), pairing -> results.median(point, pairing), "%12.2f");
            row(out, "  of linux", pairing -> results.ofLinux(point, pairing), "%12.3f");
            row(out, "  sent again", pairing -> results.medianRetransmitted(point, pairing), "%12.0f");
        }
    }

    private static void row(PrintStream out, String title, Function<Pairing, OptionalDouble> value, String format) {
        out.printf("%-16s", title);
        for (Pairing pairing : Pairing.values()) {
            OptionalDouble one = value.apply(pairing);
            out.print(one.isPresent() ? String.format(Locale.ROOT, format, one.getAsDouble()) : "%12s".formatted("-"));
        }
        out.println();
    }
}
