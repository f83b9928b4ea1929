package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What one thread at a time needs to call: the calls, and memory for what they take and give besides the data. So no call
 * allocates native memory.
 */
public final class Caller {
    private static final long VALUE_BYTES = 512;

    private final Linux linux = new Linux();
    private final SocketCalls sockets = new SocketCalls();
    private final MemorySegment value = Arena.ofAuto().allocate(VALUE_BYTES, Long.BYTES);
    private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);

    /** The calls that are not about sockets in particular. */
    public Linux linux() {
        return linux;
    }

    /** The calls on sockets. */
    public SocketCalls sockets() {
        return sockets;
    }

    /** Memory for the value of an option, or for an address. */
    MemorySegment value() {
        return value;
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
