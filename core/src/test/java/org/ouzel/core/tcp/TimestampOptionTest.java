package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;
import static org.ouzel.core.tcp.StateFixture.Place.TIME_WAIT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.TcpTuning.Offers;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.OptionLayout;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpSegment;

/** Which segments have timestamps, and what becomes of those that lack them (RFC 7323 §3.2, §5.2; RFC 6191 §2). */
class TimestampOptionTest {
    private static final int CLIENT_PORT = 40_000;

    /** What the client sends loses its timestamps on the way. */
    private static TcpSegment losesThem(TcpSegment segment) {
        return segment.sourcePort() == CLIENT_PORT ? PeerOptions.withoutTimestamps(segment) : segment;
    }

    private static Pair established(TcpSettings settings) throws CallRefused {
        Pair pair = new Pair(7323, settings);
        pair.open();
        pair.run(100 * Pair.MS);
        pair.trace.clear();
        return pair;
    }

    private static void write(Pair pair, int bytes) throws CallRefused {
        pair.client.write(MemorySegment.ofArray(new byte[bytes]), false, false, pair.now);
        pair.flush();
    }

    @Nested
    class WhereTheyAreMissing {
        /** RFC 7323 §3.2: "a TCP SHOULD silently drop the segment." */
        @Test
        void dataIsDroppedWithoutAWord() throws CallRefused {
            Pair pair = established(Pair.SETTINGS);
            pair.change = TimestampOptionTest::losesThem;
            write(pair, 100);
            pair.run(100 * Pair.MS);
            assertThat(pair.server.unreadBytes()).isZero();
            assertThat(pair.trace).isNotEmpty().allMatch(segment -> segment.sourcePort() == CLIENT_PORT);
            pair.change = segment -> segment;
            pair.runUntil(() -> pair.server.unreadBytes() == 100);
        }

        @Test
        void dataIsTakenWhereThatIsTolerated() throws CallRefused {
            Offers tolerant =
                    new Offers(true, true, true, true, -1, 0, 64, OptionLayout.WORDS, TcpTuning.EcnReports.CHANGED);
            Pair pair = established(Pair.SETTINGS.with(TcpTuning.DEFAULT.with(tolerant)));
            pair.change = TimestampOptionTest::losesThem;
            write(pair, 100);
            pair.run(100 * Pair.MS);
            assertThat(pair.server.unreadBytes()).isEqualTo(100);
            assertThat(pair.client.unacknowledgedBytes()).isZero();
        }

        @Test
        void aResetStillEndsTheConnection() throws CallRefused {
            Pair pair = established(Pair.SETTINGS);
            pair.change = TimestampOptionTest::losesThem;
            pair.client.abort(pair.now);
            pair.run(100 * Pair.MS);
            assertThat(pair.server.ending()).contains(new Ending.RemoteAbort());
        }

        /** RFC 9293 §3.10.7.4, fourth: a challenge, whatever else is in the SYN. */
        @Test
        void aRequestIsChallenged() throws CallRefused {
            Pair pair = established(Pair.SETTINGS);
            pair.server.onSegment(request(1000, Optional.empty()), EcnCodepoint.NOT_ECT, pair.now);
            pair.flush();
            assertThat(pair.trace).singleElement().matches(segment -> segment.flags()
                    .equals(TcpFlags.ACK));
        }

        @Test
        void anEndThatComesAgainIsDroppedInTimeWait() throws CallRefused {
            Pair pair = resting();
            TcpSegment fin = pair.trace.stream()
                    .filter(segment -> segment.has(TcpFlags.FIN) && segment.sourcePort() == 7)
                    .findFirst()
                    .orElseThrow();
            pair.trace.clear();
            pair.client.onSegment(PeerOptions.withoutTimestamps(fin), EcnCodepoint.NOT_ECT, pair.now);
            pair.flush();
            assertThat(pair.trace).isEmpty();
            pair.client.onSegment(fin, EcnCodepoint.NOT_ECT, pair.now);
            pair.flush();
            assertThat(pair.trace).hasSize(1);
        }
    }

