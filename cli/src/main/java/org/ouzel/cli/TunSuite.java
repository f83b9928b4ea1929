package org.ouzel.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.blocking.Measure;
import org.ouzel.bench.tun.Case;
import org.ouzel.bench.tun.Entry;
import org.ouzel.bench.tun.Peers;
import org.ouzel.bench.tun.Plan;
import org.ouzel.bench.tun.Results;
import org.ouzel.bench.tun.TunBench;

/**
 * Ouzel in memory, or against the kernel over TUN devices, beside its ceiling, the kernel over veth, or other stacks.
 *
 * @param plan what is measured
 * @param withPeers whether other stacks are
 */
record TunSuite(Plan plan, boolean withPeers) implements BenchSuite {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String name() {
        return plan.label();
    }

    @Override
    public List<Figure> figures() {
        return plan.meanings().entrySet().stream()
                .map(meaning -> new Figure(meaning.getKey(), meaning.getValue()))
                .toList();
    }

    @Override
    public boolean measure(Console console, Effort effort, Report report) throws IOException {
        Optional<String> obstacle = TunBench.obstacle(plan);
        if (obstacle.isPresent()) {
            console.err().println(name() + ": cannot run here: " + obstacle.get());
            return false;
        }
        try (Peers peers = withPeers && !plan.isInMemory() ? Peers.build() : Peers.none()) {
            peers.obstacles().forEach((peer, why) -> console.err()
                    .println(name() + ": " + peer.title() + " is left out: " + why));
            AtomicInteger failures = new AtomicInteger();
            Effort rounds = effort.equals(Effort.QUICK) ? effort : TunBench.FULL;
            Results results = run(console, peers, rounds, failures);
            results.figures().forEach(report::figure);
            print(results, rounds, console.out());
            return failures.get() == 0 && peers.obstacles().isEmpty();
        }
    }

    private Results run(Console console, Peers peers, Effort effort, AtomicInteger failures) throws IOException {
        Progress.Task task = new Progress.Task(name(), Progress.Unit.ROUNDS, TunBench.rounds(plan, peers, effort));
        try (Progress progress = Progress.of(console, task, PATIENCE)) {
            return TunBench.run(plan, peers, effort, new TunBench.Observer() {
                @Override
                public void measured() {
                    progress.advance(1);
                }

                @Override
                public void failed(String who, String why) {
                    failures.incrementAndGet();
                    console.err().println(name() + ": " + who + " failed: " + why);
                    progress.advance(1);
                }
            });
        }
    }

    /** For each setting and measure: the medians of all, what they ranged over, and what Ouzel's is of the others'. */
    private void print(Results results, Effort effort, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s: medians of %d rounds of %.1f s; ratios: medians of the rounds' ratios%n",
                name(),
                effort.rounds(),
                effort.each().toMillis() / 1e3);
        for (Case each : results.cases()) {
            for (Measure measure : each.measures()) {
                out.printf("%s %s, %s%n", each.name(), measure.label(), measure.shownUnit());
                for (Entry entry : each.entries()) {
                    row(out, results, each, entry, measure);
                }
            }
        }
    }

    private static void row(PrintStream out, Results results, Case each, Entry entry, Measure measure) {
        String format = format(measure);
        out.printf(
                "  %-14s%12s   %s to %s",
                entry.contender().title(),
                text(format, results.median(entry, measure)),
                text(format, results.least(entry, measure)),
                text(format, results.most(entry, measure)));
        if (each.beside().contains(entry)) {
            out.printf("   ouzel of it %s", text("%.3f", results.ratio(each, entry, measure)));
        }
        out.println();
    }

    private static String format(Measure measure) {
        return switch (measure) {
            case IN, OUT, STREAM -> "%.2f";
            case P50, P99 -> "%.1f";
            case C1, C16, E16, SEGMENTS -> "%.0f";
        };
    }

    private static String text(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }
}
