package org.ouzel.drill.wire;

/** A packet that is written in a script and that cannot be made. */
public final class CannotBeSent extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    /**
     * A packet.
     *
     * @param why what is in it that cannot be made
     */
    public CannotBeSent(String why) {
        super(why);
        this.why = why;
    }

    /** Why not. */
    public String why() {
        return why;
    }
}
