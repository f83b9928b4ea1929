package org.ouzel.core.tcp;

/** How a peer tells of congestion that routers have marked: what the two ends have agreed on. */
public enum EcnMode {
    /** It does not: there are losses alone. */
    NONE,
    /** Once for a round trip, by ECN-Echo (RFC 3168). */
    CLASSIC,
    /** Of every mark, by counters (accurate ECN, RFC 9768). */
    ACCURATE
}
