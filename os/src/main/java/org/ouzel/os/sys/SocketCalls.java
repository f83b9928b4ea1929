package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls on sockets, for one caller at a time, with results as {@link Linux} gives them. {@link Linux#socket} makes
 * the sockets.
 */
public final class SocketCalls {
    private static final MethodHandle BIND =
            Captured.call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN =
            Captured.call("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACCEPT4 =
            Captured.call("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT =
            Captured.call("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKNAME =
            Captured.call("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SETSOCKOPT = Captured.call(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT = Captured.call(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SEND =
            Captured.call("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV =
            Captured.call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SENDTO = Captured.call(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDMSG =
            Captured.call("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVMSG =
            Captured.call("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            Captured.call("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private final Captured captured = new Captured();

    /** Gives the socket an address of its own. */
    public int bind(int descriptor, MemorySegment address, int length) {
        try {
            return captured.result((int) BIND.invokeExact(captured.memory(), descriptor, address, length));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Lets others connect to it. */
    public int listen(int descriptor, int backlog) {
        try {
            return captured.result((int) LISTEN.invokeExact(captured.memory(), descriptor, backlog));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /**
     * Takes a connection: its descriptor does not block, and other programs do not inherit it. The peer's address goes to
     * {@code address}, and its length to {@code length}, which says before how long it may be; both may be at address 0.
     */
    public int accept4(int descriptor, MemorySegment address, MemorySegment length) {
        try {
            return captured.result((int) ACCEPT4.invokeExact(
                    captured.memory(), descriptor, address, length, SocketAbi.SOCK_NONBLOCK | SocketAbi.SOCK_CLOEXEC));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Begins to connect, which is EINPROGRESS; or, with AF_UNSPEC, undoes it. */
    public int connect(int descriptor, MemorySegment address, int length) {
        try {
            return captured.result((int) CONNECT.invokeExact(captured.memory(), descriptor, address, length));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** The socket's own address; {@code length} as for {@link #accept4}. */
    public int getsockname(int descriptor, MemorySegment address, MemorySegment length) {
        try {
            return captured.result((int) GETSOCKNAME.invokeExact(captured.memory(), descriptor, address, length));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Sets an option. */
    public int setsockopt(int descriptor, int level, int name, MemorySegment value, int length) {
        try {
            return captured.result(
                    (int) SETSOCKOPT.invokeExact(captured.memory(), descriptor, level, name, value, length));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Gets an option; {@code length} says how long it may be, and then how long it is. */
    public int getsockopt(int descriptor, int level, int name, MemorySegment value, MemorySegment length) {
        try {
            return captured.result(
                    (int) GETSOCKOPT.invokeExact(captured.memory(), descriptor, level, name, value, length));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Sends, and tells how many bytes it has taken. */
    public long send(int descriptor, MemorySegment from, int flags) {
        try {
            return captured.result(
                    (long) SEND.invokeExact(captured.memory(), descriptor, from, from.byteSize(), flags));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Receives, and tells how many bytes there were. */
    public long recv(int descriptor, MemorySegment into, int flags) {
        try {
            return captured.result(
                    (long) RECV.invokeExact(captured.memory(), descriptor, into, into.byteSize(), flags));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Sends to an address. */
    public long sendto(int descriptor, MemorySegment from, int flags, MemorySegment address, int length) {
        try {
            return captured.result((long)
                    SENDTO.invokeExact(captured.memory(), descriptor, from, from.byteSize(), flags, address, length));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Sends what a {@code struct msghdr} tells of. */
    public long sendmsg(int descriptor, MemorySegment message, int flags) {
        try {
            return captured.result((long) SENDMSG.invokeExact(captured.memory(), descriptor, message, flags));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Receives into what a {@code struct msghdr} tells of. */
    public long recvmsg(int descriptor, MemorySegment message, int flags) {
        try {
            return captured.result((long) RECVMSG.invokeExact(captured.memory(), descriptor, message, flags));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Ends one direction, or both. */
    public int shutdown(int descriptor, int how) {
        try {
            return captured.result((int) SHUTDOWN.invokeExact(captured.memory(), descriptor, how));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }
}
