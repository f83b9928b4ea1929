package org.ouzel.sim.box;

/**
 * How many ICMP errors may be sent: a bucket of tokens, as RFC 4443 §2.4 (f) asks for and RFC 1812 §4.3.2.8 allows. What
 * is saved up is counted in nanoseconds of waiting.
 */
final class ErrorLimit {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long intervalNs;
    private final long fullNs;
    private long savedNs;
    private long asOf;

    /**
     * A full bucket.
     *
     * @param perSecond how many tokens a second come in; 0 for none ever
     * @param burst how many it holds
     */
    ErrorLimit(int perSecond, int burst) {
        this.intervalNs = perSecond == 0 ? Long.MAX_VALUE : SECOND_NS / perSecond;
        this.fullNs = perSecond == 0 ? 0 : intervalNs * burst;
        this.savedNs = fullNs;
    }

    /** Takes a token, if there is one. */
    boolean admit(long now) {
        savedNs = Math.min(fullNs, savedNs + (now - asOf));
        asOf = now;
        if (savedNs < intervalNs) {
            return false;
        }
        savedNs -= intervalNs;
        return true;
    }
}
