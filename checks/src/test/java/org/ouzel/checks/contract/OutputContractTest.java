package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.drain;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ouzel.Readiness;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** When what was taken leaves, and when more of it is taken: the greatest rate, and the low-water mark of what was not sent. */
@OnEveryEngine
class OutputContractTest {
    private static final int MARK = 10_000;

    /** What an engine takes at once may run over the mark: no more than a packet can hold. */
    private static final int AT_ONCE = 1 << 16;

    private final HostPair hosts;

    OutputContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    // ---- The greatest rate

    @Test
    void sendsNoFasterThanTheGreatestRate() throws Exception {
        int rate = 2_000_000;
        int total = 3_000_000;
        HostPair.Streams streams = hosts.connect(StreamOptions.DEFAULT.withMaxPacingRate(rate));
        Call<Integer> reader = Call.of(() -> drain(streams.server()));
        long began = System.nanoTime();
        streams.client().sendAcknowledged(ByteBuffer.allocate(total));
        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat(streams.client().status().congestion().pacingRate()).isBetween(1L, (long) rate);
        streams.client().startClose();
        assertThat(reader.get()).isEqualTo(total);
        // The first segments of a connection may go at once: they are as large as the link takes.
        assertThat(seconds).isGreaterThan(0.7 * total / rate);
    }

    // ---- The low-water mark

    /** A stream that takes little that it cannot send, and a peer that does not read. */
    private HostPair.Streams marked() throws IOException {
        TcpStream marked = hosts.client()
                .newStream(StreamOptions.DEFAULT.withBuffers(1 << 20, 1 << 20).withUnsentLowWater(MARK));
        return hosts.connect(marked, hosts.server().newStream(StreamOptions.DEFAULT.withBuffers(20_000, 20_000)));
    }

    /** Sends until nothing more is taken; returns how much was. */
    private static int fill(TcpStream stream, String from) {
        ByteBuffer data = bytes(from);
        Eventually.holds(() -> isFull(stream, data), () -> "takes more: " + stream.status());
        return data.position();
    }

    private static boolean isFull(TcpStream stream, ByteBuffer data) {
        try {
            boolean peerFull = stream.status().windows().send() == unacknowledged(stream.status());
            int taken = stream.trySend(data.slice(data.position(), Math.min(1000, data.remaining())));
            data.position(data.position() + taken);
            return taken == 0 && (peerFull || stream.status().windows().send() == 0);
        } catch (IOException ended) {
            throw new AssertionError(ended);
        }
    }

    private static long unacknowledged(TcpStatus status) {
        return status.sequence().sndNxt() - status.sequence().sndUna();
    }

    private static long unsent(TcpStatus status) {
        return status.sequence().unacknowledgedBytes() - unacknowledged(status);
    }

    @Test
    void takesNoMoreThanTheMarkOfWhatCannotBeSent() throws Exception {
        HostPair.Streams streams = marked();
        fill(streams.client(), letters(1 << 20));
        assertThat(unsent(streams.client().status())).isBetween((long) MARK / 2, (long) MARK + AT_ONCE);
        assertThat(streams.client().readiness()).doesNotContain(Readiness.SEND);
    }

    @Test
    void takesMoreWhenEnoughOfItWasSent() throws Exception {
        HostPair.Streams streams = marked();
        String all = letters(1 << 20);
        int taken = fill(streams.client(), all);
        Call<Boolean> sender = Call.run(() -> streams.client().send(bytes(all.substring(taken))))
                .waits();
        assertThat(receive(streams.server(), all.length())).isEqualTo(all);
        sender.get();
        assertThat(streams.client().readiness()).contains(Readiness.SEND);
    }
}
