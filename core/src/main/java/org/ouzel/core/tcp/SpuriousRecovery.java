package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.tcp.SpuriousDetection.Verdict;

/**
 * Whether the recovery that goes on, or the last one, is needless, because nothing had been lost: the SpuriousRecovery of RFC 3522. Each
 * acknowledgment is put to the {@link SpuriousDetection}, and after a timeout to {@link ForwardRto} too.
 */
final class SpuriousRecovery implements Kept {
    private final Scoreboard scoreboard;
    private final Counters counters;
    private final SpuriousDetection detection = new SpuriousDetection();
    private final ForwardRto forwardRto = new ForwardRto();

    /** Whether it began with a timeout: RFC 3522's SPUR_TO, if it is needless. */
    private boolean begunByTimeout;

    /** None has begun yet of what is sent. */
    SpuriousRecovery(Scoreboard scoreboard, Counters counters) {
        this.scoreboard = scoreboard;
        this.counters = counters;
    }

    // ---- Its course

    /** A fast recovery begins. */
    void beginFastRecovery() {
        begunByTimeout = false;
        detection.begin(scoreboard.una());
        forwardRto.end();
    }

    /**
     * The retransmission timer has expired.
     *
     * @param recovering whether a recovery goes on, which goes on as one from a timeout
     * @param again whether it had already, without progress since
     */
    void onTimeout(boolean recovering, boolean again) {
        // RFC 3522 §3.2: "The Eifel detection algorithm MUST NOT be reinitiated after loss recovery has already
        // started."
        if (!recovering) {
            detection.begin(scoreboard.una());
            begunByTimeout = true;
        }
        if (mayRunForwardRto(recovering, again)) {
            forwardRto.begin(scoreboard.nxt());
        } else {
            forwardRto.end();
        }
    }

    // RFC 5682 §3.1: "This algorithm SHOULD NOT be applied if the TCP sender is already in loss recovery when a
    // retransmission timeout occurs." And: "If the retransmission timer expires again during the execution of the
    // SACK-enhanced F-RTO algorithm, the TCP sender MUST re-start the algorithm processing from step 1." What the
    // peer told to hold is forgotten then, and would be news if it was told again.
    private boolean mayRunForwardRto(boolean recovering, boolean again) {
        boolean begins = again ? forwardRto.isAwaiting() && scoreboard.sackedBytes() == 0 : !recovering;
        return scoreboard.isSackPermitted() && begins;
    }

    /** Something is about to be sent again. */
    void onResent(Transmission sent, long now) {
        detection.onResent(sent.from, scoreboard.una(), now);
    }

    /** All is acknowledged that was sent before it. Duplicates may still tell that it was needless. */
    void onRecovered() {
        forwardRto.end();
    }

    /** Congestion is told of by more than a loss, or of more: it is not asked any more whether the loss was one. */
    void end() {
        detection.end();
        forwardRto.end();
    }

    // ---- What the peer says

    /**
     * Judges by an acknowledgment, which is on the scoreboard. What is found needless is over with that, and counted.
     *
     * @param before what was on its way before
     * @param delivery what it has told to be delivered
     */
    Verdict judge(Feedback ack, InFlight before, Delivery delivery) {
        boolean advances = ack.position() > before.una();
        boolean isSpurious = isToldByEcho(ack, advances);
        isSpurious |= isToldByDuplicates(ack);
        // RFC 5682 §2.1: "The TCP sender SHOULD ignore such segments and wait for a segment that either acknowledges
        // new data or is a duplicate acknowledgment."
        if (advances || ack.isDuplicate(scoreboard) || delivery.bytes() > 0) {
            boolean original = delivery.hasOriginalBelow(forwardRto.recover());
            isSpurious |=
                    forwardRto.onAcknowledgment(advances, ack.position(), ack.highest(), original) == Verdict.SPURIOUS;
        }
        isSpurious |= delivery.bytes() > 0 && detection.verdictOfOriginals(scoreboard.hasLost()) == Verdict.SPURIOUS;
        if (!isSpurious) {
            return Verdict.UNDECIDED;
        }
        end();
        counters.spuriousRecoveries++;
        counters.spuriousTimeouts += begunByTimeout ? 1 : 0;
        return Verdict.SPURIOUS;
    }

    private boolean isToldByEcho(Feedback ack, boolean advances) {
        boolean twice = ack.sack().duplicate().isPresent();
        boolean coversAll = ack.position() == scoreboard.nxt();
        boolean told = advances && detection.onAdvance(ack.echoedAtNs(), twice, coversAll) == Verdict.SPURIOUS;
        counters.spuriousRetransmissions += told && !scoreboard.isSackPermitted() ? 1 : 0;
        return told;
    }

    private boolean isToldByDuplicates(Feedback ack) {
        Optional<Range> twice = ack.sack().duplicate();
        if (twice.isEmpty()) {
            return false;
        }
        int told = detection.onDuplicateTold(twice.get());
        counters.spuriousRetransmissions += told;
        return told > 0 && detection.verdictOfDuplicates() == Verdict.SPURIOUS;
    }

    // ---- What is sent next meanwhile

    /** Whether new data goes before what is lost, to find out whether it is (F-RTO). */
    boolean prefersNewData() {
        return forwardRto.prefersNewData();
    }

    /** There is no new data to send, or no more. */
    void onNoNewData() {
        forwardRto.onNoNewData(scoreboard.nxt());
    }

    @Override
    public void keep(Ledger ledger) {
        detection.keep(ledger);
        forwardRto.keep(ledger);
        begunByTimeout = ledger.entry(begunByTimeout);
    }
}
