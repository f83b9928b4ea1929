package org.ouzel.drill.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.EpollEvent;
import org.ouzel.drill.posix.Output;
import org.ouzel.drill.posix.PollEntry;
import org.ouzel.drill.run.CallBinder.Arguments;
import org.ouzel.drill.script.Expression;
import org.ouzel.drill.script.Notation;

/** {@code poll} and {@code epoll}. */
final class ReadinessBinder {
    private static final int DELETE = 2;

    private final Values values;

    ReadinessBinder(Values values) {
        this.values = values;
    }

    Bound poll(Arguments given) throws Stop {
        List<PollEntry> entries = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        for (Expression element : CallBinder.elements(given.at(0))) {
            entries.add(new PollEntry(
                    values.descriptor(field(element, "fd")), (int) values.number(field(element, "events")), 0));
            found.add((int) values.number(field(element, "revents"), -1));
        }
        Call call = new Call.Poll(entries, (int) values.number(given.at(2)));
        return new Bound(
                call, output -> output instanceof Output.Polled polled ? problem(found, polled) : Optional.empty());
    }

    private static Optional<String> problem(List<Integer> wanted, Output.Polled polled) {
        for (int i = 0; i < wanted.size(); i++) {
            int found = polled.entries().get(i).revents();
            if (wanted.get(i) >= 0 && wanted.get(i) != found) {
                return Optional.of("revents 0x" + Integer.toHexString(found) + " instead of 0x"
                        + Integer.toHexString(wanted.get(i)));
            }
        }
        return Optional.empty();
    }

    Bound control(Arguments given) throws Stop {
        int operation = (int) values.number(given.at(1));
        int descriptor = values.descriptor(given.at(2));
        boolean without = operation == DELETE || given.count() < 4 || Values.isOpen(given.at(3));
        int events = without ? 0 : (int) values.number(field(given.at(3), "events"));
        return Bound.of(new Call.EpollCtl(
                values.descriptor(given.at(0)), operation, descriptor, new EpollEvent(events, descriptor)));
    }

    Bound await(Arguments given) throws Stop {
        Call call = new Call.EpollWait(
                values.descriptor(given.at(0)), (int) values.number(given.at(2)), (int) values.number(given.at(3)));
        Expression written = given.at(1);
        return Values.isOpen(written)
                ? Bound.of(call)
                : new Bound(
                        call,
                        output -> output instanceof Output.Events events
                                ? problem(CallBinder.elements(written), events)
                                : Optional.empty());
    }

    private Optional<String> problem(List<Expression> written, Output.Events events) throws Stop {
        for (int i = 0; i < Math.min(written.size(), events.events().size()); i++) {
            EpollEvent found = events.events().get(i);
            long wanted = values.number(field(written.get(i), "events"), found.events());
            if ((int) wanted != found.events()) {
                return Optional.of("events 0x" + Integer.toHexString(found.events()) + " instead of 0x"
                        + Long.toHexString(wanted));
            }
        }
        return Optional.empty();
    }

    private static Expression field(Expression of, String name) throws Stop {
        if (of instanceof Expression.Struct struct) {
            Optional<Expression> written = struct.field(name);
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw Values.unsupported(of, "nothing with " + name + ": " + Notation.of(of));
    }
}
