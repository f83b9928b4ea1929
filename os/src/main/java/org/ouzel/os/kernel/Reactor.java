package org.ouzel.os.kernel;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;

/**
 * The thread that tells what has become of descriptors, and the one that tells what time it is. Both are begun when first
 * there is something to tell of. Safe for use by any thread.
 */
final class Reactor {
    private final String name;
    private final ConcurrentMap<Long, Watcher> watchers = new ConcurrentHashMap<>();
    private final AtomicLong lastKey = new AtomicLong();
    private final ScheduledThreadPoolExecutor alarm;
    private @Nullable Epoll epoll;
    private boolean closed;

    /** Who is told of a descriptor. */
    interface Watcher {
        /**
         * Something has changed.
         *
         * @param events what the descriptor is ready for now, as epoll has it
         */
        void onEdge(int events);
    }

    /**
     * Not yet running.
     *
     * @param name what the names of its threads begin with
     */
    Reactor(String name) {
        this.name = name;
        this.alarm = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name + " alarm").factory());
        alarm.setRemoveOnCancelPolicy(true);
        alarm.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Tells the watcher of each change from now on, and first of what is so already, until it is {@linkplain #forget
     * forgotten}. A descriptor that is closed is not watched any more.
     *
     * @return the key by which to forget it
     */
    long watch(int descriptor, Watcher watcher) throws ErrnoException {
        long key = lastKey.incrementAndGet();
        watchers.put(key, watcher);
        boolean added = false;
        try {
            add(descriptor, key);
            added = true;
            return key;
        } finally {
            if (!added) {
                watchers.remove(key);
            }
        }
    }

    void forget(long key) {
        watchers.remove(key);
    }

    private synchronized void add(int descriptor, long key) throws ErrnoException {
        if (closed) {
            throw new ErrnoException("epoll_ctl", Abi.EBADF);
        }
        Epoll on = epoll;
        if (on == null) {
            on = Epoll.open();
            epoll = on;
            Epoll made = on;
            Thread.ofPlatform().daemon().name(name + " reactor").start(() -> run(made));
        }
        on.add(descriptor, key);
    }

    private void run(Epoll on) {
        while (!endIfClosed(on)) {
            on.await(this::tell);
        }
    }

    private synchronized boolean endIfClosed(Epoll on) {
        if (closed) {
            on.close();
        }
        return closed;
    }

    private void tell(long key, int events) {
        Watcher watcher = watchers.get(key);
        if (watcher != null) {
            watcher.onEdge(events);
        }
    }

    /** Runs the action after the given time, on the thread of the alarm. It must not block. */
    ScheduledFuture<?> after(long delayNs, Runnable action) {
        return alarm.schedule(action, delayNs, TimeUnit.NANOSECONDS);
    }

    /** Ends both threads. */
    synchronized void close() {
        closed = true;
        alarm.shutdown();
        if (epoll != null) {
            epoll.wake();
        }
    }
}
