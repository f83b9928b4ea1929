package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What one thread at a time needs to call: the calls, and memory for what they take and give besides the data. So no call
 * allocates native memory.
 */
public final class Caller {
    private static final long VALUE_BYTES = 512;

    /** For one control message with an int. */
    private static final long CONTROL_BYTES = SocketAbi.CMSGHDR_BYTES + Long.BYTES;

    /** A struct timespec of no time. */
    private static final MemorySegment NOW = Arena.ofAuto().allocate(Abi.TIMESPEC_BYTES, Long.BYTES);

    private final Linux linux = new Linux();
    private final SocketCalls sockets = new SocketCalls();
    private final MemorySegment value = Arena.ofAuto().allocate(VALUE_BYTES, Long.BYTES);
    private final MemorySegment asked = Arena.ofAuto().allocate(Abi.POLLFD_BYTES, Integer.BYTES);
    private final StampedMessage stamped = new StampedMessage();
    private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);
    private final MemorySegment vector = Arena.ofAuto().allocate(Abi.IOVEC_BYTES, Long.BYTES);
    private final MemorySegment control = Arena.ofAuto().allocate(CONTROL_BYTES, Long.BYTES);
    private final MemorySegment message = Arena.ofAuto().allocate(SocketAbi.MSGHDR_BYTES, Long.BYTES);

    /** Memory and calls. */
    public Caller() {
        message.set(JAVA_LONG, SocketAbi.MSGHDR_VECTORS, vector.address());
        message.set(JAVA_LONG, SocketAbi.MSGHDR_VECTOR_COUNT, 1);
        message.set(JAVA_LONG, SocketAbi.MSGHDR_CONTROL, control.address());
    }

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

    /** A {@code struct msghdr} to receive into the given memory, and a control message. */
    MemorySegment message(MemorySegment into) {
        vector.set(JAVA_LONG, 0, into.address());
        vector.set(JAVA_LONG, Abi.IOVEC_LENGTH, into.byteSize());
        message.set(JAVA_LONG, SocketAbi.MSGHDR_CONTROL_LENGTH, CONTROL_BYTES);
        return message;
    }

    /** How many bytes were left to be read by the last {@linkplain SocketHandle#receiveTelling receive}; 0 if it did not tell. */
    public int left() {
        boolean told =
                message.get(JAVA_LONG, SocketAbi.MSGHDR_CONTROL_LENGTH) >= SocketAbi.CMSGHDR_BYTES + Integer.BYTES
                        && control.get(JAVA_INT, SocketAbi.CMSGHDR_LEVEL) == SocketAbi.IPPROTO_TCP
                        && control.get(JAVA_INT, SocketAbi.CMSGHDR_TYPE) == SocketAbi.TCP_INQ;
        return told ? control.get(JAVA_INT, SocketAbi.CMSGHDR_BYTES) : 0;
    }

    /** The length that the kernel has put there. */
    int length() {
        return length.get(JAVA_INT, 0);
    }
}
