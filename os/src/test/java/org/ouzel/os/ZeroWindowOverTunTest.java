package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.os.OverTun.await;
import static org.ouzel.os.OverTun.soon;
import static org.ouzel.os.OverTun.startCall;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.Received;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.os.OverTun.Connected;

/** Receivers that do not read: the window closes, probes keep the connection, and nothing is lost when it opens again. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ZeroWindowOverTunTest {
    private static final int FILE_BYTES = 2 << 20;
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int PROBES = 3;

    /** What the field of the window counts in, with a buffer so large (RFC 7323 §2.2); what is less than one it tells as none. */
    private static final int UNIT_BYTES = 8;

    private OverTun net;

    @BeforeEach
    void open() throws IOException {
        net = OverTun.open();
    }

    @AfterEach
    void end() throws IOException {
        if (net != null) {
            net.close();
        }
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static void awaitSome(BlockingQueue<SeenPacket> packets, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(packets.poll(OverTun.SOON.toNanos(), TimeUnit.NANOSECONDS))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void probesAKernelThatDoesNotReadAndSendsAllWhenItDoes(Family family) throws Exception {
        Connected ends = net.connectToKernel(family, StreamOptions.DEFAULT, List.of("receive_buffer 50000"));
        TcpStream stream = ends.stream();
        long seed = new Random().nextLong();
        byte[] file = new byte[FILE_BYTES];
        new Random(seed).nextBytes(file);
        CompletableFuture<Boolean> send = startCall(() -> stream.send(ByteBuffer.wrap(file)));
        await("the window is closed", () -> stream.status().windows().send() == 0);

        BlockingQueue<SeenPacket> probes = new LinkedBlockingQueue<>();
        net.sieve().withholdOut(packet -> packet.length() > 0 && !probes.add(packet));
        awaitSome(probes, PROBES);
        assertThat(send).isNotDone();
        assertThat(stream.status().windows().send()).isZero();
        // RFC 9293 §3.8.6.1: a probe has at least one byte of new data; more would be beyond the window.
        assertThat(stream.status().sequence().sndNxt()
                        - stream.status().sequence().sndUna())
                .isEqualTo(1);

        ends.kernel().begin("digest_to_end");
        assertThat(soon(send)).isTrue();
        stream.close();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        assertThat(ends.kernel().answer()).as("seed " + seed).isEqualTo("ok " + hex(sha256.digest(file)));
    }

    @ParameterizedTest
    @EnumSource
    void answersTheProbesOfTheKernelAndTakesAllInTheEnd(Family family) throws Exception {
        Connected ends = net.connectFromKernel(family, StreamOptions.DEFAULT.withBuffers(BUFFER_BYTES, BUFFER_BYTES));
        TcpStream stream = ends.stream();
        long seed = new Random().nextLong() & Long.MAX_VALUE;
        ends.kernel().begin("send_random " + FILE_BYTES + " " + seed);
        await("the window is closed", () -> stream.status().windows().receive() < UNIT_BYTES);

        BlockingQueue<SeenPacket> probes = new LinkedBlockingQueue<>();
        BlockingQueue<SeenPacket> answers = new LinkedBlockingQueue<>();
        net.sieve().withholdIn(packet -> !probes.add(packet));
        net.sieve().withholdOut(packet -> !answers.add(packet));
        awaitSome(probes, PROBES);
        awaitSome(answers, PROBES);
        assertThat(answers).allMatch(packet -> packet.window() == 0);
        assertThat(stream.status().windows().receive()).isLessThan(UNIT_BYTES);

        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int count = 0;
        while (count < FILE_BYTES) {
            Received received = stream.receive();
            count += received.data().remaining();
            digest.update(received.data());
        }
        assertThat(ends.kernel().answer()).as("seed " + seed).isEqualTo("ok " + hex(digest.digest()));
    }
}
