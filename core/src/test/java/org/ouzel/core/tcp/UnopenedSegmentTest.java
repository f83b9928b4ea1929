package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
import static org.ouzel.core.tcp.Relative.rst;
import static org.ouzel.core.tcp.Relative.segment;
import static org.ouzel.core.tcp.Relative.syn;
import static org.ouzel.core.tcp.Relative.synAck;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSED;
import static org.ouzel.core.tcp.StateFixture.Place.LISTEN;
import static org.ouzel.core.tcp.StateFixture.Place.SYN_SENT;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.ouzel.core.wire.TcpFlags;

/** Segment × CLOSED, LISTEN and SYN-SENT (RFC 9293 §3.10.7.1 to §3.10.7.3). */
class UnopenedSegmentTest {
    /** RFC 9293 §3.10.7.1. */
    @Nested
    class Closed {
        // "An incoming segment containing a RST is discarded."
        @InStates(CLOSED)
        void discardsAReset(StateFixture tcp) {
            tcp.arrives(rst());
            tcp.arrives(rst().with(TcpFlags.ACK));
            tcp.arrives(rst().with(TcpFlags.SYN));
            tcp.sentNothing();
        }

        // "If the ACK bit is on, <SEQ=SEG.ACK><CTL=RST>"
        @InStates(CLOSED)
        void resetsWhereTheAcknowledgmentSays(StateFixture tcp) {
            tcp.arrives(ack().acking(5));
            tcp.sent(rst().at(5));
            tcp.arrives(ack().at(9).text(3));
            tcp.sent(rst());
            tcp.arrives(synAck().acking(-1));
            tcp.sent(rst().at(-1));
            tcp.arrives(fin().text(3));
            tcp.sent(rst());
        }

        // "If the ACK bit is off, sequence number zero is used, <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>"
        @InStates(CLOSED)
        void acknowledgesAllThatItResets(StateFixture tcp) {
            tcp.arrives(syn());
            tcp.sentResetFromZero(1);
            tcp.arrives(segment(TcpFlags.NONE));
            tcp.sentResetFromZero(0);
            tcp.arrives(segment(TcpFlags.PSH).at(9).text(3));
            tcp.sentResetFromZero(12);
            tcp.arrives(syn().with(TcpFlags.FIN).text(3));
            tcp.sentResetFromZero(5);
        }
    }

    /** RFC 9293 §3.10.7.2. */
    @Nested
    class Listen {
        // "An incoming RST should be ignored."
        @InStates(LISTEN)
        void ignoresAReset(StateFixture tcp) {
            tcp.arrives(rst());
            tcp.arrives(rst().with(TcpFlags.ACK));
            tcp.arrives(rst().with(TcpFlags.SYN));
            tcp.stays();
            tcp.sentNothing();
        }

        // "An acceptable reset segment should be formed for any arriving ACK-bearing segment. ...
        // <SEQ=SEG.ACK><CTL=RST>"
        @InStates(LISTEN)
        void resetsAnAcknowledgment(StateFixture tcp) {
            tcp.arrives(ack().acking(5).text(3));
            tcp.sent(rst().at(5));
            tcp.arrives(synAck());
            tcp.sent(rst());
            tcp.arrives(fin());
            tcp.sent(rst());
            tcp.stays();
        }

        // "ISS should be selected and a SYN segment sent of the form: <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>"
        @InStates(LISTEN)
        void answersARequest(StateFixture tcp) {
            tcp.arrives(syn());
            tcp.isIn(State.SYN_RECEIVED);
            tcp.sent(synAck().acking(1));
            assertThat(tcp.tcb.takeSignals()).isEmpty();
        }

        // "any other control or text should be queued for processing later" A detail differs: text is not kept
        // for a peer that may not be who it says, and not acknowledged, so that it comes again.
        @InStates(LISTEN)
        void leavesTextOfARequestUnacknowledged(StateFixture tcp) {
            tcp.arrives(syn().text(3));
            tcp.isIn(State.SYN_RECEIVED);
            tcp.sent(synAck().acking(1));
            assertThat(tcp.pages.lent()).isZero();
        }

        // No request begins with its own end: what carries SYN and FIN was made to pass a filter, and is dropped.
        @InStates(LISTEN)
        void dropsARequestThatIsAnEndToo(StateFixture tcp) {
            tcp.arrives(syn().with(TcpFlags.FIN));
            tcp.stays();
            tcp.sentNothing();
        }

        // "Fourth, other data or control: This should not be reached. Drop the segment and return."
        @InStates(LISTEN)
        void dropsTheRest(StateFixture tcp) {
            tcp.arrives(segment(TcpFlags.NONE));
            tcp.arrives(segment(TcpFlags.FIN));
            tcp.arrives(segment(TcpFlags.PSH).text(3));
            tcp.arrives(segment(TcpFlags.NONE).text(3).urgent(3));
            tcp.stays();
            tcp.sentNothing();
        }
    }

