package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes next of what a user has given, with a window of the peer's for ten segments of 1000 bytes. */
class SendPolicyTest {
    private static final int MSS = LonePolicy.MSS;

    private final LonePolicy lone = new LonePolicy();

    @Nested
    class OfTheSyn {
        @Test
        void goesAloneWhateverWaits() {
            lone.write(100);
            assertThat(lone.next()).isEqualTo("SYN 0 +0");
            assertThat(lone.next()).isEmpty();
        }

        // RFC 7413 §4.2.2
        @Test
        void goesWithAsMuchDataAsThereIsRoomFor() {
            lone.write(100);
            lone.policy.synRoom(60);
            assertThat(lone.next()).isEqualTo("SYN 0 +60");
            assertThat(lone.scoreboard.nxt()).isEqualTo(61);
        }

        @Test
        void goesAgainWithoutData() {
            lone.write(100);
            lone.policy.synRoom(60);
            lone.next();
            lone.expire();
            assertThat(lone.next()).isEqualTo("SYN 0 +0");
            assertThat(lone.next()).isEmpty();
        }

        @Test
        void isNotWaitedForByWhomHasShownWhoHeIs() {
            lone.next();
            lone.write(100);
            lone.policy.openEarly();
            assertThat(lone.next()).isEqualTo("1 +100");
        }
    }

    @Nested
    class OfData {
        @Test
        void goesInFullSegmentsAndThenTheRest() {
            lone.open();
            lone.write(2 * MSS + 1);
            assertThat(lone.next()).isEqualTo("1 +1000");
            assertThat(lone.next()).isEqualTo("1001 +1000");
            assertThat(lone.next()).isEqualTo("2001 +1");
            assertThat(lone.next()).isEmpty();
        }

        @Test
        void goesAsFarAsThePeersWindow() {
            lone.open();
            lone.write(12 * MSS);
            for (int segment = 0; segment < 10; segment++) {
                assertThat(lone.next()).isNotEmpty();
            }
            assertThat(lone.next()).isEmpty();
        }

        @Test
        void takesAFinWithIt() {
            lone.open();
            lone.write(MSS);
            lone.queue.finish();
            assertThat(lone.next()).isEqualTo("FIN 1 +1000");
        }

        // A FIN takes no room in the peer's buffer.
        @Test
        void isNotNeededForAFinThoughTheWindowIsClosed() {
            lone.open();
            lone.window.onOffer(0);
            lone.queue.finish();
            assertThat(lone.next()).isEqualTo("FIN 1 +0");
        }

        @Test
        void goesInABundleWhereTheLinkCutsIt() {
            lone.open();
            lone.policy.onBundles(60_000);
            lone.write(4 * MSS);
            lone.write(4 * MSS);
            assertThat(lone.next()).isEqualTo("1 +8000");
        }

        @Test
        void goesInABundleThatTheLinkTakes() {
            lone.open();
            lone.policy.onBundles(3 * MSS + 1);
            lone.write(4 * MSS);
            assertThat(lone.next()).isEqualTo("1 +3000");
            assertThat(lone.next()).isEqualTo("3001 +1000");
        }
    }

    @Nested
    class OfWhatIsLost {
        @Test
        void goesBeforeNewData() {
            lone.loseTwoOf(6);
            lone.write(MSS);
            assertThat(lone.next()).isEqualTo("1 +1000");
            assertThat(lone.next()).isEqualTo("1001 +1000");
            assertThat(lone.next()).isEqualTo("6001 +1000");
        }

        // What stands first is what the peer waits for: its window may have shrunk.
        @Test
        void goesFirstThoughTheWindowIsClosedAndTheOthersDoNot() {
            lone.loseTwoOf(6);
            lone.window.onOffer(0);
            assertThat(lone.next()).isEqualTo("1 +1000");
            assertThat(lone.next()).isEmpty();
        }
    }

