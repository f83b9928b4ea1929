package org.ouzel.os.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Surroundings;

/**
 * Where calls wait for one descriptor. Platform threads wait for it in the kernel, virtual threads are parked and told by the
 * reactor. Guarded by the lock of the stream or listener whose descriptor it is, which callers hold.
 */
final class Waits {
    private final Engine engine;
    private final Surroundings surroundings;
    private final Monitor lock;
    private final SocketHandle handle;
    private final Told told;
    private final List<Waiter> waiting = new ArrayList<>(2);

    /** By which the stream or listener is told, and who is parked. */
    private @Nullable Watch telling;

    /** By which only those are woken that are parked. */
    private @Nullable Watch waking;

    /** Who else is told of what the reactor tells. */
    interface Told {
        /** The descriptor has changed. The lock is held. */
        void onEdge(int events);
    }

    Waits(Engine engine, Monitor lock, SocketHandle handle, Told told) {
        this.engine = engine;
        this.surroundings = engine.surroundings();
        this.lock = lock;
        this.handle = handle;
        this.told = told;
    }

    /**
     * Tells which of the events the descriptor has, and if none, gives up the lock until it may have one, the waiters have been
     * woken, or the time has passed. It may return 0 early; the caller looks whether the descriptor is still open, and whether
     * there is time.
     *
     * @param events what to wait for, as poll and epoll have it
     * @return those of them, and of error and hang-up, that the descriptor has now; 0 if none
     */
    int await(int events, long deadline) throws IOException {
        return Thread.currentThread().isVirtual() ? park(events, deadline) : poll(events, deadline);
    }

    private int poll(int events, long deadline) throws IOException {
        if (!handle.enter()) {
            return 0;
        }
        Poller poller = Poller.ofThisThread();
        waiting.add(poller);
        lock.unlock();
        int ready;
        try {
            ready = poller.poll(handle.descriptor(), events, surroundings, deadline);
        } finally {
            handle.leave();
            lock.lock();
            waiting.remove(poller);
            poller.rest();
        }
        if (ready == 0 && surroundings.now() < deadline) {
            Waiter.requireNotInterrupted();
        }
        return ready;
    }

    private int park(int events, long deadline) throws IOException {
        int ready = engine.ready(handle, events);
        if (ready != 0 || deadline <= surroundings.now()) {
            // Who does not want to wait is not to be interrupted either.
            return ready;
        }
        watchForParked();
        Parked parked = new Parked(events);
        waiting.add(parked);
        lock.unlock();
        try {
            parked.park(surroundings, deadline);
        } finally {
            lock.lock();
            waiting.remove(parked);
        }
        if (!parked.isWoken() && surroundings.now() < deadline) {
            Waiter.requireNotInterrupted();
        }
        return handle.isClosed() ? 0 : engine.ready(handle, events);
    }

    /** Has a reactor tell of this descriptor, from now on and as long as it is open. */
    void watch() throws IOException {
        if (telling == null && !handle.isClosed()) {
            telling = new Watch(engine.reactor(), this::onEdge);
        }
    }

    // Who is parked is woken by the reactor of virtual threads, even if another tells of the descriptor.
    private void watchForParked() throws IOException {
        Reactor reactor = engine.reactor();
        if (telling == null) {
            watch();
        } else if (!telling.reactor.equals(reactor) && waking == null && !handle.isClosed()) {
            waking = new Watch(reactor, this::onEdgeForParked);
        }
    }

    /** That a reactor tells of the descriptor. */
    private final class Watch {
        private final Reactor reactor;
        private final long key;

        Watch(Reactor reactor, Reactor.Watcher watcher) throws IOException {
            this.reactor = reactor;
            this.key = reactor.watch(handle.descriptor(), watcher);
        }

        void end() {
            reactor.forget(key);
        }
    }

    /** The descriptor is being closed: nobody waits for it any more. */
    void end() {
        if (telling != null) {
            telling.end();
        }
        if (waking != null) {
            waking.end();
        }
        wakeAll();
    }

    void wakeAll() {
        waiting.forEach(Waiter::wake);
    }

    // An edge is told once. None is missed: who waits has tried, and joined those who wait, without giving up the lock.
    private void onEdge(int events) {
        lock.lock();
        try {
            wakeParked(events);
            told.onEdge(events);
        } finally {
            lock.unlock();
        }
    }

    private void onEdgeForParked(int events) {
        lock.lock();
        try {
            wakeParked(events);
        } finally {
            lock.unlock();
        }
    }

    private void wakeParked(int events) {
        for (Waiter waiter : waiting) {
            if (waiter instanceof Parked parked && parked.wants(events)) {
                parked.wake();
            }
        }
    }
}
