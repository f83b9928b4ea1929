package org.ouzel.core.tcp;

/** When received data is acknowledged: at once, or a little later (RFC 9293 §3.8.6.3, RFC 5681 §4.2). */
final class AckPolicy {
    /** The first segments of a connection are acknowledged at once, for the sender's slow start. */
    private static final int QUICK_SEGMENTS = 16;

    private final long delayNs;
    private TcpTuning.Acknowledging when;
    private int quickLeft = QUICK_SEGMENTS;
    private long waitingBytes;
    private boolean now;
    private long delayedUntil = Deadline.NONE;

    AckPolicy(long delayNs, TcpTuning.Acknowledging when) {
        this.delayNs = delayNs;
        this.when = when;
    }

    /** What the user chose has changed. What waits is told, if nothing is to wait any more. */
    void onSettings(TcpTuning.Acknowledging changed) {
        when = changed;
        now |= changed == TcpTuning.Acknowledging.AT_ONCE && delayedUntil != Deadline.NONE;
    }

    /** An acknowledgment is to go out with the next poll. */
    void atOnce() {
        now = true;
    }

    /** Data has come in order. */
    void onInOrder(int bytes, int mss, long time) {
        waitingBytes += bytes;
        // RFC 9293 SHLD-19: "An ACK SHOULD be generated for at least every second full-sized segment or 2*RMSS bytes
        // of new data"
        if (isQuick() || waitingBytes >= 2L * mss) {
            quickLeft = Math.max(0, quickLeft - 1);
            now = true;
        } else if (delayedUntil == Deadline.NONE) {
            delayedUntil = Deadline.after(time, delayNs);
        }
    }

    private boolean isQuick() {
        return switch (when) {
            case AUTOMATIC -> quickLeft > 0;
            case AT_ONCE -> true;
            case DELAYED -> false;
        };
    }

    /** A segment with an acknowledgment has gone out. */
    void onSent() {
        now = false;
        waitingBytes = 0;
        delayedUntil = Deadline.NONE;
    }

    void onTimer(long time) {
        if (time >= delayedUntil) {
            now = true;
        }
    }

    boolean isDue() {
        return now;
    }

    long deadline() {
        return now ? Deadline.NONE : delayedUntil;
    }
}
