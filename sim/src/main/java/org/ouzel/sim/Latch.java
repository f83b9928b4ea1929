package org.ouzel.sim;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.ouzel.sim.net.Timeline;
import org.ouzel.stack.around.Gate;

/** Something that happens once, for which processes wait in virtual time. */
final class Latch {
    private final Gate gate;
    private boolean isOpen;

    Latch(Timeline timeline, Processes processes) {
        this.gate = new SimulatedMonitor(timeline, processes).gate();
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
        gate.open();
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
        try {
            while (!isOpen && gate.await(deadline)) {}
            return isOpen;
        } catch (InterruptedIOException interrupted) {
            if (isOpen) {
                return true;
            }
            throw asInterruptedException(interrupted);
        }
    }

    /** A gate leaves the interrupt status set; java.util.concurrent clears it as it throws. */
    private static InterruptedException asInterruptedException(InterruptedIOException cause) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException(cause.getMessage());
        interrupted.initCause(cause);
        return interrupted;
    }
}
