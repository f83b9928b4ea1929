package org.ouzel.core.tcp.congestion;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;
import org.ouzel.core.tcp.congestion.CongestionControl.SegmentLost;

/**
 * BBR's state machine: sends faster, slower or as fast as the path delivers, in turns, to learn what the path has
 * (draft-ietf-ccwg-bbr-06 §5.3). Methods that the draft has are named after its own.
 */
final class BbrMachine {
    /** Which of the acknowledgments to come tell of the probing for bandwidth: BBR.ack_phase. */
    private enum AckPhase {
        INIT,
        REFILLING,
        PROBE_STARTING,
        PROBE_FEEDBACK,
        PROBE_STOPPING
    }

    private static final long NEVER = Long.MAX_VALUE;
    private static final int STARTUP_FULL_LOSS_COUNT = 6;
    private static final int DRAIN_ROUNDS = 3;
    private static final long LEAST_PROBE_WAIT_NS = 2_000_000_000;
    private static final long RANDOM_PROBE_WAIT_NS = 1_000_000_000;
    private static final int MOST_RENO_ROUNDS = 63;
    private static final long PROBE_RTT_NS = 200_000_000;

    private final LongSupplier random;
    private final BbrModel model;
    private final LongTermModel longTerm = new LongTermModel();
    private final FullPipe pipe = new FullPipe();
    private BbrState state = BbrState.STARTUP;
    private long deliveredBytes;

    /** In how many acknowledgments of this round losses were told of. */
    private int lossEventsInRound;

    private long drainStartRound;

    // ProbeBW
    private AckPhase ackPhase = AckPhase.INIT;
    private long cycleStamp;
    private long probeWaitNs;
    private long probeUpRound;
    private boolean isProbeSample;
    private boolean wasProbeTooHigh;
    private boolean wasProbePrecautionary;

    // ProbeRTT
    private long probeRttDoneAt = NEVER;
    private boolean isProbeRttRoundDone;
    private boolean isIdleRestart;

    private final HeldBack heldBack = new HeldBack();

    /** Where a spurious loss has led away from. */
    private Optional<BbrState> undoState = Optional.empty();

    BbrMachine(BbrModel model, LongSupplier random) {
        this.model = model;
        this.random = random;
    }

    BbrState state() {
        return state;
    }

    LongTermModel longTerm() {
        return longTerm;
    }

    /** BBR.full_bw_reached: whether the path's bandwidth is known. */
    boolean isPipeFull() {
        return pipe.wasReached();
    }

    // ---- An acknowledgment

    /** UpdateModelAndState() (§5.2.3). */
    void onAcknowledged(Acknowledged told, BbrControls controls) {
        Acknowledged event = heldBack.marked(told);
        DeliverySample sample = event.delivery();
        deliveredBytes = sample.totalDeliveredBytes();
        model.update(event, controls.cwnd(), state.isAccelerating(), isPipeFull());
        if (model.rounds().hasStarted()) {
            pipe.onRound(sample);
        }
        checkStartupDone(event, controls);
        checkDrainDone(event, controls);
        updateProbeBw(event, controls);
        model.minRtt().update(event.now(), event.rttNs());
        checkProbeRtt(event, controls);
        model.settle(sample);
    }

    private void startRound() {
        model.rounds().start(deliveredBytes);
    }

    // ---- Startup and Drain (§5.3.1, §5.3.2)

    private void checkStartupDone(Acknowledged event, BbrControls controls) {
        checkStartupHighLoss(event, controls);
        if (state == BbrState.STARTUP && pipe.wasReached()) {
            state = BbrState.DRAIN;
            drainStartRound = model.rounds().count();
        }
    }

    // §5.3.1.3. Lost ranges are told apart by the acknowledgments that tell of them.
    private void checkStartupHighLoss(Acknowledged event, BbrControls controls) {
        if (event.lostBytes() > 0) {
            lossEventsInRound++;
        }
        if (!model.shortTerm().hasLossRoundStarted()) {
            return;
        }
        boolean isHigh =
                event.recovering() && lossEventsInRound >= STARTUP_FULL_LOSS_COUNT && isTooHigh(event.delivery());
        lossEventsInRound = 0;
        if (state == BbrState.STARTUP && isHigh) {
            undoState = Optional.of(BbrState.STARTUP);
            pipe.reached(true);
            longTerm.set(
                    Math.max(model.bdp(1, controls), (double) model.shortTerm().latestInflight()));
        }
    }

    private boolean isTooHigh(DeliverySample sample) {
        return LongTermModel.isTooHigh(sample.lostBytes(), sample.flightBytesWhenSent(), model.lossThreshold());
    }

