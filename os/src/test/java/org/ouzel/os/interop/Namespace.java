package org.ouzel.os.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of a test's own. Closing it ends what was started in it and removes it. */
public final class Namespace implements AutoCloseable {
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final long TIMEOUT_S = 30;

    private final String name = "ouzel-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
    private final List<Process> started = new ArrayList<>();

    /** Removes it also where the tests are interrupted. */
    private final Thread atTheEnd = new Thread(this::removeQuietly);

    /** Makes it, with its loopback device up. */
    public Namespace() throws IOException {
        command(List.of("ip", "netns", "add", name));
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            run("ip", "link", "set", "lo", "up");
        } catch (IOException | AssertionError failed) {
            close();
            throw failed;
        }
    }

    /** Its name, as {@code ip netns list} shows it. */
    public String name() {
        return name;
    }

    /** Starts a command in it. Its output and its errors are one stream. */
    public Process start(String... command) throws IOException {
        Process process =
                new ProcessBuilder(inside(command)).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    /** Runs a command in it and gives its output; the test fails if the command does. */
    public String run(String... command) throws IOException {
        return command(inside(command));
    }

    /** Nobody is left to be told if it cannot be done. */
    private void removeQuietly() {
        started.forEach(Process::destroyForcibly);
        try {
            command(List.of("ip", "netns", "del", name));
        } catch (IOException | AssertionError failed) {
            System.err.println(failed.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
        for (Process process : started) {
            process.destroyForcibly()
                    .onExit()
                    .orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                    .join();
        }
        command(List.of("ip", "netns", "del", name));
    }

    private List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all;
    }

    private static String command(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<Process> ended = process.onExit()
                .orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .whenComplete((done, late) -> {
                    // Only then: to destroy a process that has ended throws its output away.
                    if (late != null) {
                        process.destroyForcibly();
                    }
                });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = ended.join().exitValue();
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + status + ": " + output);
        }
        return output;
    }
}
