package org.ouzel.core.tcp;

import org.ouzel.core.tcp.congestion.CongestionControl;

/** A congestion window that holds nothing back, in recovery neither: what remains is loss detection. */
final class WideWindow implements CongestionControl {
    private static final long BYTES = 1_000_000;

    /** Whether it fails when it is told of a loss, or of the end of a recovery, as one of a user's may. */
    boolean fails;

    /** How often it was told that nothing has been sent for long. */
    int idleTimes;

    @Override
    public String name() {
        return "wide";
    }

    @Override
    public String phase() {
        return "wide";
    }

    @Override
    public long cwndBytes() {
        return BYTES;
    }

    @Override
    public long ssthreshBytes() {
        return BYTES;
    }

    @Override
    public boolean regulatesRecovery() {
        return true;
    }

    @Override
    public void onSegmentSize(int mssBytes) {}

    @Override
    public void onHandshakeTimeout() {}

    @Override
    public void onIdle(long now) {
        idleTimes++;
    }

    @Override
    public void onAcknowledged(Acknowledged event) {}

    @Override
    public void onLoss(Loss event) {
        failIfSo();
    }

    @Override
    public void onRecovered(long now, long flightBytes) {
        failIfSo();
    }

    private void failIfSo() {
        if (fails) {
            throw new IllegalStateException("a fault of congestion control's");
        }
    }

    @Override
    public void onTimeout(Loss event, boolean again) {}

    @Override
    public void onSpurious(long now, long flightBytes) {}
}
