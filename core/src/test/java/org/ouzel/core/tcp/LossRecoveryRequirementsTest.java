package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.TcpSegment;

/** What the RFCs of loss recovery require, between two ends. */
class LossRecoveryRequirementsTest {
    private static final int SEGMENTS = 6;

    /** A congestion window of six segments, in recovery too, that sees to it that no more is in flight. */
    private static final class Narrow implements CongestionControl {
        final List<Loss> losses = new ArrayList<>();
        int restarts;
        private int mss = 1;

        @Override
        public String name() {
            return "narrow";
        }

        @Override
        public String phase() {
            return "narrow";
        }

        @Override
        public long cwndBytes() {
            return (long) SEGMENTS * mss;
        }

        @Override
        public long ssthreshBytes() {
            return cwndBytes();
        }

        @Override
        public boolean regulatesRecovery() {
            return true;
        }

        @Override
        public void onSegmentSize(int mssBytes) {
            mss = mssBytes;
        }

        @Override
        public void onHandshakeTimeout() {}

        @Override
        public void onIdle(long now) {
            restarts++;
        }

        @Override
        public void onSent(Sent event) {
            assertThat(event.flightBytes() + event.bytes()).isLessThanOrEqualTo(cwndBytes());
        }

        @Override
        public void onAcknowledged(Acknowledged event) {}

        @Override
        public void onLoss(Loss event) {
            losses.add(event);
        }

        @Override
        public void onRecovered(long now, long flightBytes) {}

        @Override
        public void onTimeout(Loss event, boolean again) {}

        @Override
        public void onSpurious(long now, long flightBytes) {}
    }

