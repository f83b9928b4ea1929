package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that happened on a wire. */
final class Trace implements WireObserver {
    /** What an event is called that is no drop. */
    static final String ENTERED = "ENTERED";

    static final String LEFT = "LEFT";

    private final List<Event> events = new ArrayList<>();

    /** What happened to a packet, when, and a hash of its bytes then. */
    record Event(long atNs, String what, long number, int length, int hash) {}

    @Override
    public void entered(long nowNs, long number, MemorySegment packet) {
        note(nowNs, ENTERED, number, packet);
    }

    @Override
    public void left(long nowNs, long number, MemorySegment packet) {
        note(nowNs, LEFT, number, packet);
    }

    @Override
    public void dropped(long nowNs, long number, MemorySegment packet, WireDrop why) {
        note(nowNs, why.name(), number, packet);
    }

    private void note(long nowNs, String what, long number, MemorySegment packet) {
        int hash = Arrays.hashCode(packet.toArray(ValueLayout.JAVA_BYTE));
        events.add(new Event(nowNs, what, number, (int) packet.byteSize(), hash));
    }

    List<Event> events() {
        return events;
    }

    List<Event> events(String what) {
        return events.stream().filter(event -> event.what().equals(what)).toList();
    }

    List<Long> numbers(String what) {
        return events(what).stream().map(Event::number).toList();
    }

    List<Long> times(String what) {
        return events(what).stream().map(Event::atNs).toList();
    }
}
