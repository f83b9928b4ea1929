package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A {@code struct msghdr} for a send of which the kernel is to tell that its last byte was acknowledged, by a timestamp in the
 * error queue. For one thread at a time.
 *
 * <pre>
 *  0           56           72                      92
 * +-----------+------------+-----------+-----------+
 * | msghdr    | iovec      | cmsghdr   | TX_ACK    |
 * +-----------+------------+-----------+-----------+
 * </pre>
 */
final class StampedMessage {
    private static final long VECTOR = SocketAbi.MSGHDR_BYTES;
    private static final long CONTROL = VECTOR + Abi.IOVEC_BYTES;
    private static final long CONTROL_BYTES = SocketAbi.CMSGHDR_BYTES + SocketAbi.CMSG_ALIGNMENT;

    private final MemorySegment memory = Arena.ofAuto().allocate(CONTROL + CONTROL_BYTES, Long.BYTES);

    StampedMessage() {
        memory.set(JAVA_LONG, SocketAbi.MSGHDR_VECTORS, memory.address() + VECTOR);
        memory.set(JAVA_LONG, SocketAbi.MSGHDR_VECTOR_COUNT, 1);
        memory.set(JAVA_LONG, SocketAbi.MSGHDR_CONTROL, memory.address() + CONTROL);
        memory.set(JAVA_LONG, SocketAbi.MSGHDR_CONTROL_LENGTH, CONTROL_BYTES);
        memory.set(JAVA_LONG, CONTROL + SocketAbi.CMSGHDR_LENGTH, SocketAbi.CMSGHDR_BYTES + Integer.BYTES);
        memory.set(JAVA_INT, CONTROL + SocketAbi.CMSGHDR_LEVEL, SocketAbi.SOL_SOCKET);
        memory.set(JAVA_INT, CONTROL + SocketAbi.CMSGHDR_TYPE, SocketAbi.SO_TIMESTAMPING);
        memory.set(JAVA_INT, CONTROL + SocketAbi.CMSGHDR_BYTES, SocketAbi.SOF_TIMESTAMPING_TX_ACK);
    }

    /** The structure, with that data: valid until it is asked for with other data. */
    MemorySegment with(MemorySegment data) {
        memory.set(JAVA_LONG, VECTOR, data.address());
        memory.set(JAVA_LONG, VECTOR + Abi.IOVEC_LENGTH, data.byteSize());
        return memory;
    }
}
