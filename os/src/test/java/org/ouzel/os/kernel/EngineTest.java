package org.ouzel.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.PassiveOpen;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.interop.OwnDescriptors;
import org.ouzel.stack.around.Threads;

/** Whoever has a descriptor is told when the host is closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineTest {
    private static final OwnDescriptors SOCKETS = new OwnDescriptors("socket:");
    private static final int LATE = 100;
    private static final int ROUNDS = 100;

    private final Engine engine = new Engine("test", Optional.empty(), new Threads("test"));

    /** Counts how often it is told, and has something happen while it comes or is told. */
    private static final class Counted implements Engine.Member {
        private final AtomicInteger told = new AtomicInteger();
        private final Runnable whenLookedFor;
        private final Runnable whenTold;

        Counted(Runnable whenLookedFor, Runnable whenTold) {
            this.whenLookedFor = whenLookedFor;
            this.whenTold = whenTold;
        }

        @Override
        public void onHostClosed() {
            told.incrementAndGet();
            whenTold.run();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            whenLookedFor.run();
            return System.identityHashCode(this);
        }
    }

    private boolean isRefused(Counted member) {
        try {
            engine.enter(member);
            return false;
        } catch (TcpCallException tooLate) {
            return true;
        }
    }

    @Test
    void whoComesWhileTheHostIsClosedIsToldOrRefused() {
        AtomicBoolean open = new AtomicBoolean(true);
        Counted late = new Counted(
                () -> {
                    if (open.getAndSet(false)) {
                        engine.close();
                    }
                },
                () -> {});
        assertThat(isRefused(late) || late.told.get() > 0).isTrue();
    }

    @Test
    void whoComesWhileOthersAreToldIsToldOrRefused() {
        List<Counted> forgotten = new ArrayList<>();
        Counted first = new Counted(() -> {}, () -> {
            for (int i = 0; i < LATE; i++) {
                Counted late = new Counted(() -> {}, () -> {});
                if (!isRefused(late)) {
                    forgotten.add(late);
                }
            }
        });
        assertThat(isRefused(first)).isFalse();
        engine.close();
        forgotten.removeIf(late -> late.told.get() > 0);
        assertThat(first.told).hasValue(1);
        assertThat(forgotten).isEmpty();
    }

    /** Streams open, in both ways, while their host is closed: no socket is left, nor does a stream stay open. */
    @Test
    void noStreamIsOpenOnAHostThatIsClosed() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (KernelHost other = KernelHost.open("other");
                TcpListener listener = other.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096)) {
            Set<String> before = SOCKETS.numbers();
            // Kept, so that none is closed because it is garbage.
            List<TcpStream> streams = Collections.synchronizedList(new ArrayList<>());
            List<Exception> ends = Collections.synchronizedList(new ArrayList<>());
            for (int round = 0; round < ROUNDS; round++) {
                KernelHost host = KernelHost.open("closed");
                CountDownLatch begun = new CountDownLatch(2);
                Thread active = Thread.ofPlatform()
                        .daemon()
                        .start(() -> open(
                                host,
                                streams,
                                ends,
                                begun,
                                stream -> stream.startActiveOpen(ActiveOpen.to(listener.localAddress()))));
                Thread passive = Thread.ofVirtual()
                        .start(() -> open(
                                host,
                                streams,
                                ends,
                                begun,
                                stream -> stream.passiveOpen(
                                        PassiveOpen.port(0).withCommandTimeout(Duration.ofHours(1)))));
                begun.await();
                for (int spin = random.nextInt(2000); spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                host.close();
                active.join();
                passive.join();
                assertThat(host.counters()).as("seed %d", seed).containsEntry("descriptors", 0L);
            }
            SOCKETS.awaitNoneBut(before, "seed " + seed);
            assertThat(ends).as("seed %d", seed).hasSize(2 * ROUNDS).allSatisfy(end -> assertThat(end)
                    .isInstanceOf(TcpCallException.class));
            for (TcpStream stream : streams) {
                stream.close();
            }
        }
    }

    private interface Open {
        void begin(TcpStream stream) throws IOException;
    }

    /** Opens one stream after the other until the host is closed. */
    private static void open(
            KernelHost host, List<TcpStream> streams, List<Exception> ends, CountDownLatch begun, Open how) {
        try {
            while (true) {
                TcpStream stream = host.newStream();
                streams.add(stream);
                how.begin(stream);
                begun.countDown();
            }
        } catch (IOException | RuntimeException end) {
            ends.add(end);
        }
    }
}
