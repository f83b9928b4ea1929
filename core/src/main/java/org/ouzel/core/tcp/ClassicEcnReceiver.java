package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * The receiving half of classic ECN (RFC 3168 §6.1.3): tells the peer that its data met with congestion, until it says to have
 * heard.
 */
final class ClassicEcnReceiver implements EcnReceiver {
    private final EcnHandshake handshake;
    private final Counters counters;
    private boolean echoes;
    private boolean receivedEct;

    ClassicEcnReceiver(EcnHandshake handshake, Counters counters) {
        this.handshake = handshake;
        this.counters = counters;
    }

    /**
     * A segment that is acceptable, or probes a closed window.
     *
     * <p>RFC 3168 does not ask for an acknowledgment at once. It is given where congestion begins, that the peer slows down sooner;
     * and where the peer says that it has, for its window may be so small that it waits for it.
     */
    @Override
    public Change onSegment(TcpSegment segment, EcnCodepoint ecn, boolean waits) {
        if (!handshake.mustEcho()) {
            return Change.NONE;
        }
        boolean echoed = echoes;
        boolean hasData = segment.payload().length() > 0;
        boolean reduced = segment.has(TcpFlags.CWR);
        receivedEct |= hasData && ecn != EcnCodepoint.NOT_ECT;
        if (reduced) {
            echoes = false;
        }
        // What has the mark and CWR is of the time after the reduction, and met with congestion again. A marked
        // acknowledgment without data tells of a way that the peer's window has no hold on (§6.1.4).
        if (ecn == EcnCodepoint.CE && hasData) {
            counters.congestionMarksIn++;
            echoes = true;
        }
        return (echoes && !echoed) || (reduced && hasData) ? Change.TELL_AT_ONCE : Change.NONE;
    }

    /**
     * The flags of a segment that acknowledges.
     *
     * <p>RFC 3168 §6.1.3: "that TCP receiver continues to set the ECN-Echo flag in all the ACK packets it sends (whether they
     * acknowledge CE data packets or non-CE data packets) until it receives a CWR packet".
     */
    @Override
    public TcpFlags flags(Leaving segment) {
        return echoes ? TcpFlags.ECE : TcpFlags.NONE;
    }

    @Override
    public void onSynAgain(PeerSyn syn) {}

    @Override
    public boolean answersTellOfSyns() {
        return false;
    }

    @Override
    public boolean owesEcho() {
        return false;
    }

    @Override
    public boolean keepsBlocksOut(int length) {
        return false;
    }

    @Override
    public boolean mayHaveOption() {
        return false;
    }

    @Override
    public Optional<AccurateEcnOption> option(Leaving segment, IntPredicate fits) {
        return Optional.empty();
    }

    @Override
    public Optional<AccurateEcnOption> optionOfSynAck(IntPredicate fits) {
        return Optional.empty();
    }

    @Override
    public void onSent(Leaving segment) {}

    @Override
    public boolean hasReceivedEct() {
        return receivedEct;
    }

    @Override
    public Optional<TcbInsight.Marks> marks(Supplier<AccurateEcnSender> told) {
        return Optional.empty();
    }

    @Override
    public void keep(Ledger ledger) {
        echoes = ledger.entry(echoes);
        receivedEct = ledger.entry(receivedEct);
    }
}
