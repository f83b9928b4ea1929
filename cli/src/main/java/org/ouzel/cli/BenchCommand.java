package org.ouzel.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.cli.BenchSuite.Figure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ouzel bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how fast Ouzel is on this machine, each figure in a process of its own."
                + " Nothing else should run meanwhile.",
        footer = {
            "",
            "Figures of --json: those that --list tells.",
            "Exit status: 0 if all was measured, 1 if not, 2 wrong usage."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    private final Console console;

    @Parameters(paramLabel = "SUITE", arity = "0..*", description = "What to measure (default: all): sim.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "List the figures and what they mean, and measure nothing.")
    private boolean list;

    @Option(names = "--quick", description = "Measure for a moment only: shows that it runs, not how fast.")
    private boolean quick;

    @Mixin
    private JsonOption json = new JsonOption();

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        List<BenchSuite> suites = names.isEmpty()
                ? BenchSuite.ALL
                : names.stream().distinct().map(BenchSuite::named).toList();
        List<Figure> figures =
                suites.stream().flatMap(suite -> suite.figures().stream()).toList();
        return json.run(console, "bench", report -> {
            if (list) {
                figures.forEach(figure -> console.out().printf("%-28s %s%n", figure.name(), figure.meaning()));
            } else {
                measure(figures, report);
            }
            return true;
        });
    }

    private void measure(List<Figure> figures, Report report) throws IOException {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        double[] measured = new double[figures.size()];
        try (ProgressBar bar = bar(figures.size())) {
            for (int i = 0; i < measured.length; i++) {
                measured[i] = figures.get(i).how().measure(effort);
                report.figure(figures.get(i).name(), measured[i]);
                if (bar != null) {
                    bar.step();
                }
            }
        }
        for (int i = 0; i < measured.length; i++) {
            console.out().printf(Locale.ROOT, "%-28s %,15.0f%n", figures.get(i).name(), measured[i]);
        }
    }

    /** A bar on a terminal, otherwise null: nothing is worth a line of its own. */
    private @Nullable ProgressBar bar(int steps) {
        if (!console.terminal()) {
            return null;
        }
        return new ProgressBarBuilder()
                .setTaskName("measuring")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                .build();
    }
}
