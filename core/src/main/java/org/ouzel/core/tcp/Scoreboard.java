package org.ouzel.core.tcp;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.tcp.Transmission.Fate;

/**
 * What has been sent and is not acknowledged cumulatively: which of it the peer holds (SACK, RFC 2018), which is lost, and
 * which is in flight (RFC 6675 §3). Ranges in order of position, and those in flight also in order of sending. What is
 * sent and acknowledged in order costs the same however many there are. A range costs the logarithm of their number when it becomes
 * lost or is told to be held: one call can do that to many, but to each only as often as it was sent or was told of anew, so that
 * what is amortised is the logarithm.
 *
 * <p>A range may be several segments that have left at once: it is one for as long as the same is known of all of them. A block
 * that covers a segment only in part says nothing about it: the parts of a segment go out and come in together, and a peer that
 * cuts them up cannot make the scoreboard grow.
 */
final class Scoreboard implements Kept {
    private final Row<Transmission> outstanding = new Row<>(sent -> sent.from);
    private final Flight flight = new Flight();

    /** Those that are lost, and those that the peer holds, by their first position; null while there is none. */
    private @Nullable NavigableMap<Long, Transmission> lost;

    private @Nullable NavigableMap<Long, Transmission> held;
    private final Spares spares;

    /** SND.UNA and SND.NXT as positions. */
    private long una;

    private long nxt;
    private long flightBytes;
    private long sackedBytes;
    private int sackedSegments;
    private boolean sackPermitted;

    /** On which nothing stands. */
    Scoreboard(Spares spares) {
        this.spares = spares;
    }

    // ---- Sending

    /** So much is sent for the first time, from SND.NXT on, in segments so long. */
    void send(long bytes, int segmentBytes, long now, Snapshot snapshot) {
        Transmission sent = spares.take(nxt, nxt + bytes, segmentBytes, now, snapshot);
        outstanding.addLast(sent);
        nxt += bytes;
        enter(sent);
    }

    /** Something is sent again: it is in flight, whatever was thought of it. */
    void sendAgain(Transmission sent, long now, Snapshot snapshot) {
        leave(sent);
        sent.fate = Fate.IN_FLIGHT;
        sent.times++;
        sent.sentAt = now;
        sent.note(snapshot);
        enter(sent);
    }

    /** Cuts a range in two where the path does not carry it whole any more; returns the first part, at most so long. */
    Transmission cut(Transmission sent, int most) {
        return sent.bytes() <= most ? sent : cutAt(outstanding.indexOf(sent), most);
    }

    /** Makes a range of its own of the first bytes of one. */
    private Transmission cutAt(int index, int bytes) {
        Transmission rest = outstanding.get(index);
        Transmission part = like(rest, rest.from, rest.from + bytes, Math.min(rest.segmentBytes, bytes));
        beginAt(rest, part.to, (int) Math.min(rest.segmentBytes, rest.to - part.to));
        outstanding.add(index, part);
        count(part);
        if (part.fate == Fate.IN_FLIGHT) {
            flight.addBefore(rest, part);
        }
        return part;
    }

    /** What stands before a position is none of a range's any more. Its place among those in flight is the same. */
    private void beginAt(Transmission rest, long position, int segmentBytes) {
        uncount(rest);
        rest.span(position, rest.to, segmentBytes);
        count(rest);
    }

    /** Of segments that have left at once, those before the one in which a position lies are a range of their own from now on. */
    private void cutBefore(long position) {
        int index = outstanding.countBefore(position) - 1;
        if (index < 0) {
            return;
        }
        Transmission sent = outstanding.get(index);
        long before = position < sent.to ? sent.segmentAt(position) - sent.from : 0;
        if (before > 0 && sent.fate != Fate.SACKED) {
            cutAt(index, (int) before);
        }
    }

    /** The same, for the last segment, or as much of its end. */
    Transmission cutLast(Transmission sent, int most) {
        int last = (int) Math.min(most, sent.to - sent.segmentAt(sent.to - 1));
        if (sent.bytes() <= last) {
            return sent;
        }
        Transmission before = cut(sent, (int) sent.bytes() - last);
        return outstanding.get(outstanding.indexOf(before) + 1);
    }