    /** RFC 8985 §7.3. */
    @Nested
    class OfProbes {
        // "the sender SHOULD transmit a previously unsent data segment, if one exists and the receive window allows"
        @Test
        @Tag("8985-7.3-4")
        void isNewDataThatTheWindowAllows() {
            lone.open();
            lone.write(10 * MSS);
            lone.sendAll();
            lone.write(MSS);
            lone.window.onOffer(11 * MSS);
            lone.expire();
            assertThat(lone.next()).isEqualTo("10001 +1000");
            assertThat(lone.counters.tailLossProbes).isEqualTo(1);
        }

        // "otherwise: Retransmit the highest-sequence segment sent so far"
        @Test
        void isTheLastSegmentAgainElse() {
            lone.open();
            lone.write(3 * MSS);
            lone.sendAll();
            lone.expire();
            assertThat(lone.next()).isEqualTo("2001 +1000");
            assertThat(lone.counters.segmentsRetransmitted).isEqualTo(1);
            assertThat(lone.next()).isEmpty();
        }

        @Test
        void ofAClosedWindowIsAByte() {
            lone.open();
            lone.window.onOffer(0);
            lone.write(MSS);
            lone.probing.onClosed(lone.now);
            assertThat(lone.next()).isEmpty();
            lone.now = lone.probing.deadline();
            lone.probing.onTimer(lone.now);
            assertThat(lone.next()).isEqualTo("1 +1");
        }
    }

    /** F-RTO, RFC 5682 §3.1: four segments were outstanding when the timer expired, and the first has come now. */
    @Nested
    class OfWhatMayNotBeLost {
        @BeforeEach
        void timeOut() {
            lone.open();
            lone.write(4 * MSS);
            lone.sendAll();
            lone.expire();
            assertThat(lone.next()).as("the loss probe").isEqualTo("3001 +1000");
            lone.expire();
            assertThat(lone.next()).isEqualTo("1 +1000");
            lone.now += 10 * Pair.MS;
            lone.acknowledge(1001);
            assertThat(lone.scoreboard.hasLost()).isTrue();
        }

        // Step 2b: "transmit up to two new (previously unsent) segments and proceed to step 3."
        @Test
        void goesAfterNewData() {
            lone.write(MSS);
            assertThat(lone.next()).isEqualTo("4001 +1000");
            assertThat(lone.next()).as("while the answer is awaited").isEmpty();
            lone.acknowledge(1001, new Range(4001, 5001));
            assertThat(lone.next()).isEqualTo("1001 +1000");
        }

        @Test
        void isInFlightAgainWhereTheTimeoutWasNeedless() {
            lone.write(MSS);
            lone.sendAll();
            lone.acknowledge(2001);
            assertThat(lone.counters.spuriousTimeouts).isEqualTo(1);
            assertThat(lone.next()).isEmpty();
        }

        @Test
        void goesWhereThereIsNoNewData() {
            assertThat(lone.next()).isEqualTo("1001 +1000");
            lone.write(MSS);
            assertThat(lone.next()).isEqualTo("2001 +1000");
        }

        @Test
        void goesWhereThePeersWindowHasNoRoomForNewData() {
            lone.window.onOffer(3 * MSS);
            lone.write(MSS);
            assertThat(lone.next()).isEqualTo("1001 +1000");
        }

        // Nagle's algorithm: a small segment would wait for what is outstanding
        @Test
        void goesWhereNewDataIsNotWorthASegment() {
            lone.write(MSS / 2, false);
            assertThat(lone.next()).isEqualTo("1001 +1000");
        }

        @Test
        void isTestedByOneSegmentAtATimeThoughTheLinkTakesMore() {
            lone.policy.onBundles(60_000);
            lone.write(4 * MSS);
            assertThat(lone.next()).isEqualTo("4001 +1000");
        }
    }

    /** What a sender with segmentation offload gives to its device at once has PSH at its end. */
    @Nested
    class OfBursts {
        private static final long LONG_ROUND_TRIP = 1_000 * Pair.MS;

