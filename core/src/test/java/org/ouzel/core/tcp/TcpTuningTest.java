package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.TcpTuning.Acknowledging;
import org.ouzel.core.tcp.TcpTuning.Flow;
import org.ouzel.core.tcp.TcpTuning.Offers;
import org.ouzel.core.tcp.TcpTuning.Retries;
import org.ouzel.core.wire.OptionLayout;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpSegment;

/** What can be tuned, between two connections that are tuned alike. */
class TcpTuningTest {
    private static TcpSettings with(TcpTuning tuning) {
        return Pair.SETTINGS.with(tuning);
    }

    private static Pair pair(Offers offers) throws CallRefused {
        Pair pair = new Pair(1, with(TcpTuning.DEFAULT.with(offers)));
        pair.open();
        return pair;
    }

    private static Pair pair(Flow flow) throws CallRefused {
        Pair pair = new Pair(1, with(TcpTuning.DEFAULT.with(flow)));
        pair.open();
        pair.run(100 * Pair.MS);
        pair.trace.clear();
        return pair;
    }

    private static void write(Pair pair, int bytes) throws CallRefused {
        pair.client.write(MemorySegment.ofArray(new byte[bytes]), false, false, pair.now);
        pair.flush();
    }

    private static List<TcpSegment> data(Pair pair) {
        return pair.trace.stream()
                .filter(segment -> segment.payload().length() > 0)
                .toList();
    }

    @Nested
    class WhatIsOffered {
        @ParameterizedTest
        @CsvSource({"true, true, true", "false, true, true", "true, false, true", "true, true, false"})
        void isAllThatIsUsed(boolean timestamps, boolean sack, boolean windowScale) throws CallRefused {
            Pair pair = pair(new Offers(
                    timestamps, false, sack, windowScale, 5, 0, 64, OptionLayout.WORDS, TcpTuning.EcnReports.CHANGED));
            for (TcpSegment syn : pair.trace.subList(0, 2)) {
                Handshake options = (Handshake) syn.options();
                assertThat(options.timestamps().isPresent()).isEqualTo(timestamps);
                assertThat(options.sackPermitted()).isEqualTo(sack);
                assertThat(options.windowScale().isPresent()).isEqualTo(windowScale);
            }
            int shift = windowScale ? 5 : 0;
            TcbInsight.Agreed agreed = new TcbInsight.Agreed(timestamps, sack, windowScale, shift, shift);
            assertThat(pair.client.insight(pair.now).agreed()).contains(agreed);
            assertThat(pair.server.insight(pair.now).agreed()).contains(agreed);
            write(pair, 40_000);
            pair.runUntil(() -> pair.server.unreadBytes() == 40_000);
        }

        @Test
        void boundsSegmentsOfBothEnds() throws CallRefused {
            Pair pair = pair(new Offers(
                    false, false, true, true, -1, 700, 64, OptionLayout.WORDS, TcpTuning.EcnReports.CHANGED));
            assertThat(((Handshake) pair.trace.getFirst().options()).mss()).hasValue(700);
            write(pair, 3000);
            pair.runUntil(() -> pair.server.unreadBytes() == 3000);
            assertThat(data(pair))
                    .extracting(segment -> segment.payload().length())
                    .containsOnly(700, 200);
            assertThat(pair.client.insight(pair.now).announcedMss()).isEqualTo(700);
        }
    }

    @Nested
    class Tries {
        private Pair pair(Retries retries) {
            return new Pair(1, with(TcpTuning.DEFAULT.with(retries)).with(TcpSettings.UserTimeout.NONE));
        }

        @Test
        void endAfterSoManySyns() throws CallRefused {
            Pair pair = pair(new Retries(0, 0, 2, 0, 0));
            pair.dropIf = segment -> true;
            pair.client.activeOpen(pair.name, 1500, pair.now);
            pair.runUntil(() -> pair.client.state() == State.CLOSED);
            assertThat(pair.trace).hasSize(3);
            // RFC 6298 §5.5: 1 s, 2 s and 4 s
            assertThat(pair.client.ending()).contains(new Ending.UserTimeout(7_000 * Pair.MS));
        }

        @Test
        void haveAsManyAlikeAsWhenTheOpenBegan() throws CallRefused {
            Pair pair = pair(new Retries(0, 0, 2, 0, 0));
            pair.dropIf = segment -> true;
            pair.client.activeOpen(pair.name, 1500, pair.now);
            pair.flush();
            TcpHabits.Timing alike =
                    new TcpHabits.Timing(TcpHabits.GivingUp.COUNTED, 4, 0, true, 0, TcpHabits.Variation.EACH_SAMPLE);
            TcpTuning tuning = pair.client.settings().tuning();
            pair.client.change(
                    pair.client.settings().with(tuning.with(tuning.habits().with(alike))));
            pair.runUntil(() -> pair.client.state() == State.CLOSED);
            assertThat(pair.now / Pair.MS).as("one second, two and four").isEqualTo(7_000);
        }

