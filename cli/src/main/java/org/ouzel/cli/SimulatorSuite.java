package org.ouzel.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.ouzel.bench.Benchmarks;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.SimulatedIdle;
import org.ouzel.bench.SimulatedTransfer;

/** How fast the simulator is. */
final class SimulatorSuite implements BenchSuite {
    private static final int WIDTH = 80;
    private static final int QUICK_PART = 64;

    private static final List<Benchmark> BENCHMARKS = List.of(
            new Benchmark(
                    new Figure(
                            "sim.segments_per_s",
                            "TCP segments that a transfer between two simulated hosts sends each second, on one core,"
                                    + " over a cable that takes no time"),
                    effort -> transfer("IDEAL", effort)),
            new Benchmark(
                    new Figure(
                            "sim.distant.segments_per_s",
                            "the same over a cable with a gigabit a second and a millisecond's delay"),
                    effort -> transfer("DISTANT", effort)),
            new Benchmark(
                    new Figure(
                            "sim.idle_virtual_s_per_s",
                            "virtual seconds that go by each second, on one core, for 100 hosts with 1000 idle"
                                    + " connections that send a keep-alive each minute"),
                    SimulatorSuite::idle));

    private record Benchmark(Figure figure, Measurement how) {}

    /** How a figure is measured. */
    @FunctionalInterface
    private interface Measurement {
        double measure(Effort effort) throws IOException;
    }

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public List<Figure> figures() {
        return BENCHMARKS.stream().map(Benchmark::figure).toList();
    }

    @Override
    public boolean measure(Console console, Effort effort, Report report) throws IOException {
        double[] measured = new double[BENCHMARKS.size()];
        try (ProgressBar bar = bar(console, measured.length)) {
            for (int i = 0; i < measured.length; i++) {
                measured[i] = BENCHMARKS.get(i).how().measure(effort);
                report.figure(BENCHMARKS.get(i).figure().name(), measured[i]);
                if (bar != null) {
                    bar.step();
                }
            }
        }
        for (int i = 0; i < measured.length; i++) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%-28s %,15.0f%n",
                            BENCHMARKS.get(i).figure().name(),
                            measured[i]);
        }
        return true;
    }

    /** A bar on a terminal, otherwise null: nothing is worth a line of its own. */
    private static @Nullable ProgressBar bar(Console console, int steps) {
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

    private static double transfer(String network, Effort effort) throws IOException {
        Map<String, String> parameters = Map.of("network", network, "bytes", sized(64 << 20, effort));
        return measure(SimulatedTransfer.class, parameters, "segments", effort);
    }

    private static double idle(Effort effort) throws IOException {
        return measure(SimulatedIdle.class, Map.of("seconds", sized(14_400, effort)), "virtualSeconds", effort);
    }

    /** A moment has no room for a whole operation. */
    private static String sized(int full, Effort effort) {
        return Integer.toString(effort.equals(Effort.QUICK) ? full / QUICK_PART : full);
    }

    private static double measure(Class<?> benchmark, Map<String, String> parameters, String counted, Effort effort)
            throws IOException {
        Double perSecond = Benchmarks.run(benchmark, parameters, effort).get(counted);
        if (perSecond == null) {
            throw new IOException("benchmark " + benchmark.getSimpleName() + " counts no " + counted);
        }
        return perSecond;
    }
}
