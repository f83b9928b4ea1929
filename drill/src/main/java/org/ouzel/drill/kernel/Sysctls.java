package org.ouzel.drill.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ouzel.drill.run.Shell;
import org.ouzel.drill.run.Sleep;
import org.ouzel.os.sys.NetworkNamespace;

/**
 * Commands of the shell inside a namespace, which may be {@code sysctl -w net.NAME=VALUE} and {@code sleep SECONDS} alone. Nothing else
 * is run.
 */
final class Sysctls implements Shell {
    private static final Path ROOT = Path.of("/proc/sys");
    private static final Pattern SEPARATOR = Pattern.compile("\\s*(?:;|&&|\\R)\\s*");
    private static final Pattern COMMAND = Pattern.compile("sysctl((?:\\s+-[wq]+)*)\\s+(.*)");
    // Beside net, what is set would be set for the whole computer.
    private static final Pattern SETTING =
            Pattern.compile("\\G\\s*(net(?:\\.[A-Za-z0-9_-]+)+)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s\"']+)");

    private final NetworkNamespace namespace;
    private final Sleeper sleeper;

    /** Lets time pass. */
    interface Sleeper {
        /** So much of it. */
        void sleep(long ns) throws IOException;
    }

    Sysctls(NetworkNamespace namespace, Sleeper sleeper) {
        this.namespace = namespace;
        this.sleeper = sleeper;
    }

    @Override
    public Result run(String command) throws IOException {
        List<String> parts = Arrays.stream(SEPARATOR.split(command.strip()))
                .filter(part -> !part.isEmpty())
                .toList();
        for (String part : parts) {
            Result result = one(part);
            if (!(result instanceof Done)) {
                return result;
            }
        }
        return new Done();
    }

    private Result one(String command) throws IOException {
        List<String> words = List.of(command.split("\\s+"));
        if (words.getFirst().equals("sleep")) {
            return sleep(command, Sleep.ns(words.subList(1, words.size())));
        }
        Matcher known = COMMAND.matcher(command);
        if (!known.matches()) {
            return new NotUnderstood("the command is not understood: " + command);
        }
        String settings = known.group(2).strip();
        Matcher setting = SETTING.matcher(settings);
        int end = 0;
        while (setting.find()) {
            end = setting.end();
            String value = setting.group(2).replaceAll("^[\"']|[\"']$", "");
            Result result = write(setting.group(1), value);
            if (!(result instanceof Done)) {
                return result;
            }
        }
        return end == settings.length() ? new Done() : new NotUnderstood("the command is not understood: " + command);
    }

    private Result sleep(String command, OptionalLong ns) throws IOException {
        if (ns.isEmpty()) {
            return new NotUnderstood("the command is not understood: " + command);
        }
        sleeper.sleep(ns.getAsLong());
        return new Done();
    }

    private Result write(String name, String value) throws IOException {
        Path file = ROOT.resolve(name.replace('.', '/'));
        try {
            namespace.inside(() -> Files.writeString(file, value + "\n"));
            return new Done();
        } catch (NoSuchFileException missing) {
            return new NotUnderstood("this kernel has no " + name);
        } catch (IOException refused) {
            // As with a setting that is missing: the kernel is not as the script wants it, and what it does then is
            // judged by nobody.
            return new NotUnderstood("this kernel refuses " + name + "=" + value + ": " + refused.getMessage());
        }
    }
}
