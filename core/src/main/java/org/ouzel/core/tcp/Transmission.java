package org.ouzel.core.tcp;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;

/**
 * Positions that went out at once, in one segment or in several that a link has cut, and what is known of their last
 * transmission: the per-segment variables of RFC 8985 §5.2. Only the {@link Scoreboard} changes them.
 */
final class Transmission {
    /** The order of sending; of those sent at the same time the one that stands further on is the later (RFC 8985 §6.2). */
    static final Comparator<Transmission> BY_SENDING =
            (one, other) -> one.isSentAfter(other) ? 1 : other.isSentAfter(one) ? -1 : 0;

    /** What has become of it. */
    enum Fate {
        /** It is on its way, as far as is known. */
        IN_FLIGHT,
        /** It is deemed lost, and has not been sent again. */
        LOST,
        /** The peer holds it, and has not acknowledged it cumulatively. */
        SACKED
    }

    long from;
    long to;
    Fate fate = Fate.IN_FLIGHT;

    /** Segment.xmit_ts: when it was sent last. */
    long sentAt;

    /** How often it was sent; Segment.retransmitted is more than once. */
    int times = 1;

    /** How long its segments are, the last of them apart. */
    int segmentBytes;

    /** How many segments it stands for: those it was cut into, or those in a row that the peer holds. */
    int segments;

    /** Those in flight that were sent before it and after it: the {@link Flight}'s. */
    @Nullable
    Transmission earlier;

    @Nullable
    Transmission later;

    // What the delivery rate's sampling noted when it was sent last: a snapshot's fields, for one more object each
    // would be much.
    private long deliveredBytesThen;
    private long deliveredAtThen;
    private long firstSentAtThen;
    private boolean applicationLimitedThen;
    private long flightBytesThen;
    private long lostBytesThen;

    Transmission(long from, long to, int segmentBytes, long sentAt, Snapshot snapshot) {
        begin(from, to, segmentBytes, sentAt, snapshot);
    }

    /** Stands for other positions from now on, which are sent for the first time. */
    void begin(long first, long end, int bytes, long now, Snapshot snapshot) {
        span(first, end, bytes);
        fate = Fate.IN_FLIGHT;
        times = 1;
        sentAt = now;
        note(snapshot);
    }

    /** Stands for so much, of what it has stood for. */
    void span(long first, long end, int bytes) {
        from = first;
        to = end;
        segmentBytes = bytes;
        // Most often it is one; a division takes longer than all the rest.
        segments = end - first <= bytes ? 1 : (int) Math.ceilDiv(end - first, bytes);
    }

    /** What the delivery rate's sampling has noted now that it is sent. */
    void note(Snapshot snapshot) {
        deliveredBytesThen = snapshot.deliveredBytes();
        deliveredAtThen = snapshot.deliveredAt();
        firstSentAtThen = snapshot.firstSentAt();
        applicationLimitedThen = snapshot.applicationLimited();
        flightBytesThen = snapshot.flightBytes();
        lostBytesThen = snapshot.lostBytes();
    }

    /** What the delivery rate's sampling noted when it was sent last. */
    Snapshot snapshot() {
        return new Snapshot(
                deliveredBytesThen,
                deliveredAtThen,
                firstSentAtThen,
                applicationLimitedThen,
                flightBytesThen,
                lostBytesThen);
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

    boolean isSentAfter(Transmission other) {
        return isSentAfter(other.sentAt, other.to);
    }

    /** Whether it was sent after what was sent at a time, and ends at a position. */
    boolean isSentAfter(long otherSentAt, long otherTo) {
        return sentAt != otherSentAt ? sentAt > otherSentAt : to > otherTo;
    }

    /** Whether it was sent before what was sent at a time, and ends at a position. */
    boolean isSentBefore(long otherSentAt, long otherTo) {
        return sentAt != otherSentAt ? sentAt < otherSentAt : to < otherTo;
    }
}
