package org.ouzel.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** A process that measures when it is {@linkplain AskedProcess asked} to, and tells values by their names. */
public final class AskedValues {
    private static final String FAILED = "failed ";

    private AskedValues() {}

    /** What is done for a question. */
    @FunctionalInterface
    public interface Measurement {
        /**
         * Measures.
         *
         * @param question a few words
         * @return the values by their names, which are words
         * @throws IOException if it failed, which is told instead
         */
        Map<String, Double> measure(String question) throws IOException;
    }

    /** Answers until the parent ends, and ends the process with it. */
    public static void give(Measurement measurement) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        tell("");
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            try {
                tell(text(measurement.measure(question)));
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

    private static String text(Map<String, Double> values) {
        StringJoiner text = new StringJoiner(" ");
        values.forEach((name, value) -> text.add(name + "=" + value));
        return text.toString();
    }

    /**
     * Asks such a process.
     *
     * @throws IOException if it failed, or has not answered in time
     */
    public static Map<String, Double> ask(AskedProcess process, String question, Duration limit) throws IOException {
        String answer = process.ask(question, limit);
        if (answer.startsWith(FAILED)) {
            throw new IOException(answer.substring(FAILED.length()));
        }
        Map<String, Double> values = new LinkedHashMap<>();
        for (String word : answer.split(" ", -1)) {
            int equals = word.indexOf('=');
            values.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
        }
        return values;
    }
}
