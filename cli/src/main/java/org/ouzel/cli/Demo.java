package org.ouzel.cli;

import java.io.IOException;
import java.util.Locale;
import org.ouzel.TcpStatus;
import org.ouzel.stack.link.Faults;

/** The demo: five acts over one bad network, the first three of them on one connection. */
final class Demo {
    private static final double PERCENT = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Console console;
    private final long sizeBytes;
    private final Faults faults;
    private final long seed;

    Demo(Console console, long sizeBytes, Faults faults, long seed) {
        this.console = console;
        this.sizeBytes = sizeBytes;
        this.faults = faults;
        this.seed = seed;
    }

    /** Plays it. True if everything went as it has to. */
    boolean play(Report report) throws IOException, InterruptedException {
        Findings findings = new Findings(console.out());
        findings.out().println("Two hosts in this process, 198.18.0.1 and 198.18.0.2, each a complete TCP in Java.");
        findings.say(String.format(
                Locale.ROOT,
                "The network between them loses %s %%, reorders %s %% and duplicates %s %% of the packets,"
                        + " each way; delay %s ms, seed %d.",
                faults.loss() * PERCENT,
                faults.reordering() * PERCENT,
                faults.duplication() * PERCENT,
                faults.delay().toNanos() / NANOS_PER_MILLI,
                seed));
        try (DemoNetwork network = new DemoNetwork(faults, seed)) {
            DemoNetwork.Pair pair = network.connect();
            new TransferAct(network, console, sizeBytes, seed).play(pair, findings, report);
            new InterruptAct().play(pair, findings);
            new CloseAct(network).play(pair, findings, report);
            new AbortAct().play(network.connect(), findings);
            status(pair.sender().status(), network.packets(), findings, report);
        }
        findings.out().println();
        findings.out().println(findings.good() ? "Everything went as it has to." : "Not everything went as it has to.");
        return findings.good();
    }

    private static void status(TcpStatus status, DemoNetwork.Packets packets, Findings findings, Report report) {
        findings.act("5. The status of the first connection, as the sender's TCP knows it");
        StatusTable.print(findings.out(), status);
        findings.say(String.format(
                Locale.ROOT,
                "The network lost %d packets, duplicated %d, reordered %d and delivered %d.",
                packets.lost(),
                packets.duplicated(),
                packets.reordered(),
                packets.delivered()));
        report.segments(status.counters());
        report.figure("packets_lost", packets.lost());
        report.figure("packets_duplicated", packets.duplicated());
        report.figure("packets_reordered", packets.reordered());
    }
}
