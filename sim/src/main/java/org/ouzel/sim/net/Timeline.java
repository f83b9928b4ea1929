package org.ouzel.sim.net;

import java.util.PriorityQueue;

/**
 * Virtual time, in nanoseconds from 0, and what happens in it. Events of one instant happen in the order in which they were
 * planned. For use by one thread.
 */
public final class Timeline {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long planned;

    /** Something that will happen, and may be called off. */
    public static final class Event implements Comparable<Event> {
        private final long at;
        private final long number;
        private final Runnable action;
        private boolean calledOff;

        private Event(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        /** It will not happen. Harmless when it has happened already. */
        public void callOff() {
            calledOff = true;
        }

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    /** A timeline on which nothing is planned. */
    public Timeline() {}

    /** The present instant. */
    public long now() {
        return now;
    }

    /** Plans something for an instant; one that has passed is now. */
    public Event at(long instant, Runnable action) {
        Event event = new Event(Math.max(instant, now), planned++, action);
        events.add(event);
        return event;
    }

    /** Plans something for so much later. */
    public Event after(long delayNs, Runnable action) {
        long instant = now + delayNs;
        return at(instant < now ? Long.MAX_VALUE : instant, action);
    }

    /** When the next event is; {@link Long#MAX_VALUE} if there is none. */
    public long next() {
        while (!events.isEmpty() && events.element().calledOff) {
            events.remove();
        }
        return events.isEmpty() ? Long.MAX_VALUE : events.element().at;
    }

    /** Goes to the next event and lets it happen; false if there is none. */
    public boolean step() {
        if (next() == Long.MAX_VALUE) {
            return false;
        }
        Event event = events.remove();
        now = event.at;
        event.action.run();
        return true;
    }
}