    private void checkDrainDone(Acknowledged event, BbrControls controls) {
        if (state != BbrState.DRAIN) {
            return;
        }
        boolean isDrained = event.flightBytes() <= controls.quantized(model.bdp(1, controls), state);
        if (isDrained || model.rounds().count() > drainStartRound + DRAIN_ROUNDS) {
            startDown(event.now());
        }
    }

    // ---- ProbeBW (§5.3.3)

    private void startDown(long now) {
        model.shortTerm().resetSignals();
        longTerm.endGrowth();
        pickProbeWait();
        cycleStamp = now;
        ackPhase = AckPhase.PROBE_STOPPING;
        startRound();
        state = BbrState.PROBE_BW_DOWN;
    }

    private void startRefill() {
        model.shortTerm().reset();
        longTerm.beginGrowth();
        wasProbePrecautionary = false;
        ackPhase = AckPhase.REFILLING;
        startRound();
        state = BbrState.PROBE_BW_REFILL;
    }

    private void startUp(DeliverySample sample, BbrControls controls) {
        isProbeSample = true;
        ackPhase = AckPhase.PROBE_STARTING;
        startRound();
        pipe.reset(sample.bytesPerSecond());
        state = BbrState.PROBE_BW_UP;
        longTerm.raiseSlope(controls);
    }

    // PickProbeWait() (§5.3.3.8.3): 2 to 3 seconds, or 62 to 63 rounds
    private void pickProbeWait() {
        long bits = random.getAsLong();
        probeUpRound = model.rounds().count() - (bits & 1);
        probeWaitNs = LEAST_PROBE_WAIT_NS + Math.floorMod(bits >>> 1, RANDOM_PROBE_WAIT_NS);
    }

    private void updateProbeBw(Acknowledged event, BbrControls controls) {
        if (!pipe.wasReached() || adaptLongTermModel(event, controls) || !state.isProbeBw()) {
            return;
        }
        if (state == BbrState.PROBE_BW_DOWN || state == BbrState.PROBE_BW_CRUISE) {
            slowDown(event, controls);
        } else if (state == BbrState.PROBE_BW_REFILL) {
            if (model.rounds().hasStarted()) {
                startUp(event.delivery(), controls);
            }
        } else if (isTimeToGoDown(event, controls)) {
            wasProbeTooHigh = false;
            startDown(event.now());
        }
    }

    private void slowDown(Acknowledged event, BbrControls controls) {
        if (isTimeToProbe(event.now(), controls)) {
            startRefill();
        } else if (state == BbrState.PROBE_BW_DOWN && isTimeToCruise(event, controls)) {
            state = BbrState.PROBE_BW_CRUISE;
        }
    }

    private boolean isTimeToProbe(long now, BbrControls controls) {
        double renoRounds = Math.min(model.targetInflight(controls) / controls.mss(), MOST_RENO_ROUNDS);
        return now > cycleStamp + probeWaitNs || model.rounds().count() - probeUpRound >= renoRounds;
    }

    private boolean isTimeToCruise(Acknowledged event, BbrControls controls) {
        double bdp = controls.quantized(model.bdp(model.maxBandwidth(), 1, controls), state);
        return event.flightBytes() <= longTerm.withHeadroom(controls) && event.flightBytes() <= bdp;
    }

    private boolean isTimeToGoDown(Acknowledged event, BbrControls controls) {
        // §5.3.3.6: the last probe has lost too much. This one stops where that one began to: where no segment more
        // fits, before this acknowledgment has taken one.
        if (wasProbeTooHigh && event.flightBytesBefore() + controls.mss() > longTerm.inflight()) {
            wasProbePrecautionary = true;
            return true;
        }
        if (longTerm.isBinding(controls)) {
            pipe.reset(event.delivery().bytesPerSecond());
            return false;
        }
        return pipe.isFull();
    }

    /** Returns whether it has changed the state. */
    private boolean adaptLongTermModel(Acknowledged event, BbrControls controls) {
        DeliverySample sample = event.delivery();
        boolean isRoundStart = model.rounds().hasStarted();
        if (ackPhase == AckPhase.PROBE_STARTING && isRoundStart) {
            ackPhase = AckPhase.PROBE_FEEDBACK;
        }
        if (ackPhase == AckPhase.PROBE_STOPPING && isRoundStart && endProbe(sample)) {
            return true;
        }
        if (!isTooHigh(sample) && longTerm.inflight() != LongTermModel.INFINITY) {
            longTerm.set(Math.max(longTerm.inflight(), (double) sample.flightBytesWhenSent()));
            if (state == BbrState.PROBE_BW_UP) {
                longTerm.grow(event, controls, isRoundStart);
            }
        }
        return false;
    }

