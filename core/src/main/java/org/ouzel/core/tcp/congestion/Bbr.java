package org.ouzel.core.tcp.congestion;

import java.util.function.LongSupplier;

/**
 * BBR, version 3 (draft-ietf-ccwg-bbr-06): keeps as much in flight as the path delivers in a round trip without a queue, by a
 * model of its bandwidth and round trip ({@link BbrModel}) that it measures in turns ({@link BbrMachine}). Here are its control
 * parameters: pacing rate, send quantum and congestion window (§5.6).
 *
 * <p>The draft has no answer to an ECN-Echo. Here one counts as a loss does in the round in which it comes (RFC 3168 §6.1.2), but
 * has no part in what decides whether a round has lost too much: how much was marked is not told.
 *
 * <p>Left out: what knows of connections without selective acknowledgments, which here have their losses told one a round trip,
 * and are judged by the same threshold.
 *
 * <p>§4.1.3.4.1: "TCP connections using BBR as a congestion controller SHOULD use both SACK and timestamps." Every one offers both.
 */
final class Bbr implements CongestionControl {
    static final String NAME = "bbr";

    /** BBR.PacingMarginPercent is 1: at 1 % below the bandwidth, queues do not stay. */
    private static final double PACED_SHARE = 0.99;

    private static final double NS_PER_SECOND = 1e9;
    private static final long NOMINAL_RTT_NS = 1_000_000;
    private static final double SECONDS_IN_QUANTUM = 1e-3;
    private static final long MOST_QUANTUM = 64 << 10;
    private static final long NONE = Long.MIN_VALUE;
    private static final long SOON = Long.MAX_VALUE;

    private final InitialWindow initial = new InitialWindow();
    private final BbrModel model = new BbrModel();
    private final BbrMachine machine;
    private long cwnd = initial.bytes();
    private double pacingRate;
    private boolean hasBegun;
    private boolean hasRtt;

    /** Whether cwnd has held back sending since the last acknowledgment. */
    private boolean isCwndLimited;

    /** The last good cwnd, while recovery or ProbeRTT hold it down. */
    private long priorCwnd;

    private boolean recovering;

    /** What SND.UNA must reach for the last timeout's losses to be repaired; SOON until the next acknowledgment tells. */
    private long repairedAt = NONE;

