package org.ouzel.os.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.EpollAbi;
import org.ouzel.os.sys.EpollCalls;
import org.ouzel.os.sys.EpollEvents;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;

/**
 * A set of descriptors of which each change is told once. One thread waits; adding is for one thread at a time, which may be
 * another; waking is for any.
 */
final class Epoll {
    private static final int BATCH = 256;
    private static final long WAKER = 0;

    /** All that can happen to a connection. */
    private static final int CHANGES =
            EpollAbi.EPOLLIN | EpollAbi.EPOLLOUT | EpollAbi.EPOLLPRI | EpollAbi.EPOLLRDHUP | EpollAbi.EPOLLET;

    private final int set;
    private final int waker;
    private final Linux linux = new Linux();
    private final EpollCalls adding = new EpollCalls();
    private final EpollEvents added = new EpollEvents(1);
    private final EpollCalls waiting = new EpollCalls();
    private final EpollEvents happened = new EpollEvents(BATCH);
    private final MemorySegment count = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);

    /** Who is told. */
    interface Sink {
        void accept(long key, int events);
    }

    private Epoll(int set, int waker) {
        this.set = set;
        this.waker = waker;
    }

    static Epoll open() throws ErrnoException {
        Linux linux = new Linux();
        int set = ErrnoException.check("epoll_create1", new EpollCalls().epollCreate1());
        int waker = linux.eventfd();
        Epoll epoll = new Epoll(set, waker);
        if (waker < 0) {
            linux.close(set);
            throw new ErrnoException("eventfd", -waker);
        }
        epoll.add(waker, WAKER, EpollAbi.EPOLLIN);
        return epoll;
    }

    /** Tells of each change of the descriptor from now on, and of what it is ready for now. */
    void add(int descriptor, long key) throws ErrnoException {
        add(descriptor, key, CHANGES);
    }

    private void add(int descriptor, long key, int events) throws ErrnoException {
        added.set(0, events, key);
        ErrnoException.check("epoll_ctl", adding.epollCtl(set, EpollAbi.EPOLL_CTL_ADD, descriptor, added.memory()));
    }

    /** Tells once when the other set has something to tell, and then not until it is asked {@linkplain #again}. */
    void addOnce(Epoll other, long key) throws ErrnoException {
        add(other.set, key, EpollAbi.EPOLLIN | EpollAbi.EPOLLONESHOT);
    }

    /** Tells once more when the other set has something to tell, be it already. For one thread. */
    void again(Epoll other, long key) {
        added.set(0, EpollAbi.EPOLLIN | EpollAbi.EPOLLONESHOT, key);
        int result = adding.epollCtl(set, EpollAbi.EPOLL_CTL_MOD, other.set, added.memory());
        if (result < 0) {
            throw new AssertionError("epoll_ctl: " + Linux.describe(-result));
        }
    }

    /** Waits for changes, or a wake-up, and tells of those that there are. */
    void await(Sink sink) {
        tell(sink, -1);
    }

    /** Tells of the changes that there are. Whether there were any. */
    boolean look(Sink sink) {
        return tell(sink, 0) > 0;
    }

    private int tell(Sink sink, int timeoutMs) {
        int ready = waiting.epollWait(set, happened.memory(), BATCH, timeoutMs);
        if (ready < 0 && ready != -Abi.EINTR) {
            throw new AssertionError("epoll_wait: " + Linux.describe(-ready));
        }
        for (int i = 0; i < ready; i++) {
            if (happened.data(i) == WAKER) {
                linux.read(waker, count);
            } else {
                sink.accept(happened.data(i), happened.events(i));
            }
        }
        return ready;
    }

    void wake() {
        new Linux().eventfdWrite(waker, 1);
    }

    void close() {
        linux.close(set);
        linux.close(waker);
    }
}
