package org.ouzel.core.tcp;

import java.util.Optional;

/** The round-trip time and the retransmission timeout that follows from it (RFC 6298). Times in nanoseconds. */
final class RttEstimator implements Kept {
    private static final int MAX_BACKOFF = 16;

    private final TcpParameters parameters;
    private final long slopNs;

    /** What is estimated in another way than RFC 6298's, if anything is. */
    private final Optional<RoundTripVariation> steps;

    private long smoothedNs;
    private long variationNs;
    private long lastNs;
    private long baseRtoNs;
    private int backoff;

    RttEstimator(TcpParameters parameters) {
        this(parameters, 0, TcpHabits.Variation.EACH_SAMPLE);
    }

    /**
     * Nothing is measured yet.
     *
     * @param slopNs what is added to each timeout but the first; if there is any, the least timeout is that of the sum
     * @param variation how the variation is estimated
     */
    RttEstimator(TcpParameters parameters, long slopNs, TcpHabits.Variation variation) {
        this.parameters = parameters;
        this.slopNs = slopNs;
        this.steps = variation == TcpHabits.Variation.EACH_ROUND_TRIP
                ? Optional.of(new RoundTripVariation(parameters.minRtoNs()))
                : Optional.empty();
        this.baseRtoNs = parameters.initialRtoNs();
    }

    /**
     * Takes a measurement; it also ends the backing off (RFC 6298 §5.7).
     *
     * @param perRoundTrip how many come in each round trip: RFC 6298's gains are for one (RFC 7323 §G)
     */
    void sample(long rttNs, long perRoundTrip) {
        lastNs = Math.max(rttNs, 1);
        if (smoothedNs == 0) {
            // RFC 6298 §2.2: SRTT <- R, RTTVAR <- R/2
            smoothedNs = lastNs;
            variationNs = lastNs / 2;
        } else {
            // RFC 6298 §2.3: RTTVAR first, with beta = 1/4, then SRTT with alpha = 1/8
            variationNs += part((Math.abs(smoothedNs - lastNs) - variationNs) / 4, perRoundTrip);
            smoothedNs += part((lastNs - smoothedNs) / 8, perRoundTrip);
        }
        backoff = 0;
        // The least value is Linux's, and so is its place: RFC 6298's own floor of a second would hide a variation
        // that the samples of a smooth path have made too small; a delayed acknowledgment comes later than any of
        // them.
        baseRtoNs = slopNs > 0
                ? clamp(smoothedNs + 4 * variationNs)
                : clamp(smoothedNs + Math.max(parameters.minRtoNs(), 4 * variationNs));
    }

    /** Most often there is one part: a division takes longer than all the rest. */
    private static long part(long whole, long parts) {
        return parts == 1 ? whole : whole / parts;
    }

    /** Takes a measurement, at so much acknowledged and so much sent. */
    void sample(long rttNs, long perRoundTrip, long sndUna, long sndNxt) {
        if (steps.isEmpty()) {
            sample(rttNs, perRoundTrip);
            return;
        }
        RoundTripVariation estimate = steps.get();
        lastNs = Math.max(rttNs, 1);
        estimate.sample(lastNs, sndUna, sndNxt);
        smoothedNs = Math.max(1, estimate.smoothedNs());
        variationNs = estimate.deviationNs();
        backoff = 0;
        baseRtoNs = clamp(smoothedNs + estimate.marginNs());
    }

    /** RFC 6298 §5.5: the timeout is doubled. */
    void backOff() {
        backoff = Math.min(backoff + 1, MAX_BACKOFF);
    }

    /** RFC 6069 §4.2: the last doubling is taken back. */
    void takeBackOff() {
        backoff = Math.max(0, backoff - 1);
    }

    /** RFC 6298 §5.7: after a SYN had to be sent again, data begins with three seconds unless measured. */
    void handshakeWasRetransmitted() {
        if (smoothedNs == 0) {
            backoff = 0;
            baseRtoNs = Math.max(baseRtoNs, 3 * parameters.initialRtoNs());
        }
    }

    long rtoNs() {
        boolean isFirst = smoothedNs == 0 && backoff == 0;
        return clamp((baseRtoNs << backoff) + (isFirst ? 0 : slopNs));
    }

    long smoothedNs() {
        return smoothedNs;
    }

    long variationNs() {
        return variationNs;
    }

    long lastNs() {
        return lastNs;
    }

    long maxRtoNs() {
        return parameters.maxRtoNs();
    }

    private long clamp(long rtoNs) {
        return Math.clamp(rtoNs, parameters.minRtoNs(), parameters.maxRtoNs());
    }

    @Override
    public void keep(Ledger ledger) {
        smoothedNs = ledger.entry(smoothedNs);
        variationNs = ledger.entry(variationNs);
        lastNs = ledger.entry(lastNs);
        baseRtoNs = ledger.entry(baseRtoNs);
        backoff = ledger.entry(backoff);
        steps.ifPresent(variation -> variation.keep(ledger));
    }
}