    /** RFC 7323 §3.2: "the TSopt MUST be ignored and the packet processed normally." */
    @Nested
    class WhereTheyWereNotAgreedOn {
        @Test
        void anEchoMeasuresNothing() throws CallRefused {
            StateFixture tcp = new StateFixture(ESTABLISHED, StateFixture.Start.LOW);
            tcp.send(100);
            tcp.toNextDeadline();
            long before = tcp.tcb.status(tcp.now).timing().smoothedNs();
            TcpSegment answer =
                    PeerOptions.with(new Timestamps(7, 1), tcp.absolute(ack().acking(100), StateFixture.PEER_WINDOW));
            tcp.tcb.onSegment(answer, EcnCodepoint.NOT_ECT, tcp.now);
            assertThat(tcp.tcb.unacknowledgedBytes()).isZero();
            assertThat(tcp.tcb.status(tcp.now).timing().smoothedNs()).isEqualTo(before);
        }
    }

    @Nested
    class InResets {
        /** RFC 7323 §5.2: a reset of the user's has them. */
        @Test
        void anAbortTellsThem() throws CallRefused {
            Pair pair = established(Pair.SETTINGS);
            write(pair, 100);
            pair.run(100 * Pair.MS);
            int last = pair.trace.getLast().options().timestamps().orElseThrow().value();
            pair.client.abort(pair.now);
            pair.flush();
            TcpSegment reset = pair.trace.getLast();
            assertThat(reset.flags()).isEqualTo(TcpFlags.RST);
            assertThat(reset.options().timestamps().map(Timestamps::echoReply)).contains(last);
        }

        @Test
        void anAbortTellsNoneThatWereNotAgreedOn() {
            StateFixture tcp = new StateFixture(ESTABLISHED, StateFixture.Start.LOW);
            tcp.abort();
            assertThat(tcp.lastSent().orElseThrow().options().timestamps()).isEmpty();
        }
    }

    /** RFC 6191 §2. */
    @Nested
    class OfRequestsInTimeWait {
        @Test
        void lettingOneInWhereTheOldConnectionHadNone() {
            StateFixture tcp = new StateFixture(TIME_WAIT, StateFixture.Start.LOW);
            int below = StateFixture.Start.LOW.irs() - 1000;
            assertThat(tcp.tcb.timeWait().orElseThrow().admits(request(below, Optional.of(new Timestamps(1, 0)))))
                    .isTrue();
            assertThat(tcp.tcb.timeWait().orElseThrow().admits(request(below, Optional.empty())))
                    .isFalse();
        }

        @Test
        void countingForNothingWhereTheNewConnectionWouldHaveNone() throws CallRefused {
            Offers none =
                    new Offers(false, false, true, true, -1, 0, 64, OptionLayout.WORDS, TcpTuning.EcnReports.CHANGED);
            StateFixture tcp = new StateFixture(
                    TIME_WAIT, StateFixture.Start.LOW, Pair.SETTINGS.with(TcpTuning.DEFAULT.with(none)));
            int below = StateFixture.Start.LOW.irs() - 1000;
            assertThat(tcp.tcb.timeWait().orElseThrow().admits(request(below, Optional.of(new Timestamps(1, 0)))))
                    .isFalse();
        }

        @Test
        void askingTheNumberOfOneThatHasNone() throws CallRefused {
            Pair pair = resting();
            TcpSegment fin = pair.trace.stream()
                    .filter(segment -> segment.has(TcpFlags.FIN) && segment.sourcePort() == 7)
                    .findFirst()
                    .orElseThrow();
            assertThat(pair.client.timeWait().orElseThrow().admits(request(fin.seq() + 1, Optional.empty())))
                    .isTrue();
            assertThat(pair.client.timeWait().orElseThrow().admits(request(fin.seq(), Optional.empty())))
                    .isFalse();
        }
    }

    /** A pair whose client is in TIME-WAIT. */
    private static Pair resting() throws CallRefused {
        Pair pair = established(Pair.SETTINGS);
        pair.client.close(pair.now);
        pair.run(100 * Pair.MS);
        pair.server.close(pair.now);
        pair.run(100 * Pair.MS);
        assertThat(pair.client.state()).isEqualTo(State.TIME_WAIT);
        return pair;
    }

    private static TcpSegment request(int seq, Optional<Timestamps> stamps) {
        Handshake offer = Handshake.offer(1460, OptionalInt.empty(), false, stamps);
        return new TcpSegment(CLIENT_PORT, 7, seq, 0, TcpFlags.SYN, 1000, 0, offer, Payload.EMPTY);
    }
}