        @BeforeEach
        void choose() {
            TcpTuning tuning = lone.settings.tuning();
            TcpHabits.Sending bursting = TcpHabits.Sending.DEFAULT.withPushing(TcpHabits.Pushing.BURSTS);
            lone.choose(lone.settings.with(tuning.with(tuning.habits().with(bursting))));
        }

        // A window of 1 MB in a second: less than two segments in a millisecond
        @Test
        void areOfTwoSegmentsWhereLittleLeavesInAMillisecond() {
            lone.open(LONG_ROUND_TRIP);
            lone.write(6 * MSS, false);
            assertThat(lone.sendAll()).containsExactly(1001L, 3001L, 5001L);
        }

        @Test
        void areOfAllThatThereIsWhereMuchLeaves() {
            lone.open();
            lone.write(6 * MSS, false);
            assertThat(lone.sendAll()).containsExactly(5001L);
        }

        @Test
        void endWithThePeersWindow() {
            lone.open();
            lone.window.onOffer(4 * MSS);
            lone.write(6 * MSS, false);
            assertThat(lone.sendAll()).containsExactly(3001L);
            lone.now += 10 * Pair.MS;
            lone.acknowledge(4001);
            assertThat(lone.sendAll()).containsExactly(5001L);
        }

        @Test
        void haveNoEndWhereTheyAreOfOneSegment() {
            lone.open();
            lone.write(MSS, false);
            assertThat(lone.sendAll()).isEmpty();
            assertThat(lone.scoreboard.nxt()).isEqualTo(1 + MSS);
        }

        // Nagle's algorithm
        @Test
        void endBeforeWhatWaitsToFillASegment() {
            lone.open();
            lone.write(MSS, false);
            lone.sendAll();
            lone.write(2 * MSS + 1, false);
            assertThat(lone.sendAll()).containsExactly(2001L);
            assertThat(lone.scoreboard.nxt()).isEqualTo(1 + 3 * MSS);
        }

        @Test
        void leaveInBundlesOfTheirOwn() {
            lone.policy.onBundles(60_000);
            lone.open(LONG_ROUND_TRIP);
            lone.write(5 * MSS, false);
            assertThat(lone.next()).isEqualTo("1 +2000");
            assertThat(lone.next()).isEqualTo("2001 +2000");
            assertThat(lone.next()).isEqualTo("4001 +1000");
        }

        @Test
        void areNoneUnlessTheUserWantsThem() {
            lone.choose(lone.settings);
            lone.open(LONG_ROUND_TRIP);
            lone.write(6 * MSS, false);
            assertThat(lone.sendAll()).isEmpty();
            assertThat(lone.scoreboard.nxt()).isEqualTo(1 + 6 * MSS);
        }
    }

    /** A segment in a millisecond is the most that the user wants: two of them leave ahead of it, for a timer is no finer. */
    @Nested
    class AtARate {
        @BeforeEach
        void open() {
            lone.open();
        }

        private void bound() {
            lone.choose(lone.settings.with(lone.settings.output().withMaxPacing(1_000_000)));
        }

        @Test
        void goesWhenItsTimeHasCome() {
            bound();
            lone.write(5 * MSS);
            lone.sendAll();
            assertThat(lone.scoreboard.nxt()).isEqualTo(1 + 3 * MSS);
            assertThat(lone.pacing.deadline()).isEqualTo(lone.now + Pair.MS);
            lone.now = lone.pacing.deadline() - 1;
            assertThat(lone.next()).isEmpty();
            lone.now++;
            assertThat(lone.next()).isEqualTo("3001 +1000");
            assertThat(lone.next()).isEmpty();
        }

        @Test
        void isWaitedForByWhatIsLostToo() {
            lone.write(10 * MSS);
            lone.sendAll();
            lone.now += 10 * Pair.MS;
            lone.acknowledge(1, new Range(1 + 5 * MSS, 1 + 10 * MSS));
            bound();
            lone.sendAll();
            assertThat(lone.counters.segmentsRetransmitted).isEqualTo(3);
            assertThat(lone.pacing.deadline()).isEqualTo(lone.now + Pair.MS);
            lone.now = lone.pacing.deadline();
            assertThat(lone.next()).isEqualTo("3001 +1000");
            assertThat(lone.next()).isEmpty();
        }

