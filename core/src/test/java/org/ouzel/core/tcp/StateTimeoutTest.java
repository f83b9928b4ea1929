package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
import static org.ouzel.core.tcp.Relative.rst;
import static org.ouzel.core.tcp.Relative.syn;
import static org.ouzel.core.tcp.Relative.synAck;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSED;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSE_WAIT;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSING;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;
import static org.ouzel.core.tcp.StateFixture.Place.FIN_WAIT_1;
import static org.ouzel.core.tcp.StateFixture.Place.FIN_WAIT_2;
import static org.ouzel.core.tcp.StateFixture.Place.LAST_ACK;
import static org.ouzel.core.tcp.StateFixture.Place.LISTEN;
import static org.ouzel.core.tcp.StateFixture.Place.SYN_RECEIVED;
import static org.ouzel.core.tcp.StateFixture.Place.SYN_RECEIVED_ACTIVE;
import static org.ouzel.core.tcp.StateFixture.Place.SYN_SENT;
import static org.ouzel.core.tcp.StateFixture.Place.TIME_WAIT;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** State × timeout (RFC 9293 §3.10.8). */
class StateTimeoutTest {
    /** USER TIMEOUT. */
    @Nested
    class UserTimeout {
        // "flush all queues, signal the user "error: connection aborted due to user timeout" ..., enter the CLOSED
        // state"
        @InStates(SYN_SENT)
        @Tag("MUST-22")
        void endsAnOpenThatNobodyAnswers(StateFixture tcp) {
            tcp.passes(StateFixture.USER_TIMEOUT - 1);
            tcp.stays();
            tcp.takeSentCount();
            tcp.passes(1);
            tcp.ended(new Ending.UserTimeout(StateFixture.USER_TIMEOUT));
            tcp.sentNothing();
        }

        // The stream: a failed handshake returns a passive open to LISTEN. The peer, if it is there, is told.
        @InStates(SYN_RECEIVED)
        void returnsAPassiveOpenToListen(StateFixture tcp) {
            tcp.tcb.setUserTimeout(1500 * StateFixture.MS, false);
            tcp.passes(1500 * StateFixture.MS - 1);
            tcp.takeSentCount();
            tcp.passes(1);
            tcp.isIn(State.LISTEN);
            tcp.sent(rst());
            assertThat(tcp.tcb.takeSignals()).isEmpty();
        }

        // Where the peer has answered before, a reset tells it, as after ABORT.
        @InStates({SYN_RECEIVED_ACTIVE, FIN_WAIT_1, CLOSING, LAST_ACK})
        void endsWhatWaitsForAnAcknowledgment(StateFixture tcp) {
            tcp.passes(StateFixture.USER_TIMEOUT - 1);
            tcp.stays();
            tcp.takeSentCount();
            tcp.passes(1);
            tcp.ended(new Ending.UserTimeout(StateFixture.USER_TIMEOUT));
            tcp.sent(rst());
        }

        @InStates({ESTABLISHED, CLOSE_WAIT})
        void endsWhatWaitsForTheAcknowledgmentOfText(StateFixture tcp) throws CallRefused {
            tcp.send(3);
            tcp.passes(StateFixture.USER_TIMEOUT - 1);
            tcp.stays();
            tcp.takeSentCount();
            tcp.passes(1);
            tcp.ended(new Ending.UserTimeout(StateFixture.USER_TIMEOUT));
            tcp.sent(rst().at(3));
            assertThat(tcp.pages.lent()).isZero();
        }

        // The stream: it runs while data cannot be sent, a closed window included.
        @InStates({ESTABLISHED, CLOSE_WAIT})
        void endsWhatWaitsForAWindow(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack(), 0);
            tcp.send(3);
            tcp.passes(StateFixture.USER_TIMEOUT);
            tcp.ended(new Ending.UserTimeout(StateFixture.USER_TIMEOUT));
        }

        // The stream's action REPORT: it is told, and starts again.
        @InStates({SYN_SENT, SYN_RECEIVED_ACTIVE, FIN_WAIT_1, CLOSING, LAST_ACK})
        void isToldWhereOnlyAReportIsWanted(StateFixture tcp) {
            tcp.tcb.setUserTimeout(StateFixture.USER_TIMEOUT, true);
            for (int round = 0; round < 2; round++) {
                tcp.passes(StateFixture.USER_TIMEOUT - 1);
                assertThat(tcp.tcb.takeSignals()).doesNotContain(Signal.USER_TIMEOUT);
                tcp.passes(1);
                assertThat(tcp.tcb.takeSignals()).contains(Signal.USER_TIMEOUT);
                tcp.stays();
            }
        }

        // Nothing waits for an acknowledgment: there is nothing to time.
        @InStates({CLOSED, LISTEN, ESTABLISHED, CLOSE_WAIT})
        void doesNotRunWhileNothingIsOutstanding(StateFixture tcp) {
            tcp.passes(10 * StateFixture.USER_TIMEOUT);
            tcp.stays();
            tcp.sentNothing();
        }

        // The stream: a passive open has a time to its first SYN, too.
        @InStates(CLOSED)
        void endsAPassiveOpenThatNobodyCalls(StateFixture tcp) throws CallRefused {
            tcp.tcb.passiveOpen(tcp.now + 1000 * StateFixture.MS);
            tcp.passes(1000 * StateFixture.MS - 1);
            tcp.isIn(State.LISTEN);
            tcp.passes(1);
            tcp.ended(new Ending.CommandTimeout());
        }

