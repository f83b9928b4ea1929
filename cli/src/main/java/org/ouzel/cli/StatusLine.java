package org.ouzel.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;

/** What TCP knows of a stream in one line, in the words of {@code ss -ti}, drawn anew twice a second on a terminal. */
final class StatusLine implements AutoCloseable {
    private static final int INTERVAL_MS = 500;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEGABIT = 1e6 / Byte.SIZE;

    /** Back to the beginning of the line, and away with what is there (ECMA-48, EL). */
    private static final String AGAIN = "\r\u001b[K";

    private final Console console;
    private final ScheduledThreadPoolExecutor clock;
    private final Future<?> drawing;

    private StatusLine(Console console, TcpStream stream) {
        this.console = console;
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("ouzel-status").factory());
        this.drawing = clock.scheduleAtFixedRate(() -> draw(stream), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** Draws it until it is closed. */
    static StatusLine of(Console console, TcpStream stream) {
        return new StatusLine(console, stream);
    }

    private void draw(TcpStream stream) {
        console.err().print(AGAIN + text(stream.status()));
        console.err().flush();
    }

    /** The line. */
    static String text(TcpStatus status) {
        TcpStatus.Congestion congestion = status.congestion();
        TcpStatus.Counters counters = status.counters();
        int mss = Math.max(1, status.windows().effectiveSendMss());
        return String.format(
                Locale.ROOT,
                "%s%s %s rto:%.0f rtt:%.3f/%.3f mss:%d pmtu:%d cwnd:%d%s bytes_acked:%d bytes_received:%d unacked:%d"
                        + " retrans:%d delivery_rate %.1fMbps",
                status.state().name().replace('_', '-'),
                status.ecn().agreed() ? " ecn" : "",
                congestion.name(),
                millis(status.timing().rto()),
                millis(status.timing().smoothedRtt()),
                millis(status.timing().rttVariation()),
                mss,
                status.windows().pathMtu(),
                congestion.cwndBytes() / mss,
                congestion.ssthreshBytes() == Long.MAX_VALUE ? "" : " ssthresh:" + congestion.ssthreshBytes() / mss,
                counters.bytesAcknowledged(),
                counters.bytesIn(),
                status.sequence().unacknowledgedBytes(),
                counters.segmentsRetransmitted(),
                congestion.deliveryRate() / MEGABIT);
    }

    private static double millis(Duration time) {
        return time.toNanos() / NANOS_PER_MILLI;
    }

    /** Wipes it away. */
    @Override
    public void close() {
        drawing.cancel(false);
        clock.close();
        console.err().print(AGAIN);
    }
}
