package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.rst;
import static org.ouzel.core.tcp.Relative.syn;
import static org.ouzel.core.tcp.Relative.synAck;
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

/** Segment × state, the second and the fourth check of RFC 9293 §3.10.7.4: RST and SYN, as RFC 5961 has them. */
class ResetAndSynTest {
    /** The second check. That a reset outside of the window is dropped is the first check's row. */
    @Nested
    class Reset {
        // "then return this connection to LISTEN state and return. The user need not be informed. ... the
        // retransmission queue should be flushed"
        @InStates(SYN_RECEIVED)
        @Tag("MUST-11")
        void returnsAPassiveOpenToListen(StateFixture tcp) {
            tcp.arrives(rst());
            tcp.isIn(State.LISTEN);
            tcp.sentNothing();
            assertThat(tcp.tcb.takeSignals()).isEmpty();
            assertThat(tcp.tcb.nextDeadline()).isEqualTo(Deadline.NONE);
            tcp.arrives(syn().at(100));
            tcp.isIn(State.SYN_RECEIVED);
            tcp.sent(synAck().at(-1).acking(101));
        }

        // "then the connection was refused; signal the user "connection refused". ... enter the CLOSED state"
        @InStates(SYN_RECEIVED_ACTIVE)
        @Tag("MUST-11")
        void refusesAnActiveOpen(StateFixture tcp) {
            tcp.arrives(rst());
            tcp.ended(new Ending.Refused());
            tcp.sentNothing();
        }

        // "Users should also receive an unsolicited general "connection reset" signal. Enter the CLOSED state".
        // In CLOSING and LAST-ACK the RFC has no signal: here the user learns that what was sent may not have
        // arrived.
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK})
        void endsTheConnectionAtExactlyTheNextNumber(StateFixture tcp) {
            tcp.arrives(rst());
            tcp.ended(new Ending.RemoteAbort());
            tcp.sentNothing();
        }

        // What it acknowledges says nothing: RFC 5961 looks at the sequence number alone.
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK})
        void endsTheConnectionWhateverItAcknowledges(StateFixture tcp) {
            tcp.arrives(rst().with(TcpFlags.ACK).acking(1000));
            tcp.ended(new Ending.RemoteAbort());
        }

        // "All segment queues should be flushed."
        @InStates({ESTABLISHED, CLOSE_WAIT})
        void flushesWhatIsQueued(StateFixture tcp) throws CallRefused {
            tcp.send(StateFixture.PEER_WINDOW + 3);
            tcp.takeSentCount();
            tcp.arrives(rst());
            tcp.passes(StateFixture.USER_TIMEOUT);
            tcp.sentNothing();
            assertThat(tcp.pages.lent()).isZero();
        }

        // RFC 1337 §3, against RFC 9293, which enters CLOSED: a late reset must not end the rest, or late
        // segments could reach the next connection of the name.
        @InStates(TIME_WAIT)
        void doesNotEndTheRest(StateFixture tcp) {
            tcp.arrives(rst());
            tcp.arrives(rst().with(TcpFlags.ACK));
            tcp.stays();
            tcp.sentNothing();
        }

        // "TCP endpoints MUST send an acknowledgment (challenge ACK): <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>"
        @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK
        })
        void isChallengedElsewhereInTheWindow(StateFixture tcp) {
            tcp.arrives(rst().at(1));
            tcp.sentTheChallenge();
            tcp.arrives(rst().at(1000));
            tcp.sentTheChallenge();
            tcp.stays();
        }

        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK})
        void isChallengedSoManyTimesASecond(StateFixture tcp) {
            for (int i = 0; i < 100; i++) {
                tcp.arrives(rst().at(1));
            }
            assertThat(tcp.takeSentCount()).isEqualTo(10);
        }
    }

    /** The fourth check. */
    @Nested
    class Syn {
        // "If the connection was initiated with a passive OPEN, then return this connection to the LISTEN state and
        // return."
        @InStates(SYN_RECEIVED)
        void returnsAPassiveOpenToListen(StateFixture tcp) {
            tcp.arrives(syn().at(10));
            tcp.isIn(State.LISTEN);
            tcp.sentNothing();
            assertThat(tcp.tcb.takeSignals()).isEmpty();
            assertThat(tcp.tcb.nextDeadline()).isEqualTo(Deadline.NONE);
        }

        // "if the SYN bit is set, irrespective of the sequence number, TCP endpoints MUST send a "challenge ACK" to the
        // remote peer: <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>"
        @InStates({SYN_RECEIVED_ACTIVE, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT})
        void isChallengedInTheWindow(StateFixture tcp) {
            tcp.arrives(syn());
            tcp.sentTheChallenge();
            tcp.arrives(syn().at(10));
            tcp.sentTheChallenge();
            tcp.arrives(synAck().at(10).text(3));
            tcp.sentTheChallenge();
            tcp.arrives(syn().with(TcpFlags.FIN).at(10));
            tcp.sentTheChallenge();
            tcp.stays();
            assertThat(tcp.tcb.unreadBytes()).isZero();
        }

        @InStates({
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
        void isChallengedOutsideTheWindow(StateFixture tcp) {
            tcp.arrives(syn().at(-10));
            tcp.sentTheChallenge();
            tcp.arrives(syn().at(1_000_000));
            tcp.sentTheChallenge();
            tcp.arrives(synAck().at(-1));
            tcp.sentTheChallenge();
            tcp.stays();
        }

        // MAY-2, RFC 6191 §2: a new connection may begin from TIME-WAIT, beyond all numbers of the last one.
        @InStates(TIME_WAIT)
        @Tag("MAY-2")
        void mayBeginANewConnectionFromTimeWait(StateFixture tcp) {
            assertThat(tcp.tcb.timeWait().orElseThrow().admits(tcp.absolute(syn().at(1), 1000)))
                    .isTrue();
            // The last number is that of the FIN, which the request's need only exceed.
            assertThat(tcp.tcb.timeWait().orElseThrow().admits(tcp.absolute(syn(), 1000)))
                    .isTrue();
            assertThat(tcp.tcb.timeWait().orElseThrow().admits(tcp.absolute(syn().at(-1), 1000)))
                    .isFalse();
            assertThat(tcp.tcb.timeWait().orElseThrow().admits(tcp.absolute(syn().at(Integer.MIN_VALUE), 1000)))
                    .isFalse();
        }

        @InStates({SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK})
        void beginsNoneFromOtherStates(StateFixture tcp) {
            assertThat(tcp.tcb.timeWait()).isEmpty();
        }
    }
}
