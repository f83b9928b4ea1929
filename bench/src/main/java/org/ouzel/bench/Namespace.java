package org.ouzel.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A network namespace of its own, with a kernel's TCP in it. It is removed when it is closed, and when the process ends. */
public final class Namespace implements AutoCloseable {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final String name;
    private final Thread atExit;

    /**
     * Makes it.
     *
     * @param purpose part of its name
     */
    public Namespace(String purpose) throws IOException {
        this.name = "ouzel-" + purpose + "-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
        this.atExit = Thread.ofPlatform().name(name + "-removal").unstarted(this::removeQuietly);
        run(List.of("ip", "netns", "add", name));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Its name, as {@code ip netns list} shows it. */
    public String name() {
        return name;
    }

    /** The same command, to be run in it. */
    public List<String> inside(List<String> command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", name), command.stream())
                .toList();
    }

    /**
     * Runs a command in it, such as those of {@code ip}, to its end.
     *
     * @throws IOException if it fails: what it has said
     */
    public void run(String... command) throws IOException {
        run(inside(List.of(command)));
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The process ends: the hook removes it.
            return;
        }
        remove();
    }

    private void removeQuietly() {
        try {
            remove();
        } catch (IOException failed) {
            System.err.println("network namespace " + name + " is left: " + failed.getMessage());
        }
    }

    private void remove() throws IOException {
        run(List.of("ip", "netns", "del", name));
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }
}
