package org.ouzel.drill.run;

import java.util.Optional;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.drill.posix.Output;
import org.ouzel.drill.run.CallBinder.Arguments;
import org.ouzel.drill.script.Expression;
import org.ouzel.drill.script.Notation;

/** {@code setsockopt} and {@code getsockopt}. */
final class OptionBinder {
    private final Values values;

    OptionBinder(Values values) {
        this.values = values;
    }

    Bound set(Arguments given) throws Stop {
        return Bound.of(new Call.SetSockOpt(
                values.descriptor(given.at(0)),
                (int) values.number(given.at(1)),
                (int) values.number(given.at(2)),
                value(given.at(3)),
                (int) values.number(given.at(4), Integer.BYTES)));
    }

    private OptionValue value(Expression written) throws Stop {
        return switch (written) {
            case Expression.Text text -> new OptionValue.Text(text.value());
            case Expression.Struct struct -> value(struct);
            case Expression.Array array
            when array.elements().size() == 1 -> value(array.elements().getFirst());
            case Expression.AddressOf address -> value(address.operand());
            default -> new OptionValue.Numeric(values.number(written));
        };
    }

    private OptionValue value(Expression.Struct struct) throws Stop {
        Optional<Expression> on = struct.field("onoff").or(() -> struct.field("l_onoff"));
        Optional<Expression> linger = struct.field("linger").or(() -> struct.field("l_linger"));
        if (on.isPresent() && linger.isPresent()) {
            return new OptionValue.Linger((int) values.number(on.get()), (int) values.number(linger.get()));
        }
        Optional<Expression> seconds = struct.field("tv_sec");
        Optional<Expression> microseconds = struct.field("tv_usec");
        if (seconds.isPresent() && microseconds.isPresent()) {
            return new OptionValue.Time(values.number(seconds.get()), values.number(microseconds.get()));
        }
        throw Values.unsupported(struct, "a value that is not known: " + Notation.of(struct));
    }

    Bound get(Arguments given) throws Stop {
        Call call = new Call.GetSockOpt(
                values.descriptor(given.at(0)),
                (int) values.number(given.at(1)),
                (int) values.number(given.at(2)),
                given.count() > 4 ? (int) values.number(given.at(4), Integer.BYTES) : Integer.BYTES);
        Expression written = given.at(3);
        return Values.isOpen(written)
                ? Bound.of(call)
                : new Bound(
                        call,
                        output -> output instanceof Output.Option(OptionValue found)
                                ? problem(written, found)
                                : Optional.empty());
    }

    private Optional<String> problem(Expression written, OptionValue found) throws Stop {
        Expression wanted =
                written instanceof Expression.Array array && array.elements().size() == 1
                        ? array.elements().getFirst()
                        : written;
        if (Values.isOpen(wanted)) {
            return Optional.empty();
        }
        return switch (found) {
            case OptionValue.Fields fields
            when wanted instanceof Expression.Struct struct -> fieldProblem(struct, fields);
            case OptionValue.Fields _ -> Optional.empty();
            default ->
                value(wanted).equals(found)
                        ? Optional.empty()
                        : Optional.of("the value " + found + " instead of " + Notation.of(written));
        };
    }

    private Optional<String> fieldProblem(Expression.Struct wanted, OptionValue.Fields found) throws Stop {
        for (Expression entry : wanted.entries()) {
            if (entry instanceof Expression.Field field && !Values.isOpen(field.value())) {
                Long value = found.values().get(field.name());
                if (value == null) {
                    throw Values.unsupported(entry, "a figure that is not known: " + field.name());
                }
                if (value != values.number(field.value())) {
                    return Optional.of(field.name() + " is " + value + " instead of " + Notation.of(field.value()));
                }
            }
        }
        return Optional.empty();
    }
}
