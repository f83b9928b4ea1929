package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
import static org.ouzel.core.tcp.Relative.rst;
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
import org.ouzel.core.wire.TcpFlags;

/**
 * State × call: what CLOSE and ABORT do in each state (RFC 9293 §3.10.4, §3.10.5). "The stream" stands for the contract of the
 * stream object, as in {@link StateCallTest}.
 */
class ClosingCallTest {

    /** RFC 9293 §3.10.4. */
    @Nested
    class Close {
        // The RFC says "connection does not exist", and "connection closing" for TIME-WAIT. The stream: harmless.
        @InStates({CLOSED, TIME_WAIT})
        void isHarmlessWhereNothingIsOpen(StateFixture tcp) {
            tcp.close();
            tcp.stays();
            tcp.sentNothing();
        }

        // "Delete TCB, enter CLOSED state, and return."
        @InStates({LISTEN, SYN_SENT})
        void deletesWhatNobodyHasAnswered(StateFixture tcp) {
            tcp.close();
            tcp.ended(new Ending.LocalAbort());
            tcp.sentNothing();
        }

        // "form a FIN segment and send it, and enter FIN-WAIT-1 state" A detail differs: the FIN follows the
        // acknowledgment of our SYN, for a peer in SYN-SENT would drop it.
        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE})
        void sendsTheFinWhenTheSynIsAcknowledged(StateFixture tcp) {
            tcp.close();
            tcp.isIn(State.FIN_WAIT_1);
            tcp.sentNothing();
            tcp.arrives(ack());
            tcp.isIn(State.FIN_WAIT_1);
            tcp.sent(fin());
            tcp.arrives(ack().acking(1));
            tcp.isIn(State.FIN_WAIT_2);
        }

        // "otherwise, queue for processing after entering ESTABLISHED state"
        @InStates(SYN_RECEIVED_ACTIVE)
        void sendsWhatIsQueuedBeforeTheFin(StateFixture tcp) throws CallRefused {
            tcp.send(3);
            tcp.close();
            tcp.sentNothing();
            tcp.arrives(ack());
            tcp.sent(fin().with(TcpFlags.PSH).text(3));
        }

        // "Queue this until all preceding SENDs have been segmentized, then form a FIN segment and send it. In
        // any case, enter FIN-WAIT-1 state."
        @InStates(ESTABLISHED)
        void sendsAFinAndWaits(StateFixture tcp) {
            tcp.close();
            tcp.isIn(State.FIN_WAIT_1);
            tcp.sent(fin());
        }

        @InStates(ESTABLISHED)
        void sendsAFinBehindAllData(StateFixture tcp) throws CallRefused {
            tcp.send(StateFixture.PEER_WINDOW + 3);
            tcp.takeSentCount();
            tcp.close();
            tcp.isIn(State.FIN_WAIT_1);
            tcp.sentNothing();
            tcp.arrives(ack().acking(StateFixture.PEER_WINDOW));
            tcp.sent(fin().at(StateFixture.PEER_WINDOW).with(TcpFlags.PSH).text(3));
        }

        // "An "ok" response would be acceptable, too, as long as a second FIN is not emitted". In CLOSING and
        // LAST-ACK the RFC says "connection closing". The stream: a second close is harmless.
        @InStates({FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK})
        void doesNothingASecondTime(StateFixture tcp) {
            tcp.close();
            tcp.stays();
            tcp.sentNothing();
        }

        // "then send a FIN segment, enter LAST-ACK state"
        @InStates(CLOSE_WAIT)
        void sendsTheLastFin(StateFixture tcp) {
            tcp.close();
            tcp.isIn(State.LAST_ACK);
            tcp.sent(fin());
        }

        // "Queue this request until all preceding SENDs have been segmentized" A detail differs: LAST-ACK is
        // entered when the call is made, as FIN-WAIT-1 is.
        @InStates(CLOSE_WAIT)
        void sendsTheLastFinBehindAllData(StateFixture tcp) throws CallRefused {
            tcp.send(StateFixture.PEER_WINDOW + 3);
            tcp.takeSentCount();
            tcp.close();
            tcp.isIn(State.LAST_ACK);
            tcp.sentNothing();
            tcp.arrives(ack().acking(StateFixture.PEER_WINDOW));
            tcp.sent(fin().at(StateFixture.PEER_WINDOW).with(TcpFlags.PSH).text(3));
        }
    }

    /** RFC 9293 §3.10.5. */
    @Nested
    class Abort {
        // The RFC says "connection does not exist". The stream: harmless.
        @InStates(CLOSED)
        void isHarmlessWhereNothingIsOpen(StateFixture tcp) {
            tcp.abort();
            tcp.stays();
            tcp.sentNothing();
        }

        // "Delete TCB, enter CLOSED state, and return."
        @InStates({LISTEN, SYN_SENT})
        void saysNothingToNobody(StateFixture tcp) {
            tcp.abort();
            tcp.ended(new Ending.LocalAbort());
            tcp.sentNothing();
        }

        // "Send a reset segment: <SEQ=SND.NXT><CTL=RST>"
        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT})
        void sendsAReset(StateFixture tcp) {
            tcp.abort();
            tcp.ended(new Ending.LocalAbort());
            tcp.sent(rst());
        }

        // "all segments queued for transmission (except for the RST formed above) or retransmission should be flushed"
        @InStates({ESTABLISHED, CLOSE_WAIT})
        void flushesWhatIsQueued(StateFixture tcp) throws CallRefused {
            tcp.send(StateFixture.PEER_WINDOW + 3);
            tcp.takeSentCount();
            tcp.abort();
            tcp.sent(rst().at(StateFixture.PEER_WINDOW));
            tcp.passes(StateFixture.USER_TIMEOUT);
            tcp.sentNothing();
            assertThat(tcp.pages.lent()).isZero();
        }

        // The RFC deletes without a word. The stream: a reset in every synchronized state, for the peer waits
        // for a FIN, and for the data before it, that will not come.
        @InStates({CLOSING, LAST_ACK})
        void sendsAResetWhileTheFinIsNotAcknowledged(StateFixture tcp) {
            tcp.abort();
            tcp.ended(new Ending.LocalAbort());
            tcp.sent(rst());
        }

        // "Respond with "ok" and delete the TCB, enter CLOSED state, and return." The end was told before.
        @InStates(TIME_WAIT)
        void endsTheRest(StateFixture tcp) {
            tcp.abort();
            tcp.isIn(State.CLOSED);
            assertThat(tcp.tcb.ending()).contains(new Ending.Graceful());
            assertThat(tcp.tcb.takeSignals()).isEmpty();
            tcp.sentNothing();
        }
    }
}
