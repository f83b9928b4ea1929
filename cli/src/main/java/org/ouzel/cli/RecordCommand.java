package org.ouzel.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ouzel drill record}. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes a script of a connection that was captured: its packets, and the calls that they make likely.",
        footer = {"", "Exit status: 0 if it is written, 1 if not, 2 wrong usage."})
final class RecordCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "CAPTURE", description = "A pcapng or pcap file with raw IP or Ethernet.")
    private Path capture = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the script to a file (default: standard output).")
    private @Nullable Path output;

    @Option(
            names = "--connection",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which connection, counted in the order of their first SYNs (default: 1).")
    private int connection;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The host that is to be tested (default: the one that answers the SYN).")
    private @Nullable String host;

    RecordCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        String script = new Recording(capture, connection, address()).script();
        if (output == null) {
            console.out().print(script);
            console.out().flush();
        } else {
            Files.writeString(output, script, StandardCharsets.UTF_8);
        }
        return ExitStatus.OK;
    }

    private Optional<InetAddress> address() {
        try {
            return Optional.ofNullable(host).map(InetAddress::ofLiteral);
        } catch (IllegalArgumentException none) {
            throw new UsageException("\"" + host + "\" is no address");
        }
    }
}
