package org.ouzel.bench.blocking;

import java.io.IOException;
import java.time.Duration;
import org.ouzel.os.sys.EpollAbi;
import org.ouzel.os.sys.EpollCalls;
import org.ouzel.os.sys.EpollEvents;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;

/** Descriptors of the kernel's of which each change is told once, by system calls and nothing else. For one thread. */
final class Epoll implements AutoCloseable {
    private static final int BATCH = 64;
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(10).toMillis();

    private final Linux linux = new Linux();
    private final EpollCalls calls = new EpollCalls();
    private final EpollEvents added = new EpollEvents(1);
    private final EpollEvents happened = new EpollEvents(BATCH);
    private final int set;

    /** Who is told. */
    interface Sink {
        void accept(int key, int events) throws IOException;
    }

    Epoll() throws IOException {
        set = ErrnoException.check("epoll_create1", calls.epollCreate1());
    }

    /** Tells of each change of a descriptor from now on, until it is closed. */
    void add(int descriptor, int key) throws IOException {
        added.set(0, EpollAbi.EPOLLIN | EpollAbi.EPOLLOUT | EpollAbi.EPOLLRDHUP | EpollAbi.EPOLLET, key);
        ErrnoException.check("epoll_ctl", calls.epollCtl(set, EpollAbi.EPOLL_CTL_ADD, descriptor, added.memory()));
    }

    /** Waits for changes, for ever, and tells of them. */
    void await(Sink sink) throws IOException {
        boolean _ = tell(sink, -1);
    }

    /**
     * The same for as long as those who measure have patience.
     *
     * @throws IOException if nothing has happened by then
     */
    void awaitSoon(Sink sink) throws IOException {
        if (!tell(sink, PATIENCE_MS)) {
            throw new IOException("nothing has happened for " + PATIENCE_MS + " ms");
        }
    }

    private boolean tell(Sink sink, int timeoutMs) throws IOException {
        int count = ErrnoException.check("epoll_wait", calls.epollWait(set, happened.memory(), BATCH, timeoutMs));
        for (int i = 0; i < count; i++) {
            sink.accept((int) happened.data(i), happened.events(i));
        }
        return count > 0;
    }

    @Override
    public void close() {
        linux.close(set);
    }
}