    Bbr(LongSupplier random) {
        machine = new BbrMachine(model, random);
        initPacingRate(NOMINAL_RTT_NS);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String phase() {
        return machine.state().text();
    }

    @Override
    public long cwndBytes() {
        return cwnd;
    }

    /** It has none. */
    @Override
    public long ssthreshBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public long pacingBytesPerSecond() {
        return Math.max((long) pacingRate, 1);
    }

    @Override
    public boolean regulatesRecovery() {
        return true;
    }

    // ---- The beginning

    @Override
    public void onSegmentSize(int mssBytes) {
        initial.onSegmentSize(mssBytes);
        cwnd = hasBegun ? Math.max(cwnd, mssBytes) : initial.bytes();
        if (!hasRtt) {
            initPacingRate(NOMINAL_RTT_NS);
        }
    }

    @Override
    public void onInitialSegments(int segments) {
        initial.onInitialSegments(segments);
        cwnd = initial.bytes();
    }

    @Override
    public void onHandshakeTimeout() {
        initial.onHandshakeTimeout();
        cwnd = initial.bytes();
    }

    // InitPacingRate() (§5.6.2)
    private void initPacingRate(long rttNs) {
        pacingRate = BbrState.STARTUP.pacingGain() * initial.bytes() * NS_PER_SECOND / rttNs;
    }

    private void begin(long now) {
        if (!hasBegun) {
            hasBegun = true;
            model.begin(now);
        }
    }

    /** It leaves cwnd as it is, and paces (§5.4.1). */
    @Override
    public void onIdle(long now) {}

    // ---- What happens

    @Override
    public void onSent(Sent event) {
        begin(event.now());
        isCwndLimited |= isFull(event.flightBytes() + event.bytes());
        if (event.flightBytes() == 0 && event.applicationLimited()) {
            restartFromIdle(event.now());
        }
    }

    private boolean isFull(long flightBytes) {
        return flightBytes + initial.mss() > cwnd;
    }

    private void restartFromIdle(long now) {
        BbrState before = machine.state();
        machine.onRestartFromIdle(now);
        if (before.isProbeBw()) {
            setPacingRate(1);
        }
        followProbeRtt(before);
    }

    @Override
    public void onAcknowledged(Acknowledged event) {
        begin(event.now());
        if (!hasRtt && event.rttNs() > 0) {
            hasRtt = true;
            initPacingRate(event.rttNs());
        }
        isCwndLimited |= isFull(event.flightBytesBefore());
        BbrState before = machine.state();
        machine.onAcknowledged(event, controls());
        followProbeRtt(before);
        followRepair(event);
        setPacingRate(machine.state().pacingGain());
        setCwnd(event);
        isCwndLimited = false;
    }

    private BbrControls controls() {
        return new BbrControls(initial.mss(), cwnd, initial.bytes(), sendQuantum(), isCwndLimited);
    }

    /** ProbeRTT lets go of cwnd, and takes it up again where it was. */
    private void followProbeRtt(BbrState before) {
        boolean was = before == BbrState.PROBE_RTT;
        boolean is = machine.state() == BbrState.PROBE_RTT;
        if (is && !was) {
            saveCwnd();
        } else if (was && !is) {
            restoreCwnd();
        }
    }

    /** After a timeout recovery is over when all that had been sent before is acknowledged (§5.6.4.4). */
    private void followRepair(Acknowledged event) {
        if (repairedAt == SOON) {
            repairedAt = event.sndNxt();
        }
        if (repairedAt != NONE && event.sndUna() >= repairedAt) {
            endRecovery();
        }
    }

    // ---- Losses

    @Override
    public void onSegmentLost(SegmentLost event) {
        if (machine.onSegmentLost(event, controls())) {
            saveCwnd();
        }
    }

    // OnEnterFastRecovery() (§5.6.4.4): cwnd falls only by what the model makes of the losses. They have been
    // told, and what was before them is saved (§5.5.10.2, NoteLoss()).
    @Override
    public void onLoss(Loss event) {
        saveCwnd();
        recovering = true;
    }

    @Override
    public void onEcnEcho(Loss event) {
        if (machine.onEcnEcho()) {
            saveCwnd();
        }
    }

    @Override
    public void onRecovered(long now, long flightBytes) {
        if (recovering && repairedAt == NONE) {
            endRecovery();
            boundCwndForModel();
        }
    }

    // OnEnterRTO() (§5.6.4.4): the window lets one segment go. All that was in flight is taken for lost, so that is
    // one segment's window.
    @Override
    public void onTimeout(Loss event, boolean again) {
        if (!again) {
            saveCwnd();
            machine.save();
        }
        recovering = true;
        repairedAt = SOON;
        cwnd = initial.mss();
    }

    private void endRecovery() {
        recovering = false;
        repairedAt = NONE;
        restoreCwnd();
    }

    @Override
    public void onSpurious(long now, long flightBytes) {
        endRecovery();
        machine.onSpurious();
    }

    // SaveCwnd() (§5.6.4.4)
    private void saveCwnd() {
        boolean isHeldDown = recovering || machine.state() == BbrState.PROBE_RTT;
        priorCwnd = isHeldDown ? Math.max(priorCwnd, cwnd) : cwnd;
    }

    private void restoreCwnd() {
        cwnd = Math.max(cwnd, priorCwnd);
    }

    // ---- Control parameters

    // SetPacingRateWithGain() (§5.6.2): it does not fall before the bandwidth is known.
    private void setPacingRate(double gain) {
        double rate = gain * model.bandwidth() * PACED_SHARE;
        if (rate > 0 && (machine.isPipeFull() || rate > pacingRate)) {
            pacingRate = rate;
        }
    }

    // SetSendQuantum() (§5.6.3)
    private long sendQuantum() {
        long quantum = (long) Math.min(pacingRate * SECONDS_IN_QUANTUM, (double) MOST_QUANTUM);
        return Math.max(quantum, 2L * initial.mss());
    }

    // SetCwnd() (§5.6.4.6)
    private void setCwnd(Acknowledged event) {
        BbrControls controls = controls();
        BbrState state = machine.state();
        double volume =
                model.bdp(state.cwndGain(), controls) + model.aggregation().bytes();
        long maxInflight = (long) controls.quantized(volume, state);
        long grown = cwnd + event.deliveredBytes();
        if (machine.isPipeFull()) {
            cwnd = Math.min(grown, maxInflight);
        } else if (cwnd < maxInflight || event.delivery().totalDeliveredBytes() < initial.bytes()) {
            cwnd = grown;
        }
        cwnd = Math.max(cwnd, controls.minPipeCwnd());
        if (state == BbrState.PROBE_RTT) {
            cwnd = Math.min(cwnd, (long) machine.probeRttCwnd(controls));
        }
        boundCwndForModel();
    }

    // BoundCwndForModel() (§5.6.4.7)
    private void boundCwndForModel() {
        double cap = Math.min(longTermCap(), model.shortTerm().inflight());
        cwnd = Math.min(cwnd, Math.max((long) cap, controls().minPipeCwnd()));
    }

    private double longTermCap() {
        return switch (machine.state()) {
            case PROBE_BW_DOWN, PROBE_BW_REFILL, PROBE_BW_UP ->
                machine.longTerm().inflight();
            case PROBE_BW_CRUISE, PROBE_RTT -> machine.longTerm().withHeadroom(controls());
            case STARTUP, DRAIN -> LongTermModel.INFINITY;
        };
    }
}
