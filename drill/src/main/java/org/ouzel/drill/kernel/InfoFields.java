package org.ouzel.drill.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import org.ouzel.os.sys.TcpInfo;

/** {@code struct tcp_info}, by the names of its fields. */
final class InfoFields {
    private final Map<String, Long> fields = new TreeMap<>();

    private InfoFields() {}

    static Map<String, Long> of(MemorySegment from, int length) {
        TcpInfo info = TcpInfo.copyOf(from, length);
        InfoFields into = new InfoFields();
        into.put("state", info.state());
        into.add(info.agreed());
        into.add(info.timers());
        into.add(info.roundTrip());
        into.add(info.flight());
        into.add(info.congestion());
        into.add(info.windows());
        into.add(info.sent());
        into.add(info.received());
        into.add(info.limits());
        return into.fields;
    }

    private void put(String name, long value) {
        fields.put("tcpi_" + name, value);
    }

    private void add(TcpInfo.Agreed agreed) {
        put("options", agreed.options());
        put("snd_wscale", agreed.sndWscale());
        put("rcv_wscale", agreed.rcvWscale());
        put("snd_mss", agreed.sndMss());
        put("rcv_mss", agreed.rcvMss());
        put("advmss", agreed.advmss());
        put("pmtu", agreed.pmtu());
    }

    private void add(TcpInfo.Timers timers) {
        put("rto", timers.rtoUs());
        put("ato", timers.atoUs());
        put("retransmits", timers.retransmits());
        put("probes", timers.probes());
        put("backoff", timers.backoff());
        put("total_rto", timers.totalRto());
        put("total_rto_recoveries", timers.totalRtoRecoveries());
        put("total_rto_time", timers.totalRtoTimeMs());
        put("last_data_sent", timers.lastDataSentMs());
        put("last_data_recv", timers.lastDataRecvMs());
        put("last_ack_recv", timers.lastAckRecvMs());
    }

    private void add(TcpInfo.RoundTrip roundTrip) {
        put("rtt", roundTrip.rttUs());
        put("rttvar", roundTrip.rttvarUs());
        put("min_rtt", roundTrip.minRttUs());
        put("rcv_rtt", roundTrip.rcvRttUs());
    }

    private void add(TcpInfo.Flight flight) {
        put("unacked", flight.unacked());
        put("sacked", flight.sacked());
        put("lost", flight.lost());
        put("retrans", flight.retrans());
        put("fackets", 0);
        put("reordering", flight.reordering());
        put("notsent_bytes", flight.notsentBytes());
    }

    private void add(TcpInfo.Congestion congestion) {
        put("ca_state", congestion.caState());
        put("snd_cwnd", congestion.sndCwnd());
        put("snd_ssthresh", congestion.sndSsthresh());
        put("pacing_rate", congestion.pacingRate());
        put("max_pacing_rate", congestion.maxPacingRate());
        put("delivery_rate", congestion.deliveryRate());
        put("delivered", congestion.delivered());
        put("delivered_ce", congestion.deliveredCe());
    }

    private void add(TcpInfo.Windows windows) {
        put("snd_wnd", windows.sndWnd());
        put("rcv_wnd", windows.rcvWnd());
        put("rcv_space", windows.rcvSpace());
        put("rcv_ssthresh", windows.rcvSsthresh());
    }

    private void add(TcpInfo.Sent sent) {
        put("bytes_sent", sent.bytesSent());
        put("bytes_acked", sent.bytesAcked());
        put("bytes_retrans", sent.bytesRetrans());
        put("segs_out", sent.segsOut());
        put("data_segs_out", sent.dataSegsOut());
        put("total_retrans", sent.totalRetrans());
        put("dsack_dups", sent.dsackDups());
        put("reord_seen", sent.reordSeen());
        put("rehash", sent.rehash());
    }

    private void add(TcpInfo.Received received) {
        put("bytes_received", received.bytesReceived());
        put("segs_in", received.segsIn());
        put("data_segs_in", received.dataSegsIn());
        put("rcv_ooopack", received.rcvOoopack());
    }

    private void add(TcpInfo.Limits limits) {
        put("busy_time", limits.busyTimeUs());
        put("rwnd_limited", limits.rwndLimitedUs());
        put("sndbuf_limited", limits.sndbufLimitedUs());
    }
}
