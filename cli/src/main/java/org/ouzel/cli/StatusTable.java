package org.ouzel.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ouzel.TcpStatus;

/** What TCP knows of a stream, for people. */
final class StatusTable {
    private static final double NANOS_PER_MILLI = 1e6;

    private StatusTable() {}

    static void print(PrintStream out, TcpStatus status) {
        rows(status).forEach((name, value) -> out.printf(Locale.ROOT, "  %-26s %s%n", name, value));
    }

    private static Map<String, String> rows(TcpStatus status) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("state", status.state().name().replace('_', '-'));
        rows.put("local", status.local().map(Addresses::text).orElse("none"));
        rows.put("remote", status.remote().map(Addresses::text).orElse("none"));
        rows.put("smoothed RTT", millis(status.timing().smoothedRtt()));
        rows.put("RTT variation", millis(status.timing().rttVariation()));
        rows.put("retransmission timeout", millis(status.timing().rto()));
        congestion(rows, status.congestion());
        rows.put("send window", bytes(status.windows().send()));
        rows.put("receive window", bytes(status.windows().receive()));
        rows.put("receive buffer", bytes(status.windows().receiveBufferBytes()));
        rows.put("send buffer", bytes(status.windows().sendBufferBytes()));
        rows.put("segment size", bytes(status.windows().effectiveSendMss()));
        rows.put("unacknowledged", bytes(status.sequence().unacknowledgedBytes()));
        rows.put("ECN", ecn(status.ecn()));
        counters(rows, status.counters());
        return rows;
    }

    private static void congestion(Map<String, String> rows, TcpStatus.Congestion congestion) {
        rows.put("congestion control", congestion.name() + ", " + congestion.phase());
        rows.put("congestion window", bytes(congestion.cwndBytes()));
        rows.put(
                "slow-start threshold",
                congestion.ssthreshBytes() == Long.MAX_VALUE ? "none yet" : bytes(congestion.ssthreshBytes()));
        rows.put("delivery rate", rate(congestion.deliveryRate()));
        rows.put("pacing rate", rate(congestion.pacingRate()));
    }

    private static String ecn(TcpStatus.Ecn ecn) {
        String kind = ecn.accurate() ? "accurate, " : "agreed, ";
        return ecn.agreed() ? kind + ecn.marksIn() + " marks, " + ecn.responses() + " responses" : "not agreed";
    }

    private static String rate(long bytesPerSecond) {
        return bytesPerSecond == 0 ? "not yet known" : bytes(bytesPerSecond) + " a second";
    }

    private static void counters(Map<String, String> rows, TcpStatus.Counters counters) {
        rows.put("segments in, out", counters.segmentsIn() + ", " + counters.segmentsOut());
        rows.put("bytes in, out", counters.bytesIn() + ", " + counters.bytesOut());
        rows.put("bytes acknowledged", bytes(counters.bytesAcknowledged()));
        rows.put(
                "retransmitted",
                counters.segmentsRetransmitted() + " segments, " + counters.bytesRetransmitted() + " bytes");
        rows.put("retransmission timeouts", Long.toString(counters.timeouts()));
        rows.put("fast recoveries", Long.toString(counters.fastRecoveries()));
        rows.put("tail loss probes", Long.toString(counters.tailLossProbes()));
        rows.put(
                "spurious",
                counters.spuriousRetransmissions() + " segments, " + counters.spuriousRecoveries() + " recoveries");
        rows.put("duplicate bytes in", Long.toString(counters.duplicateBytesIn()));
    }

    private static String bytes(long count) {
        return count + " bytes";
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.2f ms", time.toNanos() / NANOS_PER_MILLI);
    }
}
