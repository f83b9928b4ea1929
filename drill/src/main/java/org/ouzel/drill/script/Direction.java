package org.ouzel.drill.script;

/** Which way a packet goes, seen from the host under test. */
public enum Direction {
    /** To the host under test: {@code <}. */
    INBOUND,
    /** From the host under test: {@code >}. */
    OUTBOUND
}
