package org.ouzel.cli.wan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A network namespace of its own, with a kernel's TCP in it. It is removed when it is closed, and when the process ends. */
final class Namespace implements AutoCloseable {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final String name = "ouzel-wan-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
    private final Thread atExit = Thread.ofPlatform().name(name + "-removal").unstarted(this::removeQuietly);

    /** Makes it. */
    Namespace() throws IOException {
        ip("add", name);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Its name, as {@code ip netns list} shows it. */
    String name() {
        return name;
    }

    /** Starts a command in it. Its output and its errors are one stream. */
    Process start(String... command) throws IOException {
        List<String> line = Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command))
                .toList();
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The process ends: the hook removes it.
            return;
        }
        ip("del", name);
    }

    private void removeQuietly() {
        try {
            ip("del", name);
        } catch (IOException failed) {
            System.err.println("network namespace " + name + " is left: " + failed.getMessage());
        }
    }

    private static void ip(String action, String name) throws IOException {
        Process process = new ProcessBuilder("ip", "netns", action, name)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("ip netns " + action + " " + name + ": " + said.strip());
        }
    }
}
