package org.ouzel.sim.net;

/** Why a packet did not come to the end of a wire. */
public enum WireDrop {
    /** It vanished on its way. */
    LOST,
    /** It found the queue full. */
    OVERFLOWED,
    /** The queue's discipline picked it. */
    SHED,
    /** It is larger than the MTU. */
    TOO_LARGE,
    /** The wire was cut when it came, or while it waited or was under way. */
    CUT
}
