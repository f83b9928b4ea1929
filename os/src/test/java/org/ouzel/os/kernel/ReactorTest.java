package org.ouzel.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.os.interop.OwnDescriptors;
import org.ouzel.os.sys.Descriptor;
import org.ouzel.os.sys.Linux;

/** Who watches a descriptor is told of each change, by a thread that ends with the reactor. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReactorTest {
    private static final OwnDescriptors POLLERS = new OwnDescriptors("eventpoll");
    private static final int WRITERS = 3;
    private static final int ROUNDS = 2000;
    private static final long PATIENCE_S = 10;

    private final List<Counter> counters = new ArrayList<>();

    /** A counter of the kernel's, of which a reactor tells: be it more often than it has changed, and still when it is closed. */
    private static final class Counter implements Reactor.Watcher {
        private final MemorySegment value = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);
        private final Descriptor descriptor;
        private final Semaphore read = new Semaphore(0);
        private boolean closed;

        Counter() {
            Linux linux = new Linux();
            this.descriptor = new Descriptor(linux, linux.eventfd());
        }

        void addOne() {
            new Linux().eventfdWrite(descriptor.number(), 1);
        }

        /** What was added since it was last taken. */
        synchronized int take() {
            boolean isThere = !closed && descriptor.linux().read(descriptor.number(), value) > 0;
            return isThere ? (int) value.get(ValueLayout.JAVA_LONG, 0) : 0;
        }

        @Override
        public void onEdge(int events) {
            read.release(take());
        }

        boolean isHeard() {
            try {
                return read.tryAcquire(PATIENCE_S, TimeUnit.SECONDS);
            } catch (InterruptedException hurried) {
                throw new AssertionError(hurried);
            }
        }

        synchronized void close() {
            closed = true;
            descriptor.close();
        }
    }

    private Counter counter() {
        Counter counter = new Counter();
        counters.add(counter);
        return counter;
    }

    @AfterEach
    void close() {
        counters.forEach(Counter::close);
    }

    /** Each writer waits until he has been heard, so that the thread that tells is always about to sleep. */
    @ParameterizedTest
    @EnumSource
    void everyChangeIsTold(Reactor.Kind kind) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        Reactor reactor = new Reactor("told", kind);
        List<Thread> writers = new ArrayList<>();
        AtomicLong heard = new AtomicLong();
        for (int i = 0; i < WRITERS; i++) {
            SplittableRandom random = seeds.split();
            Thread.Builder of = random.nextBoolean()
                    ? Thread.ofVirtual()
                    : Thread.ofPlatform().daemon();
            writers.add(of.start(() -> heard.addAndGet(write(reactor, random))));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        reactor.close();
        assertThat(heard).as("seed %d", seed).hasValue((long) WRITERS * ROUNDS);
    }

    /** How often he was heard, on a descriptor that may be new each time, and have changed before it is watched. */
    private static int write(Reactor reactor, SplittableRandom random) {
        int heard = 0;
        boolean well = true;
        while (well && heard < ROUNDS) {
            Counter counter = new Counter();
            long key = watchAndAdd(reactor, counter, random.nextBoolean());
            well = counter.isHeard();
            heard += well ? 1 : 0;
            for (int more = random.nextInt(4); well && heard < ROUNDS && more > 0; more--) {
                spin(random.nextInt(200));
                counter.addOne();
                well = counter.isHeard();
                heard += well ? 1 : 0;
            }
            reactor.forget(key);
            counter.close();
        }
        return heard;
    }

    private static long watchAndAdd(Reactor reactor, Counter counter, boolean addBefore) {
        try {
            if (addBefore) {
                counter.addOne();
            }
            long key = reactor.watch(counter.descriptor.number(), counter);
            if (!addBefore) {
                counter.addOne();
            }
            return key;
        } catch (IOException refused) {
            throw new AssertionError(refused);
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsForgottenIsToldNothingMore(Reactor.Kind kind) throws Exception {
        Reactor reactor = new Reactor("forgotten", kind);
        Counter forgotten = counter();
        Counter other = counter();
        reactor.forget(reactor.watch(forgotten.descriptor.number(), forgotten));
        reactor.watch(other.descriptor.number(), other);
        // What the thread was about has ended when it tells the other.
        other.addOne();
        other.read.acquire();
        forgotten.addOne();
        other.addOne();
        other.read.acquire();
        assertThat(forgotten.take()).isOne();
        reactor.close();
    }

    /** Descriptor numbers are given out again at once: what was the reactor's is then somebody else's. */
    @ParameterizedTest
    @EnumSource
    void aSecondCloseTouchesNoDescriptorOfOthers(Reactor.Kind kind) throws Exception {
        Set<String> before = POLLERS.numbers();
        Reactor reactor = new Reactor("closed twice", kind);
        Counter counter = counter();
        counter.addOne();
        reactor.watch(counter.descriptor.number(), counter);
        counter.read.acquire();
        int most = POLLERS.numbers().size();
        reactor.close();
        POLLERS.awaitNoneBut(before, "closed once");
        List<Counter> others = new ArrayList<>();
        for (int i = 0; i < 4 * most; i++) {
            others.add(counter());
        }
        reactor.close();
        assertThat(others).allMatch(other -> other.take() == 0);
        assertThatThrownBy(() -> reactor.watch(counter.descriptor.number(), counter))
                .isInstanceOf(TcpCallException.class);
    }

    /** Whether a thread comes too late or not, the reactor's own is gone afterwards with all that it had. */
    @ParameterizedTest
    @EnumSource
    void leavesNothingBehindWheneverItIsClosed(Reactor.Kind kind) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> before = POLLERS.numbers();
        Counter counter = counter();
        for (int round = 0; round < 200; round++) {
            Reactor reactor = new Reactor("ended", kind);
            CountDownLatch start = new CountDownLatch(1);
            int spins = random.nextInt(2000);
            Thread closer = Thread.ofPlatform().start(() -> {
                start.countDown();
                spin(spins);
                reactor.close();
            });
            start.await();
            try {
                reactor.forget(reactor.watch(counter.descriptor.number(), counter));
            } catch (TcpCallException tooLate) {
                assertThat(tooLate.refusal()).as("seed %d", seed).isEqualTo(TcpRefusal.HOST_CLOSED);
            }
            closer.join();
        }
        POLLERS.awaitNoneBut(before, "seed " + seed);
    }
}
