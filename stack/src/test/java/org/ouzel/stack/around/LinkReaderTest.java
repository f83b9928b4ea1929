package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** Who reads a link: its own thread, or one that waits; with and without looking again and again before. */
@ParameterizedClass
@ValueSource(longs = {0, 50_000, 10_000_000})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinkReaderTest {
    private static final int MOST_PACKETS = 10_000;

    private final Threads surroundings;
    private final Monitor monitor;
    private final Permits permits;
    private final Asked link = new Asked();
    private final BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();

    LinkReaderTest(long busyPollNs) {
        this.surroundings = Threads.several("test", 1, busyPollNs).getFirst();
        this.monitor = surroundings.monitor();
        this.permits = new Permits(monitor);
    }

    /** A link that gives a packet for each that is fed, and tells who waits for one. */
    private static final class Asked implements Link {
        private final BlockingQueue<Integer> fed = new ArrayBlockingQueue<>(16);
        private volatile @Nullable Thread waiting;
        private volatile boolean closed;

        @Override
        public String name() {
            return "asked";
        }

        @Override
        public LinkCapabilities capabilities() {
            return LinkCapabilities.plain(1500, 1);
        }

        @Override
        public boolean read(FrameBatch into, long timeoutNs) {
            into.clear();
            waiting = Thread.currentThread();
            try {
                Integer length = fed.poll(timeoutNs, TimeUnit.NANOSECONDS);
                if (length != null && length > 0) {
                    into.add(length, 0, false, System.nanoTime());
                }
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            } finally {
                waiting = null;
            }
            return !closed;
        }

        @Override
        public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
            return true;
        }

        @Override
        public Optional<Runnable> waker() {
            return Optional.of(() -> fed.add(0));
        }

        @Override
        public void close() {
            closed = true;
            fed.add(0);
        }
    }

    /** From now on a packet that comes opens the gate. */
    private Reading read() {
        return surroundings.read(link, _ -> {
            readers.add(Thread.currentThread());
            permits.give();
        });
    }

    @AfterEach
    void end() {
        link.close();
    }

    @Test
    void aThreadThatWaitsAgainAndAgainReadsItself() throws Exception {
        read();
        SynchronousQueue<Boolean> taken = new SynchronousQueue<>();
        Thread user = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    permits.take();
                    taken.put(true);
                }
            } catch (InterruptedIOException | InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        int packets = 0;
        Thread reader = null;
        while (!user.equals(reader) && packets < MOST_PACKETS) {
            link.fed.add(1);
            taken.take();
            reader = readers.take();
            packets++;
        }
        assertThat(reader).isEqualTo(user);
        user.interrupt();
        user.join();
    }

    @Test
    void whereNothingComesTheLinksOwnThreadReadsAndTheOtherCanBeInterrupted() throws Exception {
        read();
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        Thread user = Thread.ofPlatform().daemon().start(() -> {
            try {
                permits.take();
            } catch (InterruptedIOException over) {
                interrupted.add(Thread.currentThread().isInterrupted());
            }
        });
        link.fed.add(1);
        readers.take();
        user.join();
        Thread second = Thread.ofPlatform().daemon().start(() -> {
            try {
                permits.take();
            } catch (InterruptedIOException over) {
                interrupted.add(Thread.currentThread().isInterrupted());
            }
        });
        Thread waiting = link.waiting;
        while (waiting == null || second.equals(waiting)) {
            Thread.onSpinWait();
            waiting = link.waiting;
        }
        second.interrupt();
        assertThat(interrupted.take()).isTrue();
    }

    @Test
    void aVirtualThreadNeverReads() throws Exception {
        read();
        Thread user = Thread.startVirtualThread(() -> {
            for (int i = 0; i < 100; i++) {
                permits.takeUninterrupted();
                monitor.lookIn();
            }
        });
        for (int i = 0; i < 100; i++) {
            link.fed.put(1);
            assertThat(readers.take()).isNotEqualTo(user);
        }
        user.join();
    }

    @Test
    void whoReadsIsToldOfAGateThatSomebodyElseOpens() throws Exception {
        Reading reading = read();
        Thread user = Thread.ofPlatform().daemon().start(() -> {
            permits.takeUninterrupted();
            permits.takeUninterrupted();
        });
        link.fed.add(1);
        readers.take();
        permits.giveAndTellAll();
        user.join();
        link.close();
        reading.awaitEnd();
        assertThat(reading.failure()).isEmpty();
    }

    @Test
    void whoComesByReadsWhatNobodyHasReadForAWhile() throws Exception {
        read();
        Thread own = readerOfOne();
        Thread user = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                monitor.lookIn();
            }
        });
        Thread reader = own;
        for (int packets = 0; reader.equals(own) && packets < MOST_PACKETS; packets++) {
            reader = readerOfOne();
        }
        assertThat(reader).isEqualTo(user);
        user.interrupt();
        user.join();
        assertThat(readerOfOne()).isEqualTo(own);
    }

    private Thread readerOfOne() throws InterruptedException {
        link.fed.put(1);
        return readers.take();
    }

    @Test
    void oneIsWokenForOne() throws Exception {
        read();
        Thread one = Thread.ofPlatform().daemon().start(permits::takeUninterrupted);
        Thread other = Thread.ofPlatform().daemon().start(permits::takeUninterrupted);
        link.fed.put(1);
        while (one.isAlive() && other.isAlive()) {
            Thread.onSpinWait();
        }
        link.fed.put(1);
        one.join();
        other.join();
        assertThat(permits.left()).isZero();
    }
}
