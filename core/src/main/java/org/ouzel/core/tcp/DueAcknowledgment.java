package org.ouzel.core.tcp;

/** The acknowledgment that is due: with the next poll, later, or not at all. */
final class DueAcknowledgment implements Kept {
    private boolean now;
    private long delayedUntil = Deadline.NONE;

    /** It goes with the next poll. */
    void atOnce() {
        now = true;
    }

    /** It goes at a time, if it does not go before. */
    void by(long time) {
        delayedUntil = Math.min(delayedUntil, time);
    }

    /** It need not go at once, whatever was asked for. */
    void notAtOnce() {
        now = false;
    }

    /** Whether it goes at a time at the latest, though it has to wait. */
    boolean isDelayedTo(long time) {
        return delayedUntil <= time && isDelayed();
    }

    /** Whether it waits for a time, or would if it did not go at once. */
    boolean isDelayed() {
        return delayedUntil != Deadline.NONE;
    }

    /** One has gone. */
    void sent() {
        now = false;
        delayedUntil = Deadline.NONE;
    }

    /** Whether it goes with the next poll. */
    boolean isDue() {
        return now;
    }

    /** When it will. */
    long deadline() {
        return now ? Deadline.NONE : delayedUntil;
    }

    @Override
    public void keep(Ledger ledger) {
        now = ledger.entry(now);
        delayedUntil = ledger.entry(delayedUntil);
    }
}
