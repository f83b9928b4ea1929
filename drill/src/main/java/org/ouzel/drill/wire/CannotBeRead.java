package org.ouzel.drill.wire;

/** Bytes that a host has sent and that are no packet. */
public final class CannotBeRead extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    CannotBeRead(String why) {
        super(why);
        this.why = why;
    }

    /** Why not. */
    public String why() {
        return why;
    }
}
