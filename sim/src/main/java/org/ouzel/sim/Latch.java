package org.ouzel.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ouzel.sim.Processes.SimulatedProcess;
import org.ouzel.sim.net.Timeline;

/** Something that happens once, for which processes wait in virtual time. */
final class Latch {
    private final Timeline timeline;
    private final Processes processes;
    private final Deque<SimulatedProcess> waiting = new ArrayDeque<>(1);
    private boolean isOpen;

    Latch(Timeline timeline, Processes processes) {
        this.timeline = timeline;
        this.processes = processes;
    }

    /** The instant at which a wait ends that begins now. One that lies beyond all time is never. */
    static long deadline(Timeline timeline, long timeout, TimeUnit unit) {
        long now = timeline.now();
        long instant = now + Math.max(0, unit.toNanos(timeout));
        return instant < now ? Long.MAX_VALUE : instant;
    }

    /** It has happened: all go on who wait. */
    void open() {
        isOpen = true;
        waiting.forEach(SimulatedProcess::wake);
    }

    boolean isOpen() {
        return isOpen;
    }

    /**
     * Waits until it happens; returns at once if it has.
     *
     * @return false if the deadline has passed
     * @throws InterruptedException if the process was interrupted first; its interrupt status is cleared
     * @throws IllegalStateException if it has not happened and no process of the simulation calls
     */
    boolean await(long deadline) throws InterruptedException {
        while (!isOpen && timeline.now() < deadline) {
            SimulatedProcess process = processes.current();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted");
            }
            parkUntil(deadline, process);
        }
        return isOpen;
    }

    private void parkUntil(long deadline, SimulatedProcess process) {
        Optional<Timeline.Event> timeout =
                deadline == Long.MAX_VALUE ? Optional.empty() : Optional.of(timeline.at(deadline, process::wake));
        waiting.add(process);
        try {
            process.park();
        } finally {
            waiting.remove(process);
            timeout.ifPresent(Timeline.Event::callOff);
        }
    }
}
