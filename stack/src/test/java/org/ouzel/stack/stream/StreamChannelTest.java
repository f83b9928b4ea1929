package org.ouzel.stack.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.TcpCallException;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.Texts;
import org.ouzel.stack.trial.TwoHosts;

/** A channel that one thread reads, another writes and others close. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamChannelTest {
    private static final int ROUNDS = 100;

    @Test
    void whatWasWrittenBeforeACloseArrivesAndNothingIsWrittenAfterIt() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (TwoHosts hosts = TwoHosts.onAGoodWire()) {
            for (int round = 0; round < ROUNDS; round++) {
                closeWhileInUse(hosts.connect(), random, seed);
            }
        }
    }

    private static void closeWhileInUse(HostPair.Streams streams, SplittableRandom random, long seed) throws Exception {
        ByteChannel channel = streams.client().channel();
        AtomicLong written = new AtomicLong();
        CountDownLatch begun = new CountDownLatch(2);
        Call<Integer> drained = Call.of(() -> Texts.drain(streams.server()));
        Call<IOException> writing = Call.of(() -> write(channel, written, begun));
        Call<Integer> reading = Call.of(() -> read(channel, begun));
        begun.await();
        for (int spin = random.nextInt(2000); spin > 0; spin--) {
            Thread.onSpinWait();
        }
        Call<Boolean> other = Call.run(channel::close);
        channel.close();
        assertThat(channel.isOpen()).as("seed %d", seed).isFalse();
        assertThatThrownBy(() -> channel.write(bytes("late"))).isInstanceOf(ClosedChannelException.class);
        assertThat(other.get()).as("seed %d", seed).isTrue();
        // Of a write that the close has met some may have been taken, or the stream has refused it.
        assertThat(writing.get())
                .as("seed %d", seed)
                .isInstanceOfAny(ClosedChannelException.class, TcpCallException.class);
        assertThat((long) drained.get()).as("seed %d", seed).isGreaterThanOrEqualTo(written.get());
        streams.server().close();
        assertThat(reading.get()).as("seed %d", seed).isEqualTo(-1);
    }

    /** The end, if it does not come too late for that. */
    private static int read(ByteChannel channel, CountDownLatch begun) throws IOException {
        begun.countDown();
        try {
            return channel.read(ByteBuffer.allocate(1));
        } catch (ClosedChannelException closed) {
            return -1;
        }
    }

    /** Writes until it is refused, and tells with what. */
    private static IOException write(ByteChannel channel, AtomicLong written, CountDownLatch begun) {
        try {
            while (true) {
                written.addAndGet(channel.write(bytes("text")));
                begun.countDown();
            }
        } catch (IOException refused) {
            return refused;
        }
    }
}
