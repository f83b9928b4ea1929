package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
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
import org.ouzel.core.wire.TcpSegment;

/** Segment × state, the sixth to the eighth step of RFC 9293 §3.10.7.4: URG, the text, FIN. */
class UrgentTextFinTest {
    /** The sixth step. */
    @Nested
    class Urgent {
        // "RCV.UP <- max(RCV.UP,SEG.UP), and signal the user that the remote side has urgent data if the urgent pointer
        // (RCV.UP) is in advance of the data consumed."
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        @Tag("MUST-32")
        void isSignalled(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack().acking(-1).text(5).urgent(3));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.URGENT);
            assertThat(tcp.receive()).isEqualTo(3);
            assertThat(tcp.receive()).isEqualTo(2);
            assertThat(tcp.tcb.isUrgentMode()).isFalse();
        }

        // It points ahead of what has come.
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        @Tag("MUST-32")
        void isSignalledBeforeItsText(StateFixture tcp) {
            tcp.arrives(ack().acking(-1).urgent(3));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.URGENT);
            assertThat(tcp.tcb.isUrgentMode()).isTrue();
            tcp.sentNothing();
        }

        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void isNothingWhereItPointsAtWhatWasConsumed(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack().acking(-1).text(3));
            tcp.receive();
            tcp.tcb.takeSignals();
            tcp.arrives(ack().acking(-1).at(3).urgent(0));
            tcp.arrives(ack().acking(-1).text(3).urgent(3));
            assertThat(tcp.tcb.takeSignals()).isEmpty();
            assertThat(tcp.tcb.isUrgentMode()).isFalse();
        }

        // "If the user has already been signaled (or is still in the "urgent mode") for this continuous
        // sequence of urgent data, do not signal the user again."
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void isSignalledOnce(StateFixture tcp) {
            tcp.arrives(ack().acking(-1).text(3).urgent(3));
            tcp.tcb.takeSignals();
            tcp.arrives(ack().acking(-1).at(3).text(3).urgent(3));
            assertThat(tcp.tcb.takeSignals()).doesNotContain(Signal.URGENT);
            tcp.arrives(ack().acking(-1).at(6).urgent(0));
            assertThat(tcp.tcb.takeSignals()).doesNotContain(Signal.URGENT);
        }

        // "This should not occur since a FIN has been received from the remote side. Ignore the URG."
        @InStates({CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT})
        void isIgnoredAfterTheFin(StateFixture tcp) {
            tcp.arrives(ack().acking(-1).urgent(3));
            tcp.arrives(ack().acking(-1).text(3).urgent(3));
            tcp.stays();
            assertThat(tcp.tcb.isUrgentMode()).isFalse();
        }
    }

    /** The seventh step. That the text ahead of a gap is held is the first check's row. */
    @Nested
    class Text {
        // "Send an acknowledgment of the form: <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>"
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void isTakenAndAcknowledged(StateFixture tcp) {
            tcp.arrives(ack().acking(-1).text(3));
            tcp.sent(ack().acking(3));
            assertThat(tcp.tcb.unreadBytes()).isEqualTo(3);
            assertThat(tcp.tcb.takeSignals()).contains(Signal.READABLE);
            tcp.stays();
        }

        // "This acknowledgment should be piggybacked on a segment being transmitted if possible"
        @InStates(ESTABLISHED)
        void isAcknowledgedByTextThatGoesOutAnyway(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack(), 0);
            tcp.send(3);
            tcp.arrives(ack().text(3), 1000);
            tcp.sent(ack().acking(3).with(TcpFlags.PSH).text(3));
        }

        // "The total of RCV.NXT and RCV.WND should not be reduced."
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        @Tag("SHLD-14")
        void leavesTheEndOfTheWindowWhereItWas(StateFixture tcp) {
            tcp.arrives(ack().acking(-1).text(3));
            assertThat(tcp.lastSent().map(TcpSegment::window)).contains(StateFixture.BUFFER - 3);
        }

        // "If the segment empties and carries a PUSH flag, then the user is informed"
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void completesAReceiveWhenPushed(StateFixture tcp) {
            tcp.arrives(ack().acking(-1).text(3));
            assertThat(tcp.tcb.isReceiveComplete()).isFalse();
            long quiet = tcp.tcb.settings().times().quietNs();
            assertThat(tcp.tcb.isReceiveQuiet(tcp.now + quiet - 1)).isFalse();
            assertThat(tcp.tcb.isReceiveQuiet(tcp.now + quiet)).isTrue();
            tcp.arrives(ack().acking(-1).at(3).with(TcpFlags.PSH).text(3));
            assertThat(tcp.tcb.isReceiveComplete()).isTrue();
        }

        // "This should not occur since a FIN has been received from the remote side. Ignore the segment text."
        @InStates({CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT})
        void isIgnoredAfterTheFin(StateFixture tcp) {
            tcp.arrives(ack().acking(-1).text(3));
            tcp.sentTheChallenge();
            tcp.stays();
            assertThat(tcp.tcb.unreadBytes()).isZero();
        }
    }

    /** The eighth step. CLOSED, LISTEN and SYN-SENT drop it: rows of theirs. */
    @Nested
    class Fin {
        // "signal the user "connection closing" ..., advance RCV.NXT over the FIN, and send an acknowledgment for the
        // FIN"
        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE, ESTABLISHED})
        void goesToCloseWait(StateFixture tcp) {
            tcp.arrives(fin());
            tcp.isIn(State.CLOSE_WAIT);
            tcp.sent(ack().acking(1));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.PEER_CLOSED);
        }

        // "If our FIN has been ACKed (perhaps in this segment), then enter TIME-WAIT, start the time-wait
        // timer, turn off the other timers"
        @InStates({FIN_WAIT_1, FIN_WAIT_2})
        void goesToTimeWait(StateFixture tcp) {
            tcp.arrives(fin());
            tcp.isIn(State.TIME_WAIT);
            tcp.sent(ack().acking(1));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.PEER_CLOSED, Signal.ENDED);
            assertThat(tcp.tcb.nextDeadline()).isEqualTo(tcp.now + 2 * StateFixture.MAX_SEGMENT_LIFETIME);
        }

        // "otherwise, enter the CLOSING state"
        @InStates(FIN_WAIT_1)
        void goesToClosing(StateFixture tcp) {
            tcp.arrives(fin().acking(-1));
            tcp.isIn(State.CLOSING);
            tcp.sent(ack().acking(1));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.PEER_CLOSED);
        }

        // "Remain in the CLOSE-WAIT state." and so on
        @InStates({CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT})
        void isAcknowledgedAgain(StateFixture tcp) {
            tcp.arrives(fin().at(-1).acking(-1));
            tcp.sentTheChallenge();
            tcp.stays();
        }

        @InStates({CLOSE_WAIT, CLOSING, LAST_ACK})
        void isNotTakenTwice(StateFixture tcp) {
            tcp.arrives(fin().acking(-1));
            tcp.sentTheChallenge();
            tcp.stays();
        }

        // "Remain in the TIME-WAIT state. Restart the 2 MSL time-wait timeout."
        @InStates(TIME_WAIT)
        void restartsTheRest(StateFixture tcp) {
            tcp.passes(StateFixture.MAX_SEGMENT_LIFETIME);
            tcp.arrives(fin().at(-4).text(3));
            tcp.sentTheChallenge();
            assertThat(tcp.tcb.nextDeadline()).isEqualTo(tcp.now + 2 * StateFixture.MAX_SEGMENT_LIFETIME);
        }

        // It is the remote FIN that restarts it, not any: else who guesses the ports keeps it from ending.
        @InStates(TIME_WAIT)
        void restartsTheRestOnlyWhereItStands(StateFixture tcp) {
            tcp.passes(StateFixture.MAX_SEGMENT_LIFETIME);
            tcp.arrives(fin().at(1000));
            tcp.arrives(fin().at(-1000));
            assertThat(tcp.tcb.nextDeadline()).isEqualTo(tcp.now + StateFixture.MAX_SEGMENT_LIFETIME);
        }

        // "Note that FIN implies PUSH for any segment text not yet delivered to the user."
        @InStates(ESTABLISHED)
        void impliesPush(StateFixture tcp) {
            tcp.arrives(ack().text(3));
            tcp.arrives(fin().at(3).text(3));
            tcp.isIn(State.CLOSE_WAIT);
            tcp.sent(ack().acking(3), ack().acking(7));
            assertThat(tcp.tcb.isReceiveComplete()).isTrue();
            assertThat(tcp.tcb.unreadBytes()).isEqualTo(6);
        }

        // SHLD-31: a FIN ahead is held too, and is taken when nothing is missing before it any more.
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        @Tag("SHLD-31")
        void waitsForWhatIsMissingBeforeIt(StateFixture tcp) {
            tcp.arrives(fin().acking(-1).at(3).text(3));
            tcp.sentTheChallenge();
            tcp.stays();
            tcp.arrives(ack().acking(-1).text(3));
            tcp.sent(ack().acking(7));
            assertThat(tcp.tcb.state()).isIn(State.CLOSE_WAIT, State.CLOSING, State.TIME_WAIT);
            assertThat(tcp.tcb.unreadBytes()).isEqualTo(6);
        }

        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void waitsForWhatIsMissingThoughItBringsNoText(StateFixture tcp) {
            tcp.arrives(fin().acking(-1).at(3));
            tcp.sentTheChallenge();
            tcp.stays();
            tcp.arrives(ack().acking(-1).text(3));
            tcp.sent(ack().acking(4));
            assertThat(tcp.tcb.state()).isIn(State.CLOSE_WAIT, State.CLOSING, State.TIME_WAIT);
        }
    }
}
