package org.ouzel.core.tcp;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.tcp.Transmission.Fate;

/**
 * What has been sent and is not acknowledged cumulatively: which of it the peer holds (SACK, RFC 2018), which is lost, and
 * which is in flight (RFC 6675 §3). Ranges in order of position, and those in flight also in order of sending. A
 * range costs the logarithm of their number when it is sent, becomes lost, is told to be held or is acknowledged: one call can
 * do that to many, but to each only as often as it was sent or was told of anew, so that what is amortised is the logarithm.
 *
 * <p>A range may be several segments that have left at once: it is one for as long as the same is known of all of them. A block
 * that covers a segment only in part says nothing about it: the parts of a segment go out and come in together, and a peer that
 * cuts them up cannot make the scoreboard grow.
 */
final class Scoreboard {
    private final TreeMap<Long, Transmission> byPosition = new TreeMap<>();
    private final TreeMap<Long, Transmission> lost = new TreeMap<>();
    private final TreeMap<Long, Transmission> held = new TreeMap<>();

    private final TreeSet<Transmission> inFlight = new TreeSet<>(Transmission.BY_SENDING);

    /** SND.UNA and SND.NXT as positions. */
    private long una;

    private long nxt;
    private long flightBytes;
    private long sackedBytes;
    private int sackedSegments;

    // ---- Sending

    /** So much is sent for the first time, from SND.NXT on, in segments so long. */
    void send(long bytes, int segmentBytes, long now, Snapshot snapshot) {
        Transmission sent = new Transmission(nxt, nxt + bytes, segmentBytes, now, snapshot);
        byPosition.put(nxt, sent);
        nxt += bytes;
        enter(sent);
    }

    /** Something is sent again: it is in flight, whatever was thought of it. */
    void sendAgain(Transmission sent, long now, Snapshot snapshot) {
        leave(sent);
        sent.fate = Fate.IN_FLIGHT;
        sent.times++;
        sent.sentAt = now;
        sent.snapshot = snapshot;
        enter(sent);
    }

    /** Cuts a range in two where the path does not carry it whole any more; returns the first part, at most so long. */
    Transmission cut(Transmission sent, int most) {
        if (sent.bytes() <= most) {
            return sent;
        }
        leave(sent);
        byPosition.remove(sent.from);
        Transmission head = part(sent, sent.from, sent.from + most);
        Transmission tail = part(sent, sent.from + most, sent.to);
        for (Transmission part : List.of(head, tail)) {
            byPosition.put(part.from, part);
            enter(part);
        }
        return head;
    }

    /** Of segments that have left at once, those before the one in which a position lies are a range of their own from now on. */
    private void cutBefore(long position) {
        Map.Entry<Long, Transmission> entry = byPosition.lowerEntry(position);
        if (entry == null || position >= entry.getValue().to || entry.getValue().fate == Fate.SACKED) {
            return;
        }
        Transmission sent = entry.getValue();
        long before = sent.segmentAt(position) - sent.from;
        if (before > 0) {
            cut(sent, (int) before);
        }
    }

    /** The same, for the last segment, or as much of its end. */
    Transmission cutLast(Transmission sent, int most) {
        int last = (int) Math.min(most, sent.to - sent.segmentAt(sent.to - 1));
        return sent.bytes() <= last
                ? sent
                : Objects.requireNonNull(byPosition.higherEntry(cut(sent, (int) sent.bytes() - last).from))
                        .getValue();
    }

    /** The segment that stands last takes so much more with it, from SND.NXT on, that was never sent. */
    Transmission lengthen(Transmission last, long bytes) {
        Transmission longer = like(last, last.from, last.to + bytes, (int) (last.bytes() + bytes));
        leave(last);
        nxt += bytes;
        byPosition.put(longer.from, longer);
        enter(longer);
        return longer;
    }

    private static Transmission part(Transmission of, long from, long to) {
        return like(of, from, to, (int) Math.min(of.segmentBytes, to - from));
    }

