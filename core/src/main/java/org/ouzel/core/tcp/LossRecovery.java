package org.ouzel.core.tcp;

import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;

/**
 * Finds losses by duplicate acknowledgments and recovers from them: fast retransmit (RFC 5681 §3.2), limited transmit (RFC
 * 3042) and NewReno's partial acknowledgments (RFC 6582).
 */
final class LossRecovery {
    private static final int DUPLICATE_THRESHOLD = 3;

    /** What the sender has to do now. */
    enum Action {
        /** The first unacknowledged segment is lost: send it again. */
        RETRANSMIT_FIRST,
        /** Nothing is known to be lost. */
        NONE
    }

    private final CongestionControl congestion;
    private int mss;
    private int duplicates;
    private boolean recovering;

    /** RFC 6582 §3.2: where SND.NXT stood when a loss was found last. */
    private long recover;

    /** What may be in flight beyond cwnd, because duplicates tell that segments have left the network. */
    private long inflation;

    LossRecovery(CongestionControl congestion) {
        this.congestion = congestion;
    }

    void onSegmentSize(int mssBytes) {
        mss = mssBytes;
    }

    boolean isRecovering() {
        return recovering;
    }

    /** How many bytes may be in flight: cwnd, and what recovery adds to it. */
    long allowedFlight() {
        return congestion.cwndBytes() + inflation;
    }

    /** A duplicate acknowledgment. */
    Action onDuplicate(long now, long sndUna, long sndNxt) {
        duplicates++;
        if (recovering) {
            // RFC 5681 §3.2 step 4, bounded by what can have left the network
            inflation = Math.min(inflation + mss, sndNxt - sndUna);
            return Action.NONE;
        }
        if (duplicates < DUPLICATE_THRESHOLD) {
            inflation = (long) duplicates * mss; // RFC 3042 §2
            return Action.NONE;
        }
        // RFC 6582 §3.2 step 1: not again for a loss of the same window
        if (duplicates > DUPLICATE_THRESHOLD || sndUna <= recover) {
            return Action.NONE;
        }
        recovering = true;
        recover = sndNxt;
        congestion.onLoss(new Loss(now, sndNxt - sndUna, sndNxt - sndUna));
        inflation = (long) DUPLICATE_THRESHOLD * mss; // RFC 5681 §3.2 step 3
        return Action.RETRANSMIT_FIRST;
    }

    /** An acknowledgment of new data. {@code sndUna} is what it acknowledges up to. */
    Action onAdvance(long now, long bytes, long sndUna, long sndNxt) {
        duplicates = 0;
        if (!recovering) {
            inflation = 0;
            return Action.NONE;
        }
        if (sndUna >= recover) {
            recovering = false;
            inflation = 0;
            congestion.onRecovered(now, sndNxt - sndUna);
            return Action.NONE;
        }
        // RFC 6582 §3.2 step 3: deflate by what was acknowledged, and add back a segment for the one sent again.
        inflation = Math.max(0, inflation - bytes) + (bytes >= mss ? mss : 0);
        return Action.RETRANSMIT_FIRST;
    }

    void onTimeout(long sndNxt) {
        // RFC 6582 §3.2 step 4
        recover = sndNxt;
        recovering = false;
        duplicates = 0;
        inflation = 0;
    }
}
