package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What one acknowledgment told to have been delivered, cumulatively or selectively, that was not known to be. */
final class Delivery {
    private static final Comparator<Transmission> BY_POSITION = Comparator.comparingLong(sent -> sent.to);

    private final List<Transmission> segments = new ArrayList<>();
    private long bytes;
    private int count;
    private int parts;

    /** A part of a segment: what it is for time's sake is known when the rest is there too. */
    void addPart(long count) {
        bytes += count;
        parts += count == 0 ? 0 : 1;
    }

    /** Segments that have left at once, or what was left of one. */
    void add(Transmission sent) {
        bytes += sent.bytes();
        count += sent.segments;
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
        segments.sort(BY_POSITION);
        return segments;
    }

    /** Of the segments that were sent only once the one that was sent last: its time is not ambiguous (RFC 6298 §3). */
    Optional<Transmission> timed() {
        return segments.stream().filter(sent -> !sent.isRetransmitted()).max(Transmission.BY_SENDING);
    }

    /** Whether anything of it was sent more than once. */
    boolean hasRetransmitted() {
        return segments.stream().anyMatch(Transmission::isRetransmitted);
    }

    /** Whether a segment was delivered that stands below the position, and was sent only once. */
    boolean hasOriginalBelow(long position) {
        return segments.stream().anyMatch(sent -> !sent.isRetransmitted() && sent.to <= position);
    }
}
