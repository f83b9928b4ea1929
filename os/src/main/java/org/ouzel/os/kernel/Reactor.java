package org.ouzel.os.kernel;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.os.sys.ErrnoException;

/**
 * The thread that tells what has become of descriptors. It is begun when first there is something to tell of. Safe for use by
 * any thread.
 */
final class Reactor {
    private final String name;
    private final Kind kind;
    private final ConcurrentMap<Long, Watcher> watchers = new ConcurrentHashMap<>();
    private final AtomicLong lastKey = new AtomicLong();
    private @Nullable Epoll epoll;
    private boolean closed;

    /** What thread it has. */
    enum Kind {
        /** One that waits in the kernel: for those who do not depend on virtual threads. */
        PLATFORM,

        /**
         * A virtual one, for its like: as long as there is always something to tell, it and those that it tells take turns on
         * the carriers that they have, and no thread of the kernel sleeps or is woken. When there is nothing, a {@link
         * Sentinel} waits in its place.
         */
        VIRTUAL
    }

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
     * @param name what its thread is called
     */
    Reactor(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    /**
     * Tells the watcher of each change from now on, and first of what is so already, until it is {@linkplain #forget
     * forgotten}. A descriptor that is closed is not watched any more.
     *
     * @return the key by which to forget it
     * @throws TcpCallException if the host is closed, and this with it
     */
    long watch(int descriptor, Watcher watcher) throws IOException {
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

    private synchronized void add(int descriptor, long key) throws IOException {
        if (closed) {
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
        Epoll on = epoll;
        if (on == null) {
            on = Epoll.open();
            begin(on);
            epoll = on;
        }
        on.add(descriptor, key);
    }

    private void begin(Epoll on) throws ErrnoException {
        switch (kind) {
            case PLATFORM -> Thread.ofPlatform().daemon().name(name).start(() -> run(on));
            case VIRTUAL -> {
                Sentinel waiting = Sentinel.of(on, name + " sentinel");
                Thread.ofVirtual().name(name).start(() -> run(on, waiting));
            }
        }
    }

    private void run(Epoll on) {
        while (!endIfClosed(on)) {
            on.await(this::tell);
        }
    }

    // Only a hint: whoever is told runs sooner than it is looked again.
    @SuppressWarnings("ThreadPriorityCheck")
    private void run(Epoll on, Sentinel waiting) {
        while (!endIfClosed(on)) {
            if (on.look(this::tell)) {
                Thread.yield();
            } else {
                waiting.await();
            }
        }
        waiting.close();
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

    /** Ends the thread, which closes the set: whoever comes later is not to touch what may be another's descriptor then. */
    synchronized void close() {
        if (!closed && epoll != null) {
            epoll.wake();
        }
        closed = true;
    }
}
