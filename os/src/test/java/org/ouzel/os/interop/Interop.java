package org.ouzel.os.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Decides what becomes of tests that need root, TUN devices and network namespaces where those are missing. */
public final class Interop {
    private static final Optional<String> MISSING = missing();

    private Interop() {}

    /** Skips the test with the reason; or fails it, if the system property {@code ouzel.interop} is {@code required}. */
    public static void require() {
        if (System.getProperty("ouzel.interop", "auto").equals("required")) {
            MISSING.ifPresent(Assertions::fail);
        }
        Assumptions.assumeTrue(MISSING.isEmpty(), () -> MISSING.orElse(""));
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
