package org.ouzel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.Drill;
import org.ouzel.drill.ScriptFile;
import org.ouzel.drill.ScriptReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ouzel drill}. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs packetdrill scripts: what a host is to send and its calls are to give, at what times, is held against"
                        + " what it does. In virtual time, the same each time.",
        footer = {
            "",
            "Figures of --json: ok, failed, unsupported (scripts that ask for what is not to be had), real_s.",
            "Exit status: 0 if none failed, 1 if one did, 2 wrong usage."
        })
final class DrillCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Console console;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "0..*",
            description = "Scripts, and folders whose scripts (*.pkt, in all folders below too) are run.")
    private List<Path> places = List.of();

    @Mixin
    private DrillOptions options = new DrillOptions();

    @Option(
            names = "--pcap",
            paramLabel = "FILE|DIR",
            description =
                    "Write the packets to a pcapng file: that of a single script to FILE, of others to DIR/SCRIPT.pcapng.")
    private @Nullable Path captures;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write the results to a file of JUnit's XML format too.")
    private @Nullable Path junit;

    @Option(names = "--quiet", description = "Show only scripts that failed, and the totals.")
    private boolean quiet;

    @Mixin
    private JsonOption json = new JsonOption();

    DrillCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (places.isEmpty()) {
            throw new UsageException("which scripts? Missing: FILE|DIR");
        }
        Drill drill = options.drill();
        return json.run(console, "drill", report -> run(drill, report));
    }

    private boolean run(Drill drill, Report report) throws IOException, InterruptedException {
        drill.requireTarget();
        List<ScriptFile> scripts = new ScriptFiles(places, captures).all();
        long begunNs = System.nanoTime();
        DrillText text = new DrillText(console.out(), quiet);
        List<ScriptReport> done = run(drill, scripts, text);
        DrillTotals totals = DrillTotals.of(done);
        text.totals(totals);
        if (junit != null) {
            JUnitFile.write(junit, done);
        }
        report.figure("ok", totals.ok());
        report.figure("failed", totals.failed());
        report.figure("unsupported", totals.unsupported());
        report.seconds("real_s", Duration.ofNanos(System.nanoTime() - begunNs));
        return totals.failed() == 0;
    }

    private List<ScriptReport> run(Drill drill, List<ScriptFile> scripts, DrillText text) throws InterruptedException {
        Progress.Task task = new Progress.Task("scripts", Progress.Unit.SCRIPTS, scripts.size());
        try (Progress progress = Progress.of(console, task, PATIENCE)) {
            return drill.run(scripts, report -> {
                text.script(report);
                progress.advance(1);
            });
        }
    }
}
