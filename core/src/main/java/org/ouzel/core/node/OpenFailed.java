package org.ouzel.core.node;

/** An open that could not even begin. Nothing was changed. */
public final class OpenFailed extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why an open could not begin. */
    public enum Cause {
        /** No route leads to the destination. */
        NO_ROUTE,
        /** The local address is not this node's. */
        NOT_OUR_ADDRESS,
        /** The four-tuple, or the port, is in use. */
        ADDRESS_IN_USE,
        /** Every ephemeral port to that destination, or the table of connections, is used up. */
        INSUFFICIENT_RESOURCES,
        /** The remote address or port is missing, or nobody can have it. */
        REMOTE_UNSPECIFIED
    }

    /** Why. */
    private final Cause because;

    OpenFailed(Cause because) {
        super(because.name());
        this.because = because;
    }

    /** Why the open could not begin. */
    public Cause because() {
        return because;
    }
}
