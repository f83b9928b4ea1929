package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.Received;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.stack.link.Faults;
import org.ouzel.stack.link.FaultyLink;
import org.ouzel.stack.link.MemoryLink;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/** 10 GiB through two hosts in one process, over a network that loses, reorders and duplicates packets. */
class BulkTransferTest {
    private static final long SEED = Long.getLong("ouzel.seed", 9293);
    private static final long BYTES = Long.getLong("ouzel.bulk.bytes", 10L << 30);
    private static final int STREAMS = 8;
    private static final StreamOptions OPTIONS = StreamOptions.DEFAULT.withBuffers(1 << 20, 1 << 20);

    /** TIME-WAIT must outlast a few retransmissions of the peer's FIN, or one whose acknowledgment was lost meets a reset. */
    private static final Duration LIFETIME = Duration.ofSeconds(2);

    /** The content repeats after this many bytes, a prime number, so that no page or segment stands where another would. */
    private static final int PERIOD = 1_048_583;

    private static final Faults FAULTS = Faults.NONE
            .withLoss(0.01)
            .withReordering(0.01)
            .withDuplication(0.01)
            .withHeldBack(Duration.ofNanos(50_000));

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void arriveWholeAndLeaveNothingBehind() throws Exception {
        MemoryLink.Wire wire = MemoryLink.wire(0xffff);
        FaultyLink left = new FaultyLink(wire.left(), FAULTS, SEED);
        FaultyLink right = new FaultyLink(wire.right(), FAULTS, SEED + 1);
        byte[] content = new byte[2 * PERIOD];
        new Random(SEED).nextBytes(content);
        System.arraycopy(content, 0, content, PERIOD, PERIOD);
        try (TwoHosts hosts = new TwoHosts(left, right, LIFETIME)) {
            List<CompletableFuture<Void>> halves = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                HostPair.Streams streams = hosts.connect(OPTIONS);
                halves.add(
                        CompletableFuture.runAsync(() -> send(streams.client(), content), Thread::startVirtualThread));
                halves.add(CompletableFuture.runAsync(
                        () -> receive(streams.server(), content), Thread::startVirtualThread));
            }
            for (CompletableFuture<Void> half : halves) {
                half.get();
            }
            hosts.awaitNothingHeld();
        }
        assertThat(left.faults().lost() + right.faults().lost()).isPositive();
        assertThat(left.faults().reordered() + right.faults().reordered()).isPositive();
        assertThat(left.faults().duplicated() + right.faults().duplicated()).isPositive();
    }

    private static void send(TcpStream stream, byte[] content) {
        try {
            long sent = 0;
            while (sent < BYTES / STREAMS) {
                int count = (int) Math.min(256 << 10, BYTES / STREAMS - sent);
                stream.send(ByteBuffer.wrap(content, (int) (sent % PERIOD), count));
                sent += count;
            }
            stream.close();
            assertThat(stream.receive().isEnd()).isTrue();
        } catch (IOException failure) {
            throw new AssertionError("seed " + SEED, failure);
        }
    }

    private static void receive(TcpStream stream, byte[] content) {
        try {
            ByteBuffer into = ByteBuffer.allocate(256 << 10);
            long received = 0;
            for (Received next = stream.receive(into.clear(), HostPair.SOON);
                    !next.isEnd();
                    next = stream.receive(into.clear(), HostPair.SOON)) {
                int count = next.data().remaining();
                ByteBuffer expected = ByteBuffer.wrap(content, (int) (received % PERIOD), count);
                assertThat(next.data().mismatch(expected))
                        .as("seed %d, first difference behind byte %d", SEED, received)
                        .isEqualTo(-1);
                received += count;
            }
            assertThat(received).isEqualTo(BYTES / STREAMS);
            stream.close();
        } catch (IOException failure) {
            throw new AssertionError("seed " + SEED, failure);
        }
    }
}
