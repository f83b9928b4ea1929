package org.ouzel.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that is asked, and answers, in lines. It ends when this is closed, or when an answer is late. For use by one thread. */
public final class AskedProcess implements AutoCloseable {
    /** What answers begin with, and nothing else that it may say, such as warnings of a virtual machine. */
    public static final String ANSWER = "answer ";

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private AskedProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts it, and waits until it says that it is ready, by an empty answer.
     *
     * @param name what to call it when it fails
     * @throws IOException if it does not become ready in time
     */
    public static AskedProcess start(String name, List<String> command, Duration limit) throws IOException {
        AskedProcess asked = new AskedProcess(
                name, new ProcessBuilder(command).redirectErrorStream(true).start());
        try {
            asked.answer(limit);
            return asked;
        } catch (IOException failed) {
            asked.close();
            throw failed;
        }
    }

    /** Asks, and waits for the answer. */
    public String ask(String question, Duration limit) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        return answer(limit);
    }

    private String answer(Duration limit) throws IOException {
        CompletableFuture<Void> answered =
                new CompletableFuture<Void>().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> _ = answered.whenComplete((_, failure) -> {
            if (failure != null) {
                // By its handle: what it has said can still be read then.
                process.toHandle().destroyForcibly();
            }
        });
        List<String> said = new ArrayList<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(ANSWER)) {
                answered.complete(null);
                return line.substring(ANSWER.length());
            }
            said.add(line);
        }
        String ended = answered.complete(null) ? " has ended" : " has not answered within " + limit;
        throw new IOException(name + ended + (said.isEmpty() ? "" : ": " + String.join("\n", said)));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
