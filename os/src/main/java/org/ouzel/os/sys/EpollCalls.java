package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The system calls that wait for many descriptors, for one caller at a time, with results as {@link Linux} gives them. */
public final class EpollCalls {
    private static final MethodHandle EPOLL_CREATE1 =
            Captured.call("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL =
            Captured.call("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_WAIT =
            Captured.call("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

    private final Captured captured = new Captured();

    /** Makes a set of descriptors to wait for; other programs do not inherit it. */
    public int epollCreate1() {
        try {
            return captured.result((int) EPOLL_CREATE1.invokeExact(captured.memory(), SocketAbi.SOCK_CLOEXEC));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /**
     * Puts a descriptor into the set, changes what it is waited for, or takes it out; {@code event} may then be at address 0.
     */
    public int epollCtl(int epoll, int operation, int descriptor, MemorySegment event) {
        try {
            return captured.result((int) EPOLL_CTL.invokeExact(captured.memory(), epoll, operation, descriptor, event));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /**
     * Waits for one of the set, and tells how many {@code events} were filled. A timeout of -1 is for ever, one of 0 does not wait.
     */
    public int epollWait(int epoll, MemorySegment events, int most, int timeoutMs) {
        try {
            return captured.result((int) EPOLL_WAIT.invokeExact(captured.memory(), epoll, events, most, timeoutMs));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }
}
