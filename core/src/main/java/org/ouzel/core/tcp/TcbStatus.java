package org.ouzel.core.tcp;

import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * The figures of a connection at one moment (RFC 9293 §3.9.1.7). Where nothing is open they are those of the last one.
 *
 * @param state the state
 * @param settings what the user chose
 * @param sequence numbers as on the wire
 * @param windows windows and sizes
 * @param timing the round trip
 * @param congestion the congestion control's view
 * @param ecn what both ends have agreed on to tell of congestion that routers mark
 * @param urgentMode whether unread bytes up to an urgent pointer are outstanding
 * @param dataInSyn whether data that went or came with a SYN was taken (RFC 7413)
 * @param counters what was counted
 */
public record TcbStatus(
        State state,
        TcpSettings settings,
        Sequence sequence,
        Windows windows,
        Timing timing,
        Congestion congestion,
        EcnMode ecn,
        boolean urgentMode,
        boolean dataInSyn,
        Counters.Snapshot counters) {

    /** SND.UNA, SND.NXT and RCV.NXT, and bytes that wait for the peer and for the user. */
    public record Sequence(int sndUna, int sndNxt, int rcvNxt, long unacknowledgedBytes, long unreadBytes) {
        static final Sequence NONE = new Sequence(0, 0, 0, 0, 0);
    }

    /** SND.WND, RCV.WND, the effective send MSS, the path's MTU, and what the buffers may hold now, in bytes. */
    public record Windows(
            long send, long receive, int effectiveSendMss, int pathMtu, int receiveBufferBytes, int sendBufferBytes) {
        static final Windows NONE = new Windows(0, 0, 0, 0, 0, 0);
    }

    /** SRTT, the last sample, RTTVAR and the RTO; then for how long what held sending back. All in nanoseconds. */
    public record Timing(
            long smoothedNs,
            long lastNs,
            long variationNs,
            long rtoNs,
            long busyNs,
            long windowLimitedNs,
            long bufferLimitedNs) {
        static final Timing NONE = new Timing(0, 0, 0, 0, 0, 0, 0);
    }

    /** The algorithm, its phase, cwnd and ssthresh in bytes, then the delivery rate and the pacing rate in bytes a second. */
    public record Congestion(
            String name, String phase, long cwndBytes, long ssthreshBytes, long deliveryRate, long pacingRate) {}

    /** Of a block on which nothing was ever opened, or that is waiting for its peer. */
    static TcbStatus unconnected(State state, TcpSettings settings, CongestionControl congestion) {
        return new TcbStatus(
                state,
                settings,
                Sequence.NONE,
                Windows.NONE,
                Timing.NONE,
                of(congestion, 0, 0),
                EcnMode.NONE,
                false,
                false,
                new Counters().snapshot());
    }

    /** Of a connection, its receiver missing before the peer's SYN has come. */
    static TcbStatus of(State state, Session session, Sender sender, @Nullable Receiver receiver, long now) {
        return new TcbStatus(
                state,
                session.settings(),
                new Sequence(
                        sender.positions().sequence(sender.sndUna()),
                        sender.positions().sequence(sender.sndNxt()),
                        receiver == null ? 0 : receiver.positions().sequence(receiver.rcvNxt()),
                        sender.unacknowledgedBytes(),
                        receiver == null ? 0 : receiver.unread()),
                windows(session, sender, receiver),
                timing(sender.rtt(), sender.limits(), now),
                of(session.congestion(), sender.deliveryRate(), sender.pacingRate()),
                sender.ecn(),
                receiver != null && receiver.isUrgentMode(),
                session.fastOpen().isDataTaken(),
                session.counters().snapshot());
    }

    private static Windows windows(Session session, Sender sender, @Nullable Receiver receiver) {
        return new Windows(
                sender.sndWnd(),
                receiver == null ? 0 : receiver.rcvWnd(),
                sender.mss(),
                session.pathMtu(),
                receiver == null ? session.settings().receiveBuffer().bytes() : receiver.bufferBytes(),
                sender.sendBufferBytes());
    }

    private static Timing timing(RttEstimator rtt, LimitTimes limits, long now) {
        return new Timing(
                rtt.smoothedNs(),
                rtt.lastNs(),
                rtt.variationNs(),
                rtt.rtoNs(),
                limits.busyNs(now),
                limits.peerWindowNs(now),
                limits.sendBufferNs(now));
    }

    private static Congestion of(CongestionControl congestion, long deliveryRate, long pacingRate) {
        return new Congestion(
                congestion.name(),
                congestion.phase(),
                congestion.cwndBytes(),
                congestion.ssthreshBytes(),
                deliveryRate,
                pacingRate);
    }
}
