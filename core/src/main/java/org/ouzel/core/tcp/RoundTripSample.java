package org.ouzel.core.tcp;

import org.jspecify.annotations.Nullable;

/**
 * The round trip that an acknowledgment measures, if it does: that of a segment that was sent once (Karn's algorithm, RFC 6298 §3), or
 * else of the one whose timestamp it echoes, which is not ambiguous either (RFC 7323 §4). It is lent for the call.
 */
final class RoundTripSample {
    /** That of no segment. */
    static final long NONE = -1;

    /** What tells it. */
    enum Source {
        /** Nothing: there is no sample. */
        NOTHING,
        /** The acknowledgment of a SYN that was sent again: it tells that, and no round trip. */
        REPEATED_SYN,
        /** A segment that was sent once. */
        SEGMENT,
        /** An echoed timestamp. */
        TIMESTAMP
    }

    private Source source = Source.NOTHING;
    private long ns;

    /**
     * Takes the sample of an acknowledgment.
     *
     * @param before what was on its way before
     * @param delivery what it has told to be delivered
     * @param sackPermitted whether the peer tells what it holds
     * @param mostNs how long the retransmission timer may last at the most
     */
    Source take(Feedback ack, InFlight before, Delivery delivery, boolean sackPermitted, long mostNs) {
        Transmission timed = timed(delivery, sackPermitted);
        boolean advances = ack.position() > before.una();
        if (timed != null) {
            note(Source.SEGMENT, ack.now() - timed.sentAt, mostNs);
        } else if (advances && before.una() == 0) {
            // A SYN,ACK that was sent again echoes the first SYN that came: how long ago that was tells nothing of the
            // path.
            note(Source.REPEATED_SYN, 0, mostNs);
        } else if (advances && ack.echoedAtNs() != TimestampClock.NOT_ECHOED) {
            note(Source.TIMESTAMP, ack.now() - ack.echoedAtNs(), mostNs);
        } else {
            note(Source.NOTHING, 0, mostNs);
        }
        return source;
    }

    // RFC 6298 §3: "RTT samples MUST NOT be made using segments that were retransmitted". Without SACK what stands
    // behind a hole is acknowledged when the hole is filled: its time is not the path's.
    private static @Nullable Transmission timed(Delivery delivery, boolean sackPermitted) {
        boolean filledHole = !sackPermitted && delivery.hasRetransmitted();
        return filledHole ? null : delivery.timed();
    }

    /**
     * What took longer than the timer can last has been sent again meanwhile, unless the clock was set forward or the machine has
     * slept: that tells nothing of the path.
     */
    private void note(Source told, long tookNs, long mostNs) {
        ns = Math.max(1, tookNs);
        source = ns > mostNs ? Source.NOTHING : told;
    }

    /** What it is, where there is one. */
    long ns() {
        return ns;
    }

    /** The same, where it is that of a segment; else {@link #NONE}. */
    long ofSegmentNs() {
        return source == Source.SEGMENT ? ns : NONE;
    }
}