        // The stream: an end whose peer never closes, and which nobody reads, is left after a time; unread data
        // makes it a reset (RFC 9293 §3.6.1).
        @InStates(FIN_WAIT_2)
        void leavesAPeerThatNeverCloses(StateFixture tcp) {
            tcp.passes(Pair.SETTINGS.times().finWait2Ns());
            tcp.ended(new Ending.LocalAbort());
            tcp.sentNothing();
        }

        /** Hostile input T29: what brings nothing new does not make us wait longer. */
        @InStates(FIN_WAIT_2)
        void leavesAPeerThatNeverClosesThoughItAcknowledgesAgainAndAgain(StateFixture tcp) {
            tcp.passes(Pair.SETTINGS.times().finWait2Ns() / 2);
            tcp.arrives(ack());
            tcp.passes(Pair.SETTINGS.times().finWait2Ns() / 2);
            tcp.ended(new Ending.LocalAbort());
        }

        @InStates(FIN_WAIT_2)
        void resetsAPeerThatNeverClosesAndIsNotRead(StateFixture tcp) {
            tcp.arrives(ack().text(3));
            tcp.takeSentCount();
            tcp.passes(Pair.SETTINGS.times().finWait2Ns());
            tcp.ended(new Ending.LocalAbort());
            tcp.sent(rst());
        }
    }

    /** RETRANSMISSION TIMEOUT: "send the segment at the front of the retransmission queue again". */
    @Nested
    class Retransmission {
        @InStates(SYN_SENT)
        @Tag("MUST-22")
        void sendsTheRequestAgain(StateFixture tcp) {
            tcp.toNextDeadline();
            tcp.sent(syn().at(-1));
            tcp.toNextDeadline();
            tcp.sent(syn().at(-1));
            tcp.stays();
        }

        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE})
        void sendsTheAnswerAgain(StateFixture tcp) {
            tcp.toNextDeadline();
            tcp.sent(synAck().at(-1));
            tcp.toNextDeadline();
            tcp.sent(synAck().at(-1));
            tcp.stays();
        }

        // RFC 4987 §3.3: a request may have a forged sender, whom nobody tells. The user timeout is not waited for.
        @InStates(SYN_RECEIVED)
        void listensAgainAfterThreeAnswers(StateFixture tcp) {
            tcp.tcb.setUserTimeout(0, false);
            for (int again = 0; again < 3; again++) {
                tcp.toNextDeadline();
                tcp.sent(synAck().at(-1));
            }
            tcp.toNextDeadline();
            tcp.isIn(State.LISTEN);
            tcp.sentNothing();
            assertThat(tcp.tcb.nextDeadline()).isEqualTo(Deadline.NONE);
        }

        @InStates({ESTABLISHED, CLOSE_WAIT})
        void sendsTheFirstTextAgain(StateFixture tcp) throws CallRefused {
            tcp.send(StateFixture.PEER_WINDOW);
            tcp.takeSentCount();
            tcp.toNextDeadline();
            tcp.sent(ack().text(Sender.DEFAULT_MSS));
            tcp.stays();
        }

        @InStates({FIN_WAIT_1, CLOSING, LAST_ACK})
        void sendsTheFinAgain(StateFixture tcp) {
            tcp.toNextDeadline();
            tcp.sent(fin().at(-1));
            tcp.toNextDeadline();
            tcp.sent(fin().at(-1));
            tcp.stays();
        }

        // RFC 6298 §5.5: the timeout is doubled.
        @InStates({SYN_SENT, SYN_RECEIVED, SYN_RECEIVED_ACTIVE, FIN_WAIT_1, CLOSING, LAST_ACK})
        @Tag("MUST-19")
        void waitsTwiceAsLongEachTime(StateFixture tcp) {
            tcp.toNextDeadline();
            long second = tcp.tcb.nextDeadline() - tcp.now;
            tcp.toNextDeadline();
            assertThat(tcp.tcb.nextDeadline() - tcp.now).isEqualTo(2 * second);
        }

        @InStates({CLOSED, LISTEN, ESTABLISHED, CLOSE_WAIT})
        void hasNothingToSendAgain(StateFixture tcp) {
            assertThat(tcp.tcb.nextDeadline()).isEqualTo(Deadline.NONE);
        }

        @InStates({FIN_WAIT_2, TIME_WAIT})
        void hasNothingToSendAgainAtTheEnd(StateFixture tcp) {
            tcp.passes(10 * StateFixture.USER_TIMEOUT);
            tcp.isIn(State.CLOSED);
            tcp.sentNothing();
        }
    }

    /** TIME-WAIT TIMEOUT. */
    @Nested
    class TimeWaitTimeout {
        // "delete the TCB, enter the CLOSED state, and return"
        @InStates(TIME_WAIT)
        @Tag("MUST-13")
        void endsTheRest(StateFixture tcp) {
            tcp.passes(2 * StateFixture.MAX_SEGMENT_LIFETIME - 1);
            tcp.stays();
            tcp.passes(1);
            tcp.isIn(State.CLOSED);
            assertThat(tcp.tcb.ending()).contains(new Ending.Graceful());
            assertThat(tcp.tcb.nextDeadline()).isEqualTo(Deadline.NONE);
            tcp.sentNothing();
        }
    }
}
