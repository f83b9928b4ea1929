package org.ouzel.core.tcp;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that what was sent again need not have been: by the echoed timestamp of an original (Eifel detection, RFC 3522),
 * because the peer tells that it has got every retransmission twice (RFC 2883, RFC 3708), or because what was to be sent again has
 * come before it was.
 */
final class SpuriousDetection implements Kept {
    /** SND.UNA when the episode began; -1 before the first one and after a verdict. */
    private long from = -1;

    /**
     * What was sent again, by its first position and how often, as far as the peer has not told that it was a duplicate; null while
     * nothing is.
     */
    private @Nullable NavigableMap<Long, Integer> resent;

    /** Whether anything was sent again in the episode. */
    private boolean hasResent;

    /**
     * RetransmitTS of RFC 3522: when the episode's first retransmission was made, if it was what stands at SND.UNA; -1 otherwise,
     * and when the first answer to it has come.
     */
    private long headResentAt = -1;

    /** Whether the peer has ever told that something came twice. */
    private boolean tellsDuplicates;

    /** What is known of the episode. */
    enum Verdict {
        /** It may have been needed. */
        UNDECIDED,
        /** Nothing had been lost. */
        SPURIOUS
    }

    /** Loss recovery begins, by duplicates or by a timeout. */
    void begin(long sndUna) {
        from = sndUna;
        if (resent != null) {
            resent.headMap(sndUna).clear();
            forgetIfEmpty(resent);
        }
        headResentAt = -1;
        hasResent = false;
    }

    /** What stands at a position was sent again. */
    void onResent(long position, long sndUna, long now) {
        NavigableMap<Long, Integer> all = resent == null ? new TreeMap<>() : resent;
        all.merge(position, 1, Integer::sum);
        resent = all;
        // RFC 3522 §3.2 step 2: the timestamp of the first retransmission is kept. It is that of the oldest outstanding
        // segment there. With RACK it may be a later one's, where the oldest is only late: what advances SND.UNA then
        // echoes that one, and tells nothing of the retransmission.
        if (from >= 0 && !hasResent && position == sndUna) {
            headResentAt = now;
        }
        hasResent = true;
    }

    /**
     * The first acknowledgment of new data after the retransmission decides (RFC 3522 §3.2 steps 3 to 5).
     *
     * @param tellsDuplicate whether it tells that something came twice
     * @param coversAll whether it acknowledges all that was sent
     */
    Verdict onAdvance(long echoedAtNs, boolean tellsDuplicate, boolean coversAll) {
        if (headResentAt < 0) {
            return Verdict.UNDECIDED;
        }
        boolean answersOriginal = TimestampClock.answersBefore(headResentAt, echoedAtNs);
        headResentAt = -1;
        // Step 5: a timeout that came because all acknowledgments were lost was none too many.
        boolean acknowledgmentsWereLost = tellsDuplicate || (coversAll && !tellsDuplicates);
        return answersOriginal && !acknowledgmentsWereLost ? spurious() : Verdict.UNDECIDED;
    }

    /**
     * The peer tells that it has got a range twice.
     *
     * @return how many segments that were sent again are in it
     */
    int onDuplicateTold(Range twice) {
        tellsDuplicates = true;
        if (resent == null) {
            return 0;
        }
        int told = 0;
        for (Map.Entry<Long, Integer> again :
                List.copyOf(resent.subMap(twice.from(), twice.to()).entrySet())) {
            told++;
            if (again.getValue() == 1) {
                resent.remove(again.getKey());
            } else {
                resent.merge(again.getKey(), -1, Integer::sum);
            }
        }
        forgetIfEmpty(resent);
        return told;
    }

    private void forgetIfEmpty(NavigableMap<Long, Integer> all) {
        resent = all.isEmpty() ? null : all;
    }

    /** After the peer has told of a duplicate: whether all that was sent again has come twice. */
    Verdict verdictOfDuplicates() {
        return from >= 0 && hasResent && resent == null ? spurious() : Verdict.UNDECIDED;
    }

    /** After an acknowledgment: whether all has come that was taken for lost, before any of it was sent again. */
    Verdict verdictOfOriginals(boolean hasLost) {
        return from >= 0 && !hasResent && !hasLost ? spurious() : Verdict.UNDECIDED;
    }

    private Verdict spurious() {
        end();
        return Verdict.SPURIOUS;
    }

    /** It is decided. */
    void end() {
        from = -1;
        headResentAt = -1;
    }

    @Override
    public void keep(Ledger ledger) {
        from = ledger.entry(from);
        hasResent = ledger.entry(hasResent);
        headResentAt = ledger.entry(headResentAt);
        tellsDuplicates = ledger.entry(tellsDuplicates);
        // What was sent again because it was lost the peer never tells to have come twice: it stays until the next
        // episode.
        NavigableMap<Long, Integer> known = resent == null ? new TreeMap<>() : resent;
        NavigableMap<Long, Integer> kept = new TreeMap<>();
        Iterator<Map.Entry<Long, Integer>> each = known.entrySet().iterator();
        int count = ledger.entry(known.size());
        for (int i = 0; i < count; i++) {
            Map.Entry<Long, Integer> again = each.hasNext() ? each.next() : Map.entry(0L, 0);
            long position = ledger.entry((long) again.getKey());
            kept.put(position, ledger.entry((int) again.getValue()));
        }
        forgetIfEmpty(kept);
    }
}