    private static MemorySegment data(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    @Test
    @Tag("9937-3-2")
    void sendsNoMoreThanTheWindowAllowsWhateverIsLost() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(Narrow::new);
        flow.lose(2, 3, 7, 12).send(30).untilAcknowledged();
        assertThat(flow.counters().segmentsRetransmitted()).isGreaterThanOrEqualTo(4);
        assertThat(flow.counters().timeouts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Tag("9937-3-1")
    void sendsNoMoreThanThePeerTakesWhateverIsLost(long seed) throws CallRefused {
        Pair pair = Pair.established(seed);
        pair.faults = new Pair.Faults(0.05, 0.02, 0.1);
        int read = 0;
        for (int round = 0; read < 300_000; round++) {
            pair.client.write(data(Pair.BUFFER), true, false, pair.now);
            for (int ms = 0; ms < 20; ms++) {
                pair.run(Pair.MS);
                TcbStatus status = pair.client.status(pair.now);
                int beyond = status.sequence().sndNxt() - status.sequence().sndUna();
                assertThat((long) beyond)
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(Math.max(1, status.windows().send()));
            }
            // Sometimes not at all, so that the window closes.
            read += round % 5 == 0
                    ? 0
                    : pair.server.read(data(Pair.BUFFER), pair.now).count();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Tag("5681-4.2-6")
    void answersNoSegmentTwice(long seed) throws CallRefused {
        Pair pair = Pair.established(seed);
        pair.client.write(data(Pair.BUFFER), true, false, pair.now);
        pair.trace.clear();
        pair.dropIf = segment -> segment.payload().length() > 0 && segment.seq() % 7 == 0;
        pair.run(1000 * Pair.MS);
        long data =
                pair.trace.stream().filter(LossRecoveryRequirementsTest::isData).count();
        long acks =
                pair.trace.stream().filter(segment -> segment.sourcePort() == 7).count();
        assertThat(acks).as("seed %d", seed).isPositive().isLessThanOrEqualTo(data);
    }

    private static boolean isData(TcpSegment segment) {
        return segment.payload().length() > 0;
    }

    // RFC 5681 §4.3, by Proportional Rate Reduction
    @Test
    @Tag("5681-4.3-4")
    @Tag("2018-5.1-1")
    @Tag("6675-5-3")
    void sendsHalfOfWhatWasOutstandingInTheRoundTripAfterALoss() throws CallRefused {
        NumberedSegments flow = NumberedSegments.open(NewReno::new);
        flow.lose(0).send(30).until(14);
        assertThat(flow.status().congestion().phase()).isEqualTo("fast recovery");
        int before = flow.sent().indexOf(0) == 0 ? flow.sent().lastIndexOf(0) : -1;
        assertThat(before).isPositive();
        flow.until(flow.sentAtMs(0, 2) + 9.9);
        assertThat(flow.sent().size() - before).isLessThanOrEqualTo(6);
        flow.pass(5);
        assertThat(flow.status().congestion().phase()).isEqualTo("congestion avoidance");
        flow.untilAcknowledged();
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
    }

    // RFC 7661 §4.2, §4.4.1: what was acknowledged in recovery, and before it, does not count after it.
    @Test
    @Tag("7661-4.2-3")
    @Tag("7661-4.4.1-4")
    void forgetsInRecoveryWhatThePathHasCarried() throws CallRefused {
        Narrow narrow = new Narrow();
        NumberedSegments flow = NumberedSegments.open(() -> narrow);
        flow.lose(25).send(30).untilAcknowledged();
        assertThat(narrow.losses).hasSize(1);
        assertThat(narrow.losses.getFirst().usedBytes()).isGreaterThanOrEqualTo(5L * flow.mss());
        flow.pass(20).lose(30).send(4).untilAcknowledged();
        assertThat(narrow.losses).hasSize(2);
        assertThat(narrow.losses.getLast().usedBytes()).isLessThanOrEqualTo(4L * flow.mss());
    }

    @Test
    @Tag("6298-3-3")
    void measuresEachRoundTripWithoutTimestampsToo() throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(false, true);
        for (long oneWayMs = 5; oneWayMs < 50; oneWayMs += 5) {
            flow.pair.delay(oneWayMs * Pair.MS);
            flow.send(2).untilAcknowledged();
            assertThat(flow.status().timing().lastNs()).isEqualTo(2 * oneWayMs * Pair.MS);
        }
    }

    @InStates(ESTABLISHED)
    @Tag("6298-5-1")
    void sendsNothingAgainBeforeATimeoutHasPassed(StateFixture tcp) throws CallRefused {
        tcp.arrives(ack(), 0xffff);
        tcp.send(Sender.DEFAULT_MSS);
        tcp.now += 100 * StateFixture.MS;
        tcp.send(Sender.DEFAULT_MSS);
        tcp.now += 100 * StateFixture.MS;
        tcp.arrives(ack().acking(Sender.DEFAULT_MSS), 0xffff);
        tcp.takeSentCount();
        long rto = tcp.tcb.status(tcp.now).timing().rtoNs();
        for (int again = 0; again < 5; again++) {
            tcp.passes(rto - 1);
            tcp.sentNothing();
            tcp.passes(1);
            assertThat(tcp.takeSentCount()).isEqualTo(1);
            rto = tcp.tcb.status(tcp.now).timing().rtoNs();
        }
    }

    /** P0 is lost, and found so; P10 to P13 are sent during its recovery, and P10 is found lost too. */
    private static LoneRecovery inRecoveryOfTwoWindows(CongestionControl congestion) {
        LoneRecovery alone = LoneRecovery.withSack(congestion);
        alone.send(10);
        alone.now += 10 * Pair.MS;
        alone.sack(LoneRecovery.position(0), LoneRecovery.segments(1, 10));
        alone.sendAgain();
        alone.now += Pair.MS;
        alone.send(4);
        alone.now += 10 * Pair.MS;
        alone.sack(LoneRecovery.position(0), LoneRecovery.segments(1, 10), LoneRecovery.segments(11, 14));
        assertThat(alone.counters.segmentsLost).isGreaterThanOrEqualTo(2);
        assertThat(alone.counters.fastRecoveries).isEqualTo(1);
        return alone;
    }

    // RFC 5681 §4.3: "Loss in two successive windows of data ... should be taken as two indications of congestion"
    @Test
    void lowersTheWindowAgainForWhatWasSentDuringRecoveryAndLost() {
        LoneRecovery alone = inRecoveryOfTwoWindows(new NewReno());
        assertThat(alone.congestion.ssthreshBytes()).isEqualTo(5L * LoneRecovery.MSS);
        alone.sendAgain();
        alone.now += 10 * Pair.MS;
        alone.acknowledge(LoneRecovery.position(10));
        assertThat(alone.counters.fastRecoveries).isEqualTo(2);
        assertThat(alone.congestion.ssthreshBytes()).isLessThan(4L * LoneRecovery.MSS);
        alone.sendAllAgain();
        alone.now += 10 * Pair.MS;
        alone.acknowledge(LoneRecovery.position(14));
        assertThat(alone.recovery.state()).isEqualTo(TcbInsight.Recovery.OPEN);
        assertThat(alone.counters.spuriousRecoveries).isZero();
        assertThat(alone.counters.fastRecoveries).isEqualTo(2);
    }

    @Test
    void lowersTheWindowAgainThoughAllHasComeWhenRecoveryEnds() {
        LoneRecovery alone = inRecoveryOfTwoWindows(new NewReno());
        alone.sendAllAgain();
        alone.now += 10 * Pair.MS;
        alone.acknowledge(LoneRecovery.position(14));
        assertThat(alone.recovery.state()).isEqualTo(TcbInsight.Recovery.OPEN);
        assertThat(alone.congestion.ssthreshBytes()).isLessThan(4L * LoneRecovery.MSS);
        assertThat(alone.congestion.cwndBytes()).isLessThan(4L * LoneRecovery.MSS);
        alone.send(2);
        alone.now += 10 * Pair.MS;
        alone.acknowledge(LoneRecovery.position(16));
        assertThat(alone.counters.spuriousRecoveries).isZero();
        assertThat(alone.congestion.ssthreshBytes()).isLessThan(4L * LoneRecovery.MSS);
    }

    // RFC 5681 §4.1: "if the TCP has not sent data in an interval exceeding the retransmission timeout". What
    // was sent again was sent.
    @Test
    void doesNotRestartAfterARetransmission() throws CallRefused {
        List<Narrow> ends = new ArrayList<>();
        NumberedSegments flow = NumberedSegments.open(() -> {
            ends.add(new Narrow());
            return ends.getLast();
        });
        Narrow narrow = ends.getFirst(); // the client's
        flow.send(1).untilAcknowledged();
        int before = narrow.restarts;
        flow.lose(1).send(1).untilAcknowledged().pass(100).send(1).untilAcknowledged();
        assertThat(flow.sentAtMs(2, 1) - flow.sentAtMs(1, 1)).isGreaterThan(250);
        assertThat(narrow.restarts).isEqualTo(before);
        flow.pass(500).send(1).untilAcknowledged();
        assertThat(narrow.restarts).isGreaterThan(before);
    }

    @Test
    @Tag("2018-5-3")
    void sendsWhatStandsFirstAgainAfterATimeoutThoughThePeerSaidToHoldIt() {
        Scoreboard scoreboard = new Scoreboard(new Spares());
        LossRecovery recovery = new LossRecovery(
                new WideWindow(),
                new RttEstimator(TcpParameters.DEFAULT),
                new Counters(),
                scoreboard,
                TcpHabits.DEFAULT,
                new Workbench());
        recovery.onSackPermitted();
        recovery.onSegmentSize(1000);
        recovery.onSend(1, 1, 0);
        recovery.onFeedback(new Feedback()
                .tell(0, 1, SelectiveAcknowledgment.NONE, TimestampClock.NOT_ECHOED, false, EcnFeedback.Plain.NONE));
        for (int segment = 0; segment < 3; segment++) {
            recovery.onSend(1000, 1000, 0);
        }
        SelectiveAcknowledgment first = new SelectiveAcknowledgment(Optional.empty(), List.of(new Range(1, 1001)));
        recovery.onFeedback(new Feedback().tell(1, 1, first, TimestampClock.NOT_ECHOED, true, EcnFeedback.Plain.NONE));
        recovery.nextToSendAgain().ifPresent(sent -> recovery.onSendAgain(sent, 2));
        recovery.onFeedback(new Feedback().tell(3, 1, first, TimestampClock.NOT_ECHOED, true, EcnFeedback.Plain.NONE));
        while (recovery.state() != TcbInsight.Recovery.LOSS) {
            long now = recovery.deadline();
            recovery.onTimer(now);
            recovery.takeProbe(now);
        }
        assertThat(recovery.nextToSendAgain().map(sent -> sent.from)).contains(1L);
    }
}
