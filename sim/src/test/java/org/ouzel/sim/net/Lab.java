package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A wire under test, with what happens on it and what comes out of it. */
final class Lab {
    static final long SEED = 42;
    static final long MS = 1_000_000;
    static final long S = 1_000 * MS;

    final Timeline timeline = new Timeline();
    final Trace trace = new Trace();
    final List<MemorySegment> arrived = new ArrayList<>();
    final Wire wire;

    Lab(WireSettings settings) {
        this(settings, SEED);
    }

    Lab(WireSettings settings, long seed) {
        wire = new Wire(timeline, settings, seed, arrived::add);
        wire.observe(trace);
    }

    void sendAt(long instantNs, MemorySegment packet) {
        timeline.at(instantNs, () -> wire.packet(packet));
    }

    /** Sends numbered packets of a length at even distances, from now on. */
    void sendEvery(long distanceNs, int count, int bytes) {
        for (int number = 0; number < count; number++) {
            sendAt(timeline.now() + number * distanceNs, Packets.numbered(number, bytes));
        }
    }

    void run() {
        while (timeline.step()) {
            // Until nothing happens any more.
        }
    }

    void runUntil(long instantNs) {
        while (timeline.next() <= instantNs) {
            timeline.step();
        }
    }
}
