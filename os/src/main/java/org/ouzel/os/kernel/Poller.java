package org.ouzel.os.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;
import org.ouzel.stack.around.Surroundings;

/**
 * A platform thread that waits in the kernel, for a descriptor of a connection and for a counter of its own by which it is
 * woken. One for each thread, as long as that lives; waiting so costs a third less than being woken by the reactor.
 */
final class Poller implements Waiter {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ThreadLocal<Poller> OF_THREAD = ThreadLocal.withInitial(Poller::new);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int DESCRIPTORS = 2;

    private final Linux linux = new Linux();
    private final Linux waking = new Linux();
    private final MemorySegment descriptors;
    private final MemorySegment timeout;
    private final MemorySegment count;
    private final int waker;
    private final InterruptHook hook = new InterruptHook(this::wake);

    private Poller() {
        Arena arena = Arena.ofAuto();
        descriptors = arena.allocate(Abi.POLLFD_BYTES * DESCRIPTORS, Integer.BYTES);
        timeout = arena.allocate(Abi.TIMESPEC_BYTES, Long.BYTES);
        count = arena.allocate(Long.BYTES, Long.BYTES);
        waker = linux.eventfd();
        if (waker < 0) {
            // As when no thread can be had: there is no state of a stream in which this call could be taken back.
            throw new OutOfMemoryError("eventfd: " + Linux.describe(-waker));
        }
        int number = waker;
        CLEANER.register(this, () -> new Linux().close(number));
        descriptors.set(JAVA_INT, Abi.POLLFD_BYTES, waker);
        descriptors.set(JAVA_SHORT, Abi.POLLFD_BYTES + Abi.POLLFD_EVENTS, Abi.POLLIN);
    }

    /** That of the calling thread. */
    static Poller ofThisThread() {
        return OF_THREAD.get();
    }

    /**
     * Waits until the descriptor has one of the events, or an error; until the thread is woken or interrupted; or until the
     * time has passed.
     *
     * @return what the descriptor has, as poll has it
     */
    int poll(int descriptor, int events, Surroundings surroundings, long deadline) throws ErrnoException {
        hook.enter();
        try {
            descriptors.set(JAVA_INT, 0, descriptor);
            descriptors.set(JAVA_SHORT, Abi.POLLFD_EVENTS, (short) events);
            int ready = linux.ppoll(descriptors, DESCRIPTORS, timeout(surroundings, deadline));
            if (ready == -Abi.EINTR) {
                return 0;
            }
            ErrnoException.check("poll", ready);
            return descriptors.get(JAVA_SHORT, Abi.POLLFD_REVENTS);
        } finally {
            hook.leave();
        }
    }

    private MemorySegment timeout(Surroundings surroundings, long deadline) {
        if (deadline == Surroundings.NEVER) {
            return MemorySegment.NULL;
        }
        long left = Math.max(0, deadline - surroundings.now());
        timeout.set(JAVA_LONG, 0, left / SECOND_NS);
        timeout.set(JAVA_LONG, Abi.TIMESPEC_NANOSECONDS, left % SECOND_NS);
        return timeout;
    }

    /** Forgets that it was woken. Called by the thread itself, when nobody can wake it any more. */
    void rest() {
        if (descriptors.get(JAVA_SHORT, Abi.POLLFD_BYTES + Abi.POLLFD_REVENTS) != 0 || hook.takeFired()) {
            // Whether there was something to take back does not matter: the counter does not block.
            linux.read(waker, count);
        }
    }

    @Override
    public void wake() {
        // The counter is this object's, and full only if it wakes already.
        waking.eventfdWrite(waker, 1);
    }
}
