package org.ouzel.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ouzel.os.sys.Abi;

/** Where the parts of what one read gives go: the header of a device with offload, and the packet. For use by one thread. */
final class Scatter {
    /** How many parts there are. */
    static final int COUNT = 2;

    private final MemorySegment vectors = Arena.ofAuto().allocate(COUNT * Abi.IOVEC_BYTES, Long.BYTES);
    private final OffloadHeader header = new OffloadHeader();

    Scatter() {
        set(0, header.memory());
    }

    /** An array of {@code struct iovec}, for a packet that goes to a place in native memory. */
    MemorySegment vectors(MemorySegment place) {
        set(1, place);
        return vectors;
    }

    private void set(int index, MemorySegment part) {
        vectors.set(JAVA_LONG, index * Abi.IOVEC_BYTES, part.address());
        vectors.set(JAVA_LONG, index * Abi.IOVEC_BYTES + Abi.IOVEC_LENGTH, part.byteSize());
    }

    /** The header that stood before the packet that was read last. */
    OffloadHeader header() {
        return header;
    }
}
