package org.ouzel.core.tcp.congestion;

/** The states of BBR, with what each makes of the estimated bandwidth and volume (draft-ietf-ccwg-bbr-06 §5.6.1). */
enum BbrState {
    STARTUP("startup", 2.77, 2),
    DRAIN("drain", 0.5, 2),
    PROBE_BW_DOWN("probe bandwidth, down", 0.9, 2),
    PROBE_BW_CRUISE("probe bandwidth, cruise", 1, 2),
    PROBE_BW_REFILL("probe bandwidth, refill", 1, 2),
    PROBE_BW_UP("probe bandwidth, up", 1.25, 2.25),
    PROBE_RTT("probe round trip", 1, 0.5);

    private final String text;
    private final double pacingGain;
    private final double cwndGain;

    BbrState(String text, double pacingGain, double cwndGain) {
        this.text = text;
        this.pacingGain = pacingGain;
        this.cwndGain = cwndGain;
    }

    /** In words. */
    String text() {
        return text;
    }

    /** By what the bandwidth is multiplied for the pacing rate. */
    double pacingGain() {
        return pacingGain;
    }

    /** By what the bandwidth-delay product is multiplied for cwnd. */
    double cwndGain() {
        return cwndGain;
    }

    /** IsInAProbeBWState(). */
    boolean isProbeBw() {
        return this == PROBE_BW_DOWN || this == PROBE_BW_CRUISE || this == PROBE_BW_REFILL || this == PROBE_BW_UP;
    }

    /** IsProbingBW(): whether it sends as much as it can to find out how much that is. */
    boolean isAccelerating() {
        return this == STARTUP || this == PROBE_BW_REFILL || this == PROBE_BW_UP;
    }
}
