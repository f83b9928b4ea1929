package org.ouzel.bench.blocking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ThreadFactory;
import org.ouzel.bench.AskedProcess;

/**
 * A process that calls when it is asked to, by the name of a {@link Call} and the nanoseconds that it is to take, and tells what it has
 * measured.
 */
public final class Answers {
    private static final String FAILED = "failed ";

    /** How much longer than it should a call may take: a second connection is opened, and data is on its way. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Answers() {}

    /** Answers until the parent ends. */
    public static void give(Sockets sockets, InetAddress host, ThreadFactory factory) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        tell("");
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            String[] words = question.split(" ", -1);
            try {
                tell(text(Call.valueOf(words[0]).run(sockets, host, factory, Long.parseLong(words[1]))));
            } catch (IOException failed) {
                tell(FAILED + failed + (failed.getCause() == null ? "" : ": " + failed.getCause()));
            }
        }
        // Threads may wait for ever that nobody asks any more.
        System.exit(0);
    }

    private static void tell(String answer) {
        System.out.println(AskedProcess.ANSWER + answer.replaceAll("\\s+", " "));
    }

    private static String text(Map<Measure, Double> values) {
        StringJoiner text = new StringJoiner(" ");
        values.forEach((measure, value) -> text.add(measure.name() + "=" + value));
        return text.toString();
    }

    /**
     * Asks such a process.
     *
     * @throws IOException if the call failed, or has not ended in time
     */
    public static Map<Measure, Double> ask(AskedProcess process, Call call, Duration each) throws IOException {
        String answer = process.ask(
                call.name() + " " + each.toNanos(), each.multipliedBy(2).plus(PATIENCE));
        if (answer.startsWith(FAILED)) {
            throw new IOException(answer.substring(FAILED.length()));
        }
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        for (String word : answer.split(" ", -1)) {
            int equals = word.indexOf('=');
            values.put(Measure.valueOf(word.substring(0, equals)), Double.valueOf(word.substring(equals + 1)));
        }
        return values;
    }
}
