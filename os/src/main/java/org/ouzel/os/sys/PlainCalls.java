package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/**
 * System calls exactly as they are given, with nothing set or added, for those who test the kernel. Arguments are numbers and
 * addresses: whoever calls keeps alive what is at an address until the call returns. A call may wait, and hold its thread meanwhile.
 * For one caller at a time, with results as {@link Linux} gives them.
 */
public final class PlainCalls {
    private final Captured captured = new Captured();

    // Written by the caller, read by those who watch it.
    private volatile long first;

    /** A function of the C library. Numbers narrower than a register are passed in one, as both processors' conventions allow. */
    public enum Function {
        SOCKET(3),
        BIND(3),
        LISTEN(2),
        ACCEPT4(4),
        CONNECT(3),
        GETSOCKNAME(3),
        GETPEERNAME(3),
        GETSOCKOPT(5),
        SETSOCKOPT(5),
        SHUTDOWN(2),
        CLOSE(1),
        FCNTL(3, 2),
        IOCTL(3, 2),
        POLL(3),
        EPOLL_CREATE1(1),
        EPOLL_CTL(4),
        EPOLL_WAIT(4),
        READ(JAVA_LONG, 3),
        READV(JAVA_LONG, 3),
        WRITE(JAVA_LONG, 3),
        WRITEV(JAVA_LONG, 3),
        SENDTO(JAVA_LONG, 6),
        SENDMSG(JAVA_LONG, 3),
        RECV(JAVA_LONG, 4),
        RECVMSG(JAVA_LONG, 3);

        private final MethodHandle handle;

        Function(int count) {
            this(JAVA_INT, count, Optional.empty());
        }

        /** A function of which all arguments from one on are variadic. */
        Function(int count, int fixed) {
            this(JAVA_INT, count, Optional.of(Linker.Option.firstVariadicArg(fixed)));
        }

        Function(MemoryLayout returned, int count) {
            this(returned, count, Optional.empty());
        }

        Function(MemoryLayout returned, int count, Optional<Linker.Option> variadic) {
            MemoryLayout[] arguments = Collections.nCopies(count, JAVA_LONG).toArray(MemoryLayout[]::new);
            this.handle = Captured.call(
                            name().toLowerCase(Locale.ROOT),
                            FunctionDescriptor.of(returned, arguments),
                            variadic.stream().toArray(Linker.Option[]::new))
                    .asSpreader(1, long[].class, count);
        }
    }

    /** Calls a function, with as many arguments as it takes. */
    public long call(Function function, long... arguments) {
        first = arguments[0];
        try {
            return switch (function.handle.invoke(captured.memory(), arguments)) {
                case Integer number -> captured.result((int) number);
                case Long number -> captured.result((long) number);
                case Object other -> throw new AssertionError(function + " returned " + other);
            };
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** The first argument of the last call, by which a {@link NativeThread} knows it. For any thread. */
    long first() {
        return first;
    }
}
