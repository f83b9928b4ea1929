package org.ouzel.drill.posix;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ouzel.core.tcp.EcnPolicy;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.CongestionControls;

/**
 * What holds for all sockets of a system, as it stands when one is made.
 *
 * @param environment what the connections share
 * @param tcp what a socket begins with
 * @param congestion the congestion controls that can be chosen
 * @param random 64 random bits at each call, for congestion control
 * @param limits bounds and more
 */
public record SystemSettings(
        Environment environment, TcpSettings tcp, CongestionControls congestion, LongSupplier random, Limits limits) {

    /**
     * Bounds and more.
     *
     * @param backlog the most connections that wait to be accepted, {@code somaxconn}
     * @param receiveBufferBytes the largest {@code SO_RCVBUF}, {@code rmem_max}
     * @param sendBufferBytes the largest {@code SO_SNDBUF}, {@code wmem_max}
     * @param keepAliveIdleNs how long a connection may be idle once keep-alive is on, {@code tcp_keepalive_time}
     * @param udpTunnelingPort the port of UDP that TCP is in, FreeBSD's {@code udp_tunneling_port}; 0 for none
     */
    public record Limits(
            int backlog, int receiveBufferBytes, int sendBufferBytes, long keepAliveIdleNs, int udpTunnelingPort) {
        /** Those there are unless a profile says otherwise. */
        public static final Limits DEFAULT = new Limits(4096, 212_992, 212_992, TimeUnit.HOURS.toNanos(2), 0);
    }

    /**
     * What a profile changes: the core as it is, but that each write ends with PSH, as sockets have it, that nothing is paced, and that
     * nothing is tried for ever.
     */
    public static SystemSettings plain(Environment environment, LongSupplier random) {
        TcpTuning.Flow flow = new TcpTuning.Flow(false, true, TcpTuning.Acknowledging.AUTOMATIC, 0, 0, false);
        TcpTuning.Retries retries = new TcpTuning.Retries(0, 0, 6, 5, 15);
        TcpSettings tcp = new TcpSettings(
                new TcpSettings.Buffer(64 << 10, 4 << 20),
                new TcpSettings.Buffer(64 << 10, 4 << 20),
                TcpSettings.UserTimeout.NONE,
                TcpSettings.Header.USUAL,
                TcpSettings.Output.UNBOUNDED,
                new TcpSettings.Times(0, 0, TimeUnit.SECONDS.toNanos(60)),
                EcnPolicy.ACCEPT,
                TcpTuning.DEFAULT.with(flow).with(retries));
        return new SystemSettings(environment, tcp, CongestionControls.BUILT_IN, random, Limits.DEFAULT);
    }

    /** A block that has the settings, and a congestion control of this name. */
    Tcb block(TcpSettings settings, String congestionName) {
        CongestionControl.Factory factory = congestion.factory(congestionName);
        return new Tcb(environment, settings, () -> factory.create(random));
    }
}
