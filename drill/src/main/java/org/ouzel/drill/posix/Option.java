package org.ouzel.drill.posix;

import java.util.function.ToLongFunction;

/**
 * An option that sockets have.
 *
 * @param getter how its value is told
 * @param setter how it is changed
 */
record Option(Getter getter, Setter setter) {

    /** Tells a value. */
    @FunctionalInterface
    interface Getter {
        OptionValue get(TcpSocket socket, long now) throws Failure;
    }

    /** Changes a value. What it changes in the socket's options is made known to its connection later. */
    @FunctionalInterface
    interface Setter {
        void set(TcpSocket socket, OptionValue value, long now) throws Failure;
    }

    /** Changes a number. */
    @FunctionalInterface
    interface NumberSetter {
        void set(SocketOptions options, int value) throws Failure;
    }

    /** A number that can be told and changed. */
    static Option number(ToLongFunction<SocketOptions> getter, NumberSetter setter) {
        return new Option(
                (socket, now) -> new OptionValue.Numeric(getter.applyAsLong(socket.options())),
                (socket, value, now) -> setter.set(socket.options(), number(value)));
    }

    /** Something that is on or off. */
    static Option flag(ToLongFunction<SocketOptions> getter, FlagSetter setter) {
        return number(getter, (options, value) -> setter.set(options, value != 0));
    }

    /** Changes what is on or off. */
    @FunctionalInterface
    interface FlagSetter {
        void set(SocketOptions options, boolean value) throws Failure;
    }

    /** A number that can only be told. */
    static Option readOnly(ToLongFunction<TcpSocket> getter) {
        return new Option(
                (socket, now) -> new OptionValue.Numeric(getter.applyAsLong(socket)), (socket, value, now) -> {
                    throw Failure.of(Errno.ENOPROTOOPT);
                });
    }

    static int number(OptionValue value) throws Failure {
        if (value instanceof OptionValue.Numeric numeric) {
            return (int) numeric.value();
        }
        throw Failure.of(Errno.EINVAL);
    }

    /** Rejects what Linux does not take. */
    static int within(int value, int least, int most) throws Failure {
        if (value < least || value > most) {
            throw Failure.of(Errno.EINVAL);
        }
        return value;
    }

    static long asNumber(boolean flag) {
        return flag ? 1 : 0;
    }
}
