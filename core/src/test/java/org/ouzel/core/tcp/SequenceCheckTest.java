package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
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

/** Segment × state, the first check of RFC 9293 §3.10.7.4: the sequence number. */
class SequenceCheckTest {
    // "If an incoming segment is not acceptable, an acknowledgment should be sent in reply ...
    // <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>"
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
    void answersWhatIsOutsideTheWindow(StateFixture tcp) {
        tcp.arrives(ack().at(-3).text(3));
        tcp.sentTheChallenge();
        tcp.arrives(ack().at(-1));
        tcp.sentTheChallenge();
        tcp.arrives(fin().at(-4).text(3));
        tcp.sentTheChallenge();
        tcp.arrives(ack().at(StateFixture.BUFFER).text(3));
        tcp.sentTheChallenge();
        tcp.arrives(ack().at(StateFixture.BUFFER));
        tcp.sentTheChallenge();
        tcp.arrives(ack().at(Integer.MIN_VALUE));
        tcp.sentTheChallenge();
        tcp.stays();
        assertThat(tcp.tcb.unreadBytes()).isZero();
    }

    // "After sending the acknowledgment, drop the unacceptable segment": its acknowledgment, too, is not taken.
    @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE, FIN_WAIT_1, CLOSING, LAST_ACK})
    void takesNothingFromWhatIsOutside(StateFixture tcp) {
        tcp.arrives(ack().at(-1).acking(0));
        tcp.arrives(ack().at(StateFixture.BUFFER).acking(0).urgent(3));
        tcp.stays();
        assertThat(tcp.tcb.isUrgentMode()).isFalse();
    }

    // "(unless the RST bit is set, if so drop the segment and return)"; RFC 5961 §3.2: "silently drop the segment"
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
    void keepsSilentAtAResetOutsideTheWindow(StateFixture tcp) {
        tcp.arrives(rst().at(-1));
        tcp.arrives(rst().at(StateFixture.BUFFER));
        tcp.arrives(rst().at(1_000_000));
        tcp.arrives(rst().with(TcpFlags.ACK).at(-1));
        tcp.stays();
        tcp.sentNothing();
    }

    // RCV.NXT =< SEG.SEQ < RCV.NXT+RCV.WND: a reset tells on which side of the edge it stands.
    @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
    void countsTheLastNumberOfTheWindowIn(StateFixture tcp) {
        tcp.arrives(rst().at(StateFixture.BUFFER - 1));
        tcp.sentTheChallenge();
        tcp.arrives(rst().at(StateFixture.BUFFER));
        tcp.sentNothing();
    }

    // RCV.NXT =< SEG.SEQ+SEG.LEN-1 < RCV.NXT+RCV.WND: the last octet decides too.
    @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT})
    @Tag("SHLD-2")
    void takesAResetWhoseTextReachesIntoTheWindow(StateFixture tcp) {
        tcp.arrives(rst().at(-3).text(3));
        tcp.sentNothing();
        tcp.arrives(rst().at(-3).text(4));
        tcp.sentTheChallenge();
        tcp.stays();
    }

    // "If a segment's contents straddle the boundary between old and new, only the new parts are processed."
    @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
    void takesTheNewPartOfWhatStraddlesTheWindowsBegin(StateFixture tcp) {
        tcp.arrives(ack().acking(-1).at(-3).text(6));
        tcp.sent(ack().acking(3));
        assertThat(tcp.tcb.unreadBytes()).isEqualTo(3);
    }

    // "trimming off any portions that lie outside the window (including SYN and FIN)"
    @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
    void takesThePartInsideOfWhatStraddlesTheWindowsEnd(StateFixture tcp) {
        tcp.arrives(fin().acking(-1).text(StateFixture.BUFFER + 3));
        tcp.sent(ack().acking(StateFixture.BUFFER));
        assertThat(tcp.tcb.unreadBytes()).isEqualTo(StateFixture.BUFFER);
        tcp.stays();
    }

    // "Segments with higher beginning sequence numbers SHOULD be held for later processing (SHLD-31)."
    @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
    @Tag("SHLD-31")
    @Tag("MAY-13")
    @Tag("5681-3.2-1")
    @Tag("5681-4.2-5")
    void holdsWhatIsAheadAndTellsOfTheGap(StateFixture tcp) {
        tcp.arrives(ack().acking(-1).at(3).text(3));
        tcp.sentTheChallenge();
        assertThat(tcp.tcb.unreadBytes()).isZero();
        tcp.arrives(ack().acking(-1).text(3));
        tcp.sent(ack().acking(6));
        assertThat(tcp.tcb.unreadBytes()).isEqualTo(6);
    }

    // RFC 5961 §7: at most so many answers to segments that carry nothing, or two ends that have lost each other would
    // answer each other for ever.
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
    void boundsItsAnswersToSegmentsThatAreOutside(StateFixture tcp) {
        for (int i = 0; i < 100; i++) {
            tcp.arrives(ack().at(-5));
        }
        assertThat(tcp.takeSentCount()).isEqualTo(10);
    }

    // The peer's request again: our answer was lost, or is late. Its SYN stands before the window, so that it is not
    // the SYN that returns to LISTEN, with text behind it or without.
    @InStates({SYN_RECEIVED, SYN_RECEIVED_ACTIVE})
    void answersTheRequestThatItHasTaken(StateFixture tcp) {
        tcp.arrives(syn().at(-1));
        tcp.sentTheChallenge();
        tcp.arrives(syn().at(-1).text(3));
        tcp.sentTheChallenge();
        tcp.stays();
    }

    // RFC 9293 §3.5, figure 8: both ends have opened, and the peer's SYN,ACK comes. Its SYN is known; the
    // acknowledgment that answers it establishes the peer, and the peer's, which answers ours, this end.
    @InStates(SYN_RECEIVED_ACTIVE)
    void isEstablishedAfterASimultaneousOpen(StateFixture tcp) {
        tcp.arrives(synAck().at(-1));
        tcp.sentTheChallenge();
        tcp.arrives(ack());
        tcp.isIn(State.ESTABLISHED);
        tcp.sentNothing();
    }

    /** Table 6 with RCV.WND = 0: "special allowance should be made to accept valid ACKs, URGs, and RSTs". */
    @Nested
    class ClosedWindow {
        // SEG.LEN = 0, RCV.WND = 0: SEG.SEQ = RCV.NXT
        @InStates(FIN_WAIT_1)
        void acceptsABareSegmentAtTheNextNumber(StateFixture tcp) {
            tcp.closesTheWindow();
            tcp.arrives(ack());
            tcp.isIn(State.FIN_WAIT_2);
            tcp.sentNothing();
        }

        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void answersABareSegmentElsewhere(StateFixture tcp) {
            tcp.closesTheWindow();
            tcp.arrives(ack().at(1));
            tcp.sentTheChallenge();
            tcp.arrives(ack().at(-1));
            tcp.sentTheChallenge();
            tcp.stays();
        }

        // SEG.LEN > 0, RCV.WND = 0: not acceptable
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void takesNoText(StateFixture tcp) {
            tcp.closesTheWindow();
            tcp.arrives(ack().acking(-1).text(1));
            tcp.sentTheChallenge();
            tcp.arrives(ack().acking(-1).at(1).text(1));
            tcp.sentTheChallenge();
            tcp.stays();
            assertThat(tcp.tcb.unreadBytes()).isEqualTo(StateFixture.BUFFER);
        }

        @InStates(FIN_WAIT_1)
        void takesTheAcknowledgmentOfTextThatItDoesNotTake(StateFixture tcp) {
            tcp.closesTheWindow();
            tcp.arrives(ack().text(1));
            tcp.isIn(State.FIN_WAIT_2);
            tcp.sentTheChallenge();
        }

        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        @Tag("MUST-66")
        void takesTheUrgentPointerOfTextThatItDoesNotTake(StateFixture tcp) {
            tcp.closesTheWindow();
            tcp.arrives(ack().acking(-1).text(1).urgent(1));
            assertThat(tcp.tcb.takeSignals()).contains(Signal.URGENT);
            assertThat(tcp.tcb.isUrgentMode()).isTrue();
        }

        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        @Tag("MUST-66")
        void takesAReset(StateFixture tcp) {
            tcp.closesTheWindow();
            tcp.arrives(rst().at(1));
            tcp.sentNothing();
            tcp.stays();
            tcp.arrives(rst().text(1));
            tcp.ended(new Ending.RemoteAbort());
        }

        // RFC 5961 §4.2: "irrespective of the sequence number"
        @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
        void challengesASyn(StateFixture tcp) {
            tcp.closesTheWindow();
            tcp.arrives(syn());
            tcp.sentTheChallenge();
            tcp.stays();
        }

        // By the table a FIN would wait until the window opens. It takes no room, so it is taken where nothing
        // is missing before it; one behind text that has no room is not.
        @InStates(ESTABLISHED)
        void takesAFinThatStandsAtTheNextNumber(StateFixture tcp) {
            tcp.closesTheWindow();
            tcp.arrives(fin().text(1));
            tcp.sentTheChallenge();
            tcp.isIn(State.ESTABLISHED);
            tcp.arrives(fin());
            tcp.sent(ack().acking(1));
            tcp.isIn(State.CLOSE_WAIT);
        }
    }
}