    /** The segment that stands last takes so much more with it, from SND.NXT on, that was never sent. */
    Transmission lengthen(Transmission last, long bytes) {
        leave(last);
        nxt += bytes;
        last.span(last.from, nxt, (int) (last.bytes() + bytes));
        enter(last);
        return last;
    }

    private static Transmission like(Transmission of, long from, long to, int segmentBytes) {
        Transmission part = new Transmission(from, to, segmentBytes, of.sentAt, of.snapshot());
        part.fate = of.fate;
        part.times = of.times;
        return part;
    }

    // ---- What the peer says

    /** The peer tells what it holds, from now on. */
    void onSackPermitted() {
        sackPermitted = true;
    }

    /** Everything below the position is acknowledged. */
    void acknowledge(long position, Delivery delivery) {
        una = position;
        acknowledgeWhole(position, delivery);
        if (isWithinFirst(position)) {
            cutBefore(position);
            acknowledgeWhole(position, delivery);
        }
        if (isWithinFirst(position)) {
            acknowledgePart(outstanding.first(), position, delivery);
        }
    }

    private boolean isWithinFirst(long position) {
        return !outstanding.isEmpty() && outstanding.first().from < position;
    }

    private void acknowledgeWhole(long position, Delivery delivery) {
        while (!outstanding.isEmpty() && outstanding.first().to <= position) {
            Transmission sent = outstanding.removeFirst();
            leave(sent);
            if (sent.fate != Fate.SACKED) {
                delivery.add(sent);
            }
        }
    }

    private void acknowledgePart(Transmission in, long position, Delivery delivery) {
        Transmission sent = in.fate == Fate.SACKED ? in : cut(in, in.segmentBytes);
        if (sent.fate != Fate.SACKED) {
            delivery.addPart(position - sent.from);
        }
        beginAt(sent, position, (int) (sent.to - position));
    }

    /** What was delivered has been dealt with: nobody looks at it any more. */
    void reclaim(Delivery delivery) {
        spares.give(delivery.segments());
        delivery.clear();
    }

    /** The peer holds [from, to). */
    void sack(long from, long to, Delivery delivery) {
        cutAtOrBehind(from);
        cutBefore(to);
        int index = outstanding.countBefore(from);
        while (index < outstanding.size() && outstanding.get(index).to <= to) {
            Transmission sent = outstanding.get(index);
            if (sent.fate != Fate.SACKED) {
                delivery.add(sent);
                index = hold(index);
            }
            index++;
        }
    }

    private void cutAtOrBehind(long position) {
        int index = outstanding.countBefore(position) - 1;
        if (index >= 0 && position < outstanding.get(index).to) {
            Transmission sent = outstanding.get(index);
            long begin = sent.segmentAt(position);
            cutBefore(begin == position ? position : begin + sent.segmentBytes);
        }
    }

    /**
     * The peer holds it. Ranges in a row that it holds become one, so that blocks which tell of them again are done at once.
     *
     * @return how many stand before that one
     */
    private int hold(int index) {
        Transmission sent = outstanding.get(index);
        leave(sent);
        // What is told to be delivered stays as it was sent.
        Transmission whole = like(sent, sent.from, sent.to, sent.segmentBytes);
        whole.fate = Fate.SACKED;
        int first = index;
        if (index + 1 < outstanding.size() && outstanding.get(index + 1).fate == Fate.SACKED) {
            Transmission after = outstanding.remove(index + 1);
            leave(after);
            whole = join(whole, after);
        }
        if (index > 0 && outstanding.get(index - 1).fate == Fate.SACKED) {
            Transmission before = outstanding.remove(index - 1);
            leave(before);
            whole = join(before, whole);
            first--;
        }
        outstanding.set(first, whole);
        enter(whole);
        return first;
    }

    private static Transmission join(Transmission left, Transmission right) {
        Transmission joined = like(left, left.from, right.to, (int) (right.to - left.from));
        joined.segments = left.segments + right.segments;
        return joined;
    }

    /**
     * Whether the peer acknowledges up to where it has said to hold what follows: it has given that up (RFC 2018 §8), or it
     * would acknowledge it.
     */
    boolean isReneged() {
        return !outstanding.isEmpty() && outstanding.first().fate == Fate.SACKED;
    }

