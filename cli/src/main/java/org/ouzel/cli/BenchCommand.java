package org.ouzel.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.idle.IdleBench;
import org.ouzel.bench.tun.Plan;
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
        description =
                "Measures how fast Ouzel is on this machine: its simulator (sim), its TCP against the kernel's over TUN"
                        + " devices, in throughput beside a program without TCP (tun), in round trips and connections"
                        + " beside the kernel over veth (latency, connections; these three need Linux and root), its TCP"
                        + " between two hosts in one process (memory), a million connections on which nobody speaks (idle;"
                        + " needs 5 GiB of memory), its TCP"
                        + " beside that of Linux over bad links (wan; needs root and TUN devices), its engine over the"
                        + " kernel's TCP beside java.nio and Netty (kernel; needs Linux). Nothing else should run"
                        + " meanwhile.",
        footer = {
            "",
            "Figures of --json: those that --list tells.",
            "Exit status: 0 if all was measured, 1 if not, 2 wrong usage."
        })
final class BenchCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "SUITE",
            arity = "0..*",
            description = "What to measure (default: all): sim, tun, latency, connections, memory, idle, wan, kernel.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "List the figures and what they mean, and measure nothing.")
    private boolean list;

    @Option(names = "--quick", description = "Measure for a moment only: shows that it runs, not how fast.")
    private boolean quick;

    @Option(
            names = "--peers",
            description =
                    "tun, latency, connections: measure other stacks in the same run, lwIP and gVisor's netstack. They"
                            + " are built first, from Debian's packages.")
    private boolean peers;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "idle: how many connections (default: " + IdleBench.CONNECTIONS + ").")
    private @Nullable Integer connections;

    @Mixin
    private WanOptions wan = new WanOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        List<BenchSuite> all = Stream.of(
                        Stream.of(new SimulatorSuite()),
                        Stream.of(Plan.values()).map(plan -> new TunSuite(plan, peers)),
                        Stream.of(new IdleSuite(connections), new WanSuite(wan), new KernelSuite()))
                .<BenchSuite>flatMap(suites -> suites)
                .toList();
        List<BenchSuite> suites = names.isEmpty()
                ? all
                : names.stream().distinct().map(name -> named(all, name)).toList();
        return json.run(console, "bench", report -> {
            if (list) {
                suites.forEach(this::list);
                return true;
            }
            return measure(suites, report);
        });
    }

    private static BenchSuite named(List<BenchSuite> all, String name) {
        return all.stream()
                .filter(suite -> suite.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("\"" + name + "\" is no suite: there is "
                        + String.join(", ", all.stream().map(BenchSuite::name).toList())));
    }

    private void list(BenchSuite suite) {
        for (Figure figure : suite.figures()) {
            console.out().printf("%-40s %s%n", figure.name(), figure.meaning());
        }
    }

    private boolean measure(List<BenchSuite> suites, Report report) throws IOException, InterruptedException {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        boolean all = true;
        for (BenchSuite suite : suites) {
            all &= suite.measure(console, effort, report);
        }
        return all;
    }
}
