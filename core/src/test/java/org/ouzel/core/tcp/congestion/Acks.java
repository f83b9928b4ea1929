package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/** Acknowledgments as the tests of window-based controls need them: one after the other, of a window in full use. */
final class Acks {
    private long sndUna = 1;

    /** What the delivery rate's sampling says when there is nothing to say. */
    static DeliverySample noSample(long totalDeliveredBytes) {
        return new KeptSample(totalDeliveredBytes, totalDeliveredBytes, 0, 0, 0, 0, false);
    }

    /** So many bytes were acknowledged, and the window is in use. */
    Acknowledged of(long now, long bytes, long flightBytes, long rttNs) {
        return of(now, bytes, flightBytes, rttNs, true, false);
    }

    /** So many bytes were acknowledged. */
    Acknowledged of(long now, long bytes, long flightBytes, long rttNs, boolean validated, boolean recovering) {
        sndUna += bytes;
        long left = Math.max(0, flightBytes - bytes);
        DeliverySample none = noSample(sndUna);
        return new KeptAcknowledged(
                now, sndUna, sndUna + left, bytes, bytes, 0, flightBytes, left, rttNs, validated, recovering, 0, none);
    }
}
