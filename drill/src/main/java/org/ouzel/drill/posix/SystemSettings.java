package org.ouzel.drill.posix;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ouzel.core.tcp.EcnPolicy;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.FastOpenKeys;
import org.ouzel.core.tcp.FastOpenTuning;
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
 * @param fastOpen who may send data with a SYN, and take some
 */
public record SystemSettings(
        Environment environment,
        TcpSettings tcp,
        CongestionControls congestion,
        LongSupplier random,
        Limits limits,
        FastOpen fastOpen) {

    /**
     * Bounds and more.
     *
     * @param backlog the most connections that wait to be accepted, {@code somaxconn}
     * @param receiveBufferBytes the largest {@code SO_RCVBUF}, {@code rmem_max}
     * @param sendBufferBytes the largest {@code SO_SNDBUF}, {@code wmem_max}
     * @param keepAliveIdleNs how long a connection may be idle once keep-alive is on, {@code tcp_keepalive_time}
     * @param udpTunnelingPort the port of UDP that TCP is in, FreeBSD's {@code udp_tunneling_port}; 0 for none
     * @param datagrams what datagram sockets begin with
     */
    public record Limits(
            int backlog,
            int receiveBufferBytes,
            int sendBufferBytes,
            long keepAliveIdleNs,
            int udpTunnelingPort,
            Datagrams datagrams) {
        /** Those there are unless a profile says otherwise. */
        public static final Limits DEFAULT =
                new Limits(4096, 212_992, 212_992, TimeUnit.HOURS.toNanos(2), 0, Datagrams.DEFAULT);
    }

    /**
     * What datagram sockets begin with.
     *
     * @param receiveBufferBytes the data that may wait to be read: half of {@code rmem_default}
     * @param sendBufferBytes the same of what is sent, {@code wmem_default}
     */
    public record Datagrams(int receiveBufferBytes, int sendBufferBytes) {
        /** Linux's. */
        public static final Datagrams DEFAULT = new Datagrams(212_992 / 2, 212_992 / 2);
    }

    /**
     * Who may send data with a SYN, and take some: {@code tcp_fastopen} and {@code tcp_fastopen_key}.
     *
     * @param client whether sockets that connect may send some
     * @param server whether sockets that listen may take some
     * @param everyListener whether all of them do, not only those that have asked for it
     * @param sendsWithoutCookie whether no cookie is needed to send some
     * @param takesWithoutCookie whether none is to have it taken
     * @param keys what cookies are made with; empty for a key that nobody knows
     */
    public record FastOpen(
            boolean client,
            boolean server,
            boolean everyListener,
            boolean sendsWithoutCookie,
            boolean takesWithoutCookie,
            Optional<FastOpenKeys> keys) {
        /** What there is unless a profile says otherwise. */
        public static final FastOpen DEFAULT = new FastOpen(true, false, false, false, false, Optional.empty());

        /** What a socket has of its settings, and what the system allows of them. */
        TcpSettings over(TcpSettings chosen) {
            FastOpenTuning tuning = chosen.tuning().fastOpen();
            FastOpenTuning.Asking asking = tuning.asking();
            FastOpenTuning.Taking taking = tuning.taking();
            FastOpenTuning allowed = new FastOpenTuning(
                    asking.withoutCookie(asking.withoutCookie() || sendsWithoutCookie),
                    new FastOpenTuning.Taking(
                            server ? taking.pending() : 0,
                            taking.withoutCookie() || takesWithoutCookie,
                            taking.keys().or(() -> keys)));
            return chosen.with(chosen.tuning().with(allowed));
        }
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
        return new SystemSettings(
                environment, tcp, CongestionControls.BUILT_IN, random, Limits.DEFAULT, FastOpen.DEFAULT);
    }

    /** A block that has the settings, and a congestion control of this name. */
    Tcb block(TcpSettings settings, String congestionName) {
        CongestionControl.Factory factory = congestion.factory(congestionName);
        return new Tcb(environment, fastOpen.over(settings), () -> factory.create(random));
    }
}
