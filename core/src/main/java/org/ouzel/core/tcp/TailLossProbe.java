package org.ouzel.core.tcp;

/**
 * Tail loss probes (RFC 8985 §7): when an acknowledgment is overdue a segment is sent that calls for one, so that losses at the
 * end of a flight are found by RACK and not by a timeout.
 */
final class TailLossProbe implements Kept {
    private static final long PTO_WITHOUT_RTT_NS = 1_000_000_000L;

    /**
     * The least PTO, as Linux has one: where the round trip takes microseconds, to be scheduled takes a peer longer than two of
     * them.
     */
    private static final long LEAST_PTO_NS = 10_000_000L;

    /** TLP.max_ack_delay: the longest that the peers of this time delay an acknowledgment. */
    private static final long MAX_ACK_DELAY_NS = 200_000_000L;

    /** TLP.end_seq: SND.NXT when the probe was sent; -1 for None. */
    private long end = -1;

    private boolean isRetransmission;
    private boolean measuredSince = true;

    /** What an acknowledgment says of the probe. */
    enum Verdict {
        /** Nothing yet, or nothing that matters. */
        NONE,
        /** The probe has repaired a loss that nothing else has told of. */
        REPAIRED_A_LOSS
    }

    /** A recovery begins (§7.1). */
    void reset() {
        end = -1;
        isRetransmission = false;
    }

    /** There is a new sample of the round trip. */
    void onRtt() {
        measuredSince = true;
    }

    // RFC 8985 §7.2: "a sender SHOULD use the following logic to select the duration of a PTO". The expiration of the
    // retransmission timer, if it is sooner, is the caller's to observe.
    static long timeoutNs(long smoothedRttNs, boolean oneSegmentInFlight) {
        if (smoothedRttNs == 0) {
            return PTO_WITHOUT_RTT_NS; // "when there is no SRTT estimate available, the PTO SHOULD be 1 second"
        }
        return Math.max(2 * smoothedRttNs, LEAST_PTO_NS) + (oneSegmentInFlight ? MAX_ACK_DELAY_NS : 0);
    }

    // RFC 8985 §7.3: "the sender MUST check whether both of the following conditions are met before sending a loss
    // probe": no other probe is in flight, and the round trip has been measured since the last one.
    boolean mayProbe() {
        return end < 0 && measuredSince;
    }

    /** The probe was sent: something new, or the last segment again. */
    void onSent(long sndNxt, boolean again) {
        end = sndNxt;
        isRetransmission = again;
        measuredSince = false;
    }

    /**
     * An acknowledgment (§7.4.2).
     *
     * @param toldDuplicateEnd where the duplicate ends that it tells of; -1 if it does of none
     * @param bareDuplicate whether it is a duplicate acknowledgment without any SACK option
     */
    Verdict onAcknowledgment(long position, long toldDuplicateEnd, boolean bareDuplicate) {
        if (end < 0 || position < end) {
            return Verdict.NONE;
        }
        if (!isRetransmission || toldDuplicateEnd == end || (bareDuplicate && position == end)) {
            end = -1; // the probe was new data, or both transmissions have arrived
            return Verdict.NONE;
        }
        if (position > end) {
            end = -1;
            return Verdict.REPAIRED_A_LOSS;
        }
        return Verdict.NONE;
    }

    @Override
    public void keep(Ledger ledger) {
        end = ledger.entry(end);
        isRetransmission = ledger.entry(isRetransmission);
        measuredSince = ledger.entry(measuredSince);
    }
}
