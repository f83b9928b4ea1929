package org.ouzel.drill.run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.ControlMessage;
import org.ouzel.drill.posix.Output;
import org.ouzel.drill.run.CallBinder.Arguments;
import org.ouzel.drill.script.Expression;
import org.ouzel.drill.script.Notation;

/** Messages and buffers: {@code struct msghdr}, {@code struct iovec}, control messages, and what was read. */
final class MessageBinder {
    private static final int CONTROL_ROOM = 4096;

    private final Values values;

    MessageBinder(Values values) {
        this.values = values;
    }

    // ---- Buffers

    /** What buffers hold: {@code [{..., 1000}, {"text", 4}]}. */
    List<MemorySegment> pieces(Expression vectors) throws Stop {
        List<MemorySegment> pieces = new ArrayList<>();
        for (Expression vector : CallBinder.elements(vectors)) {
            List<Expression> entries = entries(vector);
            pieces.add(values.data(entries.getFirst(), entries.getLast()));
        }
        return pieces;
    }

    /** How much buffers take. */
    List<Integer> sizes(Expression vectors) throws Stop {
        List<Integer> sizes = new ArrayList<>();
        for (Expression vector : CallBinder.elements(vectors)) {
            sizes.add((int) values.number(entries(vector).getLast()));
        }
        return sizes;
    }

    private static List<Expression> entries(Expression vector) throws Stop {
        if (vector instanceof Expression.Struct struct && struct.entries().size() == 2) {
            return struct.entries().stream().map(MessageBinder::value).toList();
        }
        throw Values.unsupported(vector, "not a buffer with its length: " + Notation.of(vector));
    }

    private static Expression value(Expression entry) {
        return entry instanceof Expression.Field field ? field.value() : entry;
    }

    /** What is wrong with bytes that were read; empty if nothing is, or the script leaves them open. */
    Optional<String> dataProblem(Expression written, Output output) {
        if (!(written instanceof Expression.Text text)) {
            return Optional.empty();
        }
        byte[] read =
                switch (output) {
                    case Output.Data data -> data.bytes().toArray(ValueLayout.JAVA_BYTE);
                    case Output.Message message -> message.bytes().toArray(ValueLayout.JAVA_BYTE);
                    default -> new byte[0];
                };
        byte[] wanted = text.bytes();
        boolean same = text.open()
                ? read.length >= wanted.length && Arrays.equals(Arrays.copyOf(read, wanted.length), wanted)
                : Arrays.equals(read, wanted);
        return same ? Optional.empty() : Optional.of("other bytes were read than the script has");
    }

    // ---- Messages

    Bound sendmsg(Arguments given) throws Stop {
        Expression.Struct header = header(given.at(1));
        Optional<Expression> name = header.field("msg_name").filter(written -> !Values.isOpen(written));
        Optional<Address> to = name.isPresent() ? Optional.of(values.remote(name.get())) : Optional.empty();
        Optional<Expression> vectors = header.field("msg_iov");
        return Bound.of(new Call.Sendmsg(
                values.descriptor(given.at(0)),
                to,
                vectors.isPresent() ? pieces(vectors.get()) : List.of(),
                sentControls(header),
                (int) values.number(given.at(2))));
    }

    private List<ControlMessage> sentControls(Expression.Struct header) throws Stop {
        List<ControlMessage> controls = new ArrayList<>();
        for (Expression.Struct control : controls(header)) {
            controls.add(new ControlMessage.Numeric(
                    field(control, "cmsg_level"), field(control, "cmsg_type"), values.number(data(control))));
        }
        return controls;
    }

    Bound recvmsg(Arguments given) throws Stop {
        Expression.Struct header = header(given.at(1));
        Optional<Expression> vectors = header.field("msg_iov");
        Call call = new Call.Recvmsg(
                values.descriptor(given.at(0)),
                vectors.isPresent() ? sizes(vectors.get()) : List.of(),
                CONTROL_ROOM,
                (int) values.number(given.at(2)));
        return new Bound(
                call, output -> output instanceof Output.Message message ? problem(header, message) : Optional.empty());
    }

