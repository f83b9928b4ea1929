package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * The receiving half of accurate ECN (RFC 9768 §3.2): counts the packets that have come marked, and the bytes that have come with
 * each codepoint, and tells the peer both: the packets by the last three bits of their number, the ACE field, in every segment, the
 * bytes by an option, where there is news.
 *
 * <p>Here and in its kin RFC 9768 is quoted in the words of its last draft, draft-ietf-tcpm-accurate-ecn-34.
 */
final class AccurateEcnReceiver implements EcnReceiver {
    /** RFC 9768 §3.2.1: r.cep begins at five, so that a field that was zeroed on the way can be told. */
    static final int FIRST_PACKETS = 5;

    /** RFC 9768 §3.2.2.5.1: after so many marks an acknowledgment goes, where data waits for one, or where none does. */
    private static final int MARKS_WITH_DATA = 2;

    private static final int MARKS_WITHOUT_DATA = 3;
    private static final long NOWHERE = -1;

    private final EcnHandshake handshake;
    private final Counters counters;
    private final TcpTuning.EcnReports reports;
    private final EcnByteCounts bytes = new EcnByteCounts();
    private long packets = FIRST_PACKETS;
    private boolean lastMarked;
    private int untoldMarks;
    private boolean receivedEct;

    /** Whether an acknowledgment is due for nothing but marks of what carries no data. */
    private boolean answersAcknowledgments;

    /** Whether the peer's answer to our SYN waits to be told how it has come. */
    private boolean owesEcho;

    /** Where the first data stood that had the option, to test the path. */
    private long testedAt = NOWHERE;

    /** Whether the path seems to drop what has the option. */
    private boolean blocked;

    AccurateEcnReceiver(EcnHandshake handshake, Counters counters, TcpTuning.EcnReports reports) {
        this.handshake = handshake;
        this.counters = counters;
        this.reports = reports;
        if (!handshake.isPassive()) {
            onSynAck();
        }
    }

    // RFC 9768 §3.2.2.2: a client counts the mark of an answer to its SYN, and no more than once. §3.2.2.1: it tells
    // how that has come, be it the second, by the acknowledgment.
    /** The answer to our SYN has come, or has come again. */
    private void onSynAck() {
        owesEcho = true;
        if (handshake.arrivedWith() == EcnCodepoint.CE && packets == FIRST_PACKETS) {
            counters.congestionMarksIn++;
            packets++;
        }
    }

    @Override
    public void onSynAgain(PeerSyn syn) {
        if (handshake.onAnswerAgain(syn.segment(), syn.ecn())) {
            onSynAck();
        }
    }

    // RFC 9768 §3.1.5, §3.2.3.2.2: what a request that comes again says of how its SYN has come, our answer says.
    @Override
    public boolean answersTellOfSyns() {
        return true;
    }

    @Override
    public boolean owesEcho() {
        return owesEcho;
    }

    /**
     * RFC 9768 §3.2.2.5.1: "An AccECN Data Receiver SHOULD emit an ACK whenever a data packet marked CE arrives after the previous
     * packet was not CE." And: "An AccECN receiver of a packet MUST emit an ACK if 'n' CE marks have arrived since the previous ACK."
     */
    @Override
    public Change onSegment(TcpSegment segment, EcnCodepoint ecn, boolean waits) {
        boolean marked = ecn == EcnCodepoint.CE;
        int length = segment.payload().length();
        boolean begins = marked && !lastMarked && length > 0;
        lastMarked = marked;
        receivedEct |= length > 0 && ecn != EcnCodepoint.NOT_ECT;
        bytes.add(ecn, length);
        if (marked) {
            counters.congestionMarksIn++;
            packets++;
            untoldMarks++;
        }
        boolean acknowledgesData = waits || length > 0;
        boolean tells = begins || (marked && untoldMarks >= (acknowledgesData ? MARKS_WITH_DATA : MARKS_WITHOUT_DATA));
        answersAcknowledgments = !acknowledgesData && (tells || answersAcknowledgments);
        return tells ? Change.TELL_AT_ONCE : Change.NONE;
    }

