package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.wire.Payload;

/** Data taken from the user and not yet acknowledged: positions from {@code head} to {@code tail}. */
final class SendBuffer {
    private final PagedBytes bytes;
    private final int capacity;
    private long head = 1;
    private long tail = 1;

    SendBuffer(PagePool pool, int capacity) {
        this.bytes = new PagedBytes(pool);
        this.capacity = capacity;
    }

    /** The position of the oldest byte held. */
    long head() {
        return head;
    }

    /** The position behind the newest byte held. */
    long tail() {
        return tail;
    }

    int free() {
        return capacity - (int) (tail - head);
    }

    /** Takes as much of the data as there is room for; returns how much. */
    int append(MemorySegment data) {
        int room = (int) Math.min(free(), data.byteSize());
        int taken = bytes.write(tail, data.asSlice(0, room));
        tail += taken;
        return taken;
    }

    Payload slice(long from, int length) {
        if (from < head || from + length > tail) {
            throw new AssertionError("slice [" + from + ", +" + length + ") outside [" + head + ", " + tail + ")");
        }
        return bytes.slice(from, length);
    }

    /** Lets go of what is acknowledged: everything below the position. */
    void releaseBelow(long position) {
        head = Math.max(head, Math.min(position, tail));
        if (head == tail) {
            bytes.clear(tail);
        } else {
            bytes.releaseBelow(head);
        }
    }

    void clear() {
        head = tail;
        bytes.clear(tail);
    }
}
