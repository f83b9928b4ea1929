package org.ouzel.core.tcp;

/**
 * The round-trip time and its variation as Linux estimates them: RFC 6298's, but that the variation for the timeout is the greatest
 * of a round trip, and falls only once in each. Times in nanoseconds.
 */
final class RoundTripVariation implements Kept {
    private final long leastNs;
    private long smoothed8;
    private long deviation4;
    private long greatest4;
    private long variation4;

    /** Where the round trip ends in which the greatest is sought. */
    private long roundEnd;

    /** Nothing is measured yet; the variation never falls below the least. */
    RoundTripVariation(long leastNs) {
        this.leastNs = leastNs;
    }

    /** Takes a measurement. */
    void sample(long rttNs, long sndUna, long sndNxt) {
        if (smoothed8 == 0) {
            smoothed8 = 8 * rttNs;
            deviation4 = 2 * rttNs;
            variation4 = Math.max(deviation4, leastNs);
            greatest4 = variation4;
            roundEnd = sndNxt;
            return;
        }
        long error = rttNs - smoothed8 / 8;
        smoothed8 += error;
        deviate(error);
        if (deviation4 > greatest4) {
            greatest4 = deviation4;
            variation4 = Math.max(variation4, greatest4);
        }
        if (sndUna > roundEnd) {
            if (greatest4 < variation4) {
                variation4 -= (variation4 - greatest4) / 4;
            }
            roundEnd = sndNxt;
            greatest4 = leastNs;
        }
    }

    /** A round trip that becomes shorter would make the timeout longer: it counts for an eighth of what it is. */
    private void deviate(long error) {
        long change = Math.abs(error) - deviation4 / 4;
        deviation4 += error < 0 && change > 0 ? change / 8 : change;
    }

    long smoothedNs() {
        return smoothed8 / 8;
    }

    /** The mean deviation. */
    long deviationNs() {
        return deviation4 / 4;
    }

    /** By how much the timeout exceeds the round trip. */
    long marginNs() {
        return variation4;
    }

    @Override
    public void keep(Ledger ledger) {
        smoothed8 = ledger.entry(smoothed8);
        deviation4 = ledger.entry(deviation4);
        greatest4 = ledger.entry(greatest4);
        variation4 = ledger.entry(variation4);
        roundEnd = ledger.entry(roundEnd);
    }
}