        @Test
        void endAfterSoManyAnswersToARequest() throws CallRefused {
            Pair pair = pair(new Retries(0, 0, 0, 1, 0));
            pair.dropIf = segment -> segment.has(TcpFlags.ACK);
            pair.server.passiveOpen(Deadline.NONE);
            pair.client.activeOpen(pair.name, 1500, pair.now);
            pair.run(20 * Pair.MS);
            pair.dropIf = segment -> true;
            pair.runUntil(() -> pair.server.state() == State.LISTEN);
            assertThat(pair.trace.stream().filter(segment -> segment.has(TcpFlags.ACK)))
                    .hasSize(2);
        }

        @Test
        void endAfterSoManyRetransmissions() throws CallRefused {
            Pair pair = pair(new Retries(0, 0, 0, 0, 3));
            pair.open();
            pair.run(100 * Pair.MS);
            pair.dropIf = segment -> true;
            pair.trace.clear();
            write(pair, 100);
            pair.runUntil(() -> pair.client.state() == State.CLOSED);
            assertThat(pair.client.ending()).containsInstanceOf(Ending.UserTimeout.class);
            assertThat(data(pair)).as("one, a loss probe, and three again").hasSize(5);
            assertThat(pair.trace).noneMatch(segment -> segment.has(TcpFlags.RST));
        }

        @Test
        void beginAnewWhenSomethingIsAcknowledged() throws CallRefused {
            Pair pair = pair(new Retries(0, 0, 0, 0, 3));
            pair.open();
            for (int round = 0; round < 3; round++) {
                pair.dropIf = segment -> segment.payload().length() > 0;
                write(pair, 100);
                pair.runUntil(() -> pair.client.insight(pair.now).retries().timeouts() == 2);
                pair.dropIf = segment -> false;
                pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
            }
            assertThat(pair.client.state()).isEqualTo(State.ESTABLISHED);
        }

        @Test
        void endAfterSoManyKeepAliveProbes() throws CallRefused {
            Pair pair = pair(new Retries(2_000 * Pair.MS, 3, 0, 0, 0));
            pair.open();
            pair.run(100 * Pair.MS);
            pair.dropIf = segment -> true;
            pair.trace.clear();
            long since = pair.now;
            TcpSettings settings = pair.client.settings();
            pair.client.change(settings.with(settings.times().withKeepAlive(10_000 * Pair.MS)));
            pair.runUntil(() -> pair.client.state() == State.CLOSED);
            assertThat(pair.client.ending()).contains(new Ending.KeepAliveTimeout());
            assertThat(pair.trace).as("the probes and a reset").hasSize(4);
            assertThat((pair.now - since) / Pair.MS).isBetween(15_800L, 16_000L);
        }
    }

    @Nested
    class WhatLeaves {
        @Test
        void fillsSegmentsWhileItIsCorked() throws CallRefused {
            Pair pair = pair(new Flow(true, false, Acknowledging.AUTOMATIC, 0, 0, true));
            write(pair, 1448 + 100);
            assertThat(data(pair)).hasSize(1);
            pair.run(150 * Pair.MS);
            assertThat(data(pair)).hasSize(1);
            pair.client.change(pair.client.settings().with(TcpTuning.DEFAULT));
            pair.flush();
            assertThat(data(pair)).hasSize(2);
        }

        @Test
        void isNotHeldBackForEverByACork() throws CallRefused {
            Pair pair = pair(new Flow(true, false, Acknowledging.AUTOMATIC, 0, 0, true));
            write(pair, 100);
            long since = pair.now;
            pair.runUntil(() -> pair.server.unreadBytes() == 100);
            assertThat((pair.now - since) / Pair.MS).isBetween(200L, 300L);
        }

        @Test
        void isNotHeldBackByACorkBeforeTheEnd() throws CallRefused {
            Pair pair = pair(new Flow(true, false, Acknowledging.AUTOMATIC, 0, 0, true));
            write(pair, 100);
            pair.client.close(pair.now);
            pair.flush();
            assertThat(data(pair)).hasSize(1);
        }

        @Test
        void endsWithPushWhereAWriteEnded() throws CallRefused {
            Pair pair = pair(new Flow(false, true, Acknowledging.AUTOMATIC, 0, 0, true));
            write(pair, 3 * 1448);
            pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
            assertThat(data(pair))
                    .extracting(segment -> segment.has(TcpFlags.PSH))
                    .containsExactly(false, false, true);
            pair.trace.clear();
            write(pair, 10);
            write(pair, 10);
            assertThat(data(pair)).as("Nagle's algorithm holds the second back").hasSize(1);
            pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
            assertThat(data(pair)).allMatch(segment -> segment.has(TcpFlags.PSH));
        }

        @Test
        void beginsWithSoManySegments() throws CallRefused {
            Pair pair = pair(new Flow(false, false, Acknowledging.AUTOMATIC, 0, 3, true));
            write(pair, 20_000);
            assertThat(data(pair)).hasSize(3);
        }

