package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.tcp.TcpHabits.GivingUp;
import org.ouzel.core.tcp.TcpHabits.Offering;
import org.ouzel.core.tcp.TcpHabits.Pushing;
import org.ouzel.core.tcp.TcpHabits.SmallSegments;
import org.ouzel.core.tcp.TcpHabits.WindowProbes;
import org.ouzel.core.tcp.TcpTuning.Acknowledging;
import org.ouzel.core.tcp.TcpTuning.Flow;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** What stacks do differently, between two connections that have the same habits. */
class TcpHabitsTest {
    /** Those of Linux, as far as they are habits. */
    private static final TcpHabits OTHERS = TcpHabits.DEFAULT
            .with(Offering.WHOLE_SEGMENTS)
            .with(new TcpHabits.Answers(
                    TcpHabits.RepeatedRequest.ACKNOWLEDGED,
                    TcpHabits.SoftErrors.ENDURED,
                    false,
                    false,
                    true,
                    500 * Pair.MS))
            .with(new TcpHabits.Sending(
                    Pushing.BURSTS, SmallSegments.MINSHALL, WindowProbes.EMPTY, false, TcpHabits.Unit.BYTES, true))
            .with(new TcpHabits.Timing(GivingUp.TIMED, 4, 0, true, 0, TcpHabits.Variation.EACH_SAMPLE));

    private static final int MSS = 1448;

    private static TcpSettings settings(TcpHabits habits) {
        Flow flow = new Flow(false, true, Acknowledging.ADAPTIVE, 0, 0, false);
        return Pair.SETTINGS.with(TcpTuning.DEFAULT.with(flow).with(habits));
    }

    private static Pair pair(TcpHabits habits) throws CallRefused {
        Pair pair = new Pair(1, settings(habits));
        pair.open();
        pair.run(100 * Pair.MS);
        pair.trace.clear();
        return pair;
    }

    private static void write(Pair pair, int bytes) throws CallRefused {
        pair.client.write(MemorySegment.ofArray(new byte[bytes]), false, false, pair.now);
        pair.flush();
    }

    private static List<Boolean> pushes(Pair pair) {
        return pair.trace.stream()
                .filter(segment -> segment.payload().length() > 0)
                .map(segment -> segment.has(TcpFlags.PSH))
                .toList();
    }

    private static TcpHabits pushing(Pushing where) {
        return TcpHabits.DEFAULT.with(TcpHabits.Sending.DEFAULT.withPushing(where));
    }

    @Nested
    class Pushes {
        @Test
        void standWhereABurstEnds() throws CallRefused {
            Pair pair = pair(OTHERS);
            write(pair, 20 * MSS);
            assertThat(pushes(pair)).containsExactly(false, true, false, true, false, true, false, true, false, true);
        }

        @Test
        void standAtTheEndOfTheLastOfTheWritesThatWait() throws CallRefused {
            Pair pair = pair(OTHERS);
            write(pair, 10);
            write(pair, 10);
            write(pair, MSS);
            pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
            assertThat(pushes(pair)).containsExactly(true, false, true);
        }

        @Test
        void standWhereTheBufferIsEmptied() throws CallRefused {
            TcpHabits habits = pushing(Pushing.EMPTYING);
            Pair pair = new Pair(1, Pair.SETTINGS.with(TcpTuning.DEFAULT.with(habits)));
            pair.open();
            pair.trace.clear();
            write(pair, 2 * MSS + 100);
            pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
            assertThat(pushes(pair)).containsExactly(false, false, true);
        }
    }

    @Nested
    class SmallOnes {
        @Test
        void goBesideFullOnesButNotBesideEachOther() throws CallRefused {
            Pair pair = pair(OTHERS);
            write(pair, MSS);
            write(pair, 10);
            write(pair, 10);
            assertThat(pushes(pair)).hasSize(2);
        }
    }

    @Nested
    class Windows {
        @Test
        void beginWithWholeSegments() throws CallRefused {
            Pair pair = new Pair(1, settings(OTHERS));
            pair.open();
            assertThat(pair.trace.get(0).window()).isEqualTo(Pair.BUFFER / 1460 * 1460);
            assertThat(pair.trace.get(1).window()).isEqualTo(Pair.BUFFER / MSS * MSS);
        }

