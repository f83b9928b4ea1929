package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** How whoever reads a link looks for packets before he waits for one: by a clock that goes on with each look at the link. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BusyPollTest {
    private static final long STEP_NS = 1_000;
    private static final int LOOKS = 50;
    private static final long BUSY_POLL_NS = LOOKS * STEP_NS;

    /** After so long in which nothing has come a thread of the user's leaves the link. */
    private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final AtomicLong clock = new AtomicLong();
    private final Surroundings surroundings = new Elsewhere(0, clock);
    private final LockMonitor monitor = new LockMonitor(surroundings);
    private final Permits permits = new Permits(monitor);
    private final Looked link = new Looked(clock);

    /** A link that tells how often it has been looked at before somebody waits. */
    private static final class Looked implements Link {
        private final AtomicLong clock;
        private final BlockingQueue<Wait> waits = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> fed = new LinkedBlockingQueue<>();
        private final AtomicInteger wakes = new AtomicInteger();

        /** By how much the clock goes on with each look. */
        private volatile long stepNs = STEP_NS;

        /** At which look a packet is there; 0 for none. */
        private volatile int packetAt;

        private volatile int looks;
        private volatile boolean closed;

        /** Somebody waits. */
        private record Wait(int looks, long timeoutNs) {}

        Looked(AtomicLong clock) {
            this.clock = clock;
        }

        @Override
        public String name() {
            return "looked";
        }

        @Override
        public LinkCapabilities capabilities() {
            return LinkCapabilities.plain(1500, 1);
        }

        @Override
        public boolean read(FrameBatch into, long timeoutNs) {
            into.clear();
            if (timeoutNs == 0) {
                look(into);
            } else {
                Wait wait = new Wait(looks, timeoutNs);
                looks = 0;
                waits.add(wait);
                try {
                    addIf(fed.take(), into);
                } catch (InterruptedException interrupt) {
                    Thread.currentThread().interrupt();
                }
            }
            return !closed;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
        private void look(FrameBatch into) {
            looks++;
            clock.addAndGet(stepNs);
            addIf(looks == packetAt, into);
        }

        private void addIf(boolean isThere, FrameBatch into) {
            if (isThere) {
                looks = 0;
                into.add(1, 0, false, 0);
            }
        }

        @Override
        public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
            return true;
        }

        @Override
        public Optional<Runnable> waker() {
            return Optional.of(() -> {
                wakes.incrementAndGet();
                fed.add(false);
            });
        }

        @Override
        public void close() {
            closed = true;
            fed.add(false);
        }
    }

    /** By its own thread, or by whoever waits. */
    private void read(long busyPollNs) {
        reader(busyPollNs).start();
    }

    private LinkReader reader(long busyPollNs) {
        LinkReader reader = new LinkReader(
                new LinkReader.Intake("test", link, _ -> permits.giveAndTellAll()), monitor, surroundings, busyPollNs);
        monitor.onLink(reader, true);
        return reader;
    }

    /** By a thread of the user's alone, which waits for one packet. */
    private Thread readByAUser() {
        LinkReader _ = reader(BUSY_POLL_NS);
        return Thread.ofPlatform().daemon().start(permits::takeUninterrupted);
    }

    @AfterEach
    void end() {
        clock.addAndGet(SILENCE_NS); // The link's own thread waits no longer for those of users.
        link.close();
    }

    @Test
    void looksForSoLongBeforeItWaits() throws InterruptedException {
        read(BUSY_POLL_NS);
        assertThat(link.waits.take()).isEqualTo(new Looked.Wait(LOOKS, Long.MAX_VALUE));
    }

    @Test
    void looksAgainAfterEachPacket() throws InterruptedException {
        read(BUSY_POLL_NS);
        link.waits.take();
        link.fed.add(true);
        assertThat(link.waits.take()).isEqualTo(new Looked.Wait(LOOKS, Long.MAX_VALUE));
    }

    @Test
    void findsAPacketWithoutWaiting() {
        link.packetAt = LOOKS / 2;
        read(BUSY_POLL_NS);
        permits.takeUninterrupted();
        permits.takeUninterrupted();
        assertThat(link.waits).isEmpty();
    }

    @Test
    void waitsAtOnceUnlessToldOtherwise() throws InterruptedException {
        read(0);
        assertThat(link.waits.take()).isEqualTo(new Looked.Wait(0, Long.MAX_VALUE));
    }

    /** Also when the last look took longer than was left. */
    @Test
    void aThreadOfTheUsersWaitsForTheRestOfItsTime() throws InterruptedException {
        link.stepNs = BUSY_POLL_NS * 2 / 3;
        Thread user = readByAUser();
        assertThat(link.waits.take()).isEqualTo(new Looked.Wait(2, SILENCE_NS - BUSY_POLL_NS * 2 / 3 * 2));
        link.fed.add(true);
        user.join();
    }

    /** Again and again: whoever serves him may ask just then whether he polls, when he has seen it and goes. */
    @RepeatedTest(200)
    void whoPollsIsServedByAnotherWithoutBeingWoken() throws InterruptedException {
        link.stepNs = 0; // A look takes no time: he polls for ever.
        Thread user = readByAUser();
        while (link.looks < LOOKS) {
            Thread.onSpinWait();
        }
        permits.giveAndTellAll();
        user.join();
        assertThat(link.waits).isEmpty();
        assertThat(link.wakes).hasValue(0);
    }

    /** Users' threads were there a moment ago: if the link's own thread left the lead to them, nobody would read. */
    @Test
    void itsOwnThreadReadsOnWhenItWasWokenForNothing() throws InterruptedException {
        read(0);
        link.waits.take();
        monitor.lookIn();
        link.fed.add(false);
        assertThat(link.waits.take()).isEqualTo(new Looked.Wait(0, Long.MAX_VALUE));
    }

    @Test
    void isAskedOfAHost() throws InterruptedException {
        try (StackHost _ = StackHost.builder()
                .link(link, "198.18.0.2/24")
                .busyPoll(Duration.ofMillis(1))
                .open()) {
            assertThat(link.waits.take().looks() > 0)
                    .isEqualTo(Runtime.getRuntime().availableProcessors() > 1);
        }
    }
}