        @Test
        void isNotWaitedForWhereNothingIsLeft() {
            bound();
            lone.write(4 * MSS);
            lone.sendAll();
            lone.now = lone.pacing.deadline();
            assertThat(lone.next()).isEqualTo("3001 +1000");
            assertThat(lone.next()).isEmpty();
            assertThat(lone.pacing.deadline()).isEqualTo(Deadline.NONE);
        }

        @Test
        void goesInABundleOfWhatMayLeave() {
            bound();
            lone.policy.onBundles(60_000);
            lone.write(5 * MSS);
            assertThat(lone.next()).isEqualTo("1 +3000");
            assertThat(lone.next()).isEmpty();
            lone.now = lone.pacing.deadline();
            assertThat(lone.next()).isEqualTo("3001 +1000");
        }
    }

    /** As Linux's TCP_INFO tells of it. */
    @Nested
    class WhatHoldsItBack {
        private long from;

        private void begin() {
            assertThat(lone.next()).isEmpty();
            from = lone.now;
            lone.now += 7 * Pair.MS;
        }

        @Test
        void isThePeersWindow() {
            lone.open();
            lone.write(12 * MSS);
            lone.sendAll();
            begin();
            assertThat(lone.policy.limits().peerWindowNs(lone.now)).isEqualTo(lone.now - from);
        }

        @Test
        void isTheNetworkWhileAllIsOnItsWay() {
            lone.open();
            lone.write(MSS);
            lone.next();
            begin();
            assertThat(lone.policy.limits().busyNs(lone.now)).isEqualTo(lone.now - from);
            assertThat(lone.policy.limits().peerWindowNs(lone.now)).isZero();
        }

        @Test
        void isTheSendBufferOnceAllOfItIsOnItsWay() {
            lone.open();
            lone.window.onOffer(2 * Pair.BUFFER);
            lone.write(Pair.BUFFER - 1);
            lone.sendAll();
            begin();
            assertThat(lone.policy.limits().sendBufferNs(lone.now)).isZero();
            lone.write(1);
            lone.sendAll();
            begin();
            assertThat(lone.policy.limits().sendBufferNs(lone.now)).isEqualTo(lone.now - from);
            assertThat(lone.policy.limits().busyNs(lone.now)).isEqualTo(2 * (lone.now - from));
        }

        @Test
        void isNothingOnceAllIsAcknowledged() {
            lone.open();
            lone.choose(lone.settings.with(lone.settings.output().withMaxPacing(1_000_000)));
            lone.write(4 * MSS);
            lone.sendAll();
            assertThat(lone.pacing.deadline()).as("until the fourth may go").isNotEqualTo(Deadline.NONE);
            lone.now = lone.pacing.deadline();
            lone.sendAll();
            begin();
            lone.acknowledge(1 + 4 * MSS);
            long busy = lone.policy.limits().busyNs(lone.now);
            assertThat(busy).isPositive();
            begin();
            assertThat(lone.policy.limits().busyNs(lone.now)).isEqualTo(busy);
            assertThat(lone.pacing.deadline()).isEqualTo(Deadline.NONE);
        }

        // What CongestionControl.onIdle promises: before something is sent after an idle time, and not while it lasts.
        @Test
        void isToldToCongestionControlOnceThereIsDataAgain() {
            lone.open();
            lone.now += 2_000 * Pair.MS;
            assertThat(lone.next()).isEmpty();
            assertThat(lone.next()).isEmpty();
            assertThat(lone.congestion.idleTimes).isZero();
            lone.write(2 * MSS);
            assertThat(lone.sendAll()).isNotEmpty();
            assertThat(lone.congestion.idleTimes).isEqualTo(1);
        }

        @Test
        void isNothingWhereNothingWaits() {
            lone.open();
            begin();
            assertThat(lone.policy.limits().busyNs(lone.now)).isZero();
        }
    }
}