        @Test
        void keepsWithinTheClampOfTheReceiver() throws CallRefused {
            Pair pair = pair(new Flow(false, false, Acknowledging.AUTOMATIC, 4000, 0, true));
            write(pair, 20_000);
            pair.run(50 * Pair.MS);
            assertThat(pair.trace).allMatch(segment -> segment.window() <= 4000);
            pair.runUntil(() -> pair.server.unreadBytes() == 20_000);
            assertThat(pair.client.status(pair.now).windows().send()).isLessThanOrEqualTo(4000);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isSpreadOverTheRoundTripUnlessToldNotTo(boolean paced) throws CallRefused {
            Pair pair = pair(new Flow(false, false, Acknowledging.AUTOMATIC, 0, 0, paced));
            List<Long> times = new ArrayList<>();
            pair.lateByNs = segment -> {
                times.add(pair.now);
                return 0;
            };
            write(pair, 50_000);
            long begun = pair.now;
            pair.runUntil(() -> pair.server.unreadBytes() == 50_000);
            boolean onlyWithAcknowledgments = times.stream().allMatch(at -> (at - begun) % (5 * Pair.MS) == 0);
            assertThat(onlyWithAcknowledgments).isNotEqualTo(paced);
        }

        @ParameterizedTest
        @CsvSource({"AT_ONCE, 10", "DELAYED, 50"})
        void isAcknowledgedWhenItShouldBe(Acknowledging when, long afterMs) throws CallRefused {
            Pair pair = pair(new Flow(false, false, when, 0, 0, true));
            for (int write = 0; write < 20; write++) {
                long since = pair.now;
                write(pair, 100);
                pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
                assertThat((pair.now - since) / Pair.MS).isEqualTo(afterMs);
            }
        }

        @Test
        void isAcknowledgedAtOnceFromTheMomentOn() throws CallRefused {
            Pair pair = pair(new Flow(false, false, Acknowledging.DELAYED, 0, 0, true));
            write(pair, 100);
            pair.run(20 * Pair.MS);
            assertThat(pair.client.unacknowledgedBytes()).isEqualTo(100);
            pair.server.change(pair.server
                    .settings()
                    .with(TcpTuning.DEFAULT.with(Flow.DEFAULT.withAcknowledging(Acknowledging.AT_ONCE))));
            pair.flush();
            pair.run(5 * Pair.MS);
            assertThat(pair.client.unacknowledgedBytes()).isZero();
        }
    }

    @Nested
    class Buffers {
        @Test
        void changeWithTheSettings() throws CallRefused {
            Pair pair = Pair.established(1);
            pair.dropIf = segment -> segment.payload().length() > 0;
            pair.client.change(pair.client.settings().withSendBuffer(TcpSettings.Buffer.of(1000)));
            assertThat(pair.client.sendRoom()).isEqualTo(1000);
            write(pair, 3000);
            assertThat(pair.client.unacknowledgedBytes()).isEqualTo(1000);
            pair.client.change(Pair.SETTINGS);
            assertThat(pair.client.sendRoom()).isEqualTo(Pair.BUFFER - 1000);
        }
    }

    @Nested
    class CloseOfBothWays {
        @Test
        void resetsWhatIsUnread() throws CallRefused {
            Pair pair = Pair.established(1);
            write(pair, 100);
            pair.run(100 * Pair.MS);
            pair.server.closeBothWays(pair.now);
            pair.runUntil(() -> pair.client.state() == State.CLOSED);
            assertThat(pair.client.ending()).contains(new Ending.RemoteAbort());
        }

        @Test
        @Tag("SHLD-3")
        void resetsWhatComesLater() throws CallRefused {
            Pair pair = Pair.established(1);
            pair.server.closeBothWays(pair.now);
            pair.run(100 * Pair.MS);
            assertThat(pair.server.state()).isEqualTo(State.FIN_WAIT_2);
            write(pair, 100);
            pair.runUntil(() -> pair.client.state() == State.CLOSED);
            assertThat(pair.client.ending()).contains(new Ending.RemoteAbort());
            assertThat(pair.pages.lent()).isZero();
        }

        @Test
        void isOrderlyIfThePeerClosesToo() throws CallRefused {
            Pair pair = Pair.established(1);
            pair.server.closeBothWays(pair.now);
            pair.run(100 * Pair.MS);
            pair.client.closeBothWays(pair.now);
            pair.runUntil(() -> pair.server.state() == State.CLOSED);
            assertThat(pair.client.ending()).contains(new Ending.Graceful());
            assertThat(pair.server.ending()).contains(new Ending.Graceful());
        }
    }

    @Test
    void looksAtWhatIsUnreadWithoutTakingIt() throws CallRefused {
        Pair pair = Pair.established(1);
        pair.client.write(MemorySegment.ofArray(new byte[] {1, 2, 3}), false, true, pair.now);
        pair.run(100 * Pair.MS);
        byte[] two = new byte[2];
        assertThat(pair.server.peek(1, MemorySegment.ofArray(two))).isEqualTo(2);
        assertThat(two).containsExactly(2, 3);
        assertThat(pair.server.peek(3, MemorySegment.ofArray(two))).isZero();
        assertThat(pair.server.unreadBytes()).isEqualTo(3);
        assertThat(pair.server.urgentAhead()).isEqualTo(3);
        assertThat(pair.server.isPeerClosed()).isFalse();
    }
}
