package org.ouzel.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.net.Timeline;
import org.ouzel.stack.around.Surroundings;

/** A machine's own clock: it may go fast or slow and jump forward, but never back. Everything on the machine is timed by it. */
final class MachineClock {
    private final Timeline timeline;
    private final Set<Reminder> pending = new LinkedHashSet<>();

    /** The instant at which it was last set, what it read then, and how fast it goes since. */
    private long setAt;

    private long reading;
    private double rate = 1;

    MachineClock(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Something to be done when the clock reads a time. */
    final class Reminder {
        private final long time;
        private final Runnable action;
        private Timeline.@Nullable Event event;

        private Reminder(long time, Runnable action) {
            this.time = time;
            this.action = action;
        }

        private void plan() {
            if (event != null) {
                event.callOff();
            }
            event = timeline.at(instantOf(time), this::happen);
        }

        private void happen() {
            pending.remove(this);
            action.run();
        }

        /** It will not be done. Harmless when it has been. */
        void callOff() {
            if (event != null) {
                event.callOff();
            }
            pending.remove(this);
        }
    }

    /** What it reads now. */
    long now() {
        return readingAt(timeline.now());
    }

    /** What it read at an instant since it was last set, or will read if it is not set again. */
    long readingAt(long instant) {
        return rate == 1 ? reading + (instant - setAt) : reading + (long) ((instant - setAt) * rate);
    }

    /** The first instant at which it reads the time. */
    private long instantOf(long time) {
        if (time <= now()) {
            return timeline.now();
        }
        if (rate == 1) {
            return setAt + (time - reading);
        }
        long instant = setAt + (long) ((time - reading) / rate);
        while (readingAt(instant) < time) {
            instant++;
        }
        return instant;
    }

    /** Plans something; {@link Surroundings#NEVER} is not a time. */
    Reminder at(long time, Runnable action) {
        Reminder reminder = new Reminder(time, action);
        pending.add(reminder);
        reminder.plan();
        return reminder;
    }

    /** From now on it goes so fast. */
    void drift(double factor) {
        set(now(), factor);
    }

    /** It reads so much more from now on. */
    void jump(long durationNs) {
        set(now() + durationNs, rate);
    }

    private void set(long to, double factor) {
        reading = to;
        setAt = timeline.now();
        rate = factor;
        new ArrayList<>(pending).forEach(Reminder::plan);
    }

    /** Forgets all that is planned. */
    void clear() {
        new ArrayList<>(pending).forEach(Reminder::callOff);
    }
}