    private Optional<String> problem(Expression.Struct header, Output.Message message) throws Stop {
        Optional<Expression> flags = header.field("msg_flags").filter(written -> !Values.isOpen(written));
        if (flags.isPresent() && values.number(flags.get()) != message.flags()) {
            return Optional.of(
                    "msg_flags 0x" + Integer.toHexString(message.flags()) + " instead of " + Notation.of(flags.get()));
        }
        Optional<Expression> name = header.field("msg_name").filter(Expression.Struct.class::isInstance);
        Optional<String> nameProblem =
                name.isPresent() ? nameProblem(values.remote(name.get()), message) : Optional.empty();
        if (nameProblem.isPresent()) {
            return nameProblem;
        }
        List<Expression.Struct> wanted = controls(header);
        if (!wanted.isEmpty() && wanted.size() != message.controls().size()) {
            return Optional.of(message.controls().size() + " control messages instead of " + wanted.size());
        }
        for (int i = 0; i < wanted.size(); i++) {
            Optional<String> problem = problem(wanted.get(i), message.controls().get(i));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the address that a message came from; empty if nothing is. */
    static Optional<String> nameProblem(Address wanted, Output output) {
        Optional<Address> found = output instanceof Output.Message message ? message.name() : Optional.empty();
        return found.equals(Optional.of(wanted))
                ? Optional.empty()
                : Optional.of("it came from " + found.map(MessageBinder::text).orElse("nobody") + " instead of "
                        + text(wanted));
    }

    private static String text(Address address) {
        return address.ip() + ":" + address.port();
    }

    private Optional<String> problem(Expression.Struct wanted, ControlMessage found) throws Stop {
        boolean same =
                switch (found) {
                    case ControlMessage.Numeric numeric ->
                        field(wanted, "cmsg_level") == numeric.level()
                                && field(wanted, "cmsg_type") == numeric.type()
                                && (Values.isOpen(data(wanted)) || values.number(data(wanted)) == numeric.value());
                    case ControlMessage.Timestamping stamp -> true;
                    case ControlMessage.ExtendedError error ->
                        field(wanted, "cmsg_level") == error.level()
                                && field(wanted, "cmsg_type") == error.type()
                                && same(data(wanted), error);
                };
        return same ? Optional.empty() : Optional.of("control message " + found + " instead of " + Notation.of(wanted));
    }

    private boolean same(Expression written, ControlMessage.ExtendedError error) throws Stop {
        if (!(written instanceof Expression.Struct struct)) {
            return true;
        }
        return same(struct, "ee_errno", error.errno())
                && same(struct, "ee_origin", error.origin())
                && same(struct, "ee_type", error.icmpType())
                && same(struct, "ee_code", error.icmpCode())
                && same(struct, "ee_info", error.info())
                && same(struct, "ee_data", error.data());
    }

    private boolean same(Expression.Struct struct, String name, long found) throws Stop {
        Optional<Expression> written = struct.field(name);
        return written.isEmpty() || Values.isOpen(written.get()) || values.number(written.get()) == found;
    }

    // ---- Parts

    private static Expression.Struct header(Expression expression) throws Stop {
        if (expression instanceof Expression.Struct struct) {
            return struct;
        }
        throw Values.unsupported(expression, "not a message: " + Notation.of(expression));
    }

    private static List<Expression.Struct> controls(Expression.Struct header) throws Stop {
        Optional<Expression> written = header.field("msg_control");
        List<Expression.Struct> controls = new ArrayList<>();
        if (written.isPresent() && !Values.isOpen(written.get())) {
            for (Expression control : CallBinder.elements(written.get())) {
                controls.add(header(control));
            }
        }
        return controls;
    }

    private int field(Expression.Struct control, String name) throws Stop {
        Optional<Expression> written = control.field(name);
        if (written.isEmpty()) {
            throw Values.unsupported(control, "a control message without " + name);
        }
        return (int) values.number(written.get());
    }

    private static Expression data(Expression.Struct control) throws Stop {
        Optional<Expression> written = control.field("cmsg_data");
        if (written.isEmpty()) {
            throw Values.unsupported(control, "a control message without cmsg_data");
        }
        return written.get();
    }
}
