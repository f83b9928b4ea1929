package org.ouzel.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this module, each in a process of its own. For one thread at a time. */
public final class Benchmarks {
    private static final String CLASS_PATH = "java.class.path";

    private Benchmarks() {}

    /**
     * How long is measured.
     *
     * @param warmups how many rounds are run before
     * @param rounds how many rounds are measured
     * @param each how long a round lasts at least; it ends with the operation that it is in
     */
    public record Effort(int warmups, int rounds, Duration each) {
        /** Enough for figures that can be told. */
        public static final Effort FULL = new Effort(4, 5, Duration.ofSeconds(2));

        /** Enough to see that it runs. */
        public static final Effort QUICK = new Effort(1, 1, Duration.ofMillis(100));

        /** Rejects what measures nothing. */
        public Effort {
            if (warmups < 0 || rounds < 1 || !each.isPositive()) {
                throw new IllegalArgumentException(warmups + " and " + rounds + " rounds of " + each);
            }
        }
    }

    /**
     * Runs a benchmark and gives what its {@code Count} counted, per second.
     *
     * @param benchmark the class, of one benchmark
     * @param parameters what differs from its defaults, by the names of its fields
     * @throws IOException if it failed
     */
    public static Map<String, Double> run(Class<?> benchmark, Map<String, String> parameters, Effort effort)
            throws IOException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.nanoseconds(effort.each().toNanos()))
                .measurementIterations(effort.rounds())
                .measurementTime(TimeValue.nanoseconds(effort.each().toNanos()))
                .shouldFailOnError(true);
        parameters.forEach(options::param);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            return measured(benchmark, run(options, out));
        } catch (RunnerException failed) {
            throw new IOException(
                    "benchmark " + benchmark.getSimpleName() + " failed: " + said.toString(StandardCharsets.UTF_8),
                    failed);
        }
    }

    /** JMH gives its processes the class path that it finds itself on, and locks a file that may be another user's. */
    private static Collection<RunResult> run(ChainedOptionsBuilder options, PrintStream out) throws RunnerException {
        String before = System.getProperty(CLASS_PATH, "");
        System.setProperty("jmh.ignoreLock", "true");
        System.setProperty(CLASS_PATH, ClassPath.ofThisProcess());
        try {
            return new Runner(options.build(), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL)).run();
        } finally {
            System.setProperty(CLASS_PATH, before);
        }
    }

    private static Map<String, Double> measured(Class<?> benchmark, Collection<RunResult> runs) throws IOException {
        if (runs.size() != 1) {
            throw new IOException("benchmark " + benchmark.getSimpleName() + " has run " + runs.size()
                    + " times: its parameters have more than one value each, or it is not there");
        }
        Map<String, Double> measured = new LinkedHashMap<>();
        runs.iterator().next().getSecondaryResults().forEach((name, result) -> measured.put(name, result.getScore()));
        return measured;
    }
}
