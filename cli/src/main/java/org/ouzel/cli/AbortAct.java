package org.ouzel.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpStream;

/** The fourth act: an abort, and its reason at the peer. */
final class AbortAct {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int ATTEMPTS = 100;

    void play(DemoNetwork.Pair pair, Findings findings) throws IOException {
        findings.act("4. An abort");
        pair.sender().abort();
        findings.say("a new connection; the sender aborts it");
        Optional<CloseReason> thrown = receive(pair.receiver());
        findings.expect(
                thrown.stream().anyMatch(CloseReason.RemoteAbort.class::isInstance),
                "the receiver's call fails with: " + text(thrown));
        findings.expect(
                pair.receiver().closeReason().equals(thrown),
                "which stays readable at its stream: " + text(pair.receiver().closeReason()));
        findings.expect(
                pair.sender().closeReason().stream().anyMatch(CloseReason.LocalAbort.class::isInstance),
                "at the sender's it is: " + text(pair.sender().closeReason()));
    }

    /**
     * Nobody acknowledges a reset, so the network may have lost it. Who then sends into the half-open connection is answered
     * by another (RFC 9293 §3.5.1).
     */
    private static Optional<CloseReason> receive(TcpStream receiver) throws IOException {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (!receiver.receive(PATIENCE).isTimeout()) {
                    return Optional.empty();
                }
                receiver.send(ByteBuffer.wrap(new byte[1]), SendFlag.PUSH);
            }
            return Optional.empty();
        } catch (StreamEndedException ended) {
            return Optional.of(ended.reason());
        }
    }

    private static String text(Optional<CloseReason> reason) {
        return reason.map(CloseReason::text).orElse("nothing");
    }
}
