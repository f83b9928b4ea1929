package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.tcp.TcpSettings.Buffer;
import org.ouzel.core.tcp.TcpTuning.EcnReports;
import org.ouzel.core.tcp.TcpTuning.Offers;
import org.ouzel.core.wire.OptionLayout;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpSegment;

/** What a SYN has said holds, whatever the user chooses before the handshake is over. */
class OfferTest {
    private static final int MTU = 1500;
    private static final int LARGE = 1 << 20;

    /** What the user chooses too late. */
    enum Change {
        NO_TIMESTAMPS,
        NO_SACK,
        NO_SCALE,
        ANOTHER_SCALE,
        SMALLER_SEGMENTS,
        LARGER_BUFFER,
        SMALLER_BUFFER;

        void in(Tcb tcb) {
            TcpSettings before = tcb.settings();
            tcb.change(
                    switch (this) {
                        case NO_TIMESTAMPS -> offering(before, false, true, true, -1, 0);
                        case NO_SACK -> offering(before, true, false, true, -1, 0);
                        case NO_SCALE -> offering(before, true, true, false, -1, 0);
                        case ANOTHER_SCALE -> offering(before, true, true, true, 9, 0);
                        case SMALLER_SEGMENTS -> offering(before, true, true, true, -1, 700);
                        case LARGER_BUFFER -> before.withReceiveBuffer(Buffer.of(16 * LARGE));
                        case SMALLER_BUFFER -> before.withReceiveBuffer(Buffer.of(10_000));
                    });
        }

        private static TcpSettings offering(
                TcpSettings before, boolean timestamps, boolean sack, boolean windowScale, int shift, int mss) {
            Offers offers = new Offers(
                    timestamps, false, sack, windowScale, shift, mss, 64, OptionLayout.WORDS, EcnReports.CHANGED);
            return before.with(before.tuning().with(offers));
        }
    }

    private static final TcpSettings SETTINGS =
            Pair.SETTINGS.withReceiveBuffer(new Buffer(Pair.BUFFER, LARGE)).withSendBuffer(Buffer.of(LARGE));

    private static Pair opening() throws CallRefused {
        Pair pair = new Pair(1, SETTINGS);
        pair.server.passiveOpen(Deadline.NONE);
        pair.client.activeOpen(pair.name, MTU, pair.now);
        pair.flush();
        return pair;
    }

    private static void opens(Pair pair) {
        pair.runUntil(() -> pair.client.state() == State.ESTABLISHED && pair.server.state() == State.ESTABLISHED);
    }

    private static TcbInsight.Agreed agreed(Tcb tcb, Pair pair) {
        return tcb.insight(pair.now).agreed().orElseThrow();
    }

    private static List<TcpSegment> syns(Pair pair, boolean answers) {
        return pair.trace.stream()
                .filter(segment -> segment.has(TcpFlags.SYN) && segment.has(TcpFlags.ACK) == answers)
                .toList();
    }

    /** What a SYN says, but for the time. */
    private static List<Object> said(TcpSegment syn) {
        return List.of(syn.window(), said(syn.options()));
    }

    private static List<Object> said(TcpOptions of) {
        Handshake options = (Handshake) of;
        return List.of(
                options.mss(),
                options.windowScale(),
                options.sackPermitted(),
                options.timestamps().isPresent());
    }

    /** All was agreed on that the SYNs have said, and what is sent to either end arrives as fast as it can. */
    private static void isAsSaid(Pair pair) throws CallRefused {
        assertThat(agreed(pair.client, pair)).isEqualTo(new TcbInsight.Agreed(true, true, true, 5, 5));
        assertThat(agreed(pair.server, pair)).isEqualTo(new TcbInsight.Agreed(true, true, true, 5, 5));
        pair.trace.clear();
        for (Tcb tcb : List.of(pair.client, pair.server)) {
            tcb.write(MemorySegment.ofArray(new byte[Pair.BUFFER]), true, false, pair.now);
        }
        pair.runUntil(() -> pair.server.unreadBytes() == Pair.BUFFER && pair.client.unreadBytes() == Pair.BUFFER);
        assertThat(pair.trace)
                .allMatch(segment -> segment.options().timestamps().isPresent());
        assertThat(pair.client.status(pair.now).counters().beyondWindowBytesIn())
                .isZero();
        assertThat(pair.server.status(pair.now).counters().beyondWindowBytesIn())
                .isZero();
    }

    @Nested
    class OfARequest {
        @ParameterizedTest
        @EnumSource
        void isWhatIsAgreedOn(Change change) throws CallRefused {
            Pair pair = opening();
            change.in(pair.client);
            opens(pair);
            isAsSaid(pair);
        }

        @ParameterizedTest
        @EnumSource
        void isSaidAgain(Change change) throws CallRefused {
            Pair pair = new Pair(1, SETTINGS);
            pair.dropIf = segment -> true;
            pair.server.passiveOpen(Deadline.NONE);
            pair.client.activeOpen(pair.name, MTU, pair.now);
            pair.flush();
            change.in(pair.client);
            pair.dropIf = segment -> false;
            opens(pair);
            assertThat(syns(pair, false)).hasSize(2);
            assertThat(syns(pair, false).stream().map(OfferTest::said).distinct())
                    .hasSize(1);
            assertThat(pair.client.insight(pair.now).announcedMss()).isEqualTo(1460);
            isAsSaid(pair);
        }

        @Test
        void isWhatTheUserHasChosenBeforeItLeaves() throws CallRefused {
            Pair pair = new Pair(1, SETTINGS);
            pair.server.passiveOpen(Deadline.NONE);
            pair.client.activeOpen(pair.name, MTU, pair.now);
            Stream.of(Change.SMALLER_BUFFER, Change.SMALLER_SEGMENTS).forEach(change -> change.in(pair.client));
            opens(pair);
            assertThat(said(pair.trace.getFirst()).getFirst()).isEqualTo(10_000);
            assertThat(((Handshake) pair.trace.getFirst().options()).mss()).hasValue(700);
        }
    }

    @Nested
    class OfAnAnswer {
        @ParameterizedTest
        @EnumSource
        void isSaidAgain(Change change) throws CallRefused {
            Pair pair = opening();
            pair.dropIf = segment -> segment.has(TcpFlags.ACK);
            pair.runUntil(() -> pair.server.state() == State.SYN_RECEIVED);
            change.in(pair.server);
            pair.dropIf = segment -> false;
            opens(pair);
            assertThat(syns(pair, true)).hasSizeGreaterThan(1);
            assertThat(syns(pair, true).stream()
                            .map(TcpSegment::options)
                            .map(OfferTest::said)
                            .distinct())
                    .hasSize(1);
            assertThat(syns(pair, true))
                    .as("no window that is smaller, though a larger buffer may have been told meanwhile")
                    .allMatch(syn -> syn.window() >= Pair.BUFFER);
            isAsSaid(pair);
        }
    }

    @Nested
    class OfBothAtOnce {
        @ParameterizedTest
        @EnumSource
        void isSaidAgainByTheAnswer(Change change) throws CallRefused {
            Pair pair = new Pair(1, SETTINGS);
            pair.client.activeOpen(pair.name, MTU, pair.now);
            pair.server.activeOpen(pair.serverName, MTU, pair.now);
            pair.flush();
            change.in(pair.client);
            opens(pair);
            assertThat(Stream.concat(syns(pair, false).stream(), syns(pair, true).stream())
                            .map(OfferTest::said)
                            .distinct())
                    .hasSize(1);
            isAsSaid(pair);
        }
    }
}
