package org.ouzel.stack.link;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * Packets that wait for the time of their release. Those with the same time leave in the order in which they came. Bounded;
 * what has left gives its memory to what comes. For use by one thread.
 */
final class DelayedFrames {
    /** How many may wait. */
    static final int CAPACITY = 4096;

    /** Memory comes in multiples of this, so that most of it fits most packets again. */
    private static final int GRAIN = 2048;

    private final PriorityQueue<Frame> waiting = new PriorityQueue<>();
    private final Deque<Frame> unused = new ArrayDeque<>();
    private long came;

    private static final class Frame implements Comparable<Frame> {
        private byte[] bytes = {};
        private int length;
        private int segmentSize;
        private boolean checked;
        private long releaseNs;
        private long number;

        /** By difference, since the clock may pass the largest number. */
        @Override
        public int compareTo(Frame other) {
            long later = releaseNs - other.releaseNs;
            return later != 0 ? Long.signum(later) : Long.compare(number, other.number);
        }
    }

    /** Whether no more can be taken. */
    boolean isFull() {
        return waiting.size() == CAPACITY;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Takes a copy of a packet; there must be room.
     *
     * @return the copy, for the caller to change until its release
     */
    MemorySegment add(MemorySegment packet, int segmentSize, boolean checked, long releaseNs) {
        Frame frame = unused.isEmpty() ? new Frame() : unused.pop();
        int length = Math.toIntExact(packet.byteSize());
        if (frame.bytes.length < length) {
            frame.bytes = new byte[Math.ceilDiv(length, GRAIN) * GRAIN];
        }
        frame.length = length;
        frame.segmentSize = segmentSize;
        frame.checked = checked;
        frame.releaseNs = releaseNs;
        frame.number = came++;
        MemorySegment copy = MemorySegment.ofArray(frame.bytes).asSlice(0, length);
        copy.copyFrom(packet);
        waiting.add(frame);
        return copy;
    }

    /** How long the first has still to wait; 0 if it is due, {@link Long#MAX_VALUE} if there is none. */
    long untilNextNs(long nowNs) {
        Frame first = waiting.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.releaseNs - nowNs);
    }

    /**
     * Moves what is due into the batch, as far as it has room.
     *
     * @return how many
     */
    int release(FrameBatch into, long nowNs) {
        int released = 0;
        while (!into.isFull() && untilNextNs(nowNs) == 0) {
            Frame frame = waiting.remove();
            MemorySegment.copy(MemorySegment.ofArray(frame.bytes), 0, into.place(), 0, frame.length);
            into.add(frame.length, frame.segmentSize, frame.checked, frame.releaseNs);
            unused.push(frame);
            released++;
        }
        return released;
    }
}