    // RFC 9768 §3.2.2.1: how the answer to our SYN has come is told by "a pure ACK with no SACK blocks". §3.2.2.5.1, of
    // acknowledgments of acknowledgments: they "MUST NOT contain any SACK blocks".
    @Override
    public boolean keepsBlocksOut(int length) {
        return length == 0 && (owesEcho || answersAcknowledgments);
    }

    /**
     * RFC 9768 §3.2.2: "a Data Receiver MUST encode the three least significant bits of its r.cep counter into the ACE field". The
     * acknowledgment of the peer's answer to our SYN alone has the code of how that has come (§3.2.2.1).
     */
    @Override
    public TcpFlags flags(Leaving segment) {
        return owesEcho && segment.isPure()
                ? EcnCode.echoing(handshake.arrivedWith()).flags()
                : TcpFlags.ofAce((int) packets);
    }

    // ---- The option

    @Override
    public boolean mayHaveOption() {
        return true;
    }

    @Override
    public Optional<AccurateEcnOption> option(Leaving segment, IntPredicate fits) {
        noteLoss(segment);
        boolean tests = owesEcho || isFirstData(segment);
        if (!mayTell() || !(tests || isDue())) {
            return Optional.empty();
        }
        Optional<AccurateEcnOption> option = bytes.option(fits, tests);
        if (option.isPresent()) {
            bytes.told();
            testedAt = isFirstData(segment) ? segment.position() : testedAt;
        }
        return option;
    }

    // RFC 9768 §3.2.3.2.1: all that there is, as far as it fits.
    @Override
    public Optional<AccurateEcnOption> optionOfSynAck(IntPredicate fits) {
        return handshake.isOptionDue() && reports != TcpTuning.EcnReports.NEVER
                ? bytes.option(fits, true)
                : Optional.empty();
    }

    private boolean isDue() {
        return switch (reports) {
            case NEVER -> false;
            case CHANGED -> bytes.isUntold();
            case ALWAYS, PERSISTENT -> true;
        };
    }

    private boolean mayTell() {
        return switch (reports) {
            case NEVER -> false;
            case CHANGED, ALWAYS -> !blocked && !handshake.isOptionDoubtful();
            case PERSISTENT -> true;
        };
    }

    // RFC 9768 §3.2.3.2.1: a client tests the path by its first data too, for nobody sees to it that its
    // acknowledgment arrives.
    private boolean isFirstData(Leaving segment) {
        return !handshake.isPassive() && testedAt == NOWHERE && segment.length() > 0;
    }

    // RFC 9768 §3.2.3.2.2: what was lost with the option goes again without it, and so does all that follows.
    private void noteLoss(Leaving segment) {
        blocked |= segment.length() > 0 && segment.position() == testedAt;
    }

    @Override
    public void onSent(Leaving segment) {
        untoldMarks = 0;
        answersAcknowledgments = false;
        owesEcho &= !segment.isPure();
    }

    // ---- What others ask

    @Override
    public boolean hasReceivedEct() {
        return receivedEct;
    }

    @Override
    public Optional<TcbInsight.Marks> marks(Supplier<AccurateEcnSender> told) {
        return Optional.of(TcbInsight.Marks.of(this, told.get()));
    }

    /** r.cep. */
    long packets() {
        return packets;
    }

    EcnByteCounts bytes() {
        return bytes;
    }

    @Override
    public void keep(Ledger ledger) {
        bytes.keep(ledger);
        packets = ledger.entry(packets);
        lastMarked = ledger.entry(lastMarked);
        untoldMarks = ledger.entry(untoldMarks);
        receivedEct = ledger.entry(receivedEct);
        answersAcknowledgments = ledger.entry(answersAcknowledgments);
        owesEcho = ledger.entry(owesEcho);
        testedAt = ledger.entry(testedAt);
        blocked = ledger.entry(blocked);
    }
}
