package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** The receiving half of ECN: tells the peer of the marks that its packets have got on their way. */
sealed interface EcnReceiver extends Kept permits ClassicEcnReceiver, AccurateEcnReceiver {
    /** What an arrival did. */
    enum Change {
        /** Nothing, or nothing that the peer does not know. */
        NONE,
        /** What acknowledgments say of congestion has changed, or the peer sends little and waits. */
        TELL_AT_ONCE
    }

    /**
     * A segment that is about to leave.
     *
     * @param position where it stands
     * @param length how much data it has
     * @param blocks how many SACK blocks
     */
    record Leaving(long position, int length, int blocks) {
        /** Whether it does nothing but acknowledge. */
        boolean isPure() {
            return EcnCode.isCarriedWith(length, blocks);
        }
    }

    /** The one for what the handshake has brought. */
    static EcnReceiver of(Session session) {
        return switch (session.ecn().mode()) {
            case NONE, CLASSIC -> new ClassicEcnReceiver(session.ecn(), session.counters());
            case ACCURATE ->
                new AccurateEcnReceiver(
                        session.ecn(),
                        session.counters(),
                        session.settings().tuning().offers().ecnReports());
        };
    }

    /**
     * A segment that is acceptable, or probes a closed window.
     *
     * @param ecn how it has come
     * @param waits whether data that came before waits to be acknowledged
     */
    Change onSegment(TcpSegment segment, EcnCodepoint ecn, boolean waits);

    /** The peer's SYN has come again, or its answer to ours, though the handshake is over. */
    void onSynAgain(PeerSyn syn);

    /** Whether our answer to a SYN tells how that has come, so that one which comes again is to be answered again. */
    boolean answersTellOfSyns();

    /** Whether a segment is due that does nothing but acknowledge the peer's answer to our SYN, before any other. */
    boolean owesEcho();

    /** Whether a segment of such a length must not have SACK blocks. */
    boolean keepsBlocksOut(int length);

    /** The flags of a segment that acknowledges, and is no SYN. */
    TcpFlags flags(Leaving segment);

    /** Whether segments that acknowledge may have an option. */
    boolean mayHaveOption();

    /**
     * The option of a segment that acknowledges, if it is to have one.
     *
     * @param fits whether an option of a length has room
     */
    Optional<AccurateEcnOption> option(Leaving segment, IntPredicate fits);

    /**
     * That of our answer to the peer's SYN.
     *
     * @param fits whether an option of a length has room
     */
    Optional<AccurateEcnOption> optionOfSynAck(IntPredicate fits);

    /** It has left, with the flags that were given for it. */
    void onSent(Leaving segment);

    /** Whether data came as that of an ECN-capable transport. */
    boolean hasReceivedEct();

    /**
     * What was counted, if anything is.
     *
     * @param told what the peer has counted of what we have sent
     */
    Optional<TcbInsight.Marks> marks(Supplier<AccurateEcnSender> told);
}
