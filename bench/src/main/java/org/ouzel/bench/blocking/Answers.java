package org.ouzel.bench.blocking;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.AskedValues;

/**
 * A process that calls when it is asked to, by the name of a {@link Call} and the nanoseconds that it is to take, and tells what it has
 * measured.
 */
public final class Answers {
    /** How much longer than it should a call may take: a second connection is opened, and data is on its way. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Answers() {}

    /** Answers until the parent ends. */
    public static void give(Sockets sockets, InetAddress host, ThreadFactory factory) throws IOException {
        AskedValues.give(question -> {
            String[] words = question.split(" ", -1);
            Map<String, Double> values = new LinkedHashMap<>();
            Call.valueOf(words[0])
                    .run(sockets, host, factory, Long.parseLong(words[1]))
                    .forEach((measure, value) -> values.put(measure.name(), value));
            return values;
        });
    }

    /**
     * Asks such a process.
     *
     * @throws IOException if the call failed, or has not ended in time
     */
    public static Map<Measure, Double> ask(AskedProcess process, Call call, Duration each) throws IOException {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        AskedValues.ask(
                        process,
                        call.name() + " " + each.toNanos(),
                        each.multipliedBy(2).plus(PATIENCE))
                .forEach((name, value) -> values.put(Measure.valueOf(name), value));
        return values;
    }
}
