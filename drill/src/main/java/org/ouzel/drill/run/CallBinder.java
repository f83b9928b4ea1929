package org.ouzel.drill.run;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.Output;
import org.ouzel.drill.script.Action;
import org.ouzel.drill.script.Expression;

/** Makes calls of what a script writes. */
final class CallBinder {
    private static final int STREAM = 1;

    private final Values values;
    private final OptionBinder options;
    private final MessageBinder messages;
    private final ReadinessBinder readiness;

    CallBinder(Values values) {
        this.values = values;
        this.options = new OptionBinder(values);
        this.messages = new MessageBinder(values);
        this.readiness = new ReadinessBinder(values);
    }

    Bound bind(Action.Call call) throws Stop {
        Arguments given = new Arguments(call);
        return switch (call.name()) {
            case "socket" -> Bound.of(socket(given));
            case "bind" -> Bound.of(new Call.Bind(descriptor(given), values.local(given.at(1))));
            case "listen" -> Bound.of(new Call.Listen(descriptor(given), (int) values.number(given.at(1))));
            case "accept" -> Bound.of(new Call.Accept(descriptor(given), 0));
            case "accept4" -> Bound.of(new Call.Accept(descriptor(given), (int) values.number(given.at(3))));
            case "connect" -> Bound.of(new Call.Connect(descriptor(given), values.remote(given.at(1))));
            case "getsockname" -> Bound.of(new Call.GetSockName(descriptor(given)));
            case "getpeername" -> Bound.of(new Call.GetPeerName(descriptor(given)));
            case "shutdown" -> Bound.of(new Call.Shutdown(descriptor(given), (int) values.number(given.at(1))));
            case "close" -> Bound.of(new Call.Close(descriptor(given)));
            case "fcntl" -> Bound.of(fcntl(given));
            case "ioctl" -> ioctl(given);
            case "read", "recv" -> received(given);
            case "recvfrom" -> receivedFrom(given);
            case "readv" -> Bound.of(new Call.Readv(descriptor(given), messages.sizes(given.at(1))));
            case "write" -> Bound.of(new Call.Write(descriptor(given), values.data(given.at(1), given.at(2))));
            case "writev" -> Bound.of(new Call.Writev(descriptor(given), messages.pieces(given.at(1))));
            case "send", "sendto" -> Bound.of(send(given));
            case "sendmsg" -> messages.sendmsg(given);
            case "recvmsg" -> messages.recvmsg(given);
            case "setsockopt" -> options.set(given);
            case "getsockopt" -> options.get(given);
            case "poll" -> readiness.poll(given);
            case "epoll_create", "epoll_create1" -> Bound.of(new Call.EpollCreate(0));
            case "epoll_ctl" -> readiness.control(given);
            case "epoll_wait" -> readiness.await(given);
            default -> Bound.of(new Call.Other(call.name()));
        };
    }

    private int descriptor(Arguments given) throws Stop {
        return values.descriptor(given.at(0));
    }

    private Call socket(Arguments given) throws Stop {
        boolean v4 = values.network().ipVersion() == 4 && !values.network().mappedSockets();
        return new Call.Socket(
                (int) values.number(given.at(0), v4 ? Address.AF_INET : Address.AF_INET6),
                (int) values.number(given.at(1), STREAM),
                (int) values.number(given.at(2), 0));
    }

    private Call fcntl(Arguments given) throws Stop {
        int argument = given.count() > 2 ? (int) values.number(given.at(2)) : 0;
        return new Call.Fcntl(descriptor(given), (int) values.number(given.at(1)), argument);
    }

    private Bound ioctl(Arguments given) throws Stop {
        Call call = new Call.Ioctl(descriptor(given), (int) values.number(given.at(1)));
        if (given.count() < 3 || Values.isOpen(given.at(2))) {
            return Bound.of(call);
        }
        long wanted = values.number(given.at(2));
        return new Bound(call, output -> numberProblem(wanted, output));
    }

    private static Optional<String> numberProblem(long wanted, Output output) {
        return output instanceof Output.Numeric(long value) && value != wanted
                ? Optional.of("it tells " + value + " instead of " + wanted)
                : Optional.empty();
    }

    /** Where the address of the sender is written, it is a message that is received. */
    private Bound receivedFrom(Arguments given) throws Stop {
        if (given.count() <= 4 || !(given.at(4) instanceof Expression.Struct)) {
            return received(given);
        }
        Address from = values.remote(given.at(4));
        int count = (int) values.number(given.at(2));
        Call call = new Call.Recvmsg(descriptor(given), List.of(count), 0, (int) values.number(given.at(3)));
        return new Bound(call, output -> messages.dataProblem(given.at(1), output)
                .or(() -> MessageBinder.nameProblem(from, output)));
    }

    private Bound received(Arguments given) throws Stop {
        int count = (int) values.number(given.at(2));
        int flags = given.count() > 3 ? (int) values.number(given.at(3)) : 0;
        Call call = given.count() > 3
                ? new Call.Recv(descriptor(given), count, flags)
                : new Call.Read(descriptor(given), count);
        return new Bound(call, output -> messages.dataProblem(given.at(1), output));
    }

    private Call send(Arguments given) throws Stop {
        MemorySegment data = values.data(given.at(1), given.at(2));
        Optional<Address> to =
                given.count() > 4 && !isNone(given.at(4)) ? Optional.of(values.remote(given.at(4))) : Optional.empty();
        return new Call.Send(descriptor(given), data, (int) values.number(given.at(3)), to);
    }

    /** Whether a pointer is written that leads nowhere. */
    private static boolean isNone(Expression written) {
        return (written instanceof Expression.Symbol symbol && symbol.name().equals("NULL"))
                || (written instanceof Expression.Numeral numeral && numeral.value() == 0);
    }

    /** The arguments of a call, each of which has to be there. */
    static final class Arguments {
        private final Action.Call call;

        Arguments(Action.Call call) {
            this.call = call;
        }

        int line() {
            return call.position().line();
        }

        int count() {
            return call.arguments().size();
        }

        Expression at(int index) throws Stop {
            if (index >= count()) {
                throw Stop.failed(
                        line(),
                        call.name() + " with " + count() + " arguments, where there have to be more than " + index);
            }
            return call.arguments().get(index);
        }
    }

    /** The elements of something in brackets; of anything else, itself. */
    static List<Expression> elements(Expression expression) {
        return expression instanceof Expression.Array array ? array.elements() : List.of(expression);
    }
}