    /** Nothing is believed to be held any more: what was goes out again (RFC 2018 §8). */
    void forgetSacked() {
        all(held).forEach(this::lose);
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
        flight.all().forEach(this::lose);
    }

    /** What is in flight in segments longer than so many bytes is deemed lost. */
    void loseLongerThan(int bytes) {
        flight.all().stream().filter(sent -> sent.segmentBytes > bytes).forEach(this::lose);
    }

    /** Nothing was lost: what has not been sent again is in flight. */
    void unmarkLost() {
        List<Transmission> again = all(lost);
        for (Transmission sent : again) {
            uncount(sent);
            sent.fate = Fate.IN_FLIGHT;
            count(sent);
        }
        flight.addAll(again);
    }

    /** The lost range that stands first. */
    Optional<Transmission> firstLost() {
        return lost == null ? Optional.empty() : Optional.of(lost.firstEntry().getValue());
    }

    /** The range in flight that was sent first. */
    Optional<Transmission> sentFirst() {
        return Optional.ofNullable(flight.first());
    }

    /** The range that stands first. */
    Optional<Transmission> head() {
        return outstanding.isEmpty() ? Optional.empty() : Optional.of(outstanding.first());
    }

    /** The range that stands last. */
    Optional<Transmission> tail() {
        return outstanding.isEmpty() ? Optional.empty() : Optional.of(outstanding.last());
    }

    // ---- What others ask

    boolean isEmpty() {
        return outstanding.isEmpty();
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
        return lost != null;
    }

    /** Bytes in flight: RFC 6675's pipe. */
    long flightBytes() {
        return flightBytes;
    }

    /** Whether the peer tells what it holds. */
    boolean isSackPermitted() {
        return sackPermitted;
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
        int all = outstanding.stream().mapToInt(sent -> sent.segments).sum();
        int sentAgain = flight.all().stream()
                .filter(Transmission::isRetransmitted)
                .mapToInt(sent -> sent.segments)
                .sum();
        int missing = all(lost).stream().mapToInt(sent -> sent.segments).sum();
        return new TcbInsight.Segments(all, sackedSegments, missing, sentAgain);
    }

    private void become(Transmission sent, Fate fate) {
        leave(sent);
        sent.fate = fate;
        enter(sent);
    }

    private void enter(Transmission sent) {
        count(sent);
        if (sent.fate == Fate.IN_FLIGHT) {
            flight.add(sent);
        }
    }

    private void leave(Transmission sent) {
        uncount(sent);
        if (sent.fate == Fate.IN_FLIGHT) {
            flight.remove(sent);
        }
    }

    private void count(Transmission sent) {
        switch (sent.fate) {
            case IN_FLIGHT -> flightBytes += sent.bytes();
            case LOST -> lost = with(lost, sent);
            case SACKED -> {
                held = with(held, sent);
                sackedBytes += sent.bytes();
                sackedSegments += sent.segments;
            }
        }
    }

    private void uncount(Transmission sent) {
        switch (sent.fate) {
            case IN_FLIGHT -> flightBytes -= sent.bytes();
            case LOST -> lost = without(lost, sent);
            case SACKED -> {
                held = without(held, sent);
                sackedBytes -= sent.bytes();
                sackedSegments -= sent.segments;
            }
        }
    }

    private static List<Transmission> all(@Nullable NavigableMap<Long, Transmission> some) {
        return some == null ? List.of() : List.copyOf(some.values());
    }

    private static NavigableMap<Long, Transmission> with(
            @Nullable NavigableMap<Long, Transmission> others, Transmission sent) {
        NavigableMap<Long, Transmission> all = others == null ? new TreeMap<>() : others;
        all.put(sent.from, sent);
        return all;
    }

    private static @Nullable NavigableMap<Long, Transmission> without(
            @Nullable NavigableMap<Long, Transmission> all, Transmission sent) {
        if (all == null) {
            throw new AssertionError("none is there, not even what begins at " + sent.from);
        }
        all.remove(sent.from);
        return all.isEmpty() ? null : all;
    }

    @Override
    public void keep(Ledger ledger) {
        una = ledger.entry(una);
        nxt = ledger.entry(nxt);
        sackPermitted = ledger.entry(sackPermitted);
    }
}
