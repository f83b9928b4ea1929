package org.ouzel.cli;

import java.io.IOException;
import picocli.CommandLine.Option;

/** The option {@code --json}, and what comes of it. */
final class JsonOption {
    @Option(
            names = "--json",
            description = "Print, as the last line of standard output, one object: "
                    + "{\"command\": NAME, \"ok\": true|false, \"figures\": {NAME: NUMBER, ...}}.")
    private boolean wanted;

    /** What a command does. */
    interface Action {
        /** Does it, and says whether all went well. */
        boolean run(Report report) throws IOException, InterruptedException;
    }

    /** Runs a command and reports, also when it fails. Returns its exit status. */
    int run(Console console, String command, Action action) throws IOException, InterruptedException {
        Report report = new Report(command);
        boolean ok = false;
        try {
            ok = action.run(report);
        } finally {
            if (wanted) {
                console.out().println(report.separator() + report.json(ok));
            }
            console.out().flush();
        }
        return ok ? ExitStatus.OK : ExitStatus.FAILURE;
    }
}
