package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/** A sample of the delivery rate, in an object of its own. */
record KeptSample(
        long totalDeliveredBytes,
        long priorDeliveredBytes,
        long deliveredBytes,
        long intervalNs,
        long lostBytes,
        long flightBytesWhenSent,
        boolean applicationLimited)
        implements DeliverySample {}
