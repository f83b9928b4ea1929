package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What one thread at a time needs to call: the calls, and memory for what they take and give besides the data. So no call
 * allocates native memory.
 */
public final class Caller {
    private static final long VALUE_BYTES = 512;

    /** A struct timespec of no time. */
    private static final MemorySegment NOW = Arena.ofAuto().allocate(Abi.TIMESPEC_BYTES, Long.BYTES);

    private final Linux linux = new Linux();
    private final SocketCalls sockets = new SocketCalls();
    private final MemorySegment value = Arena.ofAuto().allocate(VALUE_BYTES, Long.BYTES);
    private final MemorySegment asked = Arena.ofAuto().allocate(Abi.POLLFD_BYTES, Integer.BYTES);
    private final StampedMessage stamped = new StampedMessage();
    private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);

    /** The calls that are not about sockets in particular. */
    public Linux linux() {
        return linux;
    }

    /** The calls on sockets. */
    public SocketCalls sockets() {
        return sockets;
    }

    /** Which of the events a descriptor has now. */
    int ready(int descriptor, int events) {
        asked.set(JAVA_INT, 0, descriptor);
        asked.set(JAVA_SHORT, Abi.POLLFD_EVENTS, (short) events);
        int count = linux.ppoll(asked, 1, NOW);
        return count <= 0 ? 0 : Short.toUnsignedInt(asked.get(JAVA_SHORT, Abi.POLLFD_REVENTS));
    }

    /** Memory for the value of an option, or for an address. */
    MemorySegment value() {
        return value;
    }

    /** A message for a send whose acknowledgment is to be told. */
    StampedMessage stamped() {
        return stamped;
    }

    /** Memory for the length of a value, set to all that there is room for. */
    MemorySegment room() {
        length.set(JAVA_INT, 0, (int) VALUE_BYTES);
        return length;
    }

    /** The length that the kernel has put there. */
    int length() {
        return length.get(JAVA_INT, 0);
    }
}
