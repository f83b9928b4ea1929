package org.ouzel.core.tcp;

/** Where segments go. Their payload is lent for the call. */
@FunctionalInterface
public interface SegmentOutput {
    /** Sends one segment of a connection, or several that a link cuts. */
    void segment(FourTuple tuple, TcpSettings settings, Departing departing);
}
