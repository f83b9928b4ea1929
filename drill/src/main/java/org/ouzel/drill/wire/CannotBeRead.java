package org.ouzel.drill.wire;

/** Bytes that a host has sent and that are no packet. */
public final class CannotBeRead extends Exception {
    private static final long serialVersionUID = 1;

    CannotBeRead(String why) {
        super(why);
    }
}
