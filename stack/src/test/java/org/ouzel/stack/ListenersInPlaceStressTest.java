package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/**
 * Listeners in place that answer at once, wait for more, or do not come back for a while, beside threads that serve the same host and may
 * read its link: every byte comes back in order, and no stream's listener is called by two.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenersInPlaceStressTest {
    private static final int CALLERS = 12;
    private static final int SERVED_BY_THREADS = 3;
    private static final int ROUNDS = 150;
    private static final int MOST_BYTES = 100;
    private static final int SLOW_ONCE_IN = 100;
    private static final long SLOW_NS = 25_000_000;

    /** Sends each text back behind its length. */
    private static final class Echo {
        private final SplittableRandom random;
        private final AtomicBoolean called = new AtomicBoolean();
        private final AtomicBoolean calledByTwo;

        Echo(long seed, AtomicBoolean calledByTwo) {
            this.random = new SplittableRandom(seed);
            this.calledByTwo = calledByTwo;
        }

        void onEvent(TcpStream stream, StreamEvent event) {
            if (!called.compareAndSet(false, true)) {
                calledByTwo.set(true);
            }
            try {
                if (event instanceof StreamEvent.DataArrival) {
                    ByteBuffer length = ByteBuffer.allocate(1);
                    while (!stream.tryReceive(length.clear()).isTimeout() && length.position() == 1) {
                        answer(stream, length.get(0));
                    }
                } else if (event instanceof StreamEvent.Closing) {
                    stream.startClose();
                }
            } catch (IOException ended) {
                throw new UncheckedIOException(ended);
            } finally {
                called.set(false);
            }
        }

        /** Waits for the text, if it is not there yet. */
        private void answer(TcpStream stream, int length) throws IOException {
            if (random.nextInt(SLOW_ONCE_IN) == 0) {
                LockSupport.parkNanos(SLOW_NS);
            }
            stream.send(receive(stream, length), SendFlag.PUSH);
        }

        /** The same on a thread of its own. */
        void serve(TcpListener listener) throws IOException {
            TcpStream stream = listener.accept();
            ByteBuffer length = ByteBuffer.allocate(1);
            while (!stream.receive(length.clear(), HostPair.SOON).isEnd()) {
                answer(stream, length.get(0));
            }
            stream.startClose();
        }
    }

    private static ByteBuffer receive(TcpStream stream, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            assertThat(stream.receive(into, HostPair.SOON).isEnd()).isFalse();
        }
        return into.flip();
    }

    private static void call(TcpStream stream, InetSocketAddress server, SplittableRandom random) throws IOException {
        stream.activeOpen(server);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = new byte[1 + random.nextInt(MOST_BYTES)];
            random.nextBytes(text);
            stream.send(ByteBuffer.wrap(new byte[] {(byte) text.length}), SendFlag.PUSH);
            stream.send(ByteBuffer.wrap(text), SendFlag.PUSH);
            assertThat(receive(stream, text.length)).isEqualTo(ByteBuffer.wrap(text));
        }
        stream.close();
        assertThat(stream.receive().isEnd()).isTrue();
    }

    private static void accept(TcpListener listener, SplittableRandom seeds, AtomicBoolean calledByTwo) {
        try {
            Echo echo = new Echo(seeds.nextLong(), calledByTwo);
            listener.tryAccept().orElseThrow().onEvent(echo::onEvent);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @RepeatedTest(5)
    void everyByteComesBack(RepetitionInfo repetition) throws Exception {
        long seed = repetition.getCurrentRepetition();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom seeds = random.split();
        try (TwoHosts hosts = TwoHosts.withListenersInPlace()) {
            TcpListener called = hosts.server().listen(new InetSocketAddress(0), CALLERS);
            AtomicBoolean calledByTwo = new AtomicBoolean();
            called.onAcceptable(() -> accept(called, seeds, calledByTwo));
            TcpListener accepted = hosts.server().listen(new InetSocketAddress(0), CALLERS);
            List<Call<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < SERVED_BY_THREADS; i++) {
                Echo echo = new Echo(random.nextLong(), calledByTwo);
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        echo.serve(accepted);
                    } catch (IOException ended) {
                        throw new UncheckedIOException(ended);
                    }
                });
            }
            for (int i = 0; i < CALLERS; i++) {
                TcpListener to = i < SERVED_BY_THREADS ? accepted : called;
                TcpStream stream = hosts.client().newStream();
                SplittableRandom own = random.split();
                calls.add(Call.run(() -> call(stream, hosts.at(to.localAddress().getPort()), own)));
            }
            for (Call<Boolean> each : calls) {
                assertThat(each.get()).as("seed %d", seed).isTrue();
            }
            assertThat(calledByTwo).as("seed %d", seed).isFalse();
            assertThat(hosts.server().counters()).as("seed %d", seed).containsEntry("faults", 0L);
        }
    }
}
