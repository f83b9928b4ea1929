package org.ouzel.stack.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/** Packets that a link has read: a row of places in native memory that each read fills anew. For use by one thread at a time. */
public final class FrameBatch {
    private static final int ALIGNMENT = 64;

    private final Place[] places;
    private int size;

    /** Where one packet lies, and what is said of it: together, for one processor may fill a batch that another empties. */
    private static final class Place {
        final MemorySegment memory;

        /** What it held last: a packet as long as the one before it needs no new view. */
        MemorySegment frame;

        int segmentSize;
        boolean checked;
        long arrivedAtNs;

        Place(MemorySegment memory) {
            this.memory = memory;
            this.frame = memory;
        }
    }

    /**
     * An empty batch.
     *
     * @param frames how many packets it takes
     * @param frameBytes how long each may be
     */
    public FrameBatch(int frames, int frameBytes) {
        Arena arena = Arena.ofAuto();
        this.places = new Place[frames];
        for (int i = 0; i < frames; i++) {
            places[i] = new Place(arena.allocate(frameBytes, ALIGNMENT));
        }
    }

    /** A batch that fits a link. */
    public static FrameBatch of(LinkCapabilities capabilities) {
        return new FrameBatch(capabilities.batch(), capabilities.frameBytes());
    }

    /** Forgets what is held. */
    public void clear() {
        size = 0;
    }

    /** How many packets are held. */
    public int size() {
        return size;
    }

    /** Whether there is no place for another. */
    public boolean isFull() {
        return size == places.length;
    }

    /** Where the next packet goes. */
    public MemorySegment place() {
        return places[size].memory;
    }

    /**
     * The next packet is in its {@link #place}.
     *
     * @param length its length in bytes
     * @param segmentSize 0, or the payload of each of the segments that it was joined from
     * @param isChecked whether its TCP checksum has been checked, or need not be because nothing can have happened to it
     * @param arrivedAtNs when it was read, by {@link System#nanoTime}
     */
    public void add(int length, int segmentSize, boolean isChecked, long arrivedAtNs) {
        Place next = places[size];
        if (next.frame.byteSize() != length) {
            next.frame = next.memory.asSlice(0, length);
        }
        next.segmentSize = segmentSize;
        next.checked = isChecked;
        next.arrivedAtNs = arrivedAtNs;
        size++;
    }

    /** Copies a packet to its {@link #place}, and adds it; when it has arrived is {@linkplain #arrivedAt told later}. */
    void gather(MemorySegment headers, List<MemorySegment> payload, int segmentSize, boolean isChecked) {
        MemorySegment place = place();
        long at = headers.byteSize();
        MemorySegment.copy(headers, 0, place, 0, at);
        for (int i = 0; i < payload.size(); i++) {
            MemorySegment part = payload.get(i);
            MemorySegment.copy(part, 0, place, at, part.byteSize());
            at += part.byteSize();
        }
        add((int) at, segmentSize, isChecked, 0);
    }

    /** All packets have arrived together. */
    void arrivedAt(long nanoTime) {
        for (int i = 0; i < size; i++) {
            places[i].arrivedAtNs = nanoTime;
        }
    }

    /** A packet, until the next read. */
    public MemorySegment frame(int index) {
        return held(index).frame;
    }

    /** 0, or the payload of each of the segments that a packet was joined from. */
    public int segmentSize(int index) {
        return held(index).segmentSize;
    }

    /** Whether a packet's TCP checksum has been checked, or need not be. */
    public boolean isChecked(int index) {
        return held(index).checked;
    }

    /** When a packet was read, by {@link System#nanoTime}. */
    public long arrivedAtNs(int index) {
        return held(index).arrivedAtNs;
    }

    private Place held(int index) {
        return places[Objects.checkIndex(index, size)];
    }
}
