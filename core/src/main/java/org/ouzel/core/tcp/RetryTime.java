package org.ouzel.core.tcp;

/** How long a number of retransmissions would take, if the timeout began with 200 ms and doubled up to its greatest value. */
final class RetryTime {
    private static final long BASE_NS = 200_000_000L;
    private static final int MOST_DOUBLINGS = 30;

    private RetryTime() {}

    /** The time from the first retransmission until the timeout after the last. */
    static long ns(int retries, long maxRtoNs) {
        long most = Math.max(maxRtoNs, BASE_NS);
        long total = 0;
        for (int retry = 0; retry <= Math.min(retries, MOST_DOUBLINGS); retry++) {
            total = Deadline.after(total, Math.min(BASE_NS << retry, most));
        }
        long rest = Math.max(0, retries - MOST_DOUBLINGS);
        return rest > (Deadline.NONE - total) / most ? Deadline.NONE : total + rest * most;
    }
}