        @ParameterizedTest
        @CsvSource({
            "65536, 1460, 64240",
            "65536, 1448, 65160",
            "65536, 1440, 64800",
            "1000, 1460, 1000",
            "1000000, 1460, 65535"
        })
        void haveSixteenBits(int buffer, int segment, int window) {
            TcpSettings settings =
                    settings(OTHERS).withReceiveBuffer(new TcpSettings.Buffer(buffer, Math.max(buffer, Pair.BUFFER)));
            assertThat(FirstWindow.bytes(settings, segment)).isEqualTo(window);
        }

        @Test
        void growByTwoSegmentsWithEachThatComes() {
            GrowingWindow window = new GrowingWindow(14_600, 1460);
            window.onScale(7);
            assertThat(window.bytes(65_536, 65_536, 14_600, 1460)).isEqualTo(14_720);
            window.onInOrder(100, 65_536);
            window.onInOrder(1460, 65_536);
            assertThat(window.bytes(65_536, 65_536, 14_720, 1460)).isEqualTo(17_536);
            assertThat(window.bytes(4000, 65_536, 17_536, 1460))
                    .as("less than a sixteenth")
                    .isZero();
            assertThat(window.bytes(5000, 65_536, 17_536, 1460)).isEqualTo(4992);
        }

        @Test
        void carryAllDataWhereTheReaderIsSlow() throws CallRefused {
            Pair pair = pair(OTHERS);
            int bytes = 2 * Pair.BUFFER;
            int taken = 0;
            while (taken < bytes || pair.server.unreadBytes() > 0) {
                int room = Math.min(pair.client.sendRoom(), bytes - taken);
                write(pair, room);
                taken += room;
                pair.run(50 * Pair.MS);
                pair.server.read(MemorySegment.ofArray(new byte[5000]), pair.now);
                pair.flush();
            }
            assertThat(pair.client.unacknowledgedBytes()).isZero();
        }
    }

    @Nested
    class GivenUp {
        @Test
        void isWhatWasSentAgainForTooLong() throws CallRefused {
            Pair pair = pair(OTHERS);
            pair.client.change(pair.client.settings().with(new TcpSettings.UserTimeout(3000 * Pair.MS, false)));
            pair.dropIf = segment -> true;
            long since = pair.now;
            write(pair, 100);
            pair.runUntil(() -> pair.client.state() == State.CLOSED);
            assertThat(pair.client.ending()).containsInstanceOf(Ending.UserTimeout.class);
            assertThat((pair.now - since) / Pair.MS)
                    .as("a probe and a timeout before it")
                    .isBetween(3400L, 3500L);
            assertThat(pair.trace).noneMatch(segment -> segment.has(TcpFlags.RST));
        }

        @ParameterizedTest
        @CsvSource({"0, 200", "5, 12600", "8, 102200", "15, 924600"})
        void isATimeThatFollowsFromANumber(int retries, long ms) {
            assertThat(RetryTime.ns(retries, 120_000 * Pair.MS) / Pair.MS).isEqualTo(ms);
        }

        @Test
        void isASynThatIsSentAgainEachSecondAtFirst() throws CallRefused {
            Pair pair = new Pair(1, settings(OTHERS));
            pair.dropIf = segment -> true;
            pair.client.activeOpen(pair.name, 1500, pair.now);
            pair.run(11_500 * Pair.MS);
            assertThat(pair.trace).as("at 0 to 5, 7 and 11 seconds").hasSize(8);
        }
    }

    @Nested
    class Answers {
        @Test
        void areHalfASecondApart() {
            ReplyLimit limit = new ReplyLimit(500 * Pair.MS);
            assertThat(limit.admit(1000 * Pair.MS)).isTrue();
            assertThat(limit.admit(1499 * Pair.MS)).isFalse();
            assertThat(limit.admit(1500 * Pair.MS)).isTrue();
        }

        @Test
        void toAnAbortAcknowledgeWhatHasCome() throws CallRefused {
            Pair pair = pair(OTHERS);
            pair.client.abort(pair.now);
            pair.flush();
            TcpSegment reset = pair.trace.getLast();
            assertThat(reset.has(TcpFlags.RST) && reset.has(TcpFlags.ACK)).isTrue();
            assertThat(reset.options().timestamps()).isPresent();
            pair.runUntil(() -> pair.server.state() == State.CLOSED);
        }
    }

