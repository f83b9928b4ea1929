package org.ouzel.os.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Decides what becomes of tests that need root, TUN devices and network namespaces where those are missing. */
public final class Interop {
    private static final Optional<String> MISSING = missing();

    private Interop() {}

    /**
     * Skips the test with the reason; or fails it, if the system property {@code ouzel.interop} is {@code required}.
     *
     * @param commands what must be on the PATH besides ip and python3
     */
    public static void require(String... commands) {
        decide(MISSING.or(() -> missingCommand(commands)));
    }

    /** The same for a test that needs commands on the PATH, but neither root nor devices. */
    public static void requireCommands(String... commands) {
        decide(missingCommand(commands));
    }

    private static void decide(Optional<String> missing) {
        if (System.getProperty("ouzel.interop", "auto").equals("required")) {
            missing.ifPresent(Assertions::fail);
        }
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    private static Optional<String> missingCommand(String... commands) {
        List<String> path = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.of(commands)
                .filter(command -> path.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, command))))
                .findFirst()
                .map(command -> "needs the command " + command);
    }

    private static Optional<String> missing() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("needs Linux");
        }
        if (!Files.isWritable(Path.of("/dev/net/tun"))) {
            return Optional.of("needs /dev/net/tun, readable and writable");
        }
        try (Namespace probe = new Namespace()) {
            probe.run("python3", "-c", "pass");
            return Optional.empty();
        } catch (IOException | AssertionError failed) {
            return Optional.of("needs root, the ip command and python3: " + failed.getMessage());
        }
    }
}
