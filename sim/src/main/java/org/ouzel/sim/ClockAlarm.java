package org.ouzel.sim;

import java.util.Optional;
import org.ouzel.stack.around.Alarm;
import org.ouzel.stack.around.Surroundings;

/** An alarm that rings by a machine's clock. A time that moves back is found out when the earlier one comes. */
final class ClockAlarm implements Alarm {
    private final MachineClock clock;
    private final Runnable ring;
    private long ringsAt = Surroundings.NEVER;
    private Optional<MachineClock.Reminder> reminder = Optional.empty();

    ClockAlarm(MachineClock clock, Runnable ring) {
        this.clock = clock;
        this.ring = ring;
    }

    @Override
    public void set(long instant) {
        if (instant < ringsAt) {
            reminder.ifPresent(MachineClock.Reminder::callOff);
            ringsAt = instant;
            reminder = Optional.of(clock.at(instant, this::ring));
        }
    }

    private void ring() {
        ringsAt = Surroundings.NEVER;
        ring.run();
    }

    @Override
    public void end() {
        reminder.ifPresent(MachineClock.Reminder::callOff);
        ringsAt = Long.MIN_VALUE;
    }
}
