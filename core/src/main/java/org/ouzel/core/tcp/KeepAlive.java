package org.ouzel.core.tcp;

/** Finds out whether a peer from which nothing was heard for long still lives (RFC 9293 §3.8.4). Off unless asked for. */
final class KeepAlive implements Kept {
    private final TcpParameters parameters;
    private TcpTuning.Retries retries;
    private long heardAt;
    private long probedAt;
    private int unanswered;
    private boolean probeDue;

    /** What is known of the peer. */
    enum Peer {
        /** It may live. */
        PRESUMED_ALIVE,
        /** It has answered none of the probes. */
        LOST
    }

    KeepAlive(TcpParameters parameters, TcpTuning.Retries retries, long now) {
        this.parameters = parameters;
        this.retries = retries;
        this.heardAt = now;
    }

    /** What the user chose has changed. */
    void onSettings(TcpTuning.Retries changed) {
        retries = changed;
    }

    void onHeard(long now) {
        heardAt = now;
        unanswered = 0;
    }

    /** When the next probe is due, or its answer. */
    long deadline(long idleNs) {
        if (idleNs == 0) {
            return Deadline.NONE;
        }
        return unanswered == 0 ? Deadline.after(heardAt, idleNs) : Deadline.after(probedAt, intervalNs());
    }

    Peer onTimer(long now, long idleNs) {
        if (now < deadline(idleNs)) {
            return Peer.PRESUMED_ALIVE;
        }
        if (unanswered >= probes()) {
            return Peer.LOST;
        }
        unanswered++;
        probedAt = now;
        probeDue = true;
        return Peer.PRESUMED_ALIVE;
    }

    private long intervalNs() {
        return retries.keepAliveIntervalNs() > 0 ? retries.keepAliveIntervalNs() : parameters.keepAliveIntervalNs();
    }

    private int probes() {
        return retries.keepAliveProbes() > 0 ? retries.keepAliveProbes() : parameters.keepAliveProbes();
    }

    long heardAt() {
        return heardAt;
    }

    /** How many probes have gone unanswered. */
    int unanswered() {
        return unanswered;
    }

    /** Whether a probe is to be sent now; it counts as sent. */
    boolean takeProbe() {
        boolean due = probeDue;
        probeDue = false;
        return due;
    }

    @Override
    public void keep(Ledger ledger) {
        heardAt = ledger.entry(heardAt);
        probedAt = ledger.entry(probedAt);
        unanswered = ledger.entry(unanswered);
        probeDue = ledger.entry(probeDue);
    }
}
