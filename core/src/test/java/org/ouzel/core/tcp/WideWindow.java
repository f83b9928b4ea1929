package org.ouzel.core.tcp;

import org.ouzel.core.tcp.congestion.CongestionControl;

/** A congestion window that holds nothing back, in recovery neither: what remains is loss detection. */
final class WideWindow implements CongestionControl {
    private static final long BYTES = 1_000_000;

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
    public void onIdle(long now) {}

    @Override
    public void onAcknowledged(Acknowledged event) {}

    @Override
    public void onLoss(Loss event) {}

    @Override
    public void onRecovered(long now, long flightBytes) {}

    @Override
    public void onTimeout(Loss event, boolean again) {}

    @Override
    public void onSpurious(long now, long flightBytes) {}
}
