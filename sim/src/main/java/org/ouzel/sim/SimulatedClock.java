package org.ouzel.sim;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.ouzel.sim.net.Timeline;

/** The wall clock of a simulation: its virtual time, counted from a fixed instant. Not serializable. */
final class SimulatedClock extends Clock {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final Timeline timeline;
    private final ZoneId zone;

    SimulatedClock(Timeline timeline, ZoneId zone) {
        this.timeline = timeline;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SimulatedClock(timeline, other);
    }

    @Override
    public Instant instant() {
        return EPOCH.plusNanos(timeline.now());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SimulatedClock clock && timeline.equals(clock.timeline) && zone.equals(clock.zone);
    }

    @Override
    public int hashCode() {
        return 31 * timeline.hashCode() + zone.hashCode();
    }

    @Override
    public String toString() {
        return "SimulatedClock[" + instant() + ", " + zone + "]";
    }
}
