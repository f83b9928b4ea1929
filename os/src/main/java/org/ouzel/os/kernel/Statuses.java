package org.ouzel.os.kernel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.ouzel.TcpState;
import org.ouzel.TcpStatus;
import org.ouzel.os.sys.TcpInfo;
import org.ouzel.os.sys.TcpInfoAbi;

/** What the kernel tells of a connection, as the API's status. */
final class Statuses {
    private static final long NS_PER_US = 1000;
    private static final long NO_SSTHRESH = 0x7fffffffL;
    private static final long NO_PACING = -1;

    private Statuses() {}

    /** A state of the kernel's. */
    static TcpState state(int of) {
        return switch (of) {
            case TcpInfoAbi.TCP_ESTABLISHED -> TcpState.ESTABLISHED;
            case TcpInfoAbi.TCP_SYN_SENT -> TcpState.SYN_SENT;
            case TcpInfoAbi.TCP_SYN_RECV -> TcpState.SYN_RECEIVED;
            case TcpInfoAbi.TCP_FIN_WAIT1 -> TcpState.FIN_WAIT_1;
            case TcpInfoAbi.TCP_FIN_WAIT2 -> TcpState.FIN_WAIT_2;
            case TcpInfoAbi.TCP_TIME_WAIT -> TcpState.TIME_WAIT;
            case TcpInfoAbi.TCP_CLOSE_WAIT -> TcpState.CLOSE_WAIT;
            case TcpInfoAbi.TCP_LAST_ACK -> TcpState.LAST_ACK;
            case TcpInfoAbi.TCP_LISTEN -> TcpState.LISTEN;
            case TcpInfoAbi.TCP_CLOSING -> TcpState.CLOSING;
            default -> TcpState.CLOSED;
        };
    }

    /** Of a stream on which nothing was ever opened, or that waits for a connection. */
    static TcpStatus unconnected(
            TcpState state, Optional<InetSocketAddress> local, TcpStatus.Settings settings, String congestion) {
        return new TcpStatus(
                state,
                local,
                Optional.empty(),
                new TcpStatus.Sequence(0, 0, 0, 0, 0),
                new TcpStatus.Windows(0, 0, 0, 0, 0, 0),
                new TcpStatus.Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                new TcpStatus.Congestion(congestion, "", 0, Long.MAX_VALUE, 0, 0),
                TcpStatus.Ecn.NONE,
                settings,
                false,
                false,
                new TcpStatus.Counters(
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO));
    }

    /**
     * Of a connection, or of the one that was last.
     *
     * @param held what holds for it, or would for the next one
     */
    static TcpStatus of(
            TcpState state,
            Optional<InetSocketAddress> local,
            Optional<InetSocketAddress> remote,
            TcpStatus.Settings settings,
            Figures of,
            Figures.Settings held) {
        return new TcpStatus(
                state,
                local,
                remote,
                sequence(of),
                windows(of.info(), held),
                timing(of.info()),
                congestion(of.info(), held.congestion()),
                ecn(of.info()),
                settings,
                of.urgentMode(),
                (of.info().agreed().options() & TcpInfoAbi.TCPI_OPT_SYN_DATA) != 0,
                counters(of));
    }

    // The kernel does not tell the numbers on the wire: they are counted from the SYN, which is 0.
    private static TcpStatus.Sequence sequence(Figures of) {
        long acknowledged = of.sent() - of.unacknowledged();
        long sent = of.sent() - Math.min(of.unacknowledged(), of.info().flight().notsentBytes());
        return new TcpStatus.Sequence(
                wire(1 + acknowledged),
                wire(1 + sent),
                wire(1 + of.info().received().bytesReceived()),
                of.unacknowledged(),
                of.unread());
    }

    private static long wire(long position) {
        return position & 0xffff_ffffL;
    }

    private static TcpStatus.Windows windows(TcpInfo info, Figures.Settings held) {
        return new TcpStatus.Windows(
                info.windows().sndWnd(),
                info.windows().rcvWnd(),
                (int) info.agreed().sndMss(),
                (int) info.agreed().pmtu(),
                held.receiveBuffer(),
                held.sendBuffer());
    }

    private static TcpStatus.Timing timing(TcpInfo info) {
        return new TcpStatus.Timing(
                us(info.roundTrip().rttUs()),
                us(info.roundTrip().rttUs()),
                us(info.roundTrip().rttvarUs()),
                us(info.timers().rtoUs()));
    }

    private static Duration us(long microseconds) {
        return Duration.ofNanos(microseconds * NS_PER_US);
    }

    private static TcpStatus.Congestion congestion(TcpInfo info, String name) {
        TcpInfo.Congestion congestion = info.congestion();
        long mss = info.agreed().sndMss();
        return new TcpStatus.Congestion(
                name,
                phase(congestion.caState()),
                congestion.sndCwnd() * mss,
                congestion.sndSsthresh() >= NO_SSTHRESH ? Long.MAX_VALUE : congestion.sndSsthresh() * mss,
                congestion.deliveryRate(),
                congestion.pacingRate() == NO_PACING ? 0 : congestion.pacingRate());
    }

    // The kernel counts what the peer has told to be marked, in segments, and tells of marks that have come only that
    // there were ECN-capable packets: that is not what is asked.
    private static TcpStatus.Ecn ecn(TcpInfo info) {
        boolean agreed = (info.agreed().options() & TcpInfoAbi.TCPI_OPT_ECN) != 0;
        return new TcpStatus.Ecn(agreed, false, 0, 0, 0);
    }

    /** In the kernel's own words. */
    private static String phase(int caState) {
        return switch (caState) {
            case TcpInfoAbi.TCP_CA_OPEN -> "open";
            case TcpInfoAbi.TCP_CA_DISORDER -> "disorder";
            case TcpInfoAbi.TCP_CA_CWR -> "cwr";
            case TcpInfoAbi.TCP_CA_RECOVERY -> "recovery";
            case TcpInfoAbi.TCP_CA_LOSS -> "loss";
            default -> "";
        };
    }

    // What the kernel does not count, or does not tell, is 0.
    private static TcpStatus.Counters counters(Figures of) {
        TcpInfo info = of.info();
        TcpInfo.Sent sent = info.sent();
        return new TcpStatus.Counters(
                info.received().segsIn(),
                sent.segsOut(),
                info.received().bytesReceived(),
                sent.bytesSent(),
                of.sent() - of.unacknowledged(),
                sent.totalRetrans(),
                sent.bytesRetrans(),
                0,
                0,
                sent.dsackDups(),
                info.timers().totalRto(),
                0,
                0,
                info.flight().lost(),
                0,
                0,
                0,
                sent.dsackDups(),
                0,
                us(info.limits().busyTimeUs()),
                us(info.limits().rwndLimitedUs()),
                us(info.limits().sndbufLimitedUs()));
    }
}
