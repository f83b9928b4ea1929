package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.TcbInsight.FastOpenFailure;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** What becomes of data that is under way before the handshake is over, where SYNs cross or come again. */
class OpeningDataTest {
    private static final int MTU = 1500;
    private static final int DATA = 100;
    private static final int IRS = 9_000;

    private final Pair pair = new Pair(1, Pair.SETTINGS);
    private final List<TcpSegment> sent = new ArrayList<>();

    private void write(Tcb tcb) throws CallRefused {
        assertThat(tcb.write(MemorySegment.ofArray(new byte[DATA]), true, false, pair.now))
                .isEqualTo(DATA);
    }

    /** What a block sends now. */
    private List<TcpSegment> poll(Tcb tcb) {
        sent.clear();
        tcb.poll(
                pair.now,
                (tuple, settings, departing) -> sent.add(departing.segment().kept()));
        return sent;
    }

    private TcpSegment toClient(TcpFlags flags, int seq, int ack, TcpOptions options) {
        return new TcpSegment(
                pair.name.remotePort(), pair.name.localPort(), seq, ack, flags, 1000, 0, options, Payload.EMPTY);
    }

    @Nested
    class WhereBothOpenAtOnce {
        @BeforeEach
        void clientOpens() throws CallRefused {
            pair.client.activeOpen(pair.name, MTU, new FastOpenAttempt(Optional.empty(), true, 0), pair.now);
            write(pair.client);
        }

        @Test
        void goesAgainIfThePeerHasNotTakenIt() throws CallRefused {
            pair.server.activeOpen(pair.serverName, MTU, pair.now);
            pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
            assertThat(pair.trace.getFirst().payload().length()).isEqualTo(DATA);
            assertThat(pair.server.unreadBytes()).isEqualTo(DATA);
            assertThat(pair.now).as("without a timeout").isLessThan(100 * Pair.MS);
            assertThat(pair.client.status(pair.now).dataInSyn()).isFalse();
            assertThat(pair.client.insight(pair.now).fastOpenFailure()).isEqualTo(FastOpenFailure.NOT_ACKNOWLEDGED);
            assertThat(pair.client.takeFastOpenLesson())
                    .as("it was no server that has not taken it")
                    .isEmpty();
        }

        @Test
        void isToldToBeTakenIfItIs() {
            int iss = poll(pair.client).getFirst().seq();
            pair.client.onSegment(toClient(TcpFlags.SYN, IRS, 0, Handshake.NONE), EcnCodepoint.NOT_ECT, pair.now);
            assertThat(poll(pair.client)).singleElement().matches(syn -> syn.flags()
                    .equals(TcpFlags.SYN_ACK));
            pair.client.onSegment(
                    toClient(TcpFlags.ACK, IRS + 1, iss + 1 + DATA, Transfer.NONE), EcnCodepoint.NOT_ECT, pair.now);
            assertThat(pair.client.state()).isEqualTo(State.ESTABLISHED);
            assertThat(poll(pair.client)).isEmpty();
            assertThat(pair.client.status(pair.now).dataInSyn()).isTrue();
            assertThat(pair.client.insight(pair.now).fastOpenFailure()).isEqualTo(FastOpenFailure.NONE);
            assertThat(pair.client.takeFastOpenLesson()).isEmpty();
        }
    }

    /** The request comes again, as it may, and is answered again. */
    @Nested
    class WhereTheRequestComesAgain {
        private static final long USER_TIMEOUT = 5_000 * Pair.MS;

        private TcpSegment request = toClient(TcpFlags.SYN, IRS, 0, Handshake.NONE);

        private Tcb open(TcpHabits.GivingUp givingUp) throws CallRefused {
            TcpHabits habits = TcpHabits.DEFAULT
                    .with(new TcpHabits.Answers(
                            TcpHabits.RepeatedRequest.ANSWERED, TcpHabits.SoftErrors.ENDURED, false, false, false, 0))
                    .with(new TcpHabits.Timing(givingUp, 0, 0, true, 0, TcpHabits.Variation.EACH_SAMPLE));
            TcpSettings settings = Pair.SETTINGS
                    .with(TcpTuning.DEFAULT.with(habits))
                    .with(new TcpSettings.UserTimeout(USER_TIMEOUT, false));
            Tcb server = new Pair(2, settings).server;
            server.passiveOpen(Deadline.NONE);
            request = new TcpSegment(
                    pair.name.localPort(),
                    pair.name.remotePort(),
                    IRS,
                    0,
                    TcpFlags.SYN,
                    10_000,
                    0,
                    Handshake.NONE,
                    Payload.of(new byte[DATA]));
            FastOpenTuning.Taking taking =
                    FastOpenTuning.Taking.NONE.withPending(1).withoutCookie(true);
            FastOpenAnswer fast = FastOpenAnswer.to(
                    pair.serverName, Optional.empty(), true, taking, FastOpenKeys.of(new SipHash(1, 2)));
            server.onRequest(pair.serverName, MTU, new Request(request, EcnCodepoint.NOT_ECT, fast), pair.now);
            assertThat(server.isOpenEarly()).isTrue();
            write(server);
            assertThat(poll(server)).hasSize(2);
            return server;
        }

        private void comesAgain(Tcb server) {
            TcpSegment syn = new TcpSegment(
                    request.sourcePort(),
                    request.destinationPort(),
                    IRS,
                    0,
                    TcpFlags.SYN,
                    10_000,
                    0,
                    Handshake.NONE,
                    Payload.EMPTY);
            server.onSegment(syn, EcnCodepoint.NOT_ECT, pair.now);
        }

        @Test
        void itIsNotLostWithTheAnswer() throws CallRefused {
            Tcb server = open(TcpHabits.GivingUp.COUNTED);
            pair.now += 100 * Pair.MS;
            comesAgain(server);
            assertThat(poll(server))
                    .singleElement()
                    .matches(answer -> answer.flags().equals(TcpFlags.SYN_ACK)
                            && answer.payload().length() == 0
                            && answer.ack() == IRS + 1 + DATA);
            assertThat(server.insight(pair.now).segments().lost()).isZero();
            write(server);
            assertThat(poll(server))
                    .as("what follows need not wait")
                    .singleElement()
                    .matches(segment -> segment.payload().length() == DATA);
        }

        @Test
        void noTryOfOursBegins() throws CallRefused {
            Tcb server = open(TcpHabits.GivingUp.TIMED);
            long began = pair.now;
            pair.now += 100 * Pair.MS;
            comesAgain(server);
            poll(server);
            while (server.state() != State.CLOSED) {
                pair.now = server.nextDeadline();
                server.onTimer(pair.now);
                poll(server);
            }
            assertThat(server.ending()).contains(new Ending.UserTimeout(USER_TIMEOUT));
            assertThat(pair.now - began)
                    .as("counted from our first retransmission, a second after what the peer asked for")
                    .isEqualTo(1_100 * Pair.MS + USER_TIMEOUT);
        }
    }
}
