package org.ouzel.core.tcp;

import org.ouzel.core.tcp.DeliverySampler.Sample;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;
import org.ouzel.core.tcp.congestion.CongestionControl.SegmentLost;
import org.ouzel.core.tcp.congestion.CongestionControl.Sent;

/**
 * Tells congestion control what happens, in its own records, with what is measured for it alone: how fast the network delivers
 * ({@link DeliverySampler}), and whether the window is used ({@link WindowValidation}).
 */
final class CongestionReport implements Kept {
    private final CongestionControl congestion;
    private final Scoreboard scoreboard;
    private final LossDetection detection;
    private final DeliverySampler sampler = new DeliverySampler();
    private final WindowValidation validation = new WindowValidation();
    private boolean windowLowered;

    /** What an acknowledgment has brought about, as congestion control is told of it. It is lent for the call. */
    static final class Outcome implements Acknowledged {
        private final Sample sample = new Sample();
        private long now;
        private long sndUna;
        private long sndNxt;
        private long acknowledgedBytes;
        private long deliveredBytes;
        private long lostBytes;
        private long flightBytesBefore;
        private long flightBytes;
        private long rttNs;
        private boolean windowValidated;
        private boolean recovering;
        private int marks;

        /**
         * Tells of another.
         *
         * @param lost how much it has found lost
         * @param echoes how many marks it told of; one for an ECN-Echo
         * @param roundTripNs the round trip that it measured; -1 if none
         * @param recovers whether a fast recovery went on before it, or does after it, or it told of congestion
         */
        Outcome note(long lost, int echoes, long roundTripNs, boolean recovers) {
            lostBytes = lost;
            marks = echoes;
            rttNs = roundTripNs;
            recovering = recovers;
            return this;
        }

        @Override
        public long now() {
            return now;
        }

        @Override
        public long sndUna() {
            return sndUna;
        }

        @Override
        public long sndNxt() {
            return sndNxt;
        }

        @Override
        public long acknowledgedBytes() {
            return acknowledgedBytes;
        }

        @Override
        public long deliveredBytes() {
            return deliveredBytes;
        }

        @Override
        public long lostBytes() {
            return lostBytes;
        }

        @Override
        public long flightBytesBefore() {
            return flightBytesBefore;
        }

        @Override
        public long flightBytes() {
            return flightBytes;
        }

        @Override
        public long rttNs() {
            return rttNs;
        }

        @Override
        public boolean windowValidated() {
            return windowValidated;
        }

        @Override
        public boolean recovering() {
            return recovering;
        }

        @Override
        public int marks() {
            return marks;
        }

        @Override
        public DeliverySample delivery() {
            return sample;
        }
    }

    CongestionReport(CongestionControl congestion, Scoreboard scoreboard, LossDetection detection) {
        this.congestion = congestion;
        this.scoreboard = scoreboard;
        this.detection = detection;
    }

    /** What the user chose. */
    void onHabits(TcpHabits habits) {
        windowLowered = habits.sending().windowLowered();
    }

    // ---- Sending

    /** What is to be noted of a segment that is about to leave, with so much in flight before it. */
    Snapshot snapshot(long now, long bytes, long flightBytes) {
        return sampler.onSend(now, bytes, flightBytes);
    }

    /** A segment is about to leave; it counts as in flight. */
    void onSent(long now, long bytes) {
        long before = detection.flightBytes() - bytes;
        congestion.onSent(new Sent(now, bytes, before, sampler.deliveredBytes(), sampler.isApplicationLimited()));
    }

    /** The user has no more to send though there is room for it. */
    void onApplicationLimited() {
        sampler.onApplicationLimited(detection.flightBytes());
    }

    // ---- What the peer says

    /** SND.UNA has advanced, and not in fast recovery. */
    void onAdvance(long bytes, long smoothedRttNs, long now) {
        validation.onAcknowledged(bytes, scoreboard.una(), scoreboard.nxt(), smoothedRttNs, now);
    }

    /** An acknowledgment has been dealt with, that told something to have been delivered, or nothing. */
    void onAcknowledged(Feedback ack, InFlight before, Delivery delivery, Outcome outcome) {
        sampler.onDelivery(delivery, ack.now(), detection.rack().minRttNs(ack.now()), outcome.sample);
        if (delivery.bytes() > 0 || outcome.lostBytes > 0) {
            outcome.windowValidated = validation.isValidated(congestion.cwndBytes(), before.flightBytes(), ack.now());
            endPeriodOfLittleUse(ack.now());
            outcome.now = ack.now();
            outcome.sndUna = scoreboard.una();
            outcome.sndNxt = scoreboard.nxt();
            outcome.acknowledgedBytes = ack.position() - before.una();
            outcome.deliveredBytes = delivery.bytes();
            outcome.flightBytesBefore = before.flightBytes();
            outcome.flightBytes = detection.flightBytes();
            congestion.onAcknowledged(outcome);
        }
    }

    // RFC 7661 §4.4.3
    private void endPeriodOfLittleUse(long now) {
        if (validation.takeEndOfPeriod(now)) {
            congestion.onIdle(now);
        }
    }

    // ---- Losses

    /** A segment was found lost. */
    void onLost(Transmission sent, long now) {
        Snapshot then = sent.snapshot();
        sampler.onLost(sent.bytes());
        congestion.onSegmentLost(new SegmentLost(
                now,
                sent.bytes(),
                then.flightBytes(),
                sampler.lostBytes() - then.lostBytes(),
                then.deliveredBytes(),
                then.applicationLimited()));
    }

    /**
     * Recovery begins, other than by a timeout.
     *
     * @param flightSize SND.NXT - SND.UNA when the loss was found
     */
    void onLoss(long now, long flightSize) {
        congestion.onLoss(loss(now, flightSize));
    }

    /**
     * The peer has told of congestion on the way of what was sent (ECN).
     *
     * @param flightSize SND.NXT - SND.UNA when it did
     */
    void onEcnEcho(long now, long flightSize) {
        congestion.onEcnEcho(loss(now, flightSize));
    }

    void onRecovered(long now) {
        congestion.onRecovered(now, detection.flightBytes());
    }

    void onTimeout(long now, boolean again) {
        congestion.onTimeout(loss(now, scoreboard.outstandingBytes()), again);
    }

    void onSpurious(long now) {
        congestion.onSpurious(now, detection.flightBytes());
    }

    private Loss loss(long now, long flightSize) {
        if (windowLowered) {
            return new Loss(now, congestion.cwndBytes(), congestion.cwndBytes());
        }
        return new Loss(now, flightSize, validation.usedBytes(flightSize));
    }

    /** What was used of the window tells nothing any more. */
    void forgetUse() {
        validation.reset(scoreboard.nxt());
    }

    // ---- What others ask

    /** Bytes a second that were lately delivered; 0 until known. */
    long deliveryRate() {
        return sampler.bytesPerSecond();
    }

    @Override
    public void keep(Ledger ledger) {
        sampler.keep(ledger);
        validation.keep(ledger);
    }
}
