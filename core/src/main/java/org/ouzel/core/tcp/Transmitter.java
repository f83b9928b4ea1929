package org.ouzel.core.tcp;

/** Puts ranges of positions on their way, whoever has decided so: what goes is on the scoreboard, timed and counted. */
final class Transmitter implements Kept {
    private final SendQueue queue;
    private final LossRecovery recovery;
    private final SillyWindowAvoidance sillyWindows;
    private final Pacer pacer;
    private final Counters counters;
    private long lastSentAt;

    Transmitter(
            SendQueue queue, LossRecovery recovery, SillyWindowAvoidance sillyWindows, Pacer pacer, Counters counters) {
        this.queue = queue;
        this.recovery = recovery;
        this.sillyWindows = sillyWindows;
        this.pacer = pacer;
        this.counters = counters;
    }

    /** Our first SYN, with so much data. Both have a place of their own: the SYN may go again alone. */
    Outgoing syn(long data, long now) {
        recovery.onSend(1, 1, now);
        if (data > 0) {
            recovery.onSend(data, (int) data, now);
            counters.bytesOut += data;
        }
        return queue.outgoing(0, 1 + data);
    }

    /** So many positions that were never sent before, from SND.NXT on: one segment, or several for a link that cuts them. */
    Outgoing first(long from, long count, int mss, long now) {
        // A FIN takes a position, and no room.
        int segmentBytes = queue.dataBytes(from, from + count) <= mss ? (int) count : mss;
        recovery.onSend(count, segmentBytes, now);
        sillyWindows.onSent(from, count, mss);
        return outgoing(from, from + count, segmentBytes, now);
    }

    /**
     * Something that was sent before. RFC 3168 §6.1.5: "a legitimate TCP data sender MUST NOT set an ECT codepoint on retransmitted
     * data packets".
     */
    Outgoing again(Transmission sent, long now) {
        counters.segmentsRetransmitted++;
        counters.bytesRetransmitted += queue.dataBytes(sent.from, sent.to);
        recovery.onSendAgain(sent, now);
        return outgoing(sent.from, sent.to, (int) sent.bytes(), now);
    }

    private Outgoing outgoing(long from, long to, int segmentBytes, long now) {
        Outgoing segment = queue.outgoing(from, to).inSegmentsOf(segmentBytes);
        lastSentAt = now;
        counters.bytesOut += segment.payload().length();
        counters.dataSegmentsOut += segment.payload().length() > 0 ? segment.segments() : 0;
        pacer.onSent(segment.payload().length(), segment.segmentBytes(), now);
        return segment;
    }

    /** When something was sent last that has a place of its own, a first SYN apart. */
    long lastSentAt() {
        return lastSentAt;
    }

    @Override
    public void keep(Ledger ledger) {
        lastSentAt = ledger.entry(lastSentAt);
    }
}
