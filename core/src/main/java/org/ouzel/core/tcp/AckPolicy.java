package org.ouzel.core.tcp;

/** Acknowledges every second segment, or each at once, for a while or always. */
final class AckPolicy implements AckTiming {
    private final long delayNs;
    private TcpTuning.Acknowledging when;
    private int quickLeft = QUICK_SEGMENTS;
    private long waitingBytes;
    private final DueAcknowledgment due = new DueAcknowledgment();

    AckPolicy(long delayNs, TcpTuning.Acknowledging when) {
        this.delayNs = delayNs;
        this.when = when;
    }

    @Override
    public void onSettings(TcpTuning.Acknowledging changed) {
        when = changed;
        if (changed == TcpTuning.Acknowledging.AT_ONCE) {
            hurry();
        }
    }

    // As if the connection began, or as if its beginning was over.
    @Override
    public void onQuick(boolean quick, boolean allRead) {
        quickLeft = quick ? QUICK_SEGMENTS : 0;
        if (isQuick()) {
            hurry();
        }
    }

    /** What waits is told. */
    private void hurry() {
        if (due.isDelayed()) {
            due.atOnce();
        }
    }

    @Override
    public void atOnce() {
        due.atOnce();
    }

    @Override
    public void onInOrder(InOrder data, long time) {
        waitingBytes += data.bytes();
        // RFC 9293 SHLD-19: "An ACK SHOULD be generated for at least every second full-sized segment or 2*RMSS bytes
        // of new data"
        if (isQuick() || waitingBytes >= 2L * data.length()) {
            quickLeft = Math.max(0, quickLeft - 1);
            due.atOnce();
        } else {
            due.by(Deadline.after(time, delayNs));
        }
    }

    @Override
    public boolean isQuick() {
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
        waitingBytes = 0;
        due.sent();
    }

    @Override
    public void onTimer(long time, long rtoNs) {
        if (due.isDelayedTo(time)) {
            due.atOnce();
        }
    }

    @Override
    public DueAcknowledgment due() {
        return due;
    }

    @Override
    public TcbInsight.Acks told() {
        return new TcbInsight.Acks(isQuick(), delayNs, 0);
    }

    @Override
    public void keep(Ledger ledger) {
        quickLeft = ledger.entry(quickLeft);
        waitingBytes = ledger.entry(waitingBytes);
        due.keep(ledger);
    }
}
