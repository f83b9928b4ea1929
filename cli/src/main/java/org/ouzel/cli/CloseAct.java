package org.ouzel.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;

/** The third act: a close that returns when the peer's TCP has everything. */
final class CloseAct {
    private static final int LAST_BYTES = 1 << 20;
    private static final double NANOS_PER_MILLI = 1e6;

    private final DemoNetwork network;

    CloseAct(DemoNetwork network) {
        this.network = network;
    }

    void play(DemoNetwork.Pair pair, Findings findings, Report report) throws IOException, InterruptedException {
        findings.act("3. A close that returns when it is acknowledged");
        long before = pair.sender().status().counters().bytesAcknowledged();
        Future<Long> receiving = network.start(() -> receiveToTheEnd(pair.receiver()));
        pair.sender().send(ByteBuffer.allocate(LAST_BYTES));
        long beganNs = System.nanoTime();
        pair.sender().close();
        Duration time = Duration.ofNanos(System.nanoTime() - beganNs);
        TcpStatus status = pair.sender().status();
        long acknowledged = status.counters().bytesAcknowledged() - before;
        findings.say(String.format(
                Locale.ROOT,
                "sent %d bytes more and closed: it took %.1f ms",
                LAST_BYTES,
                time.toNanos() / NANOS_PER_MILLI));
        findings.expect(
                acknowledged == LAST_BYTES && status.sequence().unacknowledgedBytes() == 0,
                acknowledged + " bytes are acknowledged, none is outstanding");
        findings.expect(Outcomes.of(receiving) == LAST_BYTES, "the receiver has read all of them, and the end");
        Optional<CloseReason> reason = pair.receiver().closeReason();
        findings.expect(
                reason.stream().anyMatch(CloseReason.Graceful.class::isInstance),
                "why it ended, at the receiver: "
                        + reason.map(CloseReason::text).orElse("not known"));
        report.millis("close_ms", time);
    }

    private static long receiveToTheEnd(TcpStream stream) throws IOException {
        long count = 0;
        for (Received received = stream.receive(); !received.isEnd(); received = stream.receive()) {
            count += received.data().remaining();
        }
        stream.close();
        return count;
    }
}
