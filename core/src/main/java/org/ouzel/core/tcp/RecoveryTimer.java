package org.ouzel.core.tcp;

/**
 * The retransmission timer, the probe timeout and RACK's reordering timer (RFC 6298 §5, RFC 8985 §8): one of them runs at a time,
 * or none. The retransmission timer lasts for the RTO, which doubles each time that it expires.
 */
final class RecoveryTimer implements Kept {
    /** What is due when the timer expires. */
    enum Due {
        NOTHING,
        REORDERING,
        PROBE,
        TIMEOUT
    }

    private final RttEstimator rtt;

    /** When the retransmission timer expires if it is the one that runs, and when the one that runs instead does. */
    private long timeoutAt = Deadline.NONE;

    private long soonerAt = Deadline.NONE;
    private Due sooner = Due.NOTHING;

    /** So many timeouts of a SYN do not double the next. */
    private int linearTimeouts;

    private int timeoutsInARow;

    /** One that does not run. */
    RecoveryTimer(RttEstimator rtt) {
        this.rtt = rtt;
    }

    /** So many timeouts of a SYN do not double the next. */
    void onLinearTimeouts(int count) {
        linearTimeouts = count;
    }

    // ---- The retransmission timer

    // RFC 6298 §5.1: "Every time a packet containing data is sent (including a retransmission), if the timer is not
    // running, start it running so that it will expire after RTO seconds"
    void startTimeout(long now) {
        if (timeoutAt == Deadline.NONE) {
            restartTimeout(now);
        }
    }

    /** RFC 6298 §5.3. */
    void restartTimeout(long now) {
        timeoutAt = Deadline.after(now, rtt.rtoNs());
    }

    // RFC 6298 §5.5: "The host MUST set RTO <- RTO * 2 ("back off the timer")." §5.6: "Start the retransmission timer,
    // such that it expires after RTO seconds (for the value of RTO after the doubling operation outlined in 5.5)."
    /** It has expired, and starts anew. */
    void onTimeout(boolean ofSyn, long now) {
        timeoutsInARow++;
        if (!ofSyn || timeoutsInARow > linearTimeouts) {
            rtt.backOff();
        }
        restartTimeout(now);
    }

    /** Something was acknowledged. */
    void onProgress() {
        timeoutsInARow = 0;
    }

    /** How often it has expired since something was acknowledged. */
    int timeoutsInARow() {
        return timeoutsInARow;
    }

    // ---- The others

    /** RACK's reordering timer runs; the others do not until it has expired. */
    void reorderingAt(long at) {
        sooner = Due.REORDERING;
        soonerAt = at;
    }

    // RFC 8985 §7.2: "if the time at which an RTO would fire ... is sooner than the computed time for the PTO, then
    // the sender schedules a TLP to be sent at that RTO time."
    void probeAt(long at) {
        sooner = Due.PROBE;
        soonerAt = Math.min(at, timeoutAt);
    }

    void cancelSooner() {
        sooner = Due.NOTHING;
        soonerAt = Deadline.NONE;
    }

    boolean isReordering() {
        return sooner == Due.REORDERING;
    }

    // ---- All of them

    /** RFC 6298 §5.2. */
    void stop() {
        timeoutAt = Deadline.NONE;
        cancelSooner();
    }

    long deadline() {
        return sooner == Due.NOTHING ? timeoutAt : soonerAt;
    }

    /** What has become due; it is due only once. */
    Due take(long now) {
        if (now < deadline()) {
            return Due.NOTHING;
        }
        Due due = sooner == Due.NOTHING ? Due.TIMEOUT : sooner;
        cancelSooner();
        return due;
    }

    @Override
    public void keep(Ledger ledger) {
        timeoutAt = ledger.entry(timeoutAt);
        soonerAt = ledger.entry(soonerAt);
        sooner = ledger.entry(sooner, Due.values());
        linearTimeouts = ledger.entry(linearTimeouts);
        timeoutsInARow = ledger.entry(timeoutsInARow);
    }
}
