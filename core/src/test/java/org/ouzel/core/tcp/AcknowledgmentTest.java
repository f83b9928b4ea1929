package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
import static org.ouzel.core.tcp.Relative.rst;
import static org.ouzel.core.tcp.Relative.segment;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSE_WAIT;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSING;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;
import static org.ouzel.core.tcp.StateFixture.Place.FIN_WAIT_1;
import static org.ouzel.core.tcp.StateFixture.Place.FIN_WAIT_2;
import static org.ouzel.core.tcp.StateFixture.Place.LAST_ACK;
import static org.ouzel.core.tcp.StateFixture.Place.SYN_RECEIVED;
import static org.ouzel.core.tcp.StateFixture.Place.SYN_RECEIVED_ACTIVE;
import static org.ouzel.core.tcp.StateFixture.Place.TIME_WAIT;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.ouzel.core.wire.TcpFlags;

/** Segment × state, the fifth check of RFC 9293 §3.10.7.4: the acknowledgment. */
class AcknowledgmentTest {
    // "if the ACK bit is off, drop the segment and return"
    @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK})
    void dropsASegmentWithoutAnAcknowledgment(StateFixture tcp) {
        tcp.arrives(segment(TcpFlags.NONE));
        tcp.arrives(segment(TcpFlags.PSH).text(3));
        tcp.arrives(segment(TcpFlags.FIN));
        tcp.arrives(segment(TcpFlags.NONE).urgent(3));
        tcp.stays();
        tcp.sentNothing();
        assertThat(tcp.tcb.unreadBytes()).isZero();
        assertThat(tcp.tcb.isUrgentMode()).isFalse();
    }

    // RFC 5961 §5.2: "All incoming segments whose ACK value doesn't satisfy the above condition MUST be
    // discarded and an ACK sent back." Here SEG.ACK > SND.NXT.
    @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT})
    void challengesTheAcknowledgmentOfWhatWasNeverSent(StateFixture tcp) {
        tcp.arrives(ack().acking(1));
        tcp.sentTheChallenge();
        tcp.arrives(fin().acking(1000).text(3));
        tcp.sentTheChallenge();
        tcp.stays();
        assertThat(tcp.tcb.unreadBytes()).isZero();
    }

    // RFC 5961 §5.2: SEG.ACK < SND.UNA - MAX.SND.WND. TIME-WAIT has no text left to protect, and does not look.
    @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK})
    @Tag("MAY-12")
    void challengesAnAcknowledgmentThatIsTooOld(StateFixture tcp) {
        tcp.arrives(ack().acking(-100_000));
        tcp.sentTheChallenge();
        tcp.arrives(ack().acking(-100_000).text(3));
        tcp.sentTheChallenge();
        tcp.stays();
        assertThat(tcp.tcb.unreadBytes()).isZero();
    }

    @InStates({ESTABLISHED, FIN_WAIT_2})
    void takesTextWithAnAcknowledgmentThatIsJustNotTooOld(StateFixture tcp) {
        tcp.arrives(ack().acking(-StateFixture.PEER_WINDOW - 1).text(3));
        tcp.sentTheChallenge();
        tcp.arrives(ack().acking(-StateFixture.PEER_WINDOW).text(3));
        tcp.sent(ack().acking(3));
    }

    @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT})
    void boundsItsChallenges(StateFixture tcp) {
        for (int i = 0; i < 100; i++) {
            tcp.arrives(ack().acking(1));
        }
        assertThat(tcp.takeSentCount()).isEqualTo(10);
    }

    /** SYN-RECEIVED. */
    @Nested
    class SynReceived {
        // "If SND.UNA < SEG.ACK =< SND.NXT, then enter ESTABLISHED state and continue processing"
        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE})
        void isEstablished(StateFixture tcp) {
            tcp.arrives(ack());
            tcp.isIn(State.ESTABLISHED);
            tcp.sentNothing();
            assertThat(tcp.tcb.takeSignals()).contains(Signal.OPENED);
        }

        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE})
        void isEstablishedWithText(StateFixture tcp) {
            tcp.arrives(ack().text(3).urgent(3));
            tcp.isIn(State.ESTABLISHED);
            tcp.sent(ack().acking(3));
            assertThat(tcp.tcb.unreadBytes()).isEqualTo(3);
            assertThat(tcp.tcb.isUrgentMode()).isTrue();
        }

        // Text that has overtaken the acknowledgment establishes as well, and is held.
        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE})
        void isEstablishedByTextAhead(StateFixture tcp) {
            tcp.arrives(ack().at(3).text(3));
            tcp.isIn(State.ESTABLISHED);
            tcp.sentTheChallenge();
            tcp.arrives(ack().text(3));
            tcp.sent(ack().acking(6));
        }

        // "SND.WND <- SEG.WND"
        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE})
        void takesTheWindowOfTheAcknowledgment(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack(), 0);
            tcp.send(3);
            tcp.sentNothing();
            tcp.arrives(ack(), 3);
            tcp.sent(ack().with(TcpFlags.PSH).text(3));
        }

        // "If the segment acknowledgment is not acceptable, form a reset segment <SEQ=SEG.ACK><CTL=RST> and send it."
        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE})
        void resetsABadAcknowledgment(StateFixture tcp) {
            tcp.arrives(ack().acking(-1));
            tcp.sent(rst().at(-1));
            tcp.arrives(ack().acking(1).text(3));
            tcp.sent(rst().at(1));
            tcp.arrives(fin().acking(-100_000));
            tcp.sent(rst().at(-100_000));
            tcp.stays();
        }
    }

    /** ESTABLISHED, and what does "the same processing": FIN-WAIT-1 and CLOSE-WAIT, until our FIN. */
    @Nested
    class Established {
        // "If SND.UNA < SEG.ACK =< SND.NXT, then set SND.UNA <- SEG.ACK. Any segments on the retransmission
        // queue that are thereby entirely acknowledged are removed."
        @InStates({ESTABLISHED, CLOSE_WAIT})
        void takesAnAcknowledgment(StateFixture tcp) throws CallRefused {
            tcp.send(3);
            tcp.takeSentCount();
            tcp.arrives(ack().acking(2));
            assertThat(tcp.tcb.unacknowledgedBytes()).isEqualTo(1);
            tcp.arrives(ack().acking(3));
            assertThat(tcp.tcb.unacknowledgedBytes()).isZero();
            assertThat(tcp.tcb.takeSignals()).contains(Signal.ACKNOWLEDGED);
            tcp.passes(StateFixture.USER_TIMEOUT);
            tcp.sentNothing();
            tcp.stays();
        }

        // "If the ACK is a duplicate (SEG.ACK =< SND.UNA), it can be ignored."
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK})
        void ignoresADuplicate(StateFixture tcp) {
            tcp.arrives(ack().acking(-1));
            tcp.arrives(ack().acking(-2));
            tcp.stays();
            tcp.sentNothing();
            assertThat(tcp.tcb.takeSignals()).isEmpty();
        }

        // "If SND.UNA =< SEG.ACK =< SND.NXT, the send window should be updated."
        @InStates({ESTABLISHED, CLOSE_WAIT})
        void takesTheWindow(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack(), 0);
            tcp.send(3);
            tcp.sentNothing();
            tcp.arrives(ack(), 1000);
            tcp.sent(ack().with(TcpFlags.PSH).text(3));
        }

        // "If (SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK)), set SND.WND <- SEG.WND ... The
        // check here prevents using old segments to update the window."
        @InStates({ESTABLISHED, CLOSE_WAIT})
        void takesNoWindowFromAnOlderSegment(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack().at(10), 0);
            tcp.arrives(ack(), 1000);
            tcp.send(3);
            tcp.sentNothing();
        }

        @InStates({ESTABLISHED, CLOSE_WAIT})
        void takesNoWindowFromAnOlderAcknowledgment(StateFixture tcp) throws CallRefused {
            tcp.send(3);
            tcp.arrives(ack().acking(3), 0);
            tcp.takeSentCount();
            tcp.arrives(ack().acking(2), 1000);
            tcp.send(3);
            tcp.sentNothing();
        }
    }

    /** The states that wait for the acknowledgment of our FIN, and those behind it. */
    @Nested
    class Closing {
        // "if the FIN segment is now acknowledged, then enter FIN-WAIT-2 and continue processing in that state"
        @InStates(FIN_WAIT_1)
        void goesToFinWait2(StateFixture tcp) {
            tcp.arrives(ack().text(3));
            tcp.isIn(State.FIN_WAIT_2);
            tcp.sent(ack().acking(3));
            assertThat(tcp.tcb.unreadBytes()).isEqualTo(3);
        }

        @InStates(ESTABLISHED)
        void staysInFinWait1UntilTheFinItselfIsAcknowledged(StateFixture tcp) throws CallRefused {
            tcp.send(3);
            tcp.close();
            tcp.arrives(ack().acking(3));
            tcp.isIn(State.FIN_WAIT_1);
            tcp.arrives(ack().acking(4));
            tcp.isIn(State.FIN_WAIT_2);
        }

        // "if the ACK acknowledges our FIN, then enter the TIME-WAIT state; otherwise, ignore the segment"
        @InStates(CLOSING)
        void goesFromClosingToTimeWait(StateFixture tcp) {
            tcp.arrives(ack());
            tcp.isIn(State.TIME_WAIT);
            tcp.sentNothing();
            assertThat(tcp.tcb.takeSignals()).contains(Signal.ENDED);
            assertThat(tcp.tcb.ending()).contains(new Ending.Graceful());
        }

        // "If our FIN is now acknowledged, delete the TCB, enter the CLOSED state, and return."
        @InStates(LAST_ACK)
        void goesFromLastAckToClosed(StateFixture tcp) {
            tcp.arrives(ack());
            tcp.ended(new Ending.Graceful());
            tcp.sentNothing();
        }

        @InStates(CLOSE_WAIT)
        void staysInLastAckUntilTheFinItselfIsAcknowledged(StateFixture tcp) throws CallRefused {
            tcp.send(3);
            tcp.close();
            tcp.arrives(ack().acking(3));
            tcp.isIn(State.LAST_ACK);
            tcp.arrives(ack().acking(4));
            tcp.isIn(State.CLOSED);
        }

        // "The only thing that can arrive in this state is a retransmission of the remote FIN. Acknowledge it":
        // and nothing else that carries nothing, or two ends in TIME-WAIT would answer each other.
        @InStates({FIN_WAIT_2, TIME_WAIT})
        void doesNotAnswerABareAcknowledgment(StateFixture tcp) {
            tcp.arrives(ack());
            tcp.arrives(ack().acking(-1));
            tcp.arrives(segment(TcpFlags.NONE));
            tcp.stays();
            tcp.sentNothing();
        }
    }
}
