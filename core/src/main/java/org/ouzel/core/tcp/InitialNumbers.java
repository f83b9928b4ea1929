package org.ouzel.core.tcp;

/** Where initial sequence numbers and timestamp offsets come from. A host takes {@link KeyedNumbers}. */
public interface InitialNumbers {
    /** The initial sequence number of a connection that begins now (RFC 9293 §3.4.1). */
    int sequence(FourTuple tuple, long now);

    /** What a connection's timestamps are shifted by (RFC 7323 §5.4). */
    int timestampOffset(FourTuple tuple);
}
