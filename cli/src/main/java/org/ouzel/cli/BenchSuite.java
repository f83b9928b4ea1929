package org.ouzel.cli;

import java.io.IOException;
import java.util.List;
import org.ouzel.bench.Benchmarks.Effort;

/** Figures that are measured together. */
sealed interface BenchSuite permits SimulatorSuite, TunSuite, IdleSuite, WanSuite, KernelSuite {
    /**
     * Something that is measured.
     *
     * @param name what it is called among the figures of {@code --json}
     * @param meaning what it tells
     */
    record Figure(String name, String meaning) {}

    /** What it is called on the command line. */
    String name();

    /** What it measures unless told otherwise. */
    List<Figure> figures();

    /**
     * Measures, and tells what came of it to people and to the report.
     *
     * @return whether all was measured
     */
    boolean measure(Console console, Effort effort, Report report) throws IOException, InterruptedException;
}
