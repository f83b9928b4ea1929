package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.rst;
import static org.ouzel.core.tcp.Relative.segment;
import static org.ouzel.core.tcp.Relative.syn;
import static org.ouzel.core.tcp.Relative.synAck;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.tcp.StateFixture.Start;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;

/** What segments with ECN's flags and codepoints do to a connection, one by one (RFC 3168 §6.1). */
class EcnStateTest {
    private static final TcpFlags BOTH = TcpFlags.ECE.with(TcpFlags.CWR);
    private static final TcpFlags PSH_ACK = TcpFlags.PSH.with(TcpFlags.ACK);
    private static final EcnOpening OPENING = new EcnOpening(EcnPolicy.REQUEST, BOTH, TcpFlags.ECE, TcpFlags.NONE);

    @Nested
    class Opening {
        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.1-8")
        @Tag("SHLD-8")
        void agreesAndSetsEctOnDataAlone(Start start) throws CallRefused {
            StateFixture tcp = OPENING.listening(start);
            tcp.arrives(syn().with(BOTH), EcnCodepoint.CE);
            tcp.sent(synAck().acking(1).with(TcpFlags.ECE));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            tcp.advance(1, 1);
            tcp.arrives(ack());
            tcp.send(100);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.ECT_0);
            assertThat(tcp.tcb.status(tcp.now).ecn()).isEqualTo(EcnMode.CLASSIC);
        }

        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.1-8")
        void asksWithASynThatIsNotCapableItself(Start start) throws CallRefused {
            StateFixture tcp = OPENING.asking(start);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            tcp.arrives(synAck().with(TcpFlags.ECE));
            tcp.sent(ack().acking(1));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            tcp.advance(1, 0);
            tcp.send(100);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.ECT_0);
        }

        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.1-2")
        void asksNoMoreAfterATimeout(Start start) throws CallRefused {
            StateFixture tcp = OPENING.asking(start);
            tcp.toNextDeadline();
            tcp.sent(syn().at(-1));
            tcp.arrives(synAck().with(TcpFlags.ECE));
            tcp.advance(1, 0);
            tcp.send(100);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            assertThat(tcp.tcb.status(tcp.now).ecn()).isEqualTo(EcnMode.NONE);
            tcp.arrives(ack().text(10), EcnCodepoint.CE);
            tcp.sent(
                    segment(PSH_ACK).acking(0).text(100),
                    ack().at(100).acking(10).with(TcpFlags.ECE));
        }

        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.1-3")
        void doesNotSetEctForAPeerThatReflectsWhatItDoesNotKnow(Start start) throws CallRefused {
            StateFixture tcp = OPENING.asking(start);
            tcp.arrives(synAck().with(BOTH));
            tcp.advance(1, 0);
            tcp.send(100);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            tcp.advance(0, 100);
            tcp.arrives(ack().text(10), EcnCodepoint.CE);
            tcp.sent(ack().acking(10));
        }

        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.1-3")
        void forgetsWhatWasAgreedWhenThePeerAsksNoMore(Start start) throws CallRefused {
            StateFixture tcp = OPENING.listening(start);
            tcp.arrives(syn().with(BOTH));
            tcp.advance(1, 1);
            tcp.arrives(syn().at(-1));
            tcp.toNextDeadline();
            tcp.advance(0, 0);
            tcp.arrives(ack());
            tcp.send(100);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
        }
    }

    @Nested
    class Receiving {
        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.1-5")
        void echoesAMarkInAllThatItSendsUntilThePeerHasReducedItsWindow(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack().text(10), EcnCodepoint.CE);
            tcp.sent(ack().acking(10).with(TcpFlags.ECE));
            tcp.arrives(ack().at(10).text(10), EcnCodepoint.ECT_0);
            tcp.sent(ack().acking(20).with(TcpFlags.ECE));
            tcp.send(5);
            tcp.sent(segment(PSH_ACK).acking(20).text(5).with(TcpFlags.ECE));
            tcp.advance(20, 5);
            tcp.arrives(ack().text(10).with(TcpFlags.CWR), EcnCodepoint.ECT_0);
            tcp.sent(ack().acking(10));
            assertThat(tcp.tcb.status(tcp.now).counters().congestionMarksIn()).isEqualTo(1);
        }

        @ParameterizedTest
        @EnumSource
        void beginsAnewWithTheReductionThatIsMarkedItself(Start start) {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack().text(10), EcnCodepoint.CE);
            tcp.arrives(ack().at(10).text(10).with(TcpFlags.CWR), EcnCodepoint.CE);
            tcp.advance(20, 0);
            tcp.arrives(ack().text(10), EcnCodepoint.ECT_0);
            tcp.sent(ack().acking(10).with(TcpFlags.ECE));
        }

        @ParameterizedTest
        @EnumSource
        void acknowledgesAtOnceWhatChangesTheEcho(Start start) {
            StateFixture tcp = OPENING.agreed(start);
            for (int segment = 0; segment < 20; segment++) {
                tcp.arrives(ack().text(10));
                tcp.advance(10, 0);
            }
            tcp.arrives(ack().text(10), EcnCodepoint.ECT_0);
            tcp.sentNothing();
            tcp.arrives(ack().at(10).text(10), EcnCodepoint.CE);
            tcp.sent(ack().acking(20).with(TcpFlags.ECE));
            tcp.arrives(ack().at(20).text(10), EcnCodepoint.CE);
            tcp.sentNothing();
            tcp.arrives(ack().at(30).text(10).with(TcpFlags.CWR), EcnCodepoint.ECT_0);
            tcp.sent(ack().acking(40));
        }

        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.5-2")
        void ignoresMarksOutsideOfTheWindow(Start start) {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack().at(-100).text(50), EcnCodepoint.CE);
            tcp.sent(ack());
            tcp.arrives(ack().at(StateFixture.BUFFER + 1).text(50), EcnCodepoint.CE);
            tcp.sent(ack());
            assertThat(tcp.tcb.status(tcp.now).counters().congestionMarksIn()).isZero();
        }

        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.6-2")
        void answersForTheMarkOfAWindowProbe(Start start) {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack().text(StateFixture.BUFFER));
            tcp.advance(StateFixture.BUFFER, 0);
            tcp.arrives(ack().text(1), EcnCodepoint.CE);
            tcp.sent(ack().with(TcpFlags.ECE));
        }

        /** A probe is one byte. */
        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.5-2")
        void ignoresTheMarkOfMoreThanAProbeInAClosedWindow(Start start) {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack().text(StateFixture.BUFFER));
            tcp.advance(StateFixture.BUFFER, 0);
            tcp.arrives(ack().text(2), EcnCodepoint.CE);
            tcp.sent(ack());
        }

        @ParameterizedTest
        @EnumSource
        void takesNoMarkOnWhatCarriesNoData(Start start) {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack(), EcnCodepoint.CE);
            assertThat(tcp.tcb.insight(tcp.now).ectReceived()).isFalse();
            tcp.arrives(ack().text(10), EcnCodepoint.ECT_1);
            tcp.sent(ack().acking(10));
            assertThat(tcp.tcb.insight(tcp.now).ectReceived()).isTrue();
        }

        @ParameterizedTest
        @EnumSource
        void knowsNothingOfMarksThatWereNotAgreedOn(Start start) {
            StateFixture tcp = new StateFixture(ESTABLISHED, start);
            tcp.arrives(ack().text(10), EcnCodepoint.CE);
            tcp.sent(ack().acking(10));
            assertThat(tcp.tcb.insight(tcp.now).ectReceived()).isFalse();
        }
    }

    @Nested
    class Sending {
        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.4-1")
        void sendsNoAcknowledgmentAlone(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.send(10);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.ECT_0);
            tcp.arrives(ack().text(10), EcnCodepoint.ECT_0);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            tcp.close();
            assertThat(tcp.lastCodepoint()).as("of the FIN").isEqualTo(EcnCodepoint.NOT_ECT);
        }

        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.5-1")
        @Tag("3168-6.1.2-4")
        void sendsNothingAgainAsCapableOrWithCwr(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.send(10);
            tcp.advance(0, 10);
            tcp.toNextDeadline();
            tcp.sent(segment(PSH_ACK).at(-10).text(10));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            tcp.arrives(ack());
            tcp.send(10);
            tcp.sent(segment(PSH_ACK).text(10).with(TcpFlags.CWR));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.ECT_0);
        }

        @ParameterizedTest
        @EnumSource
        @Tag("3168-6.1.6-1")
        void probesAClosedWindowWithNeither(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.send(10);
            tcp.advance(0, 10);
            tcp.toNextDeadline();
            tcp.arrives(ack(), 0);
            tcp.advance(0, 0);
            tcp.send(10);
            tcp.sentNothing();
            tcp.toNextDeadline();
            tcp.sent(segment(TcpFlags.ACK).text(1));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
        }

        /** A probe has no CWR, so that the peer echoes on: that tells nothing new. */
        @ParameterizedTest
        @EnumSource
        void answersOneEchoOnceThoughProbesOfAClosedWindowAreAcknowledged(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.send(10);
            tcp.advance(0, 10);
            tcp.arrives(ack().with(TcpFlags.ECE), 0);
            assertThat(tcp.tcb.status(tcp.now).counters().ecnResponses()).isEqualTo(1);
            tcp.send(10);
            tcp.toNextDeadline();
            tcp.sent(segment(TcpFlags.ACK).text(1));
            tcp.arrives(ack().acking(1).with(TcpFlags.ECE), 0);
            assertThat(tcp.tcb.status(tcp.now).counters().ecnResponses()).isEqualTo(1);
            tcp.advance(0, 1);
            tcp.arrives(ack().with(TcpFlags.ECE));
            tcp.sent(segment(PSH_ACK).text(9).with(TcpFlags.CWR));
        }

        @ParameterizedTest
        @EnumSource
        void resetsAsAnyOther(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.send(10);
            tcp.advance(0, 10);
            tcp.abort();
            tcp.sent(rst());
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
        }
    }
}
