package org.ouzel.core.tcp.congestion;

/** The sender's maximum segment size, and the window that it may begin with (RFC 6928). */
final class InitialWindow {
    private static final int BYTES = 14_600;

    /** RFC 9293 §3.7.1: the segment size until more is known. */
    private int mss = 536;

    private boolean handshakeTimedOut;

    /** 0 for RFC 6928's. */
    private int segments;

    int mss() {
        return mss;
    }

    void onSegmentSize(int mssBytes) {
        mss = mssBytes;
    }

    void onInitialSegments(int chosen) {
        segments = chosen;
    }

    // RFC 5681 §3.1: "if the SYN or SYN/ACK is lost, the initial window used by a sender after a correctly
    // transmitted SYN MUST be one segment consisting of at most SMSS bytes"
    void onHandshakeTimeout() {
        handshakeTimedOut = true;
    }

    // RFC 6928 §2: min (10*MSS, max (2*MSS, 14600))
    long bytes() {
        if (handshakeTimedOut) {
            return mss;
        }
        return segments > 0
                ? (long) segments * mss
                : Math.min((long) CongestionControl.INITIAL_SEGMENTS * mss, Math.max(2L * mss, BYTES));
    }
}
