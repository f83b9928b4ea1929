package org.ouzel.drill.posix;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ouzel.core.tcp.Counters;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcbInsight;
import org.ouzel.core.tcp.TcbStatus;

/** {@code struct tcp_info}, by the names of its fields and in its units, as far as the core knows them. */
final class TcpInfoFields {
    /** Linux's {@code TCP_INFINITE_SSTHRESH}. */
    private static final long INFINITE_SSTHRESH = 0x7fff_ffff;

    private static final int CLOSED = 7;
    private static final int LISTEN = 10;

    private final Map<String, Long> fields = new LinkedHashMap<>();

    private TcpInfoFields() {}

    static Map<String, Long> of(TcpSocket socket, long now) {
        TcpInfoFields info = new TcpInfoFields();
        switch (socket.role()) {
            case Role.Idle idle -> info.put("tcpi_state", CLOSED);
            case Listening listening -> {
                info.put("tcpi_state", LISTEN);
                info.put("tcpi_unacked", listening.acceptable());
                info.put("tcpi_sacked", listening.mostAcceptable());
            }
            case Stream stream -> info.add(stream.tcb(), now);
        }
        return info.fields;
    }

    private void put(String name, long value) {
        fields.put(name, value);
    }

    private void add(Tcb tcb, long now) {
        TcbStatus status = tcb.status(now);
        TcbInsight insight = tcb.insight(now);
        put("tcpi_state", number(status.state()));
        put("tcpi_ca_state", number(insight.recovery()));
        put("tcpi_retransmits", insight.retries().timeouts());
        put("tcpi_probes", insight.retries().keepAliveProbes());
        put("tcpi_backoff", insight.retries().timeouts());
        insight.agreed().ifPresent(agreed -> add(agreed, status, insight.ectReceived()));
        add(insight, status.counters());
        add(status.windows(), insight);
        add(status.timing(), insight);
        add(status.congestion(), Math.max(1, status.windows().effectiveSendMss()));
        add(status.counters());
        put("tcpi_notsent_bytes", insight.unsentBytes());
        put("tcpi_fastopen_client_fail", number(insight.fastOpenFailure()));
        insight.acks().ifPresent(this::add);
        insight.times().ifPresent(times -> add(times, now));
    }

    private void add(TcbInsight.Agreed agreed, TcbStatus status, boolean ectReceived) {
        long options = (agreed.timestamps() ? 1 : 0) | (agreed.sack() ? 2 : 0) | (agreed.windowScale() ? 4 : 0);
        put("tcpi_options", options | (status.ecn() ? 8 : 0) | (ectReceived ? 16 : 0) | (status.dataInSyn() ? 32 : 0));
        put("tcpi_snd_wscale", agreed.sendShift());
        put("tcpi_rcv_wscale", agreed.receiveShift());
    }

    private void add(TcbInsight insight, Counters.Snapshot counters) {
        TcbInsight.Segments segments = insight.segments();
        put("tcpi_unacked", segments.outstanding());
        put("tcpi_sacked", segments.held());
        // Linux: what was lost stays so until it is acknowledged, though it has been sent again.
        boolean repairs =
                insight.recovery() == TcbInsight.Recovery.RECOVERY || insight.recovery() == TcbInsight.Recovery.LOSS;
        put("tcpi_lost", segments.lost() + (repairs ? segments.sentAgain() : 0));
        put("tcpi_retrans", segments.sentAgain());
        put("tcpi_fackets", 0);
        put("tcpi_reordering", 3); // RACK's threshold, which does not move (RFC 8985)
        put("tcpi_total_retrans", counters.segmentsRetransmitted());
    }

    private void add(TcbStatus.Windows windows, TcbInsight insight) {
        put("tcpi_snd_mss", windows.effectiveSendMss());
        put("tcpi_advmss", insight.announcedMss());
        put("tcpi_pmtu", windows.pathMtu());
        put("tcpi_snd_wnd", windows.send());
        put("tcpi_rcv_wnd", windows.receive());
    }

    private void add(TcbStatus.Timing timing, TcbInsight insight) {
        put("tcpi_rto", micros(timing.rtoNs()));
        put("tcpi_rtt", micros(timing.smoothedNs()));
        put("tcpi_rttvar", micros(timing.variationNs()));
        put("tcpi_min_rtt", micros(insight.minRttNs()));
        put("tcpi_busy_time", micros(timing.busyNs()));
        put("tcpi_rwnd_limited", micros(timing.windowLimitedNs()));
        put("tcpi_sndbuf_limited", micros(timing.bufferLimitedNs()));
    }

    private void add(TcbStatus.Congestion congestion, int mss) {
        put("tcpi_snd_cwnd", congestion.cwndBytes() / mss);
        put("tcpi_snd_ssthresh", Math.min(congestion.ssthreshBytes() / mss, INFINITE_SSTHRESH));
        put("tcpi_pacing_rate", congestion.pacingRate());
        put("tcpi_delivery_rate", congestion.deliveryRate());
    }

    private void add(Counters.Snapshot counters) {
        put("tcpi_bytes_acked", counters.bytesAcknowledged());
        put("tcpi_bytes_received", counters.bytesIn() - counters.duplicateBytesIn() - counters.beyondWindowBytesIn());
        put("tcpi_segs_out", counters.segmentsOut());
        put("tcpi_segs_in", counters.segmentsIn());
        put("tcpi_data_segs_out", counters.dataSegmentsOut());
        put("tcpi_data_segs_in", counters.dataSegmentsIn());
        put("tcpi_delivered", counters.segmentsDelivered());
        put("tcpi_bytes_sent", counters.bytesOut());
        put("tcpi_bytes_retrans", counters.bytesRetransmitted());
        put("tcpi_dsack_dups", counters.duplicateSackBlocksIn());
    }

    private void add(TcbInsight.Acks acks) {
        put("tcpi_ato", micros(acks.delayNs()));
        put("tcpi_rcv_mss", acks.peerSegmentBytes());
    }

    private void add(TcbInsight.Times times, long now) {
        put("tcpi_last_data_sent", TimeUnit.NANOSECONDS.toMillis(now - times.sentAt()));
        put("tcpi_last_data_recv", TimeUnit.NANOSECONDS.toMillis(now - times.receivedAt()));
        put("tcpi_last_ack_recv", TimeUnit.NANOSECONDS.toMillis(now - times.heardAt()));
        put("tcpi_last_ack_sent", 0); // Linux does not remember it
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    private static int number(State state) {
        return switch (state) {
            case ESTABLISHED -> 1;
            case SYN_SENT -> 2;
            case SYN_RECEIVED -> 3;
            case FIN_WAIT_1 -> 4;
            case FIN_WAIT_2 -> 5;
            // A socket in TIME-WAIT is closed to its user: what rests is no socket any more.
            case TIME_WAIT, CLOSED -> CLOSED;
            case CLOSE_WAIT -> 8;
            case LAST_ACK -> 9;
            case LISTEN -> LISTEN;
            case CLOSING -> 11;
        };
    }

    private static int number(TcbInsight.FastOpenFailure failure) {
        return switch (failure) {
            case NONE -> 0;
            case NO_COOKIE -> 1;
            case NOT_ACKNOWLEDGED -> 2;
            case SENT_AGAIN -> 3;
        };
    }

    private static int number(TcbInsight.Recovery recovery) {
        return switch (recovery) {
            case OPEN -> 0;
            case DISORDER -> 1;
            case RECOVERY -> 3;
            case LOSS -> 4;
        };
    }
}
