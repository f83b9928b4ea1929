package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
import static org.ouzel.core.tcp.Relative.rst;
import static org.ouzel.core.tcp.Relative.syn;
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
import org.ouzel.core.wire.TcpFlags;

/**
 * State × call: what OPEN, SEND, RECEIVE and STATUS do in each state (RFC 9293 §3.10.1 to §3.10.3, §3.10.6). Where a row is not the RFC's,
 * it says whose it is; "the stream" stands for the contract of the stream object, which goes before the RFC.
 */
class StateCallTest {

    /** RFC 9293 §3.10.1. */
    @Nested
    class Open {
        // "issue a SYN segment ... <SEQ=ISS><CTL=SYN> is sent"
        @InStates(CLOSED)
        void activelySendsASyn(StateFixture tcp) throws CallRefused {
            tcp.openActively();
            tcp.isIn(State.SYN_SENT);
            tcp.sent(syn());
        }

        // "If passive, enter the LISTEN state and return."
        @InStates(CLOSED)
        void passivelyListens(StateFixture tcp) throws CallRefused {
            tcp.openPassively();
            tcp.isIn(State.LISTEN);
            tcp.sentNothing();
        }

        // A block serves one open after the other.
        @InStates({SYN_SENT, SYN_RECEIVED, SYN_RECEIVED_ACTIVE, ESTABLISHED, CLOSE_WAIT, LAST_ACK})
        void worksAgainAfterAnEnd(StateFixture tcp) throws CallRefused {
            tcp.abort();
            tcp.isIn(State.CLOSED);
            tcp.openPassively();
            tcp.isIn(State.LISTEN);
            assertThat(tcp.tcb.ending()).isEmpty();
        }

        // The RFC would turn an active OPEN of a fully specified listener into SYN-SENT. The stream: while a passive
        // open is pending, every other call fails.
        @InStates(LISTEN)
        void isRefusedWhileAPassiveOpenIsPending(StateFixture tcp) {
            tcp.refuses(tcp::openActively, Refusal.PASSIVE_OPEN_PENDING);
            tcp.refuses(tcp::openPassively, Refusal.PASSIVE_OPEN_PENDING);
        }

        // "Return "error: connection already exists"."
        @InStates({
            SYN_SENT,
            SYN_RECEIVED,
            SYN_RECEIVED_ACTIVE,
            ESTABLISHED,
            FIN_WAIT_1,
            FIN_WAIT_2,
            CLOSE_WAIT,
            CLOSING,
            LAST_ACK
        })
        @Tag("MUST-41")
        void isRefusedWhereAConnectionExists(StateFixture tcp) {
            tcp.refuses(tcp::openActively, Refusal.CONNECTION_ALREADY_EXISTS);
            tcp.refuses(tcp::openPassively, Refusal.CONNECTION_ALREADY_EXISTS);
        }

        // The RFC refuses with "connection already exists". A block in TIME-WAIT says "closing", and can be opened once
        // whoever keeps the rest is left alone with it.
        @InStates(TIME_WAIT)
        void waitsForTheRestToBeLeftBehind(StateFixture tcp) throws CallRefused {
            tcp.refuses(tcp::openActively, Refusal.CONNECTION_CLOSING);
            tcp.refuses(tcp::openPassively, Refusal.CONNECTION_CLOSING);
            tcp.tcb.leaveTimeWaitBehind();
            tcp.isIn(State.CLOSED);
            tcp.openPassively();
            tcp.isIn(State.LISTEN);
        }
    }

    /** RFC 9293 §3.10.2. */
    @Nested
    class Send {
        // "Otherwise, return "error: connection does not exist"."
        @InStates(CLOSED)
        void isRefusedWhereNothingIsOpen(StateFixture tcp) {
            tcp.refuses(() -> tcp.send(3), Refusal.CONNECTION_DOES_NOT_EXIST);
        }

        @InStates({SYN_SENT, SYN_RECEIVED_ACTIVE, ESTABLISHED, CLOSE_WAIT, LAST_ACK})
        void isRefusedAfterAnEnd(StateFixture tcp) {
            tcp.abort();
            tcp.takeSentCount();
            tcp.refuses(() -> tcp.send(3), Refusal.CONNECTION_DOES_NOT_EXIST);
        }

        // The RFC opens actively in LISTEN and queues in SYN-RECEIVED. The stream: not while a passive open is pending,
        // which it is until it cannot return to LISTEN any more, data and all.
        @InStates({LISTEN, SYN_RECEIVED})
        void isRefusedWhileAPassiveOpenIsPending(StateFixture tcp) {
            tcp.refuses(() -> tcp.send(3), Refusal.PASSIVE_OPEN_PENDING);
        }

        // "Queue the data for transmission after entering ESTABLISHED state."
        @InStates(SYN_SENT)
        void queuesForTheAnswer(StateFixture tcp) throws CallRefused {
            assertThat(tcp.send(3)).isEqualTo(3);
            tcp.sentNothing();
            tcp.arrives(Relative.synAck());
            tcp.isIn(State.ESTABLISHED);
            tcp.sent(ack().acking(1).with(TcpFlags.PSH).text(3));
        }

        @InStates(SYN_RECEIVED_ACTIVE)
        void queuesForTheAcknowledgment(StateFixture tcp) throws CallRefused {
            assertThat(tcp.send(3)).isEqualTo(3);
            tcp.sentNothing();
            tcp.arrives(ack());
            tcp.isIn(State.ESTABLISHED);
            tcp.sent(ack().with(TcpFlags.PSH).text(3));
        }

