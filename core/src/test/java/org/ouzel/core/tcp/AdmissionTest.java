package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.ouzel.core.tcp.Admission.Outcome.ADMITTED;
import static org.ouzel.core.tcp.Admission.Outcome.CONTRADICTORY;
import static org.ouzel.core.tcp.Admission.Outcome.NEW_SYN;
import static org.ouzel.core.tcp.Admission.Outcome.REFUSED;
import static org.ouzel.core.tcp.Admission.Outcome.RESET;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** The first to the fourth step of RFC 9293 §3.10.7.4 by themselves, where RCV.NXT is 1. */
class AdmissionTest {
    private static final int IRS = -1;
    private static final int TSVAL = 7_000;
    private static final TcpFlags CLASSIC_REQUEST =
            TcpFlags.SYN.with(TcpFlags.CWR).with(TcpFlags.ECE);
    private static final TcpFlags ACCURATE_REQUEST = CLASSIC_REQUEST.with(TcpFlags.AE);
    private static final Negotiated STAMPED = new Negotiated(1000, false, 0, 0, true, false);

    private LoneParts lone = new LoneParts(1_000, IRS, LoneParts.PLAIN);
    private Admission admission = admission();

    /** RCV.WND. */
    private long window;

    private Admission admission() {
        return new Admission(lone.parts, new TextArrival(lone.parts));
    }

    @BeforeEach
    void begin() {
        window = lone.parts.receiver().rcvWnd();
        assertThat(window).isGreaterThan(100);
    }

    private void beginStamped() {
        lone = new LoneParts(1_000, IRS, STAMPED);
        lone.parts.timestamps().update(TSVAL, lone.now);
        admission = admission();
    }

    private Admission.Outcome arrives(TcpFlags flags, long position, int length) {
        return arrives(lone.segment(flags, position, 0, 1_000, length), position, false);
    }

    private Admission.Outcome arrives(TcpSegment segment, long position, boolean opening) {
        return admission.onSegment(segment, EcnCodepoint.NOT_ECT, position, opening, lone.now);
    }

    private Admission.Outcome arrives(TcpFlags flags, TcpOptions options) {
        return arrives(lone.segment(flags, 1, 0, 1_000, 0, options), 1, false);
    }

    private static Transfer stamp(int value) {
        return Transfer.of(new Timestamps(value, 0));
    }

    private void isAnswered() {
        assertThat(lone.parts.acks().isDue()).isTrue();
        lone.parts.acks().onSent(false, lone.now);
    }

    private void isNotAnswered() {
        assertThat(lone.parts.acks().isDue()).isFalse();
    }

    private void wasDropped(DropReason reason, long times) {
        assertThat(lone.drops.snapshot()).containsExactly(entry(reason, times));
    }

    @Test
    void admitsWhatReachesIntoTheWindow() {
        for (long position : List.of(1L, window)) {
            assertThat(arrives(TcpFlags.ACK, position, 0)).isEqualTo(ADMITTED);
        }
        assertThat(arrives(TcpFlags.ACK, -2, 4)).isEqualTo(ADMITTED);
        assertThat(arrives(TcpFlags.ACK, window, 1_000)).isEqualTo(ADMITTED);
        isNotAnswered();
        assertThat(lone.drops.snapshot()).isEmpty();
    }

    // "If an incoming segment is not acceptable, an acknowledgment should be sent in reply (unless the RST bit is set,
    // if so drop the segment and return)"
    @Test
    void answersWhatLiesOutside() {
        assertThat(arrives(TcpFlags.ACK, 0, 0)).isEqualTo(REFUSED);
        isAnswered();
        assertThat(arrives(TcpFlags.ACK, -3, 4)).isEqualTo(REFUSED);
        isAnswered();
        assertThat(arrives(TcpFlags.ACK, 1 + window, 0)).isEqualTo(REFUSED);
        isAnswered();
        assertThat(arrives(TcpFlags.RST, 0, 0)).isEqualTo(REFUSED);
        assertThat(arrives(TcpFlags.RST, 1 + window, 0)).isEqualTo(REFUSED);
        isNotAnswered();
        wasDropped(DropReason.OUT_OF_WINDOW, 5);
    }

    // RFC 5961 §7 bounds what answers segments without data; data that was acknowledged already must be again, however
    // often it comes (RFC 5681 §4.2).
    @Test
    void boundsItsAnswersToWhatHasNoText() {
        for (int i = 0; i < 10; i++) {
            arrives(TcpFlags.ACK, 0, 0);
            isAnswered();
        }
        arrives(TcpFlags.ACK, 0, 0);
        isNotAnswered();
        arrives(TcpFlags.ACK, -3, 4);
        isAnswered();
        lone.now += 1_000 * Pair.MS;
        arrives(TcpFlags.ACK, 0, 0);
        isAnswered();
    }

