package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * A pair whose client sends segments of full size, P0, P1 and so on, over a path with a round trip of ten milliseconds. Each can
 * be lost or late, at any of the times that it is sent; what is sent when is written down.
 */
final class NumberedSegments {
    /** With timestamps. */
    static final int MSS = 1448;

    static final long RTT_NS = 10 * Pair.MS;

    /** One of the times that a segment is sent, from 1 on. */
    record Transmitted(int number, int time) {}

    /** A segment that has been sent, and when, from the beginning on. */
    record Sent(long atNs, Transmitted what) {}

    final Pair pair;
    private final long began;
    private final int first;
    private final int mss;
    private final Map<Integer, Integer> times = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final Set<Transmitted> lost = new HashSet<>();
    private final Map<Transmitted, Long> late = new HashMap<>();

    private NumberedSegments(Pair pair) {
        this.pair = pair;
        this.began = pair.now;
        this.first = pair.client.status(pair.now).sequence().sndNxt();
        this.mss = pair.client.status(pair.now).windows().effectiveSendMss();
        pair.dropIf = this::isLost;
        pair.lateByNs = this::lateByNs;
    }

    /** With NewReno. */
    static NumberedSegments open() throws CallRefused {
        return open(NewReno::new);
    }

    static NumberedSegments open(Supplier<CongestionControl> congestion) throws CallRefused {
        return over(new Pair(1, Pair.SETTINGS, congestion));
    }

    /** Opens a pair, and waits until all is quiet. */
    static NumberedSegments over(Pair pair) throws CallRefused {
        pair.open();
        pair.run(100 * Pair.MS);
        return new NumberedSegments(pair);
    }

    /** Over a path that takes the option away by which the ends tell that they know SACK, or the one for timestamps. */
    static NumberedSegments without(boolean sack, boolean timestamps) throws CallRefused {
        Pair pair = new Pair(1, Pair.SETTINGS);
        pair.change = segment -> segment.has(TcpFlags.SYN) ? PeerOptions.without(segment, sack, timestamps) : segment;
        return over(pair);
    }

    private boolean isLost(TcpSegment segment) {
        if (!isData(segment)) {
            return false;
        }
        int number = (segment.seq() - first) / mss;
        Transmitted what = new Transmitted(number, times.merge(number, 1, Integer::sum));
        sent.add(new Sent(pair.now - began, what));
        return lost.contains(what);
    }

    private long lateByNs(TcpSegment segment) {
        return isData(segment) ? late.getOrDefault(sent.getLast().what, 0L) : 0;
    }

    private static boolean isData(TcpSegment segment) {
        return segment.destinationPort() == 7 && segment.payload().length() > 0;
    }

    /** Some are lost when they are sent for the first time. */
    NumberedSegments lose(int... numbers) {
        for (int number : numbers) {
            loseTime(number, 1);
        }
        return this;
    }

    /** One is lost at a later time, too. */
    NumberedSegments loseTime(int number, int time) {
        lost.add(new Transmitted(number, time));
        return this;
    }

    /** One is late when it is sent for the first time. */
    NumberedSegments delay(int number, long byNs) {
        late.put(new Transmitted(number, 1), byNs);
        return this;
    }

    /** Has so many segments sent. */
    NumberedSegments send(int segments) throws CallRefused {
        return sendBytes(segments * mss);
    }

    NumberedSegments sendBytes(int bytes) throws CallRefused {
        int taken = pair.client.write(MemorySegment.ofArray(new byte[bytes]), true, false, pair.now);
        if (taken < bytes) {
            throw new AssertionError("no room for " + bytes + " bytes: " + taken + " taken");
        }
        pair.flush();
        return this;
    }

    /** Lets milliseconds pass. */
    NumberedSegments pass(double ms) {
        pair.run(Math.round(ms * Pair.MS));
        return this;
    }

    /** Lets time pass until it is so many milliseconds from the beginning. */
    NumberedSegments until(double ms) {
        pair.run(began + Math.round(ms * Pair.MS) - pair.now);
        return this;
    }

    /** Lets time pass until all is acknowledged; what arrives is read. */
    NumberedSegments untilAcknowledged() throws CallRefused {
        MemorySegment into = MemorySegment.ofArray(new byte[Pair.BUFFER]);
        while (pair.client.unacknowledgedBytes() > 0) {
            long before = pair.client.unacknowledgedBytes();
            pair.runUntil(() -> pair.client.unacknowledgedBytes() < before);
            pair.server.read(into, pair.now);
        }
        return this;
    }

    /** How often a segment has been sent. */
    int times(int number) {
        return times.getOrDefault(number, 0);
    }

    /** The numbers of all that have been sent, in order. */
    List<Integer> sent() {
        return sent.stream().map(one -> one.what.number).toList();
    }

    /** When a segment was sent for the nth time, in milliseconds from the beginning. */
    double sentAtMs(int number, int time) {
        return sent.stream()
                        .filter(one -> one.what.equals(new Transmitted(number, time)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("P" + number + " was not sent so often: " + sent))
                        .atNs
                / (double) Pair.MS;
    }

    Counters.Snapshot counters() {
        return status().counters();
    }

    TcbStatus status() {
        return pair.client.status(pair.now);
    }

    int mss() {
        return mss;
    }

    /** cwnd in segments. */
    double window() {
        return status().congestion().cwndBytes() / (double) mss;
    }
}
