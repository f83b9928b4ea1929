package org.ouzel.sim.net;

/**
 * Virtual time, in nanoseconds from 0, and what happens in it. Events of one instant happen in the order in which they were
 * planned. For use by one thread.
 */
public final class Timeline {
    private final Agenda agenda = new Agenda();
    private long now;
    private long planned;

    /** Something that will happen, and may be called off. */
    public final class Event {
        private final long at;
        private final long number;
        private final Runnable action;

        /** The agenda's: where it stands there. */
        int slot = Agenda.NOWHERE;

        private Event(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        /** It will not happen. Harmless when it has happened already. */
        public void callOff() {
            agenda.remove(this);
        }

        boolean isBefore(Event other) {
            return at < other.at || (at == other.at && number < other.number);
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
        agenda.add(event);
        return event;
    }

    /** Plans something for so much later. */
    public Event after(long delayNs, Runnable action) {
        long instant = now + delayNs;
        return at(instant < now ? Long.MAX_VALUE : instant, action);
    }

    /** When the next event is; {@link Long#MAX_VALUE} if there is none. */
    public long next() {
        return agenda.isEmpty() ? Long.MAX_VALUE : agenda.first().at;
    }

    /** Goes to the next event and lets it happen; false if there is none. */
    public boolean step() {
        if (next() == Long.MAX_VALUE) {
            return false;
        }
        Event event = agenda.first();
        agenda.remove(event);
        now = event.at;
        event.action.run();
        return true;
    }
}
