package org.ouzel.core.tcp;

/** A user's call that the state of the connection does not allow. Nothing was changed. */
public final class CallRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    private final Refusal refusal;

    CallRefused(Refusal refusal) {
        super(refusal.name());
        this.refusal = refusal;
    }

    /** Why the call was refused. */
    public Refusal refusal() {
        return refusal;
    }
}
