package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one acknowledgment told to have been delivered, cumulatively or selectively, that was not known to be. */
final class Delivery {
    private static final Comparator<Transmission> BY_POSITION = Comparator.comparingLong(sent -> sent.to);

    private final List<Transmission> segments = new ArrayList<>();
    private boolean sorted = true;
    private long bytes;
    private int count;
    private int parts;

    /** What another acknowledgment tells is to be noted. */
    void clear() {
        segments.clear();
        sorted = true;
        bytes = 0;
        count = 0;
        parts = 0;
    }

    /** A part of a segment: what it is for time's sake is known when the rest is there too. */
    void addPart(long count) {
        bytes += count;
        parts += count == 0 ? 0 : 1;
    }

    /** Segments that have left at once, or what was left of one. */
    void add(Transmission sent) {
        bytes += sent.bytes();
        count += sent.segments;
        sorted &= segments.isEmpty() || segments.getLast().to < sent.to;
        segments.add(sent);
    }

    long bytes() {
        return bytes;
    }

    /** About how many packets that was. Where parts were told, or a peer tells of no segment beyond a hole, they are guessed. */
    int packets(int mss) {
        return parts == 0 ? count : (int) Math.ceilDiv(Math.max(0, bytes), (long) mss);
    }

    /** How many segments that was, parts of one apart. */
    int count() {
        return count;
    }

    /** The segments, in ascending order of position; those that have left at once as one. */
    List<Transmission> segments() {
        if (!sorted) {
            segments.sort(BY_POSITION);
            sorted = true;
        }
        return segments;
    }

    /** The one of the segments that was sent last; null if there is none. */
    @Nullable
    Transmission newest() {
        Transmission newest = null;
        for (int i = 0; i < segments.size(); i++) {
            Transmission sent = segments.get(i);
            newest = newest == null || sent.isSentAfter(newest) ? sent : newest;
        }
        return newest;
    }

    /**
     * Of the segments that were sent only once the one that was sent last: its time is not ambiguous (RFC 6298 §3). Null if there is
     * none.
     */
    @Nullable
    Transmission timed() {
        Transmission timed = null;
        for (int i = 0; i < segments.size(); i++) {
            Transmission sent = segments.get(i);
            boolean later = timed == null || sent.isSentAfter(timed);
            timed = later && !sent.isRetransmitted() ? sent : timed;
        }
        return timed;
    }

    /** Whether anything of it was sent more than once. */
    boolean hasRetransmitted() {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).isRetransmitted()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a segment was delivered that stands below the position, and was sent only once. */
    boolean hasOriginalBelow(long position) {
        for (int i = 0; i < segments.size(); i++) {
            Transmission sent = segments.get(i);
            if (!sent.isRetransmitted() && sent.to <= position) {
                return true;
            }
        }
        return false;
    }
}
