package org.ouzel.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Packets on their way to a device. They are put here, by one thread at a time, who may hold a lock; and they go on from here in the same
 * order, by one thread at a time, which need not be the same and holds no lock. One that comes while another is at it goes its way: who is
 * at it does not leave before all have gone.
 */
final class Departures {
    /** How many packets wait at the most. */
    static final int CAPACITY = 64;

    private final Device device;
    private final MemorySegment[] places = new MemorySegment[CAPACITY];

    /** Held by whoever has packets go on. */
    private final ReentrantLock turn = new ReentrantLock();

    /** The packets between the two counts wait, each in its place. Written by who puts. */
    private volatile long put;

    /** Written with the turn. */
    private volatile long gone;

    /** For the packets that wait, each from the start of its place. */
    private final int[] lengths = new int[CAPACITY];

    /** Where packets go. */
    @FunctionalInterface
    interface Device {
        /** Takes a packet, without blocking. One that it has no room for is lost. */
        void take(MemorySegment packet);
    }

    /**
     * No packets yet.
     *
     * @param packetBytes how long a packet may be
     */
    Departures(int packetBytes, Device device) {
        this.device = device;
        MemorySegment all = Arena.ofAuto().allocate((long) packetBytes * CAPACITY, Long.BYTES);
        for (int i = 0; i < CAPACITY; i++) {
            places[i] = all.asSlice((long) i * packetBytes, packetBytes);
        }
    }

    // ---- For who puts

    /** Copies a packet; where there is no place, the others go first. */
    void put(MemorySegment before, MemorySegment headers, List<MemorySegment> payload) {
        long number = put;
        if (number - gone == CAPACITY) {
            turn.lock();
            try {
                letGo();
            } finally {
                turn.unlock();
            }
        }
        int index = (int) (number % CAPACITY);
        MemorySegment place = places[index];
        long length = copy(before, place, 0);
        length = copy(headers, place, length);
        for (int i = 0; i < payload.size(); i++) {
            length = copy(payload.get(i), place, length);
        }
        lengths[index] = (int) length;
        put = number + 1;
    }

    private static long copy(MemorySegment part, MemorySegment to, long at) {
        MemorySegment.copy(part, 0, to, at, part.byteSize());
        return at + part.byteSize();
    }

    /** Has all go, and no more until {@link #resume}: something else is to go next. */
    void pause() {
        turn.lock();
        letGo();
    }

    void resume() {
        turn.unlock();
    }

    // ---- For anybody

    /** Has all go on that wait, unless somebody is at it. */
    void goOn() {
        // Once more after each turn: what was put before it ended may have been left to it.
        while (gone != put && turn.tryLock()) {
            try {
                letGo();
            } finally {
                turn.unlock();
            }
        }
    }

    /** With the turn. */
    private void letGo() {
        for (long number = gone; number != put; number++) {
            int index = (int) (number % CAPACITY);
            device.take(places[index].asSlice(0, lengths[index]));
            gone = number + 1;
        }
    }
}
