package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.ouzel.core.tcp.Transmission.Fate;

/** What a {@link Scoreboard} is to know, kept byte by byte: slow, and plain to see. */
final class NaiveScoreboard {
    /** A byte that was sent: what has become of it, when it went out last, and in which segment. */
    private static final class Octet {
        Fate fate = Fate.IN_FLIGHT;
        long sentAt;
        int segment;
    }

    private final List<Octet> octets = new ArrayList<>();
    private int una;
    private int segments;

    // ---- Events

    void send(long bytes, long now) {
        segments++;
        for (int i = 0; i < bytes; i++) {
            Octet octet = new Octet();
            octet.sentAt = now;
            octet.segment = segments;
            octets.add(octet);
        }
    }

    /** Sends the segment again that holds a position. */
    void sendAgain(long position, long now) {
        forSegmentAt(position, octet -> {
            octet.fate = Fate.IN_FLIGHT;
            octet.sentAt = now;
        });
    }

    /** Returns how many bytes were delivered that were not known to be. */
    long acknowledge(long position) {
        if (position < octets.size() && fate(position) == Fate.SACKED) {
            joinSacked();
        }
        long delivered = 0;
        for (int at = una; at < position; at++) {
            delivered += octets.get(at).fate == Fate.SACKED ? 0 : 1;
        }
        una = (int) position;
        return delivered;
    }

    long sack(long from, long to) {
        long delivered = 0;
        for (long at = Math.max(from, una); at < to; at++) {
            Octet octet = octets.get((int) at);
            if (octet.fate != Fate.SACKED && from(at) >= from && to(at) <= to) {
                octet.fate = Fate.SACKED;
                delivered++;
            }
        }
        return delivered;
    }

    /** What the peer held is lost; what stood in a row of it is one from now on, and sent when its first part was. */
    void forgetSacked() {
        joinSacked();
        for (Octet octet : octets.subList(una, octets.size())) {
            octet.fate = octet.fate == Fate.SACKED ? Fate.LOST : octet.fate;
        }
    }

    private void joinSacked() {
        Octet before = new Octet();
        for (Octet octet : octets.subList(una, octets.size())) {
            if (octet.fate == Fate.SACKED) {
                boolean first = before.fate != Fate.SACKED;
                segments += first ? 1 : 0;
                octet.segment = segments;
                octet.sentAt = first ? octet.sentAt : before.sentAt;
            }
            before = octet;
        }
    }

    void lose(long position) {
        forSegmentAt(position, octet -> octet.fate = Fate.LOST);
    }

    void loseFlightIf(LongPredicate which) {
        for (long at = una; at < octets.size(); at++) {
            if (fate(at) == Fate.IN_FLIGHT && which.test(at)) {
                octets.get((int) at).fate = Fate.LOST;
            }
        }
    }

    void unmarkLost() {
        for (Octet octet : octets) {
            octet.fate = octet.fate == Fate.LOST ? Fate.IN_FLIGHT : octet.fate;
        }
    }

    /** Cuts the segment that holds a position in two, so long that the first part is. */
    void cut(long position, long most) {
        long second = from(position) + most;
        long end = to(position);
        if (second < end) {
            segments++;
            for (long at = second; at < end; at++) {
                octets.get((int) at).segment = segments;
            }
        }
    }

    private void forSegmentAt(long position, Consumer<Octet> change) {
        long end = to(position);
        for (long at = from(position); at < end; at++) {
            change.accept(octets.get((int) at));
        }
    }

    // ---- What is to be known

    long una() {
        return una;
    }

    long nxt() {
        return octets.size();
    }

    Fate fate(long position) {
        return octets.get((int) position).fate;
    }

    /** The first position of the segment that holds a position, as far as it is not acknowledged. */
    long from(long position) {
        long from = position;
        while (from > una && segmentAt(from - 1) == segmentAt(position)) {
            from--;
        }
        return from;
    }

    long to(long position) {
        long to = position;
        while (to < octets.size() && segmentAt(to) == segmentAt(position)) {
            to++;
        }
        return to;
    }

    long bytes(Fate fate) {
        return octets.subList(una, octets.size()).stream()
                .filter(octet -> octet.fate == fate)
                .count();
    }

    long sackedSegments() {
        return octets.subList(una, octets.size()).stream()
                .filter(octet -> octet.fate == Fate.SACKED)
                .map(octet -> octet.segment)
                .distinct()
                .count();
    }

    OptionalLong first(Fate fate) {
        for (int at = una; at < octets.size(); at++) {
            if (octets.get(at).fate == fate) {
                return OptionalLong.of(at);
            }
        }
        return OptionalLong.empty();
    }

    /** Where the segment in flight begins that was sent first; of several sent at once the one that stands first. */
    OptionalLong sentFirst() {
        int first = -1;
        for (int at = una; at < octets.size(); at++) {
            Octet octet = octets.get(at);
            if (octet.fate == Fate.IN_FLIGHT && (first < 0 || octet.sentAt < octets.get(first).sentAt)) {
                first = at;
            }
        }
        return first < 0 ? OptionalLong.empty() : OptionalLong.of(first);
    }

    private int segmentAt(long position) {
        return octets.get((int) position).segment;
    }
}