    /** All of what the last probe has sent is acknowledged. Returns whether it was a cautious one and the next begins. */
    private boolean endProbe(DeliverySample sample) {
        isProbeSample = false;
        ackPhase = AckPhase.INIT;
        if (state.isProbeBw() && !sample.applicationLimited()) {
            model.advanceMaxBandwidthFilter();
        }
        boolean mayGoOn = state.isProbeBw() && wasProbePrecautionary && !wasProbeTooHigh;
        if (mayGoOn) {
            startRefill();
        }
        return mayGoOn;
    }

    // ---- ProbeRTT (§5.3.4)

    private void checkProbeRtt(Acknowledged event, BbrControls controls) {
        if (state != BbrState.PROBE_RTT && model.minRtt().isProbeDue() && !isIdleRestart) {
            state = BbrState.PROBE_RTT;
            probeRttDoneAt = NEVER;
            ackPhase = AckPhase.PROBE_STOPPING;
            startRound();
        }
        if (state == BbrState.PROBE_RTT) {
            handleProbeRtt(event, controls);
        }
        if (event.delivery().deliveredBytes() > 0) {
            isIdleRestart = false;
        }
    }

    private void handleProbeRtt(Acknowledged event, BbrControls controls) {
        heldBack.mark(deliveredBytes, event.flightBytes());
        if (probeRttDoneAt == NEVER) {
            if (event.flightBytes() <= probeRttCwnd(controls)) {
                probeRttDoneAt = event.now() + PROBE_RTT_NS;
                isProbeRttRoundDone = false;
                startRound();
            }
            return;
        }
        isProbeRttRoundDone |= model.rounds().hasStarted();
        if (isProbeRttRoundDone) {
            checkProbeRttDone(event.now());
        }
    }

    /** ProbeRTTCwnd() (§5.6.4.5). */
    double probeRttCwnd(BbrControls controls) {
        return Math.max(model.bdp(BbrState.PROBE_RTT.cwndGain(), controls), (double) controls.minPipeCwnd());
    }

    private void checkProbeRttDone(long now) {
        if (probeRttDoneAt == NEVER || now <= probeRttDoneAt) {
            return;
        }
        model.minRtt().onProbeDone(now);
        model.shortTerm().reset();
        if (pipe.wasReached()) {
            // §5.3.4.4: the clock of probing starts anew, and there is no queue that would have to be drained.
            startDown(now);
            state = BbrState.PROBE_BW_CRUISE;
        } else {
            state = BbrState.STARTUP;
        }
    }

    /** HandleRestartFromIdle() (§5.4.1), but for the pacing. */
    void onRestartFromIdle(long now) {
        isIdleRestart = true;
        model.aggregation().restart(now);
        if (state == BbrState.PROBE_RTT) {
            checkProbeRttDone(now);
        }
    }

    // ---- Losses (§5.5.10.2, §5.5.11)

    /**
     * HandleLostPacket().
     *
     * @return whether it is the first loss of a round: what there is to restore is to be saved
     */
    boolean onSegmentLost(SegmentLost lost, BbrControls controls) {
        boolean isFirst = model.shortTerm().onLoss(lost.bytes());
        if (isFirst) {
            save();
        }
        if (isProbeSample
                && LongTermModel.isTooHigh(
                        lost.lostBytesSinceSent(), lost.flightBytesWhenSent(), model.lossThreshold())) {
            onInflightTooHigh(lost, controls);
        }
        return isFirst;
    }

    /** The same of congestion without a loss. */
    boolean onEcnEcho() {
        boolean isFirst = model.shortTerm().onLoss(0);
        if (isFirst) {
            save();
        }
        return isFirst;
    }

    private void onInflightTooHigh(SegmentLost lost, BbrControls controls) {
        wasProbeTooHigh = true;
        isProbeSample = false;
        if (!lost.applicationLimited()) {
            double least = model.targetInflight(controls) * ShortTermModel.BETA;
            longTerm.set(Math.max(LongTermModel.inflightAtLoss(lost, model.lossThreshold()), least));
        }
        if (state == BbrState.PROBE_BW_UP) {
            undoState = Optional.of(BbrState.PROBE_BW_UP);
            startDown(lost.now());
        }
    }

    /** SaveStateUponLoss(). */
    void save() {
        undoState = Optional.empty();
        model.shortTerm().save();
        longTerm.save();
    }

    /** HandleSpuriousLossDetection(). */
    void onSpurious() {
        pipe.reset(0);
        model.shortTerm().undo();
        longTerm.undo();
        BbrState back = undoState.orElse(state);
        undoState = Optional.empty();
        if (back == BbrState.STARTUP && state != BbrState.STARTUP) {
            pipe.reached(false);
        }
        if (back == state || state == BbrState.PROBE_RTT) {
            return;
        }
        if (back == BbrState.STARTUP) {
            state = BbrState.STARTUP;
        } else {
            startRefill();
        }
    }
}
