package org.ouzel.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ouzel.os.interop.Namespace;

/** The {@code ouzel} command as this build has made it. */
final class OuzelCommand {
    private static final Path LIB = Path.of("..", "cli", "target", "lib").toAbsolutePath();

    private OuzelCommand() {}

    /** What runs the command with these arguments. */
    static List<String> line(List<String> arguments) {
        return line(List.of(), arguments);
    }

    /** The same in a virtual machine with these options. */
    static List<String> line(List<String> options, List<String> arguments) {
        if (!Files.isDirectory(LIB)) {
            throw new AssertionError(LIB + " is not there: the command is built before these tests");
        }
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of(
                "-p",
                LIB.toString(),
                "--enable-native-access=org.ouzel.os",
                "--illegal-native-access=deny",
                "-m",
                "org.ouzel.cli/org.ouzel.cli.Main"));
        line.addAll(arguments);
        return line;
    }

    /** Starts a command with an engine over a TUN device in a namespace: what it says comes as one stream. */
    static Process start(Namespace namespace, Path capture, String... command) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--engine",
                "tun:ouzel0",
                "--address",
                "198.18.0.2/24",
                "--address",
                "2001:db8::2/64",
                "--host-address",
                "198.18.0.1",
                "--host-address",
                "2001:db8::1",
                "--capture",
                capture.toString(),
                "--json"));
        return namespace.start(line(arguments).toArray(String[]::new));
    }

    /** The lines that a process says up to its end; fails unless it ends well. */
    static List<String> ended(Process process) throws IOException, InterruptedException {
        List<String> said = process.inputReader().readAllLines();
        if (process.waitFor() != 0) {
            throw new AssertionError("ended with " + process.exitValue() + ": " + String.join("\n", said));
        }
        return said;
    }

    /** Reads what a process says until a line begins so. */
    static String awaitLine(Process process, String beginning) {
        List<String> said = new ArrayList<>();
        try {
            for (String line = process.inputReader().readLine();
                    line != null;
                    line = process.inputReader().readLine()) {
                said.add(line);
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        throw new AssertionError("never said \"" + beginning + "\": " + String.join("\n", said));
    }
}
