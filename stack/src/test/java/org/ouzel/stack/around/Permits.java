package org.ouzel.stack.around;

import java.io.InterruptedIOException;

/** Something of which those who wait at a gate take one each. */
final class Permits {
    private final Monitor monitor;
    private final Gate gate;

    // Guarded by the monitor
    private int left;

    Permits(Monitor monitor) {
        this.monitor = monitor;
        this.gate = monitor.gate();
    }

    /** One more, of which one is told of those who wait. */
    void give() {
        monitor.lock();
        try {
            left++;
            gate.openForOne();
        } finally {
            monitor.unlock();
        }
    }

    /** One more, of which all are told who wait. */
    void giveAndTellAll() {
        monitor.lock();
        try {
            left++;
            gate.open();
        } finally {
            monitor.unlock();
        }
    }

    /** Waits for one. */
    void take() throws InterruptedIOException {
        monitor.lock();
        try {
            while (left == 0) {
                gate.await(Surroundings.NEVER);
            }
            left--;
        } finally {
            monitor.unlock();
        }
    }

    /** The same, for a thread that nobody interrupts. */
    void takeUninterrupted() {
        try {
            take();
        } catch (InterruptedIOException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** How many nobody has taken. */
    int left() {
        monitor.lock();
        try {
            return left;
        } finally {
            monitor.unlock();
        }
    }
}
