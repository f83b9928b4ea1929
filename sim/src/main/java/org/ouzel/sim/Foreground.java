package org.ouzel.sim;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.ouzel.sim.net.Timeline;

/**
 * What a simulation is run for: its programs and the tasks that are to run once. Periodic tasks, the background, go on only
 * while some of that is there; without this rule a heartbeat would keep a simulation going for ever.
 */
final class Foreground {
    private final Timeline timeline;
    private final Set<Background> background = new LinkedHashSet<>();
    private int size;

    /** Something of the background that is to happen. It is on the timeline only while there is a foreground. */
    final class Background {
        private final long instant;
        private final Runnable work;
        private Optional<Timeline.Event> event = Optional.empty();

        private Background(long instant, Runnable work) {
            this.instant = instant;
            this.work = work;
        }

        private void plan() {
            event = Optional.of(timeline.at(instant, this::happen));
        }

        private void hold() {
            event.ifPresent(Timeline.Event::callOff);
        }

        private void happen() {
            background.remove(this);
            work.run();
        }

        /** It will not happen. Harmless when it has happened already. */
        void callOff() {
            background.remove(this);
            hold();
        }
    }

    Foreground(Timeline timeline) {
        this.timeline = timeline;
    }

    /** There is one more. */
    void enter() {
        size++;
        if (size == 1) {
            background.forEach(Background::plan);
        }
    }

    /** There is one less. */
    void leave() {
        size--;
        if (size == 0) {
            background.forEach(Background::hold);
        }
    }

    /** Plans something for an instant, or for the first one after it at which there is a foreground. */
    Background at(long instant, Runnable work) {
        Background planned = new Background(instant, work);
        background.add(planned);
        if (size > 0) {
            planned.plan();
        }
        return planned;
    }

    /** Whether something of the background waits for a foreground. */
    boolean isHolding() {
        return size == 0 && !background.isEmpty();
    }
}
