package org.ouzel.core.tcp;

import org.ouzel.core.tcp.SpuriousDetection.Verdict;

/**
 * F-RTO (RFC 5682 §3.1, with SACK): after a timeout's retransmission new data is sent, not more of the old; what comes back
 * tells whether the timeout was spurious.
 */
final class ForwardRto implements Kept {
    private enum Step {
        /** It does not run. */
        OFF,
        /** The first segment has been sent again (step 1), and its acknowledgment is awaited (step 2). */
        RETRANSMITTED,
        /** New data has been sent, or may be (step 2b): the next acknowledgment decides (step 3). */
        PROBING
    }

    private Step step = Step.OFF;

    /** RecoveryPoint: the highest position sent when the timer expired. */
    private long recover;

    /** The timer has expired, and not during another recovery (step 1). */
    void begin(long sndNxt) {
        step = Step.RETRANSMITTED;
        recover = sndNxt;
    }

    void end() {
        step = Step.OFF;
    }

    /** Whether nothing has been acknowledged since it began: if the timer expires again it begins again (§3.1). */
    boolean isAwaiting() {
        return step == Step.RETRANSMITTED;
    }

    /**
     * An acknowledgment, of new data or a duplicate.
     *
     * @param advances whether SND.UNA advances
     * @param position SEG.ACK
     * @param highest the highest position that it tells to have come
     * @param original whether it acknowledges, in either way, what was sent before the timeout and not after
     */
    Verdict onAcknowledgment(boolean advances, long position, long highest, boolean original) {
        switch (step) {
            case OFF -> {}
            case RETRANSMITTED -> {
                if (advances) {
                    // Step 2: an acknowledgment that reaches RecoveryPoint tells nothing.
                    step = position >= recover ? Step.OFF : Step.PROBING;
                }
            }
            case PROBING -> {
                step = Step.OFF;
                // Step 3a: what tells of more than was sent before the timeout may be the answer to something else.
                if (original && highest <= recover) {
                    return Verdict.SPURIOUS;
                }
            }
        }
        return Verdict.UNDECIDED;
    }

    /** Whether new data goes before what is to be sent again (step 2b). */
    boolean prefersNewData() {
        return step == Step.PROBING;
    }

    // §3.1 step 2b: "transmit up to two new (previously unsent) segments and proceed to step 3". What was sent, be
    // it one and all there is, is waited for; if nothing was, what is lost is sent again.
    /** There is no new data to send, or no more. */
    void onNoNewData(long sndNxt) {
        if (sndNxt == recover) {
            end();
        }
    }

    /** RecoveryPoint. */
    long recover() {
        return recover;
    }

    @Override
    public void keep(Ledger ledger) {
        step = ledger.entry(step, Step.values());
        recover = ledger.entry(recover);
    }
}
