package org.ouzel.core.tcp;

import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/**
 * Samples how fast the network delivers (draft-ietf-ccwg-bbr §4.1): over the time from the sending of one segment to its
 * delivery, and never faster than it was sent.
 */
final class DeliverySampler implements Kept {
    /** C.delivered, C.delivered_time, C.first_send_time, C.lost. */
    private long deliveredBytes;

    private long deliveredAt;
    private long firstSentAt;
    private long lostBytes;

    /** C.app_limited: what will have been delivered when the user's want of data is over; 0 when it is. */
    private long applicationLimitedUntil;

    /** The last sample that counts: so many bytes in so long a time. */
    private long sampledBytes;

    private long sampledNs;

    /**
     * What is noted of a segment when it is sent (P.delivered, P.delivered_time, P.first_send_time, P.is_app_limited,
     * P.tx_in_flight, P.lost).
     */
    record Snapshot(
            long deliveredBytes,
            long deliveredAt,
            long firstSentAt,
            boolean applicationLimited,
            long flightBytes,
            long lostBytes) {}

    /** A sample of the rate. It is lent for the call. */
    static final class Sample implements DeliverySample {
        private long totalDeliveredBytes;
        private long priorDeliveredBytes;
        private long deliveredBytes;
        private long intervalNs;
        private long lostBytes;
        private long flightBytesWhenSent;
        private boolean applicationLimited;

        /** There is none. */
        private void none(long total) {
            totalDeliveredBytes = total;
            priorDeliveredBytes = total;
            deliveredBytes = 0;
            intervalNs = 0;
            lostBytes = 0;
            flightBytesWhenSent = 0;
            applicationLimited = false;
        }

        @Override
        public long totalDeliveredBytes() {
            return totalDeliveredBytes;
        }

        @Override
        public long priorDeliveredBytes() {
            return priorDeliveredBytes;
        }

        @Override
        public long deliveredBytes() {
            return deliveredBytes;
        }

        @Override
        public long intervalNs() {
            return intervalNs;
        }

        @Override
        public long lostBytes() {
            return lostBytes;
        }

        @Override
        public long flightBytesWhenSent() {
            return flightBytesWhenSent;
        }

        @Override
        public boolean applicationLimited() {
            return applicationLimited;
        }
    }

    /** A segment is about to leave (§4.1.2.2). */
    Snapshot onSend(long now, long bytes, long flightBytes) {
        if (flightBytes == 0) {
            firstSentAt = now;
            deliveredAt = now;
        }
        return new Snapshot(
                deliveredBytes, deliveredAt, firstSentAt, isApplicationLimited(), flightBytes + bytes, lostBytes);
    }

    /** Everything that the user gave has been sent, and more would have fitted (§4.1.2.4). */
    void onApplicationLimited(long flightBytes) {
        applicationLimitedUntil = Math.max(1, deliveredBytes + flightBytes);
    }

    boolean isApplicationLimited() {
        return applicationLimitedUntil > 0;
    }

    /** A segment was found lost. */
    void onLost(long bytes) {
        lostBytes += bytes;
    }

    /**
     * An acknowledgment has delivered something (§4.1.2.3).
     *
     * @param sample is to tell of it
     */
    void onDelivery(Delivery delivery, long now, long minRttNs, Sample sample) {
        if (delivery.bytes() > 0) {
            deliveredBytes += delivery.bytes();
            deliveredAt = now;
        }
        if (applicationLimitedUntil > 0 && deliveredBytes > applicationLimitedUntil) {
            applicationLimitedUntil = 0;
        }
        Transmission newest = delivery.newest();
        if (newest == null) {
            sample.none(deliveredBytes);
        } else {
            sample(newest, minRttNs, sample);
        }
    }

    private void sample(Transmission of, long minRttNs, Sample sample) {
        Snapshot then = of.snapshot();
        firstSentAt = of.sentAt;
        long interval = Math.max(of.sentAt - then.firstSentAt(), deliveredAt - then.deliveredAt());
        // An interval below the shortest round trip would give too high a rate: it is no sample.
        boolean known = interval > 0 && interval >= minRttNs;
        sample.totalDeliveredBytes = deliveredBytes;
        sample.priorDeliveredBytes = then.deliveredBytes();
        sample.deliveredBytes = deliveredBytes - then.deliveredBytes();
        sample.intervalNs = known ? interval : 0;
        sample.lostBytes = lostBytes - then.lostBytes();
        sample.flightBytesWhenSent = then.flightBytes();
        sample.applicationLimited = then.applicationLimited();
        // As Linux's TCP_INFO has it: one that the user's want of data has limited counts only if it is higher.
        if (known && (!then.applicationLimited() || isFaster(sample.deliveredBytes, interval))) {
            sampledBytes = sample.deliveredBytes;
            sampledNs = interval;
        }
    }

    /** Whether so many bytes in so long a time are no slower than the last sample, if there is one. */
    private boolean isFaster(long bytes, long inNs) {
        return (double) bytes * sampledNs >= (double) sampledBytes * inNs;
    }

    /** C.delivered. */
    long deliveredBytes() {
        return deliveredBytes;
    }

    /** C.lost. */
    long lostBytes() {
        return lostBytes;
    }

    /** The last sample: bytes a second; 0 until there is one. */
    long bytesPerSecond() {
        return sampledNs > 0 ? Math.round(sampledBytes * 1e9 / sampledNs) : 0;
    }

    @Override
    public void keep(Ledger ledger) {
        deliveredBytes = ledger.entry(deliveredBytes);
        deliveredAt = ledger.entry(deliveredAt);
        firstSentAt = ledger.entry(firstSentAt);
        lostBytes = ledger.entry(lostBytes);
        applicationLimitedUntil = ledger.entry(applicationLimitedUntil);
        sampledBytes = ledger.entry(sampledBytes);
        sampledNs = ledger.entry(sampledNs);
    }
}
