package org.ouzel.core.node;

import org.jspecify.annotations.Nullable;
import org.ouzel.core.node.Ports.Opened;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;

/** What a node keeps of one block on which something is open. */
final class Member implements Named, Tcb.Keeper {
    private final Tcb tcb;

    /** Null while it has none, and has not had one since it dozed. */
    private Deadlines.@Nullable Entry<Member> deadline;

    private @Nullable FourTuple name;

    /** The state that was last taken note of; null before the first. */
    private @Nullable State noted;

    private @Nullable Backlog handshakeFor;
    private @Nullable Backlog fastOpenFor;
    private @Nullable Opened waiter;
    private Vigil.@Nullable Watch watch;

    /** Who looks after it once it wakes; null until it has dozed. */
    private @Nullable Vigil vigil;

    Member(Tcb tcb) {
        this.tcb = tcb;
    }

    Tcb tcb() {
        return tcb;
    }

    /** When the block wants to be called. */
    Deadlines.Entry<Member> deadline() {
        if (deadline == null) {
            deadline = new Deadlines.Entry<>(this);
        }
        return deadline;
    }

    /** Whether it may have one. */
    boolean hasDeadline() {
        return deadline != null;
    }

    /** Nothing has happened to it for long: it needs little memory until something does. */
    void doze(Vigil over) {
        vigil = over;
        tcb.doze();
        if (deadline != null && !deadline.isSet()) {
            deadline = null;
        }
    }

    @Override
    public void onWoken() {
        if (vigil != null) {
            vigil.onWoken(this);
        }
    }

    @Override
    public @Nullable FourTuple name() {
        return name;
    }

    @Override
    public State state() {
        return tcb.state();
    }

    void name(@Nullable FourTuple tuple) {
        name = tuple;
    }

    /** Takes note of a state; returns whether it is another than before. */
    boolean note(State state) {
        boolean isNew = state != noted;
        noted = state;
        return isNew;
    }

    /** The backlog that its connection is for; null once its handshake is over, and if there is no backlog. */
    @Nullable
    Backlog handshakeFor() {
        return handshakeFor;
    }

    void handshakeFor(@Nullable Backlog backlog) {
        handshakeFor = backlog;
    }

    /** The backlog that counts it as a fast open whose handshake is not over; null if none does. */
    @Nullable
    Backlog fastOpenFor() {
        return fastOpenFor;
    }

    void fastOpenFor(@Nullable Backlog backlog) {
        fastOpenFor = backlog;
    }

    /** Where it waits for its connection; null once it is established, and if it does not. */
    @Nullable
    Opened waiter() {
        return waiter;
    }

    void waiter(@Nullable Opened opened) {
        waiter = opened;
    }

    /** The watch over it; null while nobody need look after it. */
    Vigil.@Nullable Watch watch() {
        return watch;
    }

    void watch(Vigil.@Nullable Watch over) {
        watch = over;
    }
}
