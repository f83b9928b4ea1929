package org.ouzel.core.tcp;

import java.util.List;

/**
 * Recent ACKnowledgment: what was sent before something that has been delivered, and has not come within a reordering window,
 * is lost (RFC 8985 §6). Time tells it, not a count of duplicates.
 */
final class Rack implements Kept {
    /** RFC 6675 §2. */
    static final int DUP_THRESH = 3;

    /** RFC 8985 §6.2 step 4: for how many recoveries a reordering window that was widened stays. */
    private static final int PERSISTENCE = 16;

    private static final int FRACTION_OF_MIN_RTT = 4;
    private static final long MIN_RTT_WINDOW_NS = 300L * 1_000_000_000L;

    // RFC 8985 §6.2 step 1: "The sender SHOULD track a windowed min-filtered estimate of recent RTT measurements that
    // can adapt when migrating to significantly longer paths rather than tracking a simple global minimum of all RTT
    // measurements."
    private final WindowedMin minRtt = new WindowedMin(MIN_RTT_WINDOW_NS);

    /** RACK.segment: of the one sent last of all that have been delivered, when that was, and its end; none before there was one. */
    private boolean hasNewest;

    private long newestSentAt;
    private long newestTo;
    private boolean newestRetransmitted;

    private long rttNs;

    /** RACK.fack: the highest position that was delivered. */
    private long forward;

    private boolean reorderingSeen;
    private int multiplier = 1;
    private int persistence = PERSISTENCE;

    /** RACK.dsack_round: SND.NXT when a duplicate was told last; -1 for None. */
    private long duplicateRound = -1;

    /** A measurement of the round trip (step 1). */
    void onRtt(long sampleNs, long now) {
        minRtt.add(sampleNs, now);
        if (rttNs == 0) {
            rttNs = sampleNs;
        }
    }

    /**
     * Segments were delivered (steps 2 and 3).
     *
     * @param delivered in ascending order of position
     * @param sndUna up to where all is acknowledged
     * @param echoedAtNs when at the earliest the segment was sent whose timestamp is echoed; {@link TimestampClock#NOT_ECHOED} if none is
     */
    void onDelivered(List<Transmission> delivered, long sndUna, long echoedAtNs, long now) {
        for (int i = 0; i < delivered.size(); i++) {
            Transmission sent = delivered.get(i);
            detectReordering(sent);
            long answered = sent.to <= sndUna ? echoedAtNs : TimestampClock.NOT_ECHOED;
            if (!isAmbiguous(sent, answered, now) && isSentAfterNewest(sent)) {
                noteNewest(sent);
                rttNs = Math.max(1, now - sent.sentAt);
            }
        }
    }

    private void noteNewest(Transmission sent) {
        hasNewest = true;
        newestSentAt = sent.sentAt;
        newestTo = sent.to;
        newestRetransmitted = sent.isRetransmitted();
    }

    private void detectReordering(Transmission sent) {
        if (sent.to > forward) {
            forward = sent.to;
        } else if (sent.to < forward && !sent.isRetransmitted()) {
            reorderingSeen = true;
        }
    }

    // RFC 8985 §6.2 step 2: the acknowledgment may be that of an earlier transmission. The echoed timestamp tells so
    // only of what is acknowledged cumulatively: beyond a hole it is that of a segment before the hole (RFC 7323
    // §4.3), whatever has come since.
    private boolean isAmbiguous(Transmission sent, long echoedAtNs, long now) {
        if (!sent.isRetransmitted()) {
            return false;
        }
        return TimestampClock.answersBefore(sent.sentAt, echoedAtNs) || now - sent.sentAt < minRttNs(now);
    }

    private boolean isSentAfterNewest(Transmission sent) {
        return !hasNewest || sent.isSentAfter(newestSentAt, newestTo);
    }

    /**
     * The timeout was spurious: it was an original that was delivered, and not what was sent again long after all the others,
     * which would be lost by that measure.
     */
    void onSpuriousTimeout() {
        hasNewest &= !newestRetransmitted;
    }

    /** The peer tells of a duplicate: the reordering window may be too small (step 4). */
    void onDuplicateTold(long sndUna, long sndNxt) {
        if (duplicateRound >= 0 && sndUna >= duplicateRound) {
            duplicateRound = -1;
        }
        if (duplicateRound < 0) {
            duplicateRound = sndNxt;
            multiplier++;
            persistence = PERSISTENCE;
        }
    }

    /** Fast recovery or recovery from a timeout is over (step 4). */
    void onRecovered() {
        persistence--;
        if (persistence <= 0) {
            multiplier = 1;
        }
    }

    /**
     * RACK.reo_wnd (step 4).
     *
     * @param recovering whether a recovery is going on
     * @param sackedSegments RACK.segs_sacked
     */
    long reorderingWindowNs(boolean recovering, int sackedSegments, long smoothedRttNs, long now) {
        if (!reorderingSeen && (recovering || sackedSegments >= DUP_THRESH)) {
            return 0;
        }
        return Math.min(multiplier * minRttNs(now) / FRACTION_OF_MIN_RTT, smoothedRttNs);
    }

    /** Whether something that was sent later has been delivered (step 5). */
    boolean isOvertaken(Transmission sent) {
        return hasNewest && sent.isSentBefore(newestSentAt, newestTo);
    }

    /** When a segment that has been overtaken is lost (step 5). */
    long lostAt(Transmission sent, long reorderingWindowNs) {
        return sent.sentAt + rttNs + reorderingWindowNs;
    }

    /**
     * When the last of those that have been overtaken is lost, or a little later (step 5: "max(remaining, timeout)"). Something must
     * have been delivered, or nothing is overtaken.
     */
    long allLostAt(long reorderingWindowNs) {
        return newestSentAt + rttNs + reorderingWindowNs;
    }

    /** RACK.min_RTT; 0 if it was not measured lately. */
    long minRttNs(long now) {
        long least = minRtt.value(now);
        return least == WindowedMin.NONE ? 0 : least;
    }

    @Override
    public void keep(Ledger ledger) {
        minRtt.keep(ledger);
        hasNewest = ledger.entry(hasNewest);
        newestSentAt = ledger.entry(newestSentAt);
        newestTo = ledger.entry(newestTo);
        newestRetransmitted = ledger.entry(newestRetransmitted);
        rttNs = ledger.entry(rttNs);
        forward = ledger.entry(forward);
        reorderingSeen = ledger.entry(reorderingSeen);
        multiplier = ledger.entry(multiplier);
        persistence = ledger.entry(persistence);
        duplicateRound = ledger.entry(duplicateRound);
    }
}