    /** RFC 9293 §3.10.7.3. The peer's SYN stands at the distance 0, our ISS at -1. */
    @Nested
    class SynSent {
        // "If SEG.ACK =< ISS or SEG.ACK > SND.NXT, send a reset ... <SEQ=SEG.ACK><CTL=RST> and discard the segment."
        @InStates(SYN_SENT)
        void resetsABadAcknowledgment(StateFixture tcp) {
            for (int bad : new int[] {-1, 1, -1000, 1000}) {
                tcp.arrives(ack().acking(bad));
                tcp.sent(rst().at(bad));
                tcp.arrives(synAck().acking(bad));
                tcp.sent(rst().at(bad));
                tcp.arrives(fin().acking(bad).text(3));
                tcp.sent(rst().at(bad));
            }
            tcp.stays();
        }

        // "(unless the RST bit is set, if so drop the segment and return)"
        @InStates(SYN_SENT)
        void dropsAResetWithABadAcknowledgment(StateFixture tcp) {
            tcp.arrives(rst().with(TcpFlags.ACK).acking(-1));
            tcp.arrives(rst().with(TcpFlags.ACK).acking(1));
            tcp.stays();
            tcp.sentNothing();
        }

        // "If the ACK was acceptable, then signal to the user "error: connection reset", drop the segment, enter CLOSED
        // state". The stream calls a reset of an open "refused".
        @InStates(SYN_SENT)
        void isRefusedByAResetWithAGoodAcknowledgment(StateFixture tcp) {
            tcp.arrives(rst().with(TcpFlags.ACK));
            tcp.ended(new Ending.Refused());
            tcp.sentNothing();
        }

        // "Otherwise (no ACK), drop the segment and return."
        @InStates(SYN_SENT)
        void dropsAResetWithoutAnAcknowledgment(StateFixture tcp) {
            tcp.arrives(rst());
            tcp.arrives(rst().with(TcpFlags.SYN));
            tcp.stays();
            tcp.sentNothing();
        }

        // "If SND.UNA > ISS (our SYN has been ACKed), change the connection state to ESTABLISHED, form an ACK segment
        // <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> and send it."
        @InStates(SYN_SENT)
        void isEstablishedByTheAnswer(StateFixture tcp) {
            tcp.arrives(synAck());
            tcp.isIn(State.ESTABLISHED);
            tcp.sent(ack().acking(1));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.OPENED);
        }

        // "If there are other controls or text in the segment, then continue processing at the sixth step"
        @InStates(SYN_SENT)
        void takesTextWithTheAnswer(StateFixture tcp) throws CallRefused {
            tcp.arrives(synAck().text(3));
            tcp.isIn(State.ESTABLISHED);
            tcp.sent(ack().acking(4));
            assertThat(tcp.receive()).isEqualTo(3);
        }

        @InStates(SYN_SENT)
        void takesAFinWithTheAnswer(StateFixture tcp) throws CallRefused {
            tcp.arrives(synAck().with(TcpFlags.FIN).text(3));
            tcp.isIn(State.CLOSE_WAIT);
            tcp.sent(ack().acking(5));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.OPENED, Signal.PEER_CLOSED);
            assertThat(tcp.receive()).isEqualTo(3);
        }

        // RFC 9293 §3.1: the pointer is an offset from SEG.SEQ, where the SYN stands here.
        @InStates(SYN_SENT)
        void countsAnUrgentPointerFromTheSyn(StateFixture tcp) throws CallRefused {
            tcp.arrives(synAck().text(5).urgent(3));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.URGENT);
            assertThat(tcp.receive()).isEqualTo(2);
            assertThat(tcp.tcb.isUrgentMode()).isFalse();
            assertThat(tcp.receive()).isEqualTo(3);
        }

        // "Otherwise, enter SYN-RECEIVED, form a SYN,ACK segment <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK> and send it."
        @InStates(SYN_SENT)
        @Tag("MUST-10")
        void answersARequestThatCrossedOurs(StateFixture tcp) {
            tcp.arrives(syn());
            tcp.isIn(State.SYN_RECEIVED);
            tcp.sent(synAck().at(-1).acking(1));
            assertThat(tcp.tcb.takeSignals()).isEmpty();
        }

        // "If there are other controls or text in the segment, queue them" A detail differs, as in LISTEN: they are not
        // acknowledged, so that they come again.
        @InStates(SYN_SENT)
        void leavesTextOfACrossingRequestUnacknowledged(StateFixture tcp) {
            tcp.arrives(syn().with(TcpFlags.FIN).text(3));
            tcp.isIn(State.SYN_RECEIVED);
            tcp.sent(synAck().at(-1).acking(1));
            assertThat(tcp.tcb.unreadBytes()).isZero();
        }

        // "Fifth, if neither of the SYN or RST bits is set, then drop the segment and return."
        @InStates(SYN_SENT)
        void dropsTheRest(StateFixture tcp) {
            tcp.arrives(ack());
            tcp.arrives(ack().text(3));
            tcp.arrives(fin());
            tcp.arrives(segment(TcpFlags.NONE));
            tcp.arrives(segment(TcpFlags.FIN).text(3));
            tcp.stays();
            tcp.sentNothing();
        }
    }
}