    private static Transmission like(Transmission of, long from, long to, int segmentBytes) {
        Transmission part = new Transmission(from, to, segmentBytes, of.sentAt, of.snapshot);
        part.fate = of.fate;
        part.times = of.times;
        return part;
    }

    // ---- What the peer says

    /** Everything below the position is acknowledged. */
    void acknowledge(long position, Delivery delivery) {
        una = position;
        cutBefore(position);
        while (!byPosition.isEmpty() && byPosition.firstEntry().getValue().to <= position) {
            Transmission sent = byPosition.pollFirstEntry().getValue();
            boolean known = sent.fate == Fate.SACKED;
            leave(sent);
            if (!known) {
                delivery.add(sent);
            }
        }
        if (!byPosition.isEmpty() && byPosition.firstKey() < position) {
            acknowledgePart(byPosition.firstEntry().getValue(), position, delivery);
        }
    }

    private void acknowledgePart(Transmission in, long position, Delivery delivery) {
        Transmission sent = in.fate == Fate.SACKED ? in : cut(in, in.segmentBytes);
        Transmission rest = like(sent, position, sent.to, (int) (sent.to - position));
        byPosition.remove(sent.from);
        leave(sent);
        if (sent.fate != Fate.SACKED) {
            delivery.addPart(position - sent.from);
        }
        byPosition.put(position, rest);
        enter(rest);
    }

    /** The peer holds [from, to). */
    void sack(long from, long to, Delivery delivery) {
        cutAtOrBehind(from);
        cutBefore(to);
        Map.Entry<Long, Transmission> entry = byPosition.ceilingEntry(from);
        while (entry != null && entry.getValue().to <= to) {
            Transmission sent = entry.getValue();
            if (sent.fate != Fate.SACKED) {
                delivery.add(sent);
                hold(sent);
            }
            entry = byPosition.ceilingEntry(sent.to);
        }
    }

    private void cutAtOrBehind(long position) {
        Map.Entry<Long, Transmission> entry = byPosition.lowerEntry(position);
        if (entry != null && position < entry.getValue().to) {
            Transmission sent = entry.getValue();
            long begin = sent.segmentAt(position);
            cutBefore(begin == position ? position : begin + sent.segmentBytes);
        }
    }

    /** The peer holds it. Ranges in a row that it holds become one, so that blocks which tell of them again are done at once. */
    private void hold(Transmission sent) {
        leave(sent);
        Transmission whole = like(sent, sent.from, sent.to, sent.segmentBytes);
        whole.fate = Fate.SACKED;
        Map.Entry<Long, Transmission> before = byPosition.lowerEntry(sent.from);
        if (before != null && before.getValue().fate == Fate.SACKED) {
            leave(before.getValue());
            whole = join(before.getValue(), whole);
        }
        Map.Entry<Long, Transmission> after = byPosition.higherEntry(sent.from);
        if (after != null && after.getValue().fate == Fate.SACKED) {
            leave(after.getValue());
            byPosition.remove(after.getKey());
            whole = join(whole, after.getValue());
        }
        byPosition.remove(sent.from);
        byPosition.put(whole.from, whole);
        enter(whole);
    }

    private static Transmission join(Transmission left, Transmission right) {
        Transmission joined = like(left, left.from, right.to, left.segmentBytes);
        joined.segments = left.segments + right.segments;
        return joined;
    }

    /**
     * Whether the peer acknowledges up to where it has said to hold what follows: it has given that up (RFC 2018 §8), or it
     * would acknowledge it.
     */
    boolean isReneged() {
        return !byPosition.isEmpty() && byPosition.firstEntry().getValue().fate == Fate.SACKED;
    }

    /** Nothing is believed to be held any more: what was goes out again (RFC 2018 §8), cut as it is then. */
    void forgetSacked() {
        for (Transmission sent : List.copyOf(held.values())) {
            leave(sent);
            Transmission whole = like(sent, sent.from, sent.to, (int) sent.bytes());
            whole.fate = Fate.LOST;
            byPosition.put(whole.from, whole);
            enter(whole);
        }
    }

