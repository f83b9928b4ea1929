package org.ouzel.stack.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packets that a link has read: a row of places in native memory that each read fills anew. For use by one thread.
 */
public final class FrameBatch {
    private static final int ALIGNMENT = 64;

    private final MemorySegment[] places;

    /** What the places held last: a packet as long as the one before it in its place needs no new view. */
    private final @Nullable MemorySegment[] frames;

    private final int[] segmentSizes;
    private final boolean[] checked;
    private final long[] arrivals;
    private int size;

    /**
     * An empty batch.
     *
     * @param frames how many packets it takes
     * @param frameBytes how long each may be
     */
    public FrameBatch(int frames, int frameBytes) {
        Arena arena = Arena.ofAuto();
        this.places = new MemorySegment[frames];
        for (int i = 0; i < frames; i++) {
            places[i] = arena.allocate(frameBytes, ALIGNMENT);
        }
        this.frames = new MemorySegment[frames];
        this.segmentSizes = new int[frames];
        this.checked = new boolean[frames];
        this.arrivals = new long[frames];
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
        return places[size];
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
        MemorySegment last = frames[size];
        if (last == null || last.byteSize() != length) {
            frames[size] = places[size].asSlice(0, length);
        }
        segmentSizes[size] = segmentSize;
        checked[size] = isChecked;
        arrivals[size] = arrivedAtNs;
        size++;
    }

    /** Copies a packet to its {@link #place}, and adds it; when it has arrived is {@linkplain #arrivedAt told later}. */
    void gather(MemorySegment headers, List<MemorySegment> payload, int segmentSize, boolean isChecked) {
        MemorySegment place = places[size];
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
        Arrays.fill(arrivals, 0, size, nanoTime);
    }

    /** A packet, until the next read. */
    public MemorySegment frame(int index) {
        return Objects.requireNonNull(frames[Objects.checkIndex(index, size)]);
    }

    /** 0, or the payload of each of the segments that a packet was joined from. */
    public int segmentSize(int index) {
        return segmentSizes[Objects.checkIndex(index, size)];
    }

    /** Whether a packet's TCP checksum has been checked, or need not be. */
    public boolean isChecked(int index) {
        return checked[Objects.checkIndex(index, size)];
    }

    /** When a packet was read, by {@link System#nanoTime}. */
    public long arrivedAtNs(int index) {
        return arrivals[Objects.checkIndex(index, size)];
    }
}
