package org.ouzel.core.tcp;

/** How fast the peer has lately acknowledged data: bytes over the time in which they were, a round trip at least. */
final class DeliveryRate {
    private static final long MIN_INTERVAL_NS = 1_000_000;
    private static final double NS_PER_SECOND = 1e9;

    private long since = -1;
    private long bytes;
    private long bytesPerSecond;

    /** Bytes were acknowledged for the first time. */
    void onAcknowledged(long acknowledged, long rttNs, long now) {
        if (since < 0) {
            since = now;
            return;
        }
        bytes += acknowledged;
        long interval = now - since;
        if (interval >= Math.max(rttNs, MIN_INTERVAL_NS)) {
            bytesPerSecond = Math.round(bytes * NS_PER_SECOND / interval);
            bytes = 0;
            since = now;
        }
    }

    /** Nothing is outstanding: the time until there is again does not count. */
    void onIdle() {
        since = -1;
        bytes = 0;
    }

    /** Bytes a second; 0 until known. */
    long bytesPerSecond() {
        return bytesPerSecond;
    }
}
