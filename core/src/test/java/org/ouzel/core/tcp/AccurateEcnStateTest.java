package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.rst;
import static org.ouzel.core.tcp.Relative.segment;
import static org.ouzel.core.tcp.Relative.syn;
import static org.ouzel.core.tcp.Relative.synAck;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.tcp.StateFixture.Start;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;

/** Accurate ECN on the wire, the test being the peer. The peer's own field is five until it has a mark to tell of. */
class AccurateEcnStateTest {
    private static final TcpFlags PSH_ACK = TcpFlags.PSH.with(TcpFlags.ACK);
    private static final TcpFlags REQUEST = ace(0b111);
    private static final EcnOpening OPENING =
            new EcnOpening(EcnPolicy.REQUEST_ACCURATE, REQUEST, ace(0b010), ace(0b010));

    private static TcpFlags ace(int number) {
        return TcpFlags.ofAce(number);
    }

    private static Optional<Integer> optionLength(StateFixture tcp) {
        return tcp.lastSent().flatMap(sent -> sent.options().accurateEcn()).map(option -> option.length());
    }

    @Nested
    class Asked {
        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.1.5-11")
        @Tag("9768-3.2.3-6")
        void answersWithTheOptionAndSetsEctOnDataAlone(Start start) throws CallRefused {
            StateFixture tcp = OPENING.listening(start);
            tcp.arrives(syn().with(REQUEST), EcnCodepoint.CE);
            assertThat(optionLength(tcp)).hasValue(11);
            tcp.sent(synAck().acking(1).with(ace(0b110)));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            tcp.advance(1, 1);
            tcp.arrives(ack().with(ace(0b010)));
            tcp.send(100);
            tcp.sent(segment(PSH_ACK).text(100).with(ace(5)));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.ECT_0);
            assertThat(tcp.tcb.status(tcp.now).ecn()).isEqualTo(EcnMode.ACCURATE);
        }

        @ParameterizedTest
        @CsvSource({
            "0b000, NOT_ECT",
            "0b001, ECT_0",
            "0b010, ECT_0",
            "0b011, NOT_ECT",
            "0b100, NOT_ECT",
            "0b101, ECT_0",
            "0b110, NOT_ECT",
            "0b111, ECT_0"
        })
        @Tag("9768-3.2.2.1-4")
        @Tag("9768-3.2.2.1-6")
        @Tag("9768-3.2.2.3-2")
        @Tag("9768-3.2.2.4-1")
        void sendsAsCapableWhatTheAcknowledgmentOfItsAnswerAllowsAndCountsRegardless(String code, EcnCodepoint sends)
                throws CallRefused {
            StateFixture tcp = OPENING.listening(Start.LOW);
            tcp.arrives(syn().with(REQUEST));
            tcp.advance(1, 1);
            tcp.arrives(ack().with(ace(Integer.parseInt(code.substring(2), 2))));
            tcp.send(10);
            assertThat(tcp.lastCodepoint()).isEqualTo(sends);
            tcp.advance(0, 10);
            tcp.arrives(ack().text(10).with(ace(5)), EcnCodepoint.CE);
            tcp.sent(ack().acking(10).with(ace(6)));
        }

        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.2.3.2.2-1")
        @Tag("9768-3.2.3.2.2-2")
        @Tag("9768-3.2.2-3")
        @Tag("9768-3.1.5-12")
        void leavesOutTheOptionAndThenAll(Start start) throws CallRefused {
            StateFixture tcp = OPENING.listening(start);
            tcp.arrives(syn().with(REQUEST));
            tcp.advance(1, 1);
            tcp.toNextDeadline();
            assertThat(optionLength(tcp)).isEmpty();
            tcp.sent(synAck().at(-1).with(ace(0b010)));
            tcp.toNextDeadline();
            tcp.sent(synAck().at(-1));
            tcp.arrives(ack().with(ace(0b010)));
            tcp.send(10);
            tcp.sent(segment(PSH_ACK).text(10).with(ace(5)));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
        }

