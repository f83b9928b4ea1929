package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/**
 * Connections come in at all queues of a host, and who accepts them waits anywhere, for a time or for ever, and is interrupted. As long as
 * anybody waits no connection does: a wake-up that is lost leaves both.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueuesAcceptStressTest {
    private static final int ROUNDS = 400;
    private static final int MOST_ACCEPTORS = 12;
    private static final int MOST_CALLS = 40;
    private static final int MOST_TIMEOUT_NS = 300_000;
    private static final int MOST_PAUSE_NS = 30_000;

    /** Several acceptors and callers on one listener, which is closed in the end. */
    private static final class Round {
        private final TwoHosts hosts;
        private final TcpListener listener;
        private final ThreadFactory threads;
        private final SplittableRandom random;
        private final AtomicInteger established = new AtomicInteger();
        private final AtomicInteger accepted = new AtomicInteger();
        private final List<Thread> acceptors = new ArrayList<>();
        private final List<Thread> all = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();

        Round(TwoHosts hosts, ThreadFactory threads, SplittableRandom random) throws IOException {
            this.hosts = hosts;
            this.threads = threads;
            this.random = random;
            this.listener = hosts.server().listen(new InetSocketAddress(0), MOST_CALLS);
        }

        private interface Task {
            void run(SplittableRandom own) throws IOException;
        }

        private Thread start(Task task) {
            SplittableRandom own = random.split();
            Thread thread = threads.newThread(() -> {
                try {
                    task.run(own);
                } catch (IOException | RuntimeException | AssertionError failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                }
            });
            all.add(thread);
            thread.start();
            return thread;
        }

        /** One acceptor waits for ever and is left alone: somebody waits at any time. */
        void run() throws Exception {
            start(own -> acceptAll());
            int others = random.nextInt(MOST_ACCEPTORS);
            for (int i = 0; i < others; i++) {
                acceptors.add(start(this::acceptForAWhile));
            }
            int callers = 1 + random.nextInt(3);
            int calls = (1 + random.nextInt(MOST_CALLS)) / callers;
            for (int i = 0; i < callers; i++) {
                start(own -> call(calls));
            }
            awaitAll(callers * calls);
            listener.close();
            for (Thread thread : all) {
                assertThat(thread.join(HostPair.SOON)).as("a thread that ends").isTrue();
            }
            assertThat(failures).isEmpty();
        }

        private void awaitAll(int calls) {
            long end = System.nanoTime() + HostPair.SOON.toNanos();
            while (accepted.get() < calls) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("of " + calls + " connections " + established + " are established and "
                            + accepted + " accepted, " + failures);
                }
                if (!acceptors.isEmpty()) {
                    acceptors.get(random.nextInt(acceptors.size())).interrupt();
                }
                LockSupport.parkNanos(random.nextInt(MOST_PAUSE_NS));
            }
        }

        private void call(int calls) throws IOException {
            InetSocketAddress to = hosts.at(listener.localAddress().getPort());
            for (int i = 0; i < calls; i++) {
                TcpStream stream = hosts.client().newStream();
                stream.activeOpen(to);
                established.incrementAndGet();
            }
        }

        /** Accepts until the listener is closed. */
        private void acceptAll() throws IOException {
            try {
                while (true) {
                    take(listener.accept());
                }
            } catch (TcpCallException closed) {
                assertThat(closed).hasMessage("listener is closed");
            }
        }

        /** Accepts, and perhaps leaves when it is interrupted or its time has passed: what it was called to is somebody else's then. */
        private void acceptForAWhile(SplittableRandom own) throws IOException {
            boolean comesBack = true;
            while (comesBack) {
                try {
                    Duration most = Duration.ofNanos(own.nextInt(MOST_TIMEOUT_NS));
                    take(own.nextBoolean() ? listener.accept(most) : listener.accept());
                } catch (SocketTimeoutException passed) {
                    comesBack = own.nextBoolean();
                } catch (InterruptedIOException interrupted) {
                    assertThat(Thread.interrupted()).isTrue();
                    comesBack = own.nextBoolean();
                } catch (TcpCallException closed) {
                    assertThat(closed).hasMessage("listener is closed");
                    return;
                }
            }
        }

        private void take(TcpStream stream) {
            accepted.incrementAndGet();
            stream.abort();
        }
    }

    static Stream<Arguments> variants() {
        return Stream.of(2, 3, 4)
                .flatMap(queues -> Stream.of(
                        Arguments.of(queues, "virtual", Thread.ofVirtual().factory()),
                        Arguments.of(
                                queues, "platform", Thread.ofPlatform().daemon().factory())));
    }

    @ParameterizedTest(name = "{0} queues, {1} threads")
    @MethodSource("variants")
    void noConnectionWaitsWhileSomebodyWaitsForOne(int queues, String kind, ThreadFactory threads) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed + ": " + queues + " queues, " + kind + " threads");
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> order =
                Stream.iterate(0, queue -> queue + 1).limit(queues).toList();
        try (TwoHosts hosts = TwoHosts.withQueues(
                order,
                () -> ThreadLocalRandom.current().nextInt(),
                () -> ThreadLocalRandom.current().nextInt(),
                TwoHosts.LIFETIME)) {
            for (int round = 0; round < ROUNDS; round++) {
                try {
                    new Round(hosts, threads, random.split()).run();
                } catch (AssertionError failure) {
                    throw new AssertionError("seed " + seed + ", round " + round, failure);
                }
            }
            assertThat(hosts.server().counters()).as("seed %d", seed).containsEntry("faults", 0L);
        }
    }
}
