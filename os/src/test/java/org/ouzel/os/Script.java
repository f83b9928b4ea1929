package org.ouzel.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ouzel.os.interop.Namespace;

/** A Python script from the resources that runs in a namespace, and that a test talks to by lines. */
final class Script {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final String name;
    private final Writer input;
    private final BlockingQueue<Optional<String>> output = new LinkedBlockingQueue<>();

    private Script(String name, Process process) {
        this.name = name;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name(name).start(() -> read(process.inputReader(StandardCharsets.UTF_8)));
    }

    static Script start(Namespace namespace, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "-uc", text(name)));
        command.addAll(List.of(arguments));
        return new Script(name, namespace.start(command.toArray(String[]::new)));
    }

    private static String text(String name) throws IOException {
        try (InputStream resource = Script.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The reader of a process that a test destroys may fail instead of ending: either is the end of the output. */
    private void read(BufferedReader lines) {
        try (lines) {
            lines.lines().map(Optional::of).forEach(output::add);
        } catch (IOException | UncheckedIOException destroyed) {
            output.add(Optional.of(name + " can be read no longer: " + destroyed.getMessage()));
        } finally {
            output.add(Optional.empty());
        }
    }

    /** Writes a line to it. */
    void tell(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** The next line that it writes. Fails if there is none in time, or if it has ended. */
    String answer() throws InterruptedException {
        Optional<String> line = output.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw new AssertionError(name + " has written nothing for " + PATIENCE);
        }
        return line.orElseThrow(() -> new AssertionError(name + " has ended"));
    }
}