        /** The request again: its answer goes again at once, and says how the second has come. */
        @ParameterizedTest
        @CsvSource({"7, 0b110", "0, 0b110"})
        @Tag("9768-3.1.5-7")
        @Tag("9768-3.1.5-8")
        void answersTheRequestThatComesAgain(int asked, String code) {
            StateFixture tcp = OPENING.listening(Start.LOW);
            tcp.arrives(syn().with(REQUEST));
            tcp.advance(1, 1);
            tcp.arrives(syn().at(-1).with(ace(asked)), EcnCodepoint.CE);
            tcp.sent(synAck().at(-1).with(ace(Integer.parseInt(code.substring(2), 2))));
        }

        @ParameterizedTest
        @CsvSource({"7, 3", "3, 7"})
        @Tag("9768-3.1.5-5")
        void resetsAPeerThatAsksForBothKinds(int first, int second) {
            StateFixture tcp = OPENING.listening(Start.LOW);
            tcp.arrives(syn().with(ace(first)));
            tcp.advance(1, 1);
            tcp.arrives(syn().at(-1).with(ace(second)));
            tcp.sent(rst());
            tcp.isIn(State.LISTEN);
        }

        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.1.5-10")
        @Tag("9768-3.1.5-15")
        void setsNoEctForAPeerThatSetsItAndHasNotAsked(Start start) throws CallRefused {
            StateFixture tcp = OPENING.listening(start);
            tcp.arrives(syn());
            tcp.sent(synAck().acking(1));
            tcp.advance(1, 1);
            tcp.arrives(ack());
            tcp.arrives(ack().text(10), EcnCodepoint.CE);
            tcp.sent(ack().acking(10));
            tcp.send(10);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
        }
    }

    @Nested
    class Asking {
        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.1.1-1")
        @Tag("9768-3.2.3.2.1-1")
        @Tag("9768-3.1.4.1-3")
        void asksWithoutTheOptionAndFromTheSameNumberAgain(Start start) throws CallRefused {
            StateFixture tcp = OPENING.closed(start);
            tcp.openActively();
            assertThat(optionLength(tcp)).isEmpty();
            tcp.advance(0, 1);
            tcp.toNextDeadline();
            tcp.sent(syn().at(-1).with(REQUEST));
            tcp.toNextDeadline();
            tcp.sent(syn().at(-1));
        }

        @ParameterizedTest
        @CsvSource({"NOT_ECT, 0b010, 5", "ECT_1, 0b011, 5", "ECT_0, 0b100, 5", "CE, 0b110, 6"})
        @Tag("9768-3.2.2.1-1")
        @Tag("9768-3.2.2.1-2")
        void tellsHowTheAnswerHasComeBeforeItsData(EcnCodepoint codepoint, String code, int packets)
                throws CallRefused {
            StateFixture tcp = OPENING.asking(Start.LOW);
            tcp.send(100);
            tcp.sentNothing();
            tcp.arrives(synAck().with(ace(0b010)), codepoint);
            tcp.sent(
                    ack().acking(1).with(ace(Integer.parseInt(code.substring(2), 2))),
                    segment(PSH_ACK).acking(1).text(100).with(ace(packets)));
        }

        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.2.2.1-3")
        @Tag("9768-3.1.5-2")
        void tellsHowTheAnswerHasComeThatComesAgain(Start start) throws CallRefused {
            StateFixture tcp = OPENING.asking(start);
            tcp.arrives(synAck().with(ace(0b010)));
            tcp.advance(1, 0);
            tcp.arrives(synAck().at(-1).with(ace(0b010)), EcnCodepoint.CE);
            tcp.sent(ack().with(ace(0b110)));
            tcp.arrives(synAck().at(-1));
            tcp.sent(ack().with(ace(6)));
            assertThat(tcp.tcb.status(tcp.now).ecn()).isEqualTo(EcnMode.ACCURATE);
        }

        /** What was sent without ECT has come with CE: there was congestion, and somebody mangles. */
        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.2.2.3-1")
        @Tag("9768-3.2.2.2-3")
        void answersTheMarkOfItsSynByASmallerWindow(Start start) throws CallRefused {
            StateFixture tcp = OPENING.asking(start);
            long before = tcp.tcb.status(tcp.now).congestion().cwndBytes();
            tcp.arrives(synAck().with(ace(0b110)));
            assertThat(tcp.tcb.status(tcp.now).congestion().cwndBytes()).isLessThan(before);
            tcp.advance(1, 0);
            tcp.send(100);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
        }

        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.1.2-1")
        @Tag("9768-3.1.2-2")
        void goesOnByTheClassicKindWhereThePeerKnowsNoOther(Start start) throws CallRefused {
            StateFixture tcp = OPENING.asking(start);
            tcp.arrives(synAck().with(TcpFlags.ECE));
            tcp.sent(ack().acking(1));
            tcp.advance(1, 0);
            tcp.arrives(ack().text(10), EcnCodepoint.CE);
            tcp.sent(ack().acking(10).with(TcpFlags.ECE));
            tcp.send(10);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.ECT_0);
        }
    }

    @Nested
    class Open {
        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.2-1")
        @Tag("9768-3.2-3")
        void tellsOfEveryMarkInAllThatItSends(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack().text(10).with(ace(5)), EcnCodepoint.CE);
            tcp.sent(ack().acking(10).with(ace(6)));
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            tcp.arrives(ack().at(10).text(10).with(ace(5)), EcnCodepoint.ECT_0);
            tcp.sent(ack().acking(20).with(ace(6)));
            tcp.arrives(ack().at(20).text(10).with(ace(5)), EcnCodepoint.CE);
            tcp.sent(ack().acking(30).with(ace(7)));
            tcp.send(5);
            tcp.sent(segment(PSH_ACK).acking(30).text(5).with(ace(7)));
        }

        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.1.5-13")
        void neverSetsCwrToSayThatItHasReduced(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.send(100);
            tcp.advance(0, 100);
            tcp.arrives(ack().with(ace(6)));
            assertThat(tcp.tcb.status(tcp.now).counters().ecnResponses()).isEqualTo(1);
            tcp.send(100);
            tcp.sent(segment(PSH_ACK).text(100).with(ace(5)));
        }

        /** RFC 9768 §3.2.2.4: the first field that comes is zero. */
        @ParameterizedTest
        @EnumSource
        void sendsNothingCapableToAPeerWhoseFieldIsZeroAtFirst(Start start) throws CallRefused {
            StateFixture tcp = OPENING.agreed(start);
            tcp.send(100);
            tcp.advance(0, 100);
            tcp.arrives(ack());
            tcp.send(100);
            assertThat(tcp.lastCodepoint()).isEqualTo(EcnCodepoint.NOT_ECT);
            assertThat(tcp.tcb.status(tcp.now).counters().ecnResponses()).isZero();
        }

        /** A marked acknowledgment is counted; with nothing to acknowledge, three of them are told of. */
        @ParameterizedTest
        @EnumSource
        @Tag("9768-3.2.2.5.1-4")
        void acknowledgesMarkedAcknowledgmentsByThrees(Start start) {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack().with(ace(5)), EcnCodepoint.CE);
            tcp.arrives(ack().with(ace(5)), EcnCodepoint.CE);
            tcp.sentNothing();
            tcp.arrives(ack().with(ace(5)), EcnCodepoint.CE);
            tcp.sent(ack().with(ace(0)));
        }

        @ParameterizedTest
        @EnumSource
        void doesNotCountWhatLiesOutsideOfTheWindow(Start start) {
            StateFixture tcp = OPENING.agreed(start);
            tcp.arrives(ack().at(-100).text(50).with(ace(5)), EcnCodepoint.CE);
            tcp.sent(ack().with(ace(5)));
        }
    }

    /** RFC 9768 §3.2.3.2.1: an option on a SYN is ignored. */
    @ParameterizedTest
    @EnumSource
    @Tag("9768-3.2.3.2.1-2")
    void readsNoOptionOfASyn(Start start) {
        StateFixture tcp = OPENING.listening(start);
        tcp.arrives(syn().with(REQUEST));
        Handshake options = (Handshake) tcp.lastSent().orElseThrow().options();
        assertThat(options.accurateEcn().orElseThrow().fields()).containsExactly(1, 0, 1);
    }
}
