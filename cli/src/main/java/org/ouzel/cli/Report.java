package org.ouzel.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ouzel.TcpStatus;

/** What a command has to tell to programs: the object that {@code --json} prints. For use by one thread. */
final class Report {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final String command;
    private final Map<String, Number> figures = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private boolean lineEnded = true;

    Report(String command) {
        this.command = command;
    }

    void figure(String name, Number value) {
        figures.put(name, value);
    }

    void seconds(String name, Duration time) {
        figures.put(name, time.toNanos() / NANOS_PER_SECOND);
    }

    void millis(String name, Duration time) {
        figures.put(name, time.toNanos() / NANOS_PER_MILLI);
    }

    /** The segments of a connection. */
    void segments(TcpStatus.Counters counters) {
        figure("segments_in", counters.segmentsIn());
        figure("segments_out", counters.segmentsOut());
        figure("retransmitted_segments", counters.segmentsRetransmitted());
    }

    /** Something that is no number; stands beside the figures. */
    void text(String name, String value) {
        texts.put(name, value);
    }

    /** What stands before the report on the standard output does not end with a line's end. */
    void lineIsOpen() {
        lineEnded = false;
    }

    /** What has to stand before the object for it to have a line of its own. */
    String separator() {
        return lineEnded ? "" : System.lineSeparator();
    }

    /** The object, in one line. */
    String json(boolean ok) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("command", command);
        object.put("ok", ok);
        object.put("figures", figures);
        object.putAll(texts);
        return JSON.std.asString(object);
    }
}