    // RFC 5961 §3.2: "If the RST bit is set and the sequence number exactly matches the next expected sequence number
    // (RCV.NXT), then TCP MUST reset the connection." Elsewhere in the window it "MUST send an acknowledgment".
    @Test
    void believesAResetAtExactlyTheNextNumber() {
        assertThat(arrives(TcpFlags.RST, 2, 0)).isEqualTo(REFUSED);
        isAnswered();
        assertThat(arrives(TcpFlags.RST, window, 0)).isEqualTo(REFUSED);
        isAnswered();
        wasDropped(DropReason.CHALLENGED, 2);
        assertThat(arrives(TcpFlags.RST, 1, 0)).isEqualTo(RESET);
        isNotAnswered();
    }

    @Test
    void tellsANewSynFromTheOldOneWithMoreText() {
        assertThat(arrives(TcpFlags.SYN, 0, 5)).isEqualTo(REFUSED);
        isAnswered();
        wasDropped(DropReason.CHALLENGED, 1);
        assertThat(arrives(TcpFlags.SYN, 1, 0)).isEqualTo(NEW_SYN);
        assertThat(arrives(TcpFlags.SYN, window, 0)).isEqualTo(NEW_SYN);
        isNotAnswered();
    }

    // The acknowledgment that a SYN gets which comes again: while the handshake goes on, and later.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acknowledgesTheSynThatComesAgain(boolean opening) {
        TcpSegment syn = lone.segment(TcpFlags.SYN, 0, 0, 1_000, 0);
        assertThat(arrives(syn, 0, opening)).isEqualTo(REFUSED);
        isAnswered();
        wasDropped(DropReason.OUT_OF_WINDOW, 1);
    }

    private void begin(TcpSettings settings, TcpFlags request) {
        lone = new LoneParts(1_000, IRS, LoneParts.PLAIN, settings, request);
        admission = admission();
    }

    private Admission.Outcome arrivesAgain(TcpFlags flags, boolean opening) {
        return arrives(lone.segment(flags, 0, 0, 1_000, 0), 0, opening);
    }

    /** Our SYN goes again, which is the answer to the peer's. */
    private void isAnsweredAgain() {
        isNotAnswered();
        Outgoing again = Objects.requireNonNull(lone.parts.sender().next(lone.now));
        assertThat(again.position()).isZero();
        assertThat(again.flags()).isEqualTo(TcpFlags.SYN);
        isAnsweredNoMore();
    }

    private void isAnsweredNoMore() {
        assertThat(lone.parts.sender().next(lone.now)).isNull();
    }

    private void beginAnsweringAgain() {
        TcpHabits.Answers usual = Pair.SETTINGS.tuning().habits().answers();
        TcpHabits.Answers answering = new TcpHabits.Answers(
                TcpHabits.RepeatedRequest.ANSWERED,
                usual.softErrors(),
                usual.resetEndsTimeWait(),
                usual.endsInBlocks(),
                usual.acknowledgingResets(),
                usual.intervalNs());
        TcpTuning tuning = Pair.SETTINGS.tuning();
        begin(Pair.SETTINGS.with(tuning.with(tuning.habits().with(answering))), TcpFlags.SYN);
    }

    @Test
    void answersARequestAgainByHabit() {
        beginAnsweringAgain();
        lone.now += 300 * Pair.MS;
        assertThat(arrivesAgain(TcpFlags.SYN, true)).isEqualTo(REFUSED);
        isAnsweredAgain();
        assertThat(lone.parts.sender().nextDeadline())
                .as("the retransmission timeout")
                .isEqualTo(lone.now + 1_000 * Pair.MS);
        wasDropped(DropReason.OUT_OF_WINDOW, 1);
    }

    // The peer has asked for it: we have not tried to reach who is silent.
    @Test
    void takesAnAnswerThatGoesAgainForNoTry() {
        beginAnsweringAgain();
        arrivesAgain(TcpFlags.SYN, true);
        isAnsweredAgain();
        assertThat(lone.parts.sender().ackWait().deadlineOfTries(Pair.MS)).isEqualTo(Deadline.NONE);
    }

    // RFC 5961 §7 bounds these too; what is acknowledged is no longer answered again
    @Test
    void acknowledgesARequestThatHasBeenAnsweredTooOften() {
        beginAnsweringAgain();
        for (int i = 0; i < 10; i++) {
            arrivesAgain(TcpFlags.SYN, true);
            isAnsweredAgain();
        }
        arrivesAgain(TcpFlags.SYN, true);
        isAnswered();
        isAnsweredNoMore();
    }

    @Test
    void doesNotAnswerAgainWhatIsNoRequestOrComesAfterTheHandshake() {
        beginAnsweringAgain();
        assertThat(arrivesAgain(TcpFlags.SYN.with(TcpFlags.ACK), true)).isEqualTo(REFUSED);
        isAnswered();
        isAnsweredNoMore();
        assertThat(arrivesAgain(TcpFlags.SYN, false)).isEqualTo(REFUSED);
        isAnswered();
        isAnsweredNoMore();
    }

    // RFC 9768 §3.1.5: the answer tells how the request has come that came last.
    @Test
    void answersARequestForAccurateEcnAgain() {
        begin(Pair.SETTINGS.with(EcnPolicy.ACCEPT_ACCURATE), ACCURATE_REQUEST);
        assertThat(arrivesAgain(ACCURATE_REQUEST, true)).isEqualTo(REFUSED);
        isAnsweredAgain();
    }

    // RFC 9768 §3.1.5: who asks for one kind of ECN and then for the other is reset, while the handshake goes on.
    @Test
    void refusesARequestThatContradictsTheFirst() {
        begin(Pair.SETTINGS.with(EcnPolicy.ACCEPT_ACCURATE), ACCURATE_REQUEST);
        assertThat(arrivesAgain(CLASSIC_REQUEST, true)).isEqualTo(CONTRADICTORY);
        isNotAnswered();
        isAnsweredNoMore();
        wasDropped(DropReason.OUT_OF_WINDOW, 1);
    }

    @Test
    void findsNoContradictionAfterTheHandshakeOrWhereAccurateEcnIsNotTaken() {
        begin(Pair.SETTINGS.with(EcnPolicy.ACCEPT_ACCURATE), ACCURATE_REQUEST);
        assertThat(arrivesAgain(CLASSIC_REQUEST, false)).isEqualTo(REFUSED);
        isAnswered();
        begin(Pair.SETTINGS, ACCURATE_REQUEST);
        assertThat(arrivesAgain(CLASSIC_REQUEST, true)).isEqualTo(REFUSED);
        isAnswered();
    }

    // "if the ACK bit is off, drop the segment and return"
    @Test
    void dropsWhatAcknowledgesNothing() {
        assertThat(arrives(TcpFlags.NONE, 1, 3)).isEqualTo(REFUSED);
        isNotAnswered();
        wasDropped(DropReason.UNEXPECTED_FLAGS, 1);
    }

    @Test
    void hasHeardThePeerByWhatIsAcceptable() {
        long before = lone.now;
        lone.now += Pair.MS;
        arrives(TcpFlags.ACK, 0, 0);
        assertThat(lone.parts.patience().heardAt()).isEqualTo(before);
        arrives(TcpFlags.ACK, 1, 0);
        assertThat(lone.parts.patience().heardAt()).isEqualTo(lone.now);
    }

    // RFC 7323 §3.2: "If a non-<RST> segment is received without a TSopt, a TCP SHOULD silently drop the segment."
    @Test
    void dropsWhatHasNoTimestamp() {
        beginStamped();
        assertThat(arrives(TcpFlags.ACK, Transfer.NONE)).isEqualTo(REFUSED);
        isNotAnswered();
        wasDropped(DropReason.MISSING_TIMESTAMP, 1);
        assertThat(arrives(TcpFlags.RST, Reset.NONE)).isEqualTo(RESET);
        assertThat(arrives(TcpFlags.ACK, stamp(TSVAL))).isEqualTo(ADMITTED);
    }

    // RFC 7323 §5.3 R1: "If there is a Timestamps option in the arriving segment, SEG.TSval < TS.Recent, TS.Recent is
    // valid (see later discussion), and if the RST bit is not set, then treat the arriving segment as not acceptable".
    @Test
    void answersWhatIsOld() {
        beginStamped();
        assertThat(arrives(TcpFlags.ACK, stamp(TSVAL - 1))).isEqualTo(REFUSED);
        isAnswered();
        wasDropped(DropReason.OLD_TIMESTAMP, 1);
        Reset old = new Reset(Optional.of(new Timestamps(TSVAL - 1, 0)), Optional.empty());
        assertThat(arrives(TcpFlags.RST, old)).isEqualTo(RESET);
    }

    @Test
    void boundsItsChallengesTogetherWithItsOtherAnswers() {
        for (int i = 0; i < 5; i++) {
            arrives(TcpFlags.ACK, 0, 0);
            isAnswered();
            assertThat(admission.challenge(lone.now)).isEqualTo(REFUSED);
            isAnswered();
        }
        admission.challenge(lone.now);
        isNotAnswered();
    }
}
