package org.ouzel.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The {@code ouzel} command: reads the arguments and runs one of its commands. */
@Command(
        name = "ouzel",
        description = "The whole of TCP, from the command line.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 well, 1 failed, 2 wrong usage. \"ouzel COMMAND --help\" tells more."})
public final class Main {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where in the program an error came from.")
    private boolean debug;

    private Main() {}

    /** Runs a command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    static int run(Console console, String... arguments) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.addSubcommand(new DemoCommand(console));
        line.addSubcommand(new ListenCommand(console));
        line.addSubcommand(new ConnectCommand(console));
        line.addSubcommand(new ServeCommand(console));
        line.addSubcommand(new GetCommand(console));
        line.addSubcommand(new SimCommand(console, System.getenv()));
        line.addSubcommand(new DrillCommand(console));
        line.addSubcommand(new BenchCommand(console));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getCommandSpec().version("ouzel " + version());
        line.setOut(writer(console.out())).setErr(writer(console.err()));
        line.setParameterExceptionHandler((wrong, ignored) -> usage(console, wrong.getCommandLine(), wrong));
        line.setExecutionExceptionHandler((failed, command, ignored) -> main.failure(console, command, failed));
        int status = line.execute(arguments);
        console.out().flush();
        return status;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static String version() {
        return Optional.ofNullable(Main.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(unpackaged)");
    }

    private static int usage(Console console, CommandLine command, Exception wrong) {
        String name = command.getCommandSpec().qualifiedName();
        console.err().println(name + ": " + oneLine(text(wrong)) + " (see \"" + name + " --help\")");
        return ExitStatus.USAGE;
    }

    private int failure(Console console, CommandLine command, Exception failed) {
        if (debug) {
            failed.printStackTrace(console.err());
        }
        if (failed instanceof UsageException wrong) {
            return usage(console, command, wrong);
        }
        console.err().println(command.getCommandSpec().qualifiedName() + ": " + oneLine(text(failed)));
        return ExitStatus.FAILURE;
    }

    private static String text(Exception failed) {
        return switch (failed) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case FileSystemException file when file.getReason() == null -> "cannot use file " + file.getFile();
            case UncheckedIOException wrapper -> text(cause(wrapper));
            case ParameterException known -> message(known);
            case UsageException known -> message(known);
            case IOException known -> message(known);
            case HttpException known -> message(known);
            case UnsupportedOperationException known -> message(known);
            case InterruptedException interrupted -> "interrupted";
            default -> "unexpected: " + failed + " (--debug shows where)";
        };
    }

    private static IOException cause(UncheckedIOException wrapper) {
        IOException cause = wrapper.getCause();
        return cause == null ? new IOException(wrapper) : cause;
    }

    private static String message(Exception known) {
        String message = known.getMessage();
        return message == null || message.isBlank() ? known.getClass().getSimpleName() : message;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
