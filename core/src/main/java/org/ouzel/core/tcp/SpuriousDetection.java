package org.ouzel.core.tcp;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.ouzel.core.tcp.SelectiveAcknowledgment.Range;

/**
 * Finds out that what was sent again need not have been: by the echoed timestamp of an original (Eifel detection, RFC 3522), or
 * because the peer tells that it has got every retransmission twice (RFC 2883, RFC 3708).
 */
final class SpuriousDetection {
    /** SND.UNA when the episode began; -1 before the first one and after a verdict. */
    private long from = -1;

    /** What was sent again, by its first position and how often, as far as the peer has not told that it was a duplicate. */
    private final TreeMap<Long, Integer> resent = new TreeMap<>();

    /** RetransmitTS of RFC 3522: when something was first sent again; -1 before that, and when the first answer has come. */
    private long firstResentAt = -1;

    private boolean answered;

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
        resent.headMap(sndUna).clear();
        firstResentAt = -1;
        answered = false;
    }

    /**
     * What stands at a position was sent again.
     *
     * @param sndUna SND.UNA: only of what stands there the next acknowledgment tells which transmission it answers. Behind it the
     *     timestamp that is echoed is that of whatever filled the gap before.
     */
    void onResent(long position, long sndUna, long now) {
        resent.merge(position, 1, Integer::sum);
        if (from >= 0 && !answered && firstResentAt < 0) {
            // RFC 3522 §3.2 step 2: the timestamp of the first retransmission is kept, that of the oldest segment.
            firstResentAt = position == sndUna ? now : -1;
            answered = position != sndUna;
        }
    }

    /**
     * The first acknowledgment of new data after the retransmission decides (RFC 3522 §3.2 steps 3 to 5).
     *
     * @param tellsDuplicate whether it tells that something came twice
     * @param coversAll whether it acknowledges all that was sent
     */
    Verdict onAdvance(OptionalLong echoedAtNs, boolean tellsDuplicate, boolean coversAll) {
        if (firstResentAt < 0) {
            return Verdict.UNDECIDED;
        }
        boolean answersOriginal =
                echoedAtNs.isPresent() && echoedAtNs.getAsLong() < TimestampClock.tickOf(firstResentAt);
        firstResentAt = -1;
        answered = true;
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
        return told;
    }

    /** After the peer has told of a duplicate: whether all that was sent again has come twice. */
    Verdict verdictOfDuplicates() {
        return from >= 0 && resent.isEmpty() && (answered || firstResentAt >= 0) ? spurious() : Verdict.UNDECIDED;
    }

    private Verdict spurious() {
        end();
        return Verdict.SPURIOUS;
    }

    /** It is decided. */
    void end() {
        from = -1;
        firstResentAt = -1;
    }
}
