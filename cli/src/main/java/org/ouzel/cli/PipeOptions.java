package org.ouzel.cli;

import picocli.CommandLine.Option;

/** How {@code listen} and {@code connect} send what they read, and what they tell at the end. */
final class PipeOptions {
    @Option(names = "--urgent", description = "Send each line of standard input as urgent data.")
    private boolean urgent;

    @Option(names = "--push", description = "Push each piece of standard input as it is read.")
    private boolean push;

    @Option(
            names = "--status",
            description =
                    "Print what TCP knew of the connection to standard error at the end; on a terminal, show it in a line"
                            + " meanwhile.")
    private boolean status;

    boolean urgent() {
        return urgent;
    }

    boolean push() {
        return push;
    }

    boolean status() {
        return status;
    }
}
