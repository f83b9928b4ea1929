package org.ouzel.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import org.ouzel.Received;
import org.ouzel.TcpStream;

/** The first act: a transfer over the bad network arrives whole. */
final class TransferAct {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final double NANOS_PER_SECOND = 1e9;

    private final DemoNetwork network;
    private final Console console;
    private final long sizeBytes;
    private final long seed;

    TransferAct(DemoNetwork network, Console console, long sizeBytes, long seed) {
        this.network = network;
        this.console = console;
        this.sizeBytes = sizeBytes;
        this.seed = seed;
    }

    void play(DemoNetwork.Pair pair, Findings findings, Report report) throws IOException, InterruptedException {
        findings.act(String.format(Locale.ROOT, "1. A transfer of %d bytes", sizeBytes));
        long beganNs = System.nanoTime();
        Future<String> receiving = network.start(() -> receive(pair.receiver()));
        String sent = send(pair.sender());
        String received = Outcomes.of(receiving);
        Duration time = Duration.ofNanos(System.nanoTime() - beganNs);
        findings.say(String.format(
                Locale.ROOT,
                "%.2f s, %.1f MiB/s, %d segments sent again",
                time.toNanos() / NANOS_PER_SECOND,
                sizeBytes / Progress.MIB / (time.toNanos() / NANOS_PER_SECOND),
                pair.sender().status().counters().segmentsRetransmitted()));
        findings.say(String.format(Locale.ROOT, "SHA-256 sent     %s", sent));
        findings.say(String.format(Locale.ROOT, "SHA-256 received %s", received));
        findings.expect(sent.equals(received), "every byte arrived, once and in order");
        report.figure("bytes", sizeBytes);
        report.seconds("seconds", time);
        report.text("sha256", received);
    }

    private String send(TcpStream stream) throws IOException {
        MessageDigest digest = Digests.sha256();
        SplittableRandom data = new SplittableRandom(seed);
        byte[] block = new byte[BLOCK_BYTES];
        try (Progress progress = Progress.of(console, "transfer", sizeBytes)) {
            for (long left = sizeBytes; left > 0; ) {
                int count = (int) Math.min(left, block.length);
                data.nextBytes(block);
                digest.update(block, 0, count);
                stream.send(ByteBuffer.wrap(block, 0, count));
                progress.advance(count);
                left -= count;
            }
            stream.flush();
        }
        return Digests.hex(digest);
    }

    private String receive(TcpStream stream) throws IOException {
        MessageDigest digest = Digests.sha256();
        for (long left = sizeBytes; left > 0; ) {
            Received received = stream.receive();
            if (received.isEnd()) {
                throw new IOException("the stream ended " + left + " bytes too early");
            }
            left -= received.data().remaining();
            digest.update(received.data());
        }
        return Digests.hex(digest);
    }
}
