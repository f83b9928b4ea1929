package org.ouzel.core.tcp.congestion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;
import org.ouzel.core.tcp.congestion.CongestionControl.SegmentLost;
import org.ouzel.core.tcp.congestion.CongestionControl.Sent;

/**
 * A path with a bottleneck, and a sender on it that has always more to send unless told otherwise: paces, samples delivery,
 * finds losses when a segment sent three later is delivered, and has a timer. What is lost counts as repaired at once.
 */
final class PathModel {
    static final int MSS = 1000;
    static final long SECOND = 1_000_000_000;

    private static final int REORDERING = 3;
    private static final long NONE = Long.MAX_VALUE;

    /** What the draft's §4.1.2 keeps for each segment. */
    private record Segment(
            long number,
            long sentAt,
            long firstSentAt,
            long delivered,
            long deliveredAt,
            long lost,
            long flight,
            boolean limited,
            long acknowledgedAt) {}

    /** What was seen at an acknowledgment. */
    record Point(long now, String phase, long flight, long cwnd, long delivered, double pacing) {}

    final CongestionControl control;
    final List<Point> points = new ArrayList<>();
    double bytesPerSecond;
    long rttNs;
    double bufferBytes;
    double lossRate;

    /** From when to when the user has nothing to send. */
    long idleFrom = NONE;

    long idleTo = NONE;

    private final Random random;
    private final Deque<Segment> outstanding = new ArrayDeque<>();
    private long now;
    private long queueFreeAt;
    private long nextSendAt;
    private long number;
    private long flight;
    private long delivered;
    private long deliveredAt;
    private long firstSentAt;
    private long lost;
    private long limitedUntil = -1;
    private long recoveryPoint = -1;
    private double smoothedRttNs;

    PathModel(CongestionControl control, double bytesPerSecond, long rttNs, double bufferBytes, long seed) {
        this.control = control;
        this.bytesPerSecond = bytesPerSecond;
        this.rttNs = rttNs;
        this.bufferBytes = bufferBytes;
        this.random = new Random(seed);
        control.onSegmentSize(MSS);
    }

    double bdp() {
        return bytesPerSecond * rttNs / 1e9;
    }

    long now() {
        return now;
    }

    long delivered() {
        return delivered;
    }

    void run(double seconds) {
        long end = Math.round(seconds * 1e9);
        while (true) {
            long sendAt = nextSend();
            long ackAt = nextAck();
            long timerAt = flight > 0 && ackAt == NONE ? lastSent() + SECOND : NONE;
            long next = Math.min(Math.min(sendAt, ackAt), timerAt);
            if (next > end) {
                now = end;
                return;
            }
            now = next;
            if (next == ackAt) {
                acknowledge();
            } else if (next == sendAt) {
                send();
            } else {
                timeOut();
            }
        }
    }

    private boolean isIdle(long at) {
        return idleFrom <= at && at < idleTo;
    }

    private long nextSend() {
        if (flight + MSS > control.cwndBytes() && flight > 0) {
            return NONE;
        }
        long at = Math.max(now, nextSendAt);
        return isIdle(at) ? idleTo : at;
    }

    private long nextAck() {
        return outstanding.stream()
                .mapToLong(Segment::acknowledgedAt)
                .filter(at -> at != NONE)
                .findFirst()
                .orElse(NONE);
    }

    private long lastSent() {
        return outstanding.getLast().sentAt();
    }

    private void send() {
        if (flight == 0) {
            firstSentAt = now;
            deliveredAt = now;
        }
        if (isIdleBefore()) {
            limitedUntil = Math.max(delivered + flight, 1);
        }
        boolean limited = delivered <= limitedUntil;
        control.onSent(new Sent(now, MSS, flight, delivered, limited));
        flight += MSS;
        outstanding.addLast(new Segment(
                number++, now, firstSentAt, delivered, deliveredAt, lost, flight, limited, throughBottleneck()));
        nextSendAt = Math.max(now, nextSendAt) + Math.round(MSS * 1e9 / pacing());
    }

    private boolean isIdleBefore() {
        return now == idleTo;
    }

    private double pacing() {
        long rate = control.pacingBytesPerSecond();
        if (rate > 0) {
            return rate;
        }
        return smoothedRttNs == 0 ? 1e12 : 1.25 * control.cwndBytes() * 1e9 / smoothedRttNs;
    }

    private long throughBottleneck() {
        double queued = Math.max(0, queueFreeAt - now) * bytesPerSecond / 1e9;
        if (queued + MSS > bufferBytes + MSS || random.nextDouble() < lossRate) {
            return NONE;
        }
        queueFreeAt = Math.max(now, queueFreeAt) + Math.round(MSS * 1e9 / bytesPerSecond);
        return queueFreeAt + rttNs;
    }

    private void acknowledge() {
        long before = flight;
        Segment segment = outstanding.stream()
                .filter(one -> one.acknowledgedAt() != NONE)
                .findFirst()
                .orElseThrow();
        outstanding.remove(segment);
        delivered += MSS;
        deliveredAt = now;
        flight -= MSS;
        long rtt = now - segment.sentAt();
        smoothedRttNs = smoothedRttNs == 0 ? rtt : smoothedRttNs + (rtt - smoothedRttNs) / 8;
        firstSentAt = segment.sentAt();
        long lostBytes = findLost(segment.number() - REORDERING);
        if (lostBytes > 0 && recoveryPoint < 0) {
            recoveryPoint = number;
            control.onLoss(new Loss(now, before, before));
        }
        boolean recovering = recoveryPoint >= 0;
        if (recovering && segment.number() >= recoveryPoint) {
            recoveryPoint = -1;
            control.onRecovered(now, flight);
        }
        control.onAcknowledged(new KeptAcknowledged(
                now,
                delivered + lost,
                delivered + lost + flight,
                MSS,
                MSS,
                lostBytes,
                before,
                flight,
                rtt,
                before * 2 >= control.cwndBytes(),
                recovering,
                0,
                sample(segment)));
        points.add(new Point(
                now, control.phase(), flight, control.cwndBytes(), delivered, control.pacingBytesPerSecond()));
    }

    private DeliverySample sample(Segment of) {
        long sending = of.sentAt() - of.firstSentAt();
        long acknowledging = deliveredAt - of.deliveredAt();
        return new KeptSample(
                delivered,
                of.delivered(),
                delivered - of.delivered(),
                Math.max(sending, acknowledging),
                lost - of.lost(),
                of.flight(),
                of.limited());
    }

    private long findLost(long upTo) {
        long bytes = 0;
        while (!outstanding.isEmpty()
                && outstanding.getFirst().acknowledgedAt() == NONE
                && outstanding.getFirst().number() <= upTo) {
            tellLost(outstanding.removeFirst());
            bytes += MSS;
        }
        return bytes;
    }

    private void tellLost(Segment segment) {
        lost += MSS;
        flight -= MSS;
        control.onSegmentLost(new SegmentLost(
                now, MSS, segment.flight(), lost - segment.lost(), segment.delivered(), segment.limited()));
    }

    private void timeOut() {
        long before = flight;
        while (!outstanding.isEmpty()) {
            tellLost(outstanding.removeFirst());
        }
        recoveryPoint = -1;
        control.onTimeout(new Loss(now, before, before), false);
    }
}
