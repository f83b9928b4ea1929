package org.ouzel.bench.kernel;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.bench.JavaCommand;

/** Measures Ouzel's kernel engine beside its peers, in a process of its own. */
public final class KernelBench {
    /** Enough for figures that can be told: under three minutes. */
    public static final Effort FULL = new Effort(2, 9, Duration.ofSeconds(1));

    /** Beside the time that the rounds should take: until it has begun, and between them. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private KernelBench() {}

    /** What came of it. */
    public sealed interface Outcome {}

    /**
     * All was measured.
     *
     * @param results what came of it
     */
    public record Measured(KernelResults results) implements Outcome {}

    /**
     * Nothing can be measured here.
     *
     * @param why what is missing
     */
    public record Obstructed(String why) implements Outcome {}

    /** How many rounds that are, of all contenders at all workloads together. */
    public static int rounds(Effort effort) {
        return (effort.warmups() + effort.rounds())
                * Stream.of(Workload.values())
                        .mapToInt(workload -> Entry.of(workload).size())
                        .sum();
    }

    /**
     * Measures all.
     *
     * @param onRound run after each round
     * @throws IOException if something failed: then nothing was measured
     */
    public static Outcome run(Effort effort, Runnable onRound) throws IOException, InterruptedException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return new Obstructed("needs Linux");
        }
        Path peers = peers();
        if (!Files.isDirectory(peers)) {
            return new Obstructed("needs Netty in " + peers + ", where the build puts it");
        }
        Process process = start(effort, peers);
        try {
            return listen(process, effort, onRound);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Beside the jar, or the folder, that this class is in. */
    private static Path peers() throws IOException {
        CodeSource source = KernelBench.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("where the benchmarks are is not known");
        }
        try {
            return Path.of(source.getLocation().toURI()).resolveSibling("peers");
        } catch (URISyntaxException malformed) {
            throw new IOException(malformed);
        }
    }

    // Netty is as fast as it can be: with the access to memory that the JDK is about to take away.
    private static Process start(Effort effort, Path peers) throws IOException {
        JavaCommand command = new JavaCommand(
                List.of("-Xms1g", "-Xmx1g", "--sun-misc-unsafe-memory-access=allow"),
                List.of(peers + File.separator + "*"),
                KernelRounds.class,
                List.of(
                        Integer.toString(effort.warmups()),
                        Integer.toString(effort.rounds()),
                        Long.toString(effort.each().toNanos())));
        return new ProcessBuilder(command.line()).redirectErrorStream(true).start();
    }

    private static Outcome listen(Process process, Effort effort, Runnable onRound)
            throws IOException, InterruptedException {
        Duration limit = effort.each().multipliedBy(2L * rounds(effort)).plus(PATIENCE);
        CompletableFuture<Process> ended = process.onExit().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Process> _ =
                ended.whenComplete((_, _) -> process.toHandle().destroyForcibly());
        Listener listener = new Listener(onRound);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(listener::onLine);
        }
        if (process.waitFor() != 0) {
            throw new IOException("the process that measures "
                    + (ended.isCompletedExceptionally() ? "has not ended within " + limit : "has failed") + ": "
                    + String.join("\n", listener.said));
        }
        return listener.outcome();
    }

    /** Takes what the process tells, and keeps what else it says for the case that it fails. */
    private static final class Listener {
        private final Runnable onRound;
        private final List<String> said = new ArrayList<>();
        private final List<Sample> samples = new ArrayList<>();
        private Optional<String> obstacle = Optional.empty();

        private Listener(Runnable onRound) {
            this.onRound = onRound;
        }

        private void onLine(String line) {
            Told.of(line).ifPresentOrElse(this::onTold, () -> said.add(line));
        }

        private void onTold(Told told) {
            switch (told) {
                case Told.Warmed() -> onRound.run();
                case Told.Measured(Sample sample) -> {
                    samples.add(sample);
                    onRound.run();
                }
                case Told.Obstructed(String why) -> obstacle = Optional.of(why);
            }
        }

        private Outcome outcome() {
            return obstacle.<Outcome>map(Obstructed::new).orElseGet(() -> new Measured(new KernelResults(samples)));
        }
    }
}
