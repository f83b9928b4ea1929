package org.ouzel.drill.run;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.Errno;
import org.ouzel.drill.script.Action;
import org.ouzel.drill.script.Event;
import org.ouzel.drill.script.Expression;
import org.ouzel.drill.script.Notation;

/** Makes the calls of a script, and holds what they give against what is written. */
final class Calls {
    /** Of a socket's type, without its flags. */
    private static final int TYPES = 0xf;

    private static final int DATAGRAMS = 2;

    private final Target target;
    private final Lateness lateness;
    private final Values values;
    private final CallBinder binder;
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private final Set<Integer> datagramSockets = new HashSet<>();
    private OptionalInt connection = OptionalInt.empty();

    /**
     * A call that waits.
     *
     * @param event where it is written
     * @param end when it is to end; where that is not written, when it was made
     * @param tolerance by how much that may differ
     */
    private record Waiting(Event event, Action.Call written, Bound bound, long end, long tolerance) {}

    Calls(Target target, Lateness lateness) {
        this.target = target;
        this.lateness = lateness;
        this.values = new Values(target.network());
        this.binder = new CallBinder(values);
    }

    /** The descriptor of the connection that was made last; empty if none was. */
    OptionalInt connection() {
        return connection;
    }

    /** Whether a descriptor is that of a datagram socket. */
    boolean isDatagrams(int descriptor) {
        return datagramSockets.contains(descriptor);
    }

    Bound bind(Action.Call call) throws Stop {
        return binder.bind(call);
    }

    /**
     * Makes a call.
     *
     * @param base the time that its end counts from
     * @param tolerance by how much its end may differ
     * @return whether it has failed, as is written
     */
    boolean make(Event event, Action.Call written, Bound bound, long base, long tolerance) throws Stop, IOException {
        int line = event.position().line();
        long now = target.now();
        if (bound.call() instanceof Call.Connect connect && !isDatagrams(connect.fd())) {
            connection = OptionalInt.of(connect.fd());
        }
        return switch (target.call(bound.call())) {
            case Answer.Result result -> {
                if (written.untilNs().isPresent()) {
                    requireTime(line, base + written.untilNs().getAsLong(), now, tolerance);
                }
                check(line, written, bound, result);
                yield result.errno().isPresent();
            }
            case Answer.Pending(long ticket) -> {
                long end =
                        written.untilNs().isPresent() ? base + written.untilNs().getAsLong() : now;
                waiting.put(ticket, new Waiting(event, written, bound, end, tolerance));
                yield false;
            }
            case Answer.Unsupported(String reason) -> throw Stop.unsupported(line, reason);
        };
    }

    /** A call that waited has come to its end. */
    void onEnded(Target.Ended ended) throws Stop {
        Waiting call = waiting.remove(ended.completion().ticket());
        if (call == null) {
            throw new AssertionError("an end of a call that nobody has made: " + ended);
        }
        int line = call.event.position().line();
        requireTime(line, call.end, ended.at(), call.tolerance);
        switch (ended.completion().answer()) {
            case Answer.Result result -> check(line, call.written, call.bound, result);
            case Answer.Unsupported(String reason) -> throw Stop.unsupported(line, reason);
            case Answer.Pending pending -> throw new AssertionError("an end that waits: " + pending);
        }
    }

    /** When the call that waits though it is not written to has to have ended, as everything has a tolerance; empty if none does. */
    OptionalLong patience() {
        return waiting.values().stream()
                .filter(call -> call.written.untilNs().isEmpty())
                .mapToLong(call -> call.end + call.tolerance + lateness.ns())
                .findAny();
    }

    /** Throws if a call waits though it is not written to. */
    void requireNoneWaits() throws Stop {
        for (Waiting call : waiting.values()) {
            if (call.written.untilNs().isEmpty()) {
                throw Stop.failed(call.event.position().line(), call.written.name() + " waits, and is not written to");
            }
        }
    }

    private void requireTime(int line, long wanted, long found, long tolerance) throws Stop {
        if (found < wanted - tolerance || found > wanted + tolerance + lateness.ns()) {
            throw Stop.failed(line, "the call ended at " + Times.of(found) + " instead of " + Times.of(wanted));
        }
    }

    /** When the last of the calls that wait is to have ended; empty if none waits. */
    Optional<Long> lastEnd() {
        return waiting.values().stream()
                .map(call -> call.end + call.tolerance + lateness.ns())
                .max(Long::compare);
    }

    /** The calls that wait, with the lines where they are written. */
    String waiting() {
        return waiting.values().stream()
                .map(call -> call.written.name() + " of line "
                        + call.event.position().line())
                .collect(Collectors.joining(", "));
    }

    /** Throws if a call still waits. */
    void requireAllEnded() throws Stop {
        for (Waiting call : waiting.values()) {
            throw Stop.failed(
                    call.event.position().line(), call.written.name() + " still waits at " + Times.of(target.now()));
        }
    }

    // ---- What came of it

    private void check(int line, Action.Call written, Bound bound, Answer.Result result) throws Stop {
        Optional<String> problem = problem(written.result(), bound, result);
        if (problem.isPresent()) {
            throw Stop.failed(line, written.name() + ": " + problem.get());
        }
    }

    private Optional<String> problem(Action.CallResult written, Bound bound, Answer.Result result) throws Stop {
        Optional<Errno> errno = written.errno().flatMap(Errno::named);
        if (written.errno().isPresent() && errno.isEmpty()) {
            throw Values.unsupported(
                    written.value(),
                    "an error that is not known: " + written.errno().get());
        }
        if (errno.isPresent() || result.errno().isPresent()) {
            return errno.equals(result.errno()) || (errno.isEmpty() && Values.isOpen(written.value()))
                    ? Optional.empty()
                    : Optional.of("it gives " + text(result) + " instead of " + Notation.of(written));
        }
        if (bound.makesDescriptor()) {
            return onDescriptor(written, bound, result);
        }
        boolean same = Values.isOpen(written.value()) || values.number(written.value()) == result.value();
        return same
                ? bound.output().problem(result.output())
                : Optional.of("it gives " + text(result) + " instead of " + Notation.of(written));
    }

    private Optional<String> onDescriptor(Action.CallResult written, Bound bound, Answer.Result result) throws Stop {
        int made = (int) result.value();
        note(bound.call(), made);
        if (written.value() instanceof Expression.Numeral numeral) {
            values.onDescriptor(numeral.value(), made);
        }
        if (bound.makesConnection()) {
            connection = OptionalInt.of(made);
        }
        return bound.output().problem(result.output());
    }

    private void note(Call call, int made) {
        boolean datagrams = call instanceof Call.Socket socket && (socket.type() & TYPES) == DATAGRAMS;
        if (datagrams) {
            datagramSockets.add(made);
        } else {
            datagramSockets.remove(made);
        }
    }

    private static String text(Answer.Result result) {
        return result.value()
                + result.errno()
                        .map(errno -> " " + errno + " (" + errno.text() + ")")
                        .orElse("");
    }
}
