package org.ouzel.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.ouzel.bench.Benchmarks;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.SimulatedIdle;
import org.ouzel.bench.SimulatedTransfer;

/**
 * Figures that are measured together.
 *
 * @param name what it is called on the command line
 * @param figures what it measures, in that order
 */
record BenchSuite(String name, List<Figure> figures) {
    private static final int QUICK_PART = 64;

    /** How fast the simulator is. */
    private static final BenchSuite SIM = new BenchSuite(
            "sim",
            List.of(
                    new Figure(
                            "sim.segments_per_s",
                            "TCP segments that a transfer between two simulated hosts sends each second, on one core,"
                                    + " over a cable that takes no time",
                            effort -> transfer("IDEAL", effort)),
                    new Figure(
                            "sim.distant.segments_per_s",
                            "the same over a cable with a gigabit a second and a millisecond's delay",
                            effort -> transfer("DISTANT", effort)),
                    new Figure(
                            "sim.idle_virtual_s_per_s",
                            "virtual seconds that go by each second, on one core, for 100 hosts with 1000 idle"
                                    + " connections that send a keep-alive each minute",
                            BenchSuite::idle)));

    /** All there are. */
    static final List<BenchSuite> ALL = List.of(SIM);

    /**
     * Something that is measured.
     *
     * @param name what it is called among the figures of {@code --json}
     * @param meaning what it tells
     * @param how measures it
     */
    record Figure(String name, String meaning, Measurement how) {}

    /** How a figure is measured. */
    @FunctionalInterface
    interface Measurement {
        /** Measures it. */
        double measure(Effort effort) throws IOException;
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

    /** The suite of that name. */
    static BenchSuite named(String name) {
        return ALL.stream()
                .filter(suite -> suite.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("\"" + name + "\" is no suite: there is "
                        + String.join(", ", ALL.stream().map(BenchSuite::name).toList())));
    }
}
