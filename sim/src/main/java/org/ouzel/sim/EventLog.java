package org.ouzel.sim;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Timeline;
import org.ouzel.sim.net.Wire;
import org.ouzel.sim.net.WireDrop;
import org.ouzel.sim.net.WireObserver;

/** The last events of a simulation, in words. */
final class EventLog {
    private static final long NS_PER_S = 1_000_000_000;

    private final Timeline timeline;
    private final int capacity;
    private final Deque<String> events = new ArrayDeque<>();

    /**
     * A log.
     *
     * @param capacity how many events it keeps; one that keeps none watches nothing
     */
    EventLog(Timeline timeline, int capacity) {
        this.timeline = timeline;
        this.capacity = capacity;
    }

    /** From now on what happens on the cable is among the events. */
    void watch(String name, Cable cable) {
        if (capacity > 0) {
            watch(name + " →", cable.fromA());
            watch(name + " ←", cable.fromB());
        }
    }

    private void watch(String name, Wire wire) {
        wire.observe(new WireObserver() {
            @Override
            public void entered(long nowNs, long number, MemorySegment packet) {
                note(name + " " + number + " enters: " + PacketText.of(packet));
            }

            @Override
            public void left(long nowNs, long number, MemorySegment packet) {
                note(name + " " + number + " arrives: " + PacketText.of(packet));
            }

            @Override
            public void dropped(long nowNs, long number, MemorySegment packet, WireDrop why) {
                note(name + " " + number + " is gone: " + why.name().toLowerCase(Locale.ROOT));
            }
        });
    }

    void note(String event) {
        if (capacity == 0) {
            return;
        }
        if (events.size() == capacity) {
            events.remove();
        }
        events.add(instant() + " " + event);
    }

    private String instant() {
        return "%d.%09d s".formatted(timeline.now() / NS_PER_S, timeline.now() % NS_PER_S);
    }

    List<String> last() {
        return List.copyOf(events);
    }
}
