package org.ouzel.stack.trial;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.ouzel.TcpState;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;

/** Waits for what must come true, and fails when it does not. */
public final class Eventually {
    /** Who looks again at once takes the host's lock again and again from those who wait for it. */
    private static final long LOOK_AGAIN_NS = 50_000;

    private Eventually() {}

    public static void holds(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + HostPair.SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }

    /** Waits until the stream is in the state. */
    public static void is(TcpStream stream, TcpState state) {
        holds(() -> stream.status().state() == state, () -> state + ", but " + stream.status());
    }

    /** Waits until so many bytes are there to be received. */
    public static void unread(TcpStream stream, int count) {
        holds(() -> stream.status().sequence().unreadBytes() == count, () -> count + " unread, but " + stream.status());
    }

    /** Waits until the peer takes no more, and there is more for it. */
    public static void heldBack(TcpStream stream) {
        holds(() -> isHeldBack(stream), () -> "not held back: " + stream.status());
    }

    static boolean isHeldBack(TcpStream stream) {
        TcpStatus status = stream.status();
        return status.windows().send() == 0 && status.sequence().unacknowledgedBytes() > 0;
    }

    /** Waits until the stream's connection has ended. */
    public static void ended(TcpStream stream) {
        holds(() -> stream.closeReason().isPresent(), () -> "not ended: " + stream.status());
    }
}
