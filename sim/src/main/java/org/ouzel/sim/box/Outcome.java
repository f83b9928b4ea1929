package org.ouzel.sim.box;

/** What a box has done about a packet. */
public enum Outcome {
    /** It went on as it was, apart from its TTL. */
    PASSED,
    /** It went on changed: translated, or stripped of something. */
    CHANGED,
    /** It went on in several fragments. */
    FRAGMENTED,
    /** It was for the box, or for a host that the box speaks for, and was answered. */
    ANSWERED,
    /** It ended here, and an ICMP error said why to its sender. Counted beside the reason. */
    ERROR_SENT,
    /** It ended here, and no ICMP error was due or allowed. Counted beside the reason. */
    ERROR_WITHHELD,
    /** Dropped: no IP packet, or what the box must look at has a wrong checksum. */
    MALFORMED,
    /** Dropped: its addresses are none that may be forwarded between. */
    MARTIAN,
    /** Dropped: its TTL or hop limit was spent. */
    TIME_EXCEEDED,
    /** Dropped: larger than the next link takes, and not to be fragmented. */
    TOO_BIG,
    /** Dropped: no route. */
    NO_ROUTE,
    /** Dropped, or answered by a reset: belongs to nothing that the box knows. */
    NO_MAPPING,
    /** Dropped: no port was free to translate to. */
    NO_PORT,
    /** Dropped: of a kind that the box has no use for. */
    UNWANTED
}
