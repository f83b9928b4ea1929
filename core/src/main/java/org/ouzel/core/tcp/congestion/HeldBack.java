package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/**
 * Which segments ProbeRTT has held back: their rate of delivery tells as little of the path as if the user had had no more to
 * send (MarkConnectionAppLimited() of draft-ietf-ccwg-bbr-06 §5.3.4.3).
 */
final class HeldBack {
    /** They were sent when so much had been delivered: from, and to. */
    private long from = Long.MAX_VALUE;

    private long to = -1;

    /** What is sent until all is delivered that is in flight now is held back. */
    void mark(long deliveredBytes, long flightBytes) {
        if (deliveredBytes > to) {
            from = deliveredBytes;
        }
        to = deliveredBytes + flightBytes;
    }

    /** The same, with its sample limited by the application if it was held back. */
    Acknowledged marked(Acknowledged event) {
        long sentAt = event.delivery().priorDeliveredBytes();
        return sentAt < from || sentAt > to ? event : limited(event);
    }

    private static Acknowledged limited(Acknowledged event) {
        return new KeptAcknowledged(
                event.now(),
                event.sndUna(),
                event.sndNxt(),
                event.acknowledgedBytes(),
                event.deliveredBytes(),
                event.lostBytes(),
                event.flightBytesBefore(),
                event.flightBytes(),
                event.rttNs(),
                event.windowValidated(),
                event.recovering(),
                event.marks(),
                limited(event.delivery()));
    }

    private static DeliverySample limited(DeliverySample sample) {
        return new KeptSample(
                sample.totalDeliveredBytes(),
                sample.priorDeliveredBytes(),
                sample.deliveredBytes(),
                sample.intervalNs(),
                sample.lostBytes(),
                sample.flightBytesWhenSent(),
                true);
    }
}