    // ---- Losses

    /** A range is deemed lost. */
    void lose(Transmission sent) {
        become(sent, Fate.LOST);
    }

    /** What stands first is deemed lost. */
    void loseHead() {
        head().ifPresent(this::lose);
    }

    /** All that is in flight is deemed lost. */
    void loseFlight() {
        List.copyOf(inFlight).forEach(this::lose);
    }

    /** What is in flight in segments longer than so many bytes is deemed lost. */
    void loseLongerThan(int bytes) {
        inFlight.stream().filter(sent -> sent.segmentBytes > bytes).toList().forEach(this::lose);
    }

    /** Nothing was lost: what has not been sent again is in flight. */
    void unmarkLost() {
        List.copyOf(lost.values()).forEach(sent -> become(sent, Fate.IN_FLIGHT));
    }

    /** The lost range that stands first. */
    Optional<Transmission> firstLost() {
        return lost.isEmpty() ? Optional.empty() : Optional.of(lost.firstEntry().getValue());
    }

    /** The range in flight that was sent first. */
    Optional<Transmission> sentFirst() {
        return inFlight.isEmpty() ? Optional.empty() : Optional.of(inFlight.first());
    }

    /** The range that stands first. */
    Optional<Transmission> head() {
        return byPosition.isEmpty()
                ? Optional.empty()
                : Optional.of(byPosition.firstEntry().getValue());
    }

    /** The range that stands last. */
    Optional<Transmission> tail() {
        return byPosition.isEmpty()
                ? Optional.empty()
                : Optional.of(byPosition.lastEntry().getValue());
    }

    // ---- What others ask

    boolean isEmpty() {
        return byPosition.isEmpty();
    }

    /** SND.UNA. */
    long una() {
        return una;
    }

    /** SND.NXT. */
    long nxt() {
        return nxt;
    }

    /** SND.NXT - SND.UNA: the FlightSize of RFC 5681. */
    long outstandingBytes() {
        return nxt - una;
    }

    /** Whether something is known to be lost and not sent again. */
    boolean hasLost() {
        return !lost.isEmpty();
    }

    /** Bytes in flight: RFC 6675's pipe. */
    long flightBytes() {
        return flightBytes;
    }

    /** Bytes that the peer holds beyond what it acknowledges. */
    long sackedBytes() {
        return sackedBytes;
    }

    /** RACK.segs_sacked. */
    int sackedSegments() {
        return sackedSegments;
    }

    /** How many segments there are, of each kind. Asked rarely: it counts them. */
    TcbInsight.Segments segments() {
        int outstanding =
                byPosition.values().stream().mapToInt(sent -> sent.segments).sum();
        int sentAgain = inFlight.stream()
                .filter(Transmission::isRetransmitted)
                .mapToInt(sent -> sent.segments)
                .sum();
        int missing = lost.values().stream().mapToInt(sent -> sent.segments).sum();
        return new TcbInsight.Segments(outstanding, sackedSegments, missing, sentAgain);
    }

    private void become(Transmission sent, Fate fate) {
        leave(sent);
        sent.fate = fate;
        enter(sent);
    }

    private void enter(Transmission sent) {
        switch (sent.fate) {
            case IN_FLIGHT -> {
                inFlight.add(sent);
                flightBytes += sent.bytes();
            }
            case LOST -> lost.put(sent.from, sent);
            case SACKED -> {
                held.put(sent.from, sent);
                sackedBytes += sent.bytes();
                sackedSegments += sent.segments;
            }
        }
    }

    private void leave(Transmission sent) {
        switch (sent.fate) {
            case IN_FLIGHT -> {
                inFlight.remove(sent);
                flightBytes -= sent.bytes();
            }
            case LOST -> lost.remove(sent.from);
            case SACKED -> {
                held.remove(sent.from);
                sackedBytes -= sent.bytes();
                sackedSegments -= sent.segments;
            }
        }
    }
}
