package org.ouzel.core.tcp;

/** Tells when to probe a window that is closed, or too small to be worth using (RFC 9293 §3.8.6.1): ever more rarely. */
final class PersistTimer implements Kept {
    private static final int MAX_BACKOFF = 16;

    private final RttEstimator rtt;
    private final TcpParameters parameters;
    private long at = Deadline.NONE;
    private int backoff;
    private int unanswered;
    private boolean probeIsDue;

    PersistTimer(RttEstimator rtt, TcpParameters parameters) {
        this.rtt = rtt;
        this.parameters = parameters;
    }

    boolean isRunning() {
        return at != Deadline.NONE;
    }

    /** Runs from now on, unless it does already. */
    void start(long now) {
        if (!isRunning()) {
            arm(now);
        }
    }

    /** Runs anew, and its interval stays as long as it is. */
    void restart(long now) {
        arm(now);
    }

    private void arm(long now) {
        // RFC 9293 SHOULD-30: "increase exponentially the interval between successive probes"
        long interval = Math.min(rtt.rtoNs() << Math.min(backoff, MAX_BACKOFF), parameters.maxRtoNs());
        at = Deadline.after(now, interval);
    }

    void stop() {
        at = Deadline.NONE;
        probeIsDue = false;
    }

    /** The peer has been heard. */
    void onAnswer() {
        unanswered = 0;
    }

    /** How many times it has expired since. */
    int unanswered() {
        return unanswered;
    }

    /** The peer makes progress: the next interval is short again. */
    void onProgress() {
        backoff = 0;
    }

    /** Whether a probe is to be sent now; it counts as sent. */
    boolean takeProbe() {
        boolean due = probeIsDue;
        probeIsDue = false;
        return due;
    }

    long deadline() {
        return at;
    }

    void onTimer(long now) {
        if (now >= at) {
            probeIsDue = true;
            backoff++;
            unanswered++;
            arm(now);
        }
    }

    @Override
    public void keep(Ledger ledger) {
        at = ledger.entry(at);
        backoff = ledger.entry(backoff);
        unanswered = ledger.entry(unanswered);
        probeIsDue = ledger.entry(probeIsDue);
    }
}
