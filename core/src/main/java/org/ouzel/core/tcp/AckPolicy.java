package org.ouzel.core.tcp;

/** Acknowledges every second segment, or each at once, for a while or always. */
final class AckPolicy implements AckTiming {
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

    @Override
    public void onSettings(TcpTuning.Acknowledging changed) {
        when = changed;
        now |= changed == TcpTuning.Acknowledging.AT_ONCE && delayedUntil != Deadline.NONE;
    }

    @Override
    public void onQuick(boolean quick, boolean allRead) {
        onSettings(quick ? TcpTuning.Acknowledging.AT_ONCE : TcpTuning.Acknowledging.DELAYED);
    }

    @Override
    public void atOnce() {
        now = true;
    }

    @Override
    public void onInOrder(InOrder data, long time) {
        waitingBytes += data.bytes();
        // RFC 9293 SHLD-19: "An ACK SHOULD be generated for at least every second full-sized segment or 2*RMSS bytes
        // of new data"
        if (isQuick() || waitingBytes >= 2L * data.length()) {
            quickLeft = Math.max(0, quickLeft - 1);
            now = true;
        } else if (delayedUntil == Deadline.NONE) {
            delayedUntil = Deadline.after(time, delayNs);
        }
    }

    private boolean isQuick() {
        return switch (when) {
            case AUTOMATIC, ADAPTIVE -> quickLeft > 0;
            case AT_ONCE -> true;
            case DELAYED -> false;
        };
    }

    @Override
    public void onFin(boolean mayWait, RttEstimator rtt, long time) {
        atOnce();
    }

    @Override
    public void onRepeated() {}

    @Override
    public void onRead(boolean allRead) {}

    @Override
    public void onSent(boolean withData, long time) {
        now = false;
        waitingBytes = 0;
        delayedUntil = Deadline.NONE;
    }

    @Override
    public void onTimer(long time, long rtoNs) {
        if (time >= delayedUntil) {
            now = true;
        }
    }

    @Override
    public boolean isDue() {
        return now;
    }

    @Override
    public long deadline() {
        return now ? Deadline.NONE : delayedUntil;
    }

    @Override
    public TcbInsight.Acks told() {
        return new TcbInsight.Acks(when != TcpTuning.Acknowledging.DELAYED, delayNs, 0);
    }
}
