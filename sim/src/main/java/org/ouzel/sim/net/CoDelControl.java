package org.ouzel.sim.net;

/**
 * CoDel's state and control law (RFC 8289 §5), asked for one packet at a time: what the RFC's loop does with the packet behind one
 * that it dropped is done here when that packet is asked for, at the same instant. There always is one: the last in the queue is
 * never dropped.
 */
final class CoDelControl implements QueueControl {
    private static final int CYCLE_INTERVALS = 16;

    private final long targetNs;
    private final long intervalNs;
    private final boolean ecn;

    private long largestBytes;
    private boolean late;
    private long lateSinceNs;
    private boolean dropping;
    private boolean unscheduled;
    private long nextDropNs;
    private long count;
    private long lastCount;

    CoDelControl(QueueDiscipline.CoDel settings) {
        this.targetNs = settings.target().toNanos();
        this.intervalNs = settings.interval().toNanos();
        this.ecn = settings.ecn();
    }

    @Override
    public Verdict onArrival(Backlog waiting, boolean capable, long nowNs) {
        return Verdict.PASS;
    }

    @Override
    public Verdict onDeparture(Parcel packet, Backlog waiting, boolean capable, long nowNs) {
        largestBytes = Math.max(largestBytes, packet.bytes());
        boolean okToDrop = okToDrop(nowNs - packet.enteredNs(), waiting.bytes(), nowNs);
        boolean mark = ecn && capable;
        if (!dropping) {
            return okToDrop ? begin(mark, nowNs) : Verdict.PASS;
        }
        if (!okToDrop) {
            dropping = false;
            unscheduled = false;
            return Verdict.PASS;
        }
        return go(mark, nowNs);
    }

    /**
     * RFC 8289 §5.5, dodequeue: whether the time in the queue has been above TARGET for INTERVAL. MAXPACKET is the largest that
     * has come by, as it is in Linux, so that a wire whose MTU nobody set needs no more of a queue than another.
     */
    private boolean okToDrop(long sojournNs, long bytesLeft, long nowNs) {
        if (sojournNs < targetNs || bytesLeft <= largestBytes) {
            late = false;
            return false;
        }
        if (!late) {
            late = true;
            lateSinceNs = nowNs;
            return false;
        }
        return nowNs - lateSinceNs >= intervalNs;
    }

    /** RFC 8289 §5.5: "If min went above TARGET close to when it last went below, assume that the drop rate …" still fits. */
    private Verdict begin(boolean mark, long nowNs) {
        dropping = true;
        long delta = count - lastCount;
        count = delta > 1 && nowNs - nextDropNs < CYCLE_INTERVALS * intervalNs ? delta : 1;
        nextDropNs = controlLaw(nowNs);
        lastCount = count;
        return mark ? Verdict.MARK : Verdict.SHED;
    }

    private Verdict go(boolean mark, long nowNs) {
        if (unscheduled) {
            unscheduled = false;
            nextDropNs = controlLaw(nextDropNs);
        }
        if (nowNs < nextDropNs) {
            return Verdict.PASS;
        }
        count++;
        if (mark) {
            // As Linux does: a marked packet goes, and ends the loop.
            nextDropNs = controlLaw(nextDropNs);
            return Verdict.MARK;
        }
        // The RFC sets the time of the next drop only where the packet behind keeps the queue in this state.
        unscheduled = true;
        return Verdict.SHED;
    }

    /** RFC 8289 §5.5: "return t + INTERVAL / sqrt(count);". */
    private long controlLaw(long atNs) {
        return atNs + (long) (intervalNs / Math.sqrt((double) count));
    }
}
