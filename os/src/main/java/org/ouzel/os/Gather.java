package org.ouzel.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ouzel.os.sys.Abi;

/**
 * The parts of a packet as one write takes them: addresses and lengths. Parts in native memory stay where they are. Parts on
 * the heap are copied, and so are those beyond what one call takes. For use by one thread at a time.
 */
final class Gather {
    private final MemorySegment vectors;
    private final MemorySegment scratch;
    private int count;
    private long copied;

    /** Whether the last part is the end of what was copied, so that more of it makes that part longer. */
    private boolean copying;

    Gather(int frameBytes) {
        Arena arena = Arena.ofAuto();
        this.vectors = arena.allocate(Abi.IOVEC_BYTES * Abi.IOVEC_MAX, Long.BYTES);
        this.scratch = arena.allocate(frameBytes, Long.BYTES);
    }

    /** How long a packet is. */
    static long length(MemorySegment headers, List<MemorySegment> payload) {
        long length = headers.byteSize();
        for (MemorySegment part : payload) {
            length += part.byteSize();
        }
        return length;
    }

    /**
     * Takes up a packet.
     *
     * @param before what goes before it, which may be nothing
     * @return how many of the {@link #vectors} it has
     */
    int gather(MemorySegment before, MemorySegment headers, List<MemorySegment> payload) {
        count = 0;
        copied = 0;
        copying = false;
        add(before);
        add(headers);
        for (MemorySegment part : payload) {
            add(part);
        }
        return count;
    }

    /** An array of {@code struct iovec}. */
    MemorySegment vectors() {
        return vectors;
    }

    private void add(MemorySegment part) {
        if (part.byteSize() == 0) {
            return;
        }
        if (part.isNative() && count < Abi.IOVEC_MAX - 1) {
            append(part);
            copying = false;
        } else {
            copy(part);
        }
    }

    private void copy(MemorySegment part) {
        MemorySegment place = scratch.asSlice(copied, part.byteSize());
        place.copyFrom(part);
        copied += part.byteSize();
        if (copying) {
            long last = (count - 1) * Abi.IOVEC_BYTES + Abi.IOVEC_LENGTH;
            vectors.set(JAVA_LONG, last, vectors.get(JAVA_LONG, last) + part.byteSize());
        } else {
            append(place);
            copying = true;
        }
    }

    private void append(MemorySegment part) {
        vectors.set(JAVA_LONG, count * Abi.IOVEC_BYTES, part.address());
        vectors.set(JAVA_LONG, count * Abi.IOVEC_BYTES + Abi.IOVEC_LENGTH, part.byteSize());
        count++;
    }
}
