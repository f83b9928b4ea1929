package org.ouzel.drill.posix;

import org.ouzel.core.tcp.FastOpenTuning;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.TcpTuning;

/** What was chosen for one socket: the core's settings, and what only this layer knows. Times in nanoseconds. */
final class SocketOptions {
    /** No time is too long. */
    static final long FOR_EVER = Long.MAX_VALUE;

    TcpSettings tcp;
    String congestion;
    boolean keepAlive;
    long keepAliveIdleNs;
    boolean corked;

    /** Whether the last write has said that more follows. */
    boolean moreFollows;

    boolean outOfBandInline;
    boolean lingers;
    int lingerSeconds;
    boolean reuseAddress;
    int receiveLowWater = 1;
    long receiveTimeoutNs = FOR_EVER;
    long sendTimeoutNs = FOR_EVER;
    long unsentLowWater = FOR_EVER;
    boolean tellsUnread;
    boolean receivesErrors;
    boolean onlyIpv6;

    /** {@code TCP_FASTOPEN_CONNECT}: what is written first makes the SYN leave. */
    boolean connectsWithData;

    /** {@code IP_MTU_DISCOVER}. */
    int pathMtuDiscovery;

    /** The port of UDP at the peer that a connection goes to; 0 for no UDP. */
    int remoteUdpPort;

    /** The flags of {@code SO_TIMESTAMPING}. */
    int timestamping;

    SocketOptions(SystemSettings system) {
        tcp = system.tcp();
        congestion = system.congestion().preferred();
        keepAliveIdleNs = system.limits().keepAliveIdleNs();
        pathMtuDiscovery = tcp.header().dontFragment() ? Abi.IP_PMTUDISC_WANT : Abi.IP_PMTUDISC_DONT;
    }

    /** What a connection has that a listening socket with these options takes. */
    SocketOptions(SocketOptions of) {
        tcp = of.tcp;
        congestion = of.congestion;
        keepAlive = of.keepAlive;
        keepAliveIdleNs = of.keepAliveIdleNs;
        corked = of.corked;
        outOfBandInline = of.outOfBandInline;
        lingers = of.lingers;
        lingerSeconds = of.lingerSeconds;
        reuseAddress = of.reuseAddress;
        receiveLowWater = of.receiveLowWater;
        receiveTimeoutNs = of.receiveTimeoutNs;
        sendTimeoutNs = of.sendTimeoutNs;
        unsentLowWater = of.unsentLowWater;
        tellsUnread = of.tellsUnread;
        receivesErrors = of.receivesErrors;
        onlyIpv6 = of.onlyIpv6;
        connectsWithData = of.connectsWithData;
        pathMtuDiscovery = of.pathMtuDiscovery;
        timestamping = of.timestamping;
    }

    /** The core's settings that follow. */
    TcpSettings settings() {
        TcpTuning.Flow flow = tcp.tuning().flow();
        TcpTuning.Flow now = flow.withCork(corked || moreFollows, flow.marksWrites() && !moreFollows);
        return tcp.with(tcp.times().withKeepAlive(keepAlive ? keepAliveIdleNs : 0))
                .with(tcp.tuning().with(now));
    }

    void tune(TcpTuning.Offers offers) {
        tcp = tcp.with(tcp.tuning().with(offers));
    }

    void tune(FastOpenTuning fastOpen) {
        tcp = tcp.with(tcp.tuning().with(fastOpen));
    }

    void tune(TcpTuning.Retries retries) {
        tcp = tcp.with(tcp.tuning().with(retries));
    }

    void tune(TcpTuning.Flow flow) {
        tcp = tcp.with(tcp.tuning().with(flow));
    }

    TcpTuning tuning() {
        return tcp.tuning();
    }
}
