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
import org.ouzel.core.wire.OptionLayout;

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
     */
    public record Limits(int backlog, int receiveBufferBytes, int sendBufferBytes, long keepAliveIdleNs) {
        /** Linux's. */
        public static final Limits LINUX = new Limits(4096, 212_992, 212_992, TimeUnit.HOURS.toNanos(2));
    }

    /** As much as the core can be like a Linux that nobody has configured. */
    public static SystemSettings linux(Environment environment, LongSupplier random) {
        TcpTuning.Offers offers =
                new TcpTuning.Offers(true, true, true, 7, 0, 48, OptionLayout.WORDS, TcpTuning.EcnReports.ALWAYS);
        TcpTuning.Retries retries = new TcpTuning.Retries(0, 0, 6, 5, 15);
        TcpTuning.Flow flow = new TcpTuning.Flow(false, true, TcpTuning.Acknowledging.AUTOMATIC, 0, 0, false);
        TcpSettings tcp = new TcpSettings(
                        65_535,
                        87_040,
                        3 << 20,
                        4 << 20,
                        0,
                        false,
                        0,
                        64,
                        true,
                        TcpSettings.Output.UNBOUNDED,
                        0,
                        0,
                        TimeUnit.SECONDS.toNanos(60),
                        EcnPolicy.ACCEPT)
                .with(draft -> draft.tuning = new TcpTuning(offers, retries, flow));
        return new SystemSettings(environment, tcp, CongestionControls.BUILT_IN, random, Limits.LINUX);
    }

    /** A block that has the settings, and a congestion control of this name. */
    Tcb block(TcpSettings settings, String congestionName) {
        CongestionControl.Factory factory = congestion.factory(congestionName);
        return new Tcb(environment, settings, () -> factory.create(random));
    }
}
