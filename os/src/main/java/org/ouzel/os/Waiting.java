package org.ouzel.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;

/** Waits for a device to have something, or for a wake-up. For use by one thread at a time. */
final class Waiting {
    private static final long FOREVER = Long.MAX_VALUE;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int DESCRIPTORS = 2;

    private final Linux linux;
    private final MemorySegment descriptors;
    private final MemorySegment timeout;
    private final MemorySegment count;
    private final int waker;

    Waiting(Linux linux, int device, int waker) {
        Arena arena = Arena.ofAuto();
        this.linux = linux;
        this.descriptors = arena.allocate(Abi.POLLFD_BYTES * DESCRIPTORS, Integer.BYTES);
        this.timeout = arena.allocate(Abi.TIMESPEC_BYTES, Long.BYTES);
        this.count = arena.allocate(Long.BYTES, Long.BYTES);
        this.waker = waker;
        watch(0, device);
        watch(1, waker);
    }

    private void watch(int index, int descriptor) {
        descriptors.set(JAVA_INT, index * Abi.POLLFD_BYTES, descriptor);
        descriptors.set(JAVA_SHORT, index * Abi.POLLFD_BYTES + Abi.POLLFD_EVENTS, Abi.POLLIN);
    }

    /**
     * Returns when there is something to read, after a wake-up, when the time has passed, or for no reason; true after a wake-up.
     *
     * @param timeoutNs in nanoseconds; {@link Long#MAX_VALUE} for ever
     * @throws ErrnoException if the device is gone, which is EBADFD to every call on it
     */
    boolean await(long timeoutNs) throws ErrnoException {
        timeout.set(JAVA_LONG, 0, timeoutNs / SECOND_NS);
        timeout.set(JAVA_LONG, Abi.TIMESPEC_NANOSECONDS, timeoutNs % SECOND_NS);
        int ready = linux.ppoll(descriptors, DESCRIPTORS, timeoutNs == FOREVER ? MemorySegment.NULL : timeout);
        if (ready == -Abi.EINTR) {
            return false;
        }
        ErrnoException.check("poll", ready);
        // A TUN device shows an error when, and only when, it is being removed.
        if ((descriptors.get(JAVA_SHORT, Abi.POLLFD_REVENTS) & Abi.POLLERR) != 0) {
            throw new ErrnoException("poll", Abi.EBADFD);
        }
        boolean woken = (descriptors.get(JAVA_SHORT, Abi.POLLFD_BYTES + Abi.POLLFD_REVENTS) & Abi.POLLIN) != 0;
        if (woken) {
            // One wake-up wakes once: the counter is what keeps the descriptor readable.
            linux.read(waker, count);
        }
        return woken;
    }
}
