package org.ouzel.core.tcp;

import java.util.Comparator;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;

/**
 * Positions that went out at once, in one segment or in several that a link has cut, and what is known of their last
 * transmission: the per-segment variables of RFC 8985 §5.2. Only the {@link Scoreboard} changes them.
 */
final class Transmission {
    /** The order of sending; of those sent at the same time the one that stands further on is the later (RFC 8985 §6.2). */
    static final Comparator<Transmission> BY_SENDING =
            Comparator.<Transmission>comparingLong(sent -> sent.sentAt).thenComparingLong(sent -> sent.to);

    /** What has become of it. */
    enum Fate {
        /** It is on its way, as far as is known. */
        IN_FLIGHT,
        /** It is deemed lost, and has not been sent again. */
        LOST,
        /** The peer holds it, and has not acknowledged it cumulatively. */
        SACKED
    }

    final long from;
    final long to;
    Fate fate = Fate.IN_FLIGHT;

    /** Segment.xmit_ts: when it was sent last. */
    long sentAt;

    /** How often it was sent; Segment.retransmitted is more than once. */
    int times = 1;

    /** How long its segments are, the last of them apart. */
    final int segmentBytes;

    /** How many segments it stands for: those it was cut into, or those in a row that the peer holds. */
    int segments;

    /** What the delivery rate's sampling noted when it was sent last. */
    Snapshot snapshot;

    Transmission(long from, long to, int segmentBytes, long sentAt, Snapshot snapshot) {
        this.from = from;
        this.to = to;
        this.segmentBytes = segmentBytes;
        this.segments = (int) Math.ceilDiv(to - from, segmentBytes);
        this.sentAt = sentAt;
        this.snapshot = snapshot;
    }

    long bytes() {
        return to - from;
    }

    /** Where the segment begins in which a position lies. */
    long segmentAt(long position) {
        return position - (position - from) % segmentBytes;
    }

    boolean isRetransmitted() {
        return times > 1;
    }
}