    @Nested
    class Timeouts {
        @Test
        void areLongerByASlopButForTheFirst() {
            RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT, 200 * Pair.MS, TcpHabits.Variation.EACH_SAMPLE);
            assertThat(rtt.rtoNs()).isEqualTo(1000 * Pair.MS);
            rtt.backOff();
            assertThat(rtt.rtoNs()).isEqualTo(2200 * Pair.MS);
            rtt.sample(100 * Pair.MS, 1);
            assertThat(rtt.rtoNs()).isEqualTo(500 * Pair.MS);
        }

        @Test
        void comeWithoutAProbeWhereThereAreNone() throws CallRefused {
            TcpHabits habits = TcpHabits.DEFAULT.with(TcpHabits.Timing.DEFAULT.withLossProbes(false));
            Pair pair = pair(habits);
            pair.dropIf = segment -> segment.payload().length() > 0;
            write(pair, 3 * MSS);
            pair.runUntil(() -> pair.client.insight(pair.now).retries().timeouts() == 1);
            assertThat(pair.client.status(pair.now).counters().tailLossProbes()).isZero();
        }
    }

    @Nested
    class GivingUpByTime {
        @Test
        @Timeout(30)
        void tellsOfTheUserTimeoutOnceInATime() throws CallRefused {
            TcpSettings settings = settings(OTHERS).with(new TcpSettings.UserTimeout(3_000 * Pair.MS, true));
            Pair pair = new Pair(1, settings);
            pair.open();
            pair.run(100 * Pair.MS);
            pair.client.takeSignals();
            pair.dropIf = _ -> true;
            write(pair, 100);
            int told = 0;
            for (int second = 0; second < 20; second++) {
                pair.run(1_000 * Pair.MS);
                told += pair.client.takeSignals().contains(Signal.USER_TIMEOUT) ? 1 : 0;
            }
            assertThat(told).isBetween(4, 7);
        }
    }

    @Nested
    class WindowsOfWholeSegments {
        @Test
        void holdNoMoreThanTheBufferAndAStepOfTheScale() throws CallRefused {
            int buffer = 64 << 10;
            TcpSettings settings = settings(OTHERS).withReceiveBuffer(new TcpSettings.Buffer(buffer, buffer));
            SipHash hash = new SipHash(1, 2);
            Environment environment =
                    new Environment(TcpParameters.DEFAULT, new HeapPages(), new KeyedNumbers(hash, hash), new Drops());
            Receiver receiver = new Receiver(0, buffer, settings, environment, new Counters());
            receiver.growBySegments(MSS);
            receiver.onScale(7);
            for (int i = 0; i < 4_000; i++) {
                long window = receiver.offerWindow(MSS, i);
                int fits = (int) Math.min(window, MSS);
                if (fits > 1) {
                    receiver.onData(receiver.rcvNxt(), Payload.of(MemorySegment.ofArray(new byte[fits - 1])), false, i);
                }
            }
            assertThat(receiver.unread()).isLessThan(buffer + (1 << 7));
        }
    }

    @Nested
    class Losses {
        @ParameterizedTest
        @CsvSource({"true, 5", "false, 2"})
        void lowerTheWindowFromWhatItWas(boolean lowered, int segments) throws CallRefused {
            TcpHabits habits = TcpHabits.DEFAULT.with(TcpHabits.Sending.DEFAULT.withWindowLowered(lowered));
            Pair pair = pair(habits);
            pair.dropIf = segment -> segment.payload().length() > 0;
            write(pair, 3 * MSS);
            pair.runUntil(() -> pair.client.insight(pair.now).retries().timeouts() == 1);
            assertThat(pair.client.status(pair.now).congestion().ssthreshBytes())
                    .isEqualTo((long) segments * MSS);
        }
    }

    @Nested
    class Probes {
        @Test
        void ofAClosedWindowAreEmpty() throws CallRefused {
            Pair pair = pair(OTHERS);
            pair.client.write(MemorySegment.ofArray(new byte[Pair.BUFFER]), false, false, pair.now);
            pair.runUntil(() -> pair.client.status(pair.now).windows().send() == 0);
            pair.trace.clear();
            write(pair, 100);
            pair.run(5000 * Pair.MS);
            assertThat(pair.trace)
                    .isNotEmpty()
                    .allMatch(segment -> segment.payload().length() == 0);
        }
    }
}
