package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** How often a reader looks for packets before it waits for one: for so long by its clock, which goes on by a step with each look at it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BusyPollTest {
    private static final long STEP_NS = 1_000;
    private static final long BUSY_POLL_NS = 50_000;

    /** One more than steps in the time; the relief looks at the clock as well. */
    private static final int MOST_LOOKS = 51;

    private static final int LEAST_LOOKS = 30;

    private final Looked link = new Looked();
    private final BlockingQueue<Boolean> carried = new LinkedBlockingQueue<>();

    /** A link that counts how often it has been looked at since the last packet, and tells when somebody waits. */
    private static final class Looked implements Link {
        private final BlockingQueue<Integer> looksBeforeWait = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> fed = new LinkedBlockingQueue<>();

        /** At which look a packet is there. */
        private volatile int packetAt = Integer.MAX_VALUE;

        private volatile boolean closed;
        private int looks;

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
            if (timeoutNs > 0) {
                looksBeforeWait.add(looks);
                try {
                    addPacket(into, fed.take());
                } catch (InterruptedException interrupt) {
                    Thread.currentThread().interrupt();
                }
            } else {
                looks++;
                addPacket(into, looks == packetAt);
            }
            return !closed;
        }

        private void addPacket(FrameBatch into, boolean isThere) {
            if (isThere) {
                into.add(1, 0, false, 0);
                looks = 0;
            }
        }

        @Override
        public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
            return true;
        }

        @Override
        public Optional<Runnable> waker() {
            return Optional.of(() -> fed.add(false));
        }

        @Override
        public void close() {
            closed = true;
            fed.add(false);
        }
    }

    private void read(long busyPollNs) {
        Surroundings clock = new Elsewhere(STEP_NS);
        new LinkReader("test", link, _ -> carried.add(true), new LockMonitor(clock), clock, busyPollNs).start();
    }

    @AfterEach
    void end() {
        link.close();
    }

    @Test
    void looksForSoLongBeforeItWaits() throws InterruptedException {
        read(BUSY_POLL_NS);
        assertThat(link.looksBeforeWait.take()).isBetween(LEAST_LOOKS, MOST_LOOKS);
    }

    @Test
    void looksAgainAfterEachPacket() throws InterruptedException {
        read(BUSY_POLL_NS);
        link.looksBeforeWait.take();
        link.fed.add(true);
        carried.take();
        assertThat(link.looksBeforeWait.take()).isBetween(LEAST_LOOKS, MOST_LOOKS);
    }

    @Test
    void findsAPacketWithoutWaiting() throws InterruptedException {
        link.packetAt = LEAST_LOOKS / 2;
        read(BUSY_POLL_NS);
        carried.take();
        carried.take();
        assertThat(link.looksBeforeWait).isEmpty();
    }

    @Test
    void waitsAtOnceUnlessToldOtherwise() throws InterruptedException {
        read(0);
        assertThat(link.looksBeforeWait.take()).isZero();
    }
}
