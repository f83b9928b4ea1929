package org.ouzel.os.kernel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is to be done a little later, if it still has to be done then: all of it at once, so that there are few wake-ups. Safe
 * for use by any thread.
 */
final class Stragglers {
    private static final System.Logger LOG = System.getLogger("org.ouzel.os");

    private static final long LATER_NS = 20_000_000;

    private final Alarm alarm;
    private final long laterNs;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    Stragglers(Alarm alarm) {
        this(alarm, LATER_NS);
    }

    /** The same, in which later is so much. */
    Stragglers(Alarm alarm, long laterNs) {
        this.alarm = alarm;
        this.laterNs = laterNs;
    }

    /** Runs the action within some tens of milliseconds, on the thread of the alarm. It must not block. */
    void add(Runnable action) {
        waiting.add(action);
        ask();
    }

    private void ask() {
        if (!asked.getAndSet(true)) {
            Future<?> _ = alarm.after(laterNs, this::run);
        }
    }

    private void run() {
        asked.set(false);
        try {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        } catch (RuntimeException | AssertionError fault) {
            LOG.log(System.Logger.Level.ERROR, "what was left for later has failed", fault);
        } finally {
            if (!waiting.isEmpty()) {
                // Behind one that has failed.
                ask();
            }
        }
    }
}
