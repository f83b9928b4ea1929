package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/** What an acknowledgment told, in an object of its own. */
record KeptAcknowledged(
        long now,
        long sndUna,
        long sndNxt,
        long acknowledgedBytes,
        long deliveredBytes,
        long lostBytes,
        long flightBytesBefore,
        long flightBytes,
        long rttNs,
        boolean windowValidated,
        boolean recovering,
        int marks,
        DeliverySample delivery)
        implements Acknowledged {}
