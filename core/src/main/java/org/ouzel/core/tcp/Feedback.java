package org.ouzel.core.tcp;

import java.util.OptionalLong;

/**
 * What an acknowledgment says that lies between SND.UNA and SND.NXT.
 *
 * @param now when it arrived
 * @param position what it acknowledges up to
 * @param sack what it tells besides
 * @param echoedAtNs when at the earliest the segment was sent whose timestamp it echoes, if it does
 * @param repeats whether it says no more than the last: a duplicate acknowledgment by the definition of RFC 5681 §2, where
 *     there is outstanding data
 * @param ecn what it tells of marks, of a peer that takes ECN
 */
record Feedback(
        long now,
        long position,
        SelectiveAcknowledgment sack,
        OptionalLong echoedAtNs,
        boolean repeats,
        EcnFeedback ecn) {
    /** The position behind all that it tells of. */
    long highest() {
        long highest = position;
        for (Range held : sack.held()) {
            highest = Math.max(highest, held.to());
        }
        return highest;
    }
}
