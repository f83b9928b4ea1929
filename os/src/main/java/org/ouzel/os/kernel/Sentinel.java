package org.ouzel.os.kernel;

import org.ouzel.os.sys.ErrnoException;

/** A platform thread that waits in the kernel in the place of one virtual thread, until a set has something to tell. */
final class Sentinel {
    private static final long SET = 1;

    private final Epoll set;
    private final Epoll outer;
    private final Berth berth = new Berth();
    private boolean closed;

    private Sentinel(Epoll set, Epoll outer) {
        this.set = set;
        this.outer = outer;
    }

    /**
     * Stands by for the set.
     *
     * @param name what its thread is called
     */
    static Sentinel of(Epoll set, String name) throws ErrnoException {
        Sentinel sentinel = new Sentinel(set, Epoll.open());
        sentinel.outer.addOnce(set, SET);
        Thread.ofPlatform().daemon().name(name).start(sentinel::run);
        return sentinel;
    }

    /** Parks the calling thread until the set has something to tell. For one virtual thread. */
    void await() {
        berth.lieDown();
        outer.again(set, SET);
        berth.rest();
    }

    private void run() {
        while (!endIfClosed()) {
            outer.await((key, events) -> berth.rouse());
        }
    }

    private synchronized boolean endIfClosed() {
        if (closed) {
            outer.close();
        }
        return closed;
    }

    /** Ends the thread. */
    synchronized void close() {
        closed = true;
        outer.wake();
    }
}