        // "Segmentize the buffer and send it with a piggybacked acknowledgment (acknowledgment value = RCV.NXT)."
        @InStates({ESTABLISHED, CLOSE_WAIT})
        void sendsWithAnAcknowledgment(StateFixture tcp) throws CallRefused {
            assertThat(tcp.send(3)).isEqualTo(3);
            tcp.sent(ack().with(TcpFlags.PSH).text(3));
            tcp.stays();
        }

        // "If the URGENT flag is set, then SND.UP <- SND.NXT and set the urgent pointer in the outgoing
        // segments." MUST-62: it points behind the urgent data.
        @InStates({ESTABLISHED, CLOSE_WAIT})
        @Tag("MUST-62")
        void setsTheUrgentPointerBehindUrgentData(StateFixture tcp) throws CallRefused {
            tcp.sendUrgent(3);
            tcp.sent(ack().with(TcpFlags.PSH).text(3).urgent(3));
        }

        // "If there is insufficient space to remember this buffer, simply return "error: insufficient
        // resources"." A send takes what there is room for, and says how much.
        @InStates({SYN_SENT, SYN_RECEIVED_ACTIVE, ESTABLISHED, CLOSE_WAIT})
        void takesNoMoreThanThereIsRoomFor(StateFixture tcp) throws CallRefused {
            assertThat(tcp.send(StateFixture.BUFFER + 1)).isEqualTo(StateFixture.BUFFER);
            assertThat(tcp.send(1)).isZero();
        }

        // "Return "error: connection closing" and do not service request."
        @InStates({FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT})
        void isRefusedAfterClose(StateFixture tcp) {
            tcp.refuses(() -> tcp.send(3), Refusal.CONNECTION_CLOSING);
        }
    }

    /** RFC 9293 §3.10.3. */
    @Nested
    class Receive {
        // "Otherwise, return "error: connection does not exist"."
        @InStates(CLOSED)
        void isRefusedWhereNothingIsOpen(StateFixture tcp) {
            tcp.refuses(tcp::receive, Refusal.CONNECTION_DOES_NOT_EXIST);
        }

        // What came before a reset can still be read: deliver, then say that it is over.
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void givesWhatHadComeBeforeAReset(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack().text(3));
            tcp.arrives(rst().at(3));
            tcp.takeSentCount();
            tcp.isIn(State.CLOSED);
            assertThat(tcp.receive()).isEqualTo(3);
            tcp.refuses(tcp::receive, Refusal.CONNECTION_DOES_NOT_EXIST);
        }

        // The RFC queues the call. The stream: not while a passive open is pending.
        @InStates({LISTEN, SYN_RECEIVED})
        void isRefusedWhileAPassiveOpenIsPending(StateFixture tcp) {
            tcp.refuses(tcp::receive, Refusal.PASSIVE_OPEN_PENDING);
        }

        // "Queue for processing after entering ESTABLISHED state." Whoever waits does so outside of the core:
        // the call gives nothing yet, and is not refused.
        @InStates({SYN_SENT, SYN_RECEIVED_ACTIVE, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void givesNothingYet(StateFixture tcp) throws CallRefused {
            assertThat(tcp.receive()).isZero();
            tcp.stays();
            tcp.sentNothing();
        }

        // "Reassemble queued incoming segments into receive buffer and return to user."
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void givesWhatHasComeInOrder(StateFixture tcp) throws CallRefused {
            tcp.arrives(ack().at(3).acking(-1).text(3));
            assertThat(tcp.receive()).isZero();
            tcp.arrives(ack().acking(-1).text(3));
            assertThat(tcp.receive()).isEqualTo(6);
            tcp.stays();
        }

        // "If no text is awaiting delivery, the RECEIVE will get an "error: connection closing" response."
        @InStates({CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT})
        void isRefusedAtTheEnd(StateFixture tcp) {
            tcp.refuses(tcp::receive, Refusal.CONNECTION_CLOSING);
        }

        // "Otherwise, any remaining data can be used to satisfy the RECEIVE."
        @InStates(ESTABLISHED)
        void givesWhatCameBeforeTheFinInCloseWait(StateFixture tcp) throws CallRefused {
            tcp.arrives(fin().text(3));
            tcp.isIn(State.CLOSE_WAIT);
            assertThat(tcp.receive()).isEqualTo(3);
            tcp.takeSentCount();
            tcp.refuses(tcp::receive, Refusal.CONNECTION_CLOSING);
        }

        // The RFC refuses in CLOSING, LAST-ACK and TIME-WAIT whether or not text awaits delivery. The stream:
        // what has come is given first.
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void givesWhatCameBeforeTheFinAfterCloseToo(StateFixture tcp) throws CallRefused {
            tcp.arrives(fin().text(3).acking(-1));
            tcp.close();
            assertThat(tcp.tcb.state()).isIn(State.CLOSING, State.LAST_ACK, State.TIME_WAIT);
            tcp.takeSentCount();
            assertThat(tcp.receive()).isEqualTo(3);
            tcp.refuses(tcp::receive, Refusal.CONNECTION_CLOSING);
        }
    }

    /** RFC 9293 §3.10.6. The stream: CLOSED is a state too, not an error. */
    @Nested
    class Status {
        @InStates({
            CLOSED,
            LISTEN,
            SYN_SENT,
            SYN_RECEIVED,
            SYN_RECEIVED_ACTIVE,
            ESTABLISHED,
            FIN_WAIT_1,
            FIN_WAIT_2,
            CLOSE_WAIT,
            CLOSING,
            LAST_ACK,
            TIME_WAIT
        })
        void tellsTheState(StateFixture tcp) {
            tcp.stays();
            tcp.sentNothing();
        }
    }
}
