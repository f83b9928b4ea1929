package org.ouzel.core.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.ouzel.core.tcp.Tcb;

/**
 * PendingFastOpenRequests (RFC 7413 §5.1): the connections of one port that are open though their handshake is not over. A peer that
 * is reset on behalf of a forged request has not taken part in it, and yet would make room for the next: so a connection that a reset
 * has ended goes on to count for a while.
 */
final class PendingFastOpens {
    /** So long as a connection could have taken that nobody has answered. */
    private static final long RESET_COUNTS_NS = TimeUnit.SECONDS.toNanos(60);

    private final Set<Tcb> pending = new HashSet<>();
    private final Deque<Long> resetUntil = new ArrayDeque<>();

    /** How many there are. */
    int count(long now) {
        while (!resetUntil.isEmpty() && resetUntil.getFirst() <= now) {
            resetUntil.removeFirst();
        }
        return pending.size() + resetUntil.size();
    }

    void begin(Tcb tcb) {
        pending.add(tcb);
    }

    /** The handshake is over, or the connection is. */
    void end(Tcb tcb, boolean byReset, long now) {
        if (pending.remove(tcb) && byReset) {
            resetUntil.add(now + RESET_COUNTS_NS);
        }
    }
}
