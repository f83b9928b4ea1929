package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpFlags;

/** What goes next of what a user has given, with a window of the peer's for ten segments of 1000 bytes. */
class SendPolicyTest {
    private static final int MSS = 1000;

    private final TcpSettings settings = Pair.SETTINGS;
    private final TcpHabits habits = settings.tuning().habits();
    private final Counters counters = new Counters();
    private final Workbench workbench = new Workbench();
    private final Scoreboard scoreboard = new Scoreboard(workbench.spares());
    private final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);
    private final WideWindow congestion = new WideWindow();
    private final LossRecovery recovery = new LossRecovery(congestion, rtt, counters, scoreboard, habits, workbench);
    private final SendQueue queue =
            new SendQueue(new SendBuffer(new HeapPages(), Pair.BUFFER, Pair.BUFFER), workbench.outgoing());
    private final PeerWindow window = new PeerWindow(scoreboard, false);
    private final AckWait wait = new AckWait();
    private final SillyWindowAvoidance sillyWindows = new SillyWindowAvoidance(queue, scoreboard);
    private final Pacer pacer = new Pacer();
    private final Pacing pacing = new Pacing(pacer, congestion, recovery, rtt);
    private final Transmitter transmitter = new Transmitter(queue, recovery, sillyWindows, pacer, counters);
    private final Outbound outbound = new Outbound(queue, scoreboard, recovery, window, wait);
    private final WindowProbing probing =
            new WindowProbing(outbound, transmitter, new PersistTimer(rtt, TcpParameters.DEFAULT), habits.sending());
    private final SendPolicy policy = new SendPolicy(outbound, sillyWindows, pacing, transmitter, probing);
    private long now;

    SendPolicyTest() {
        recovery.onSegmentSize(MSS);
        policy.onSegmentSize(MSS);
        window.onOffer(10 * MSS);
    }

    private void open() {
        assertThat(next()).isEqualTo("SYN 0 +0");
        now = 10 * Pair.MS;
        recovery.onSackPermitted();
        acknowledge(1);
    }

    private void write(int bytes) {
        queue.write(MemorySegment.ofArray(new byte[bytes]), scoreboard.nxt(), bytes, true, false);
    }

    private void acknowledge(long position, Range... held) {
        SelectiveAcknowledgment sack = new SelectiveAcknowledgment(Optional.empty(), List.of(held));
        boolean repeats = position == scoreboard.una();
        recovery.onFeedback(
                new Feedback().tell(now, position, sack, TimestampClock.NOT_ECHOED, repeats, EcnFeedback.Plain.NONE));
    }

    /** What goes next: a flag that it has, its position, and how much data it carries. */
    private String next() {
        Outgoing next = policy.next(now);
        return next == null ? "" : told(next);
    }

    private static String told(Outgoing next) {
        String syn = next.flags().has(TcpFlags.SYN) ? "SYN " : "";
        String fin = next.flags().has(TcpFlags.FIN) ? "FIN " : "";
        return syn + fin + next.position() + " +" + next.payload().length();
    }

    private void sendAll() {
        String sent = next();
        while (!sent.isEmpty()) {
            sent = next();
        }
    }

    /** Sends so many full segments, and loses the first two: the third, and the others after it, are told to be held. */
    private void loseTwoOf(int segments) {
        open();
        write(segments * MSS);
        for (int i = 0; i < segments; i++) {
            assertThat(next()).isNotEmpty();
        }
        now += 10 * Pair.MS;
        acknowledge(1, new Range(1 + 2 * MSS, 1 + (long) segments * MSS));
    }

    @Nested
    class OfTheSyn {
        @Test
        void goesAloneWhateverWaits() {
            write(100);
            assertThat(next()).isEqualTo("SYN 0 +0");
            assertThat(next()).isEmpty();
        }

        // RFC 7413 §4.2.2
        @Test
        void goesWithAsMuchDataAsThereIsRoomFor() {
            write(100);
            policy.synRoom(60);
            assertThat(next()).isEqualTo("SYN 0 +60");
            assertThat(scoreboard.nxt()).isEqualTo(61);
        }

        @Test
        void goesAgainWithoutData() {
            write(100);
            policy.synRoom(60);
            next();
            now = recovery.deadline();
            recovery.onTimer(now);
            assertThat(next()).isEqualTo("SYN 0 +0");
            assertThat(next()).isEmpty();
        }

        @Test
        void isNotWaitedForByWhomHasShownWhoHeIs() {
            next();
            write(100);
            policy.openEarly();
            assertThat(next()).isEqualTo("1 +100");
        }
    }

    @Nested
    class OfData {
        @Test
        void goesInFullSegmentsAndThenTheRest() {
            open();
            write(2 * MSS + 1);
            assertThat(next()).isEqualTo("1 +1000");
            assertThat(next()).isEqualTo("1001 +1000");
            assertThat(next()).isEqualTo("2001 +1");
            assertThat(next()).isEmpty();
        }

        @Test
        void goesAsFarAsThePeersWindow() {
            open();
            write(12 * MSS);
            for (int segment = 0; segment < 10; segment++) {
                assertThat(next()).isNotEmpty();
            }
            assertThat(next()).isEmpty();
        }

        @Test
        void takesAFinWithIt() {
            open();
            write(MSS);
            queue.finish();
            assertThat(next()).isEqualTo("FIN 1 +1000");
        }

        // A FIN takes no room in the peer's buffer.
        @Test
        void isNotNeededForAFinThoughTheWindowIsClosed() {
            open();
            window.onOffer(0);
            queue.finish();
            assertThat(next()).isEqualTo("FIN 1 +0");
        }

        @Test
        void goesInABundleWhereTheLinkCutsIt() {
            open();
            policy.onBundles(60_000);
            write(4 * MSS);
            write(4 * MSS);
            assertThat(next()).isEqualTo("1 +8000");
        }

        @Test
        void goesInABundleThatTheLinkTakes() {
            open();
            policy.onBundles(3 * MSS + 1);
            write(4 * MSS);
            assertThat(next()).isEqualTo("1 +3000");
            assertThat(next()).isEqualTo("3001 +1000");
        }
    }

    @Nested
    class OfWhatIsLost {
        @Test
        void goesBeforeNewData() {
            loseTwoOf(6);
            write(MSS);
            assertThat(next()).isEqualTo("1 +1000");
            assertThat(next()).isEqualTo("1001 +1000");
            assertThat(next()).isEqualTo("6001 +1000");
        }

        // What stands first is what the peer waits for: its window may have shrunk.
        @Test
        void goesFirstThoughTheWindowIsClosedAndTheOthersDoNot() {
            loseTwoOf(6);
            window.onOffer(0);
            assertThat(next()).isEqualTo("1 +1000");
            assertThat(next()).isEmpty();
        }
    }

    /** RFC 8985 §7.3. */
    @Nested
    class OfProbes {
        private void expire() {
            now = recovery.deadline();
            recovery.onTimer(now);
        }

        // "the sender SHOULD transmit a previously unsent data segment, if one exists and the receive window allows"
        @Test
        @Tag("8985-7.3-4")
        void isNewDataThatTheWindowAllows() {
            open();
            write(10 * MSS);
            sendAll();
            write(MSS);
            window.onOffer(11 * MSS);
            expire();
            assertThat(next()).isEqualTo("10001 +1000");
            assertThat(counters.tailLossProbes).isEqualTo(1);
        }

        // "otherwise: Retransmit the highest-sequence segment sent so far"
        @Test
        void isTheLastSegmentAgainElse() {
            open();
            write(3 * MSS);
            sendAll();
            expire();
            assertThat(next()).isEqualTo("2001 +1000");
            assertThat(counters.segmentsRetransmitted).isEqualTo(1);
            assertThat(next()).isEmpty();
        }

        @Test
        void ofAClosedWindowIsAByte() {
            open();
            window.onOffer(0);
            write(MSS);
            probing.onClosed(now);
            assertThat(next()).isEmpty();
            now = probing.deadline();
            probing.onTimer(now);
            assertThat(next()).isEqualTo("1 +1");
        }
    }

    /** As Linux's TCP_INFO tells of it. */
    @Nested
    class WhatHoldsItBack {
        private long from;

        private void begin() {
            assertThat(next()).isEmpty();
            from = now;
            now += 7 * Pair.MS;
        }

        @Test
        void isThePeersWindow() {
            open();
            write(12 * MSS);
            sendAll();
            begin();
            assertThat(policy.limits().peerWindowNs(now)).isEqualTo(now - from);
        }

        @Test
        void isTheNetworkWhileAllIsOnItsWay() {
            open();
            write(MSS);
            next();
            begin();
            assertThat(policy.limits().busyNs(now)).isEqualTo(now - from);
            assertThat(policy.limits().peerWindowNs(now)).isZero();
        }

        @Test
        void isNothingWhereNothingWaits() {
            open();
            begin();
            assertThat(policy.limits().busyNs(now)).isZero();
        }
    }
}
