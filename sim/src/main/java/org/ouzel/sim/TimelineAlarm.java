package org.ouzel.sim;

import java.util.Optional;
import org.ouzel.sim.net.Timeline;
import org.ouzel.stack.around.Alarm;
import org.ouzel.stack.around.Surroundings;

/** An alarm that rings as an event of the timeline. A time that moves back is found out when the earlier one comes. */
final class TimelineAlarm implements Alarm {
    private final Timeline timeline;
    private final Runnable ring;
    private long ringsAt = Surroundings.NEVER;
    private Optional<Timeline.Event> event = Optional.empty();

    TimelineAlarm(Timeline timeline, Runnable ring) {
        this.timeline = timeline;
        this.ring = ring;
    }

    @Override
    public void set(long instant) {
        if (instant < ringsAt) {
            event.ifPresent(Timeline.Event::callOff);
            ringsAt = instant;
            event = Optional.of(timeline.at(instant, this::ring));
        }
    }

    private void ring() {
        ringsAt = Surroundings.NEVER;
        ring.run();
    }

    @Override
    public void end() {
        event.ifPresent(Timeline.Event::callOff);
        ringsAt = Long.MIN_VALUE;
    }
}
