package org.ouzel.stack;

import java.io.IOException;
import java.util.Optional;
import org.ouzel.CloseReason;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.stack.around.Gate;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.Unread;

/**
 * What the parts of one stream share: its block, and where its callers wait. All of it is guarded by the shard's lock, which
 * callers of its methods hold.
 */
final class Endpoint implements Unread {
    private final Shard shard;
    private final Tcb tcb;

    /** Opened when there may be something to receive. */
    private final Gate received;

    /** Opened when anything else may have changed: open, acknowledged, ended. */
    private final Gate changed;

    private Incarnation incarnation = new Incarnation(Incarnation.Progress.NONE);

    private boolean passiveOpenPending;

    Endpoint(Shard shard, Tcb tcb) {
        this.shard = shard;
        this.tcb = tcb;
        this.received = shard.gate();
        this.changed = shard.gate();
    }

    Shard shard() {
        return shard;
    }

    Tcb tcb() {
        return tcb;
    }

    Gate received() {
        return received;
    }

    Gate changed() {
        return changed;
    }

    @Override
    public long unreadBytes() {
        return tcb.unreadBytes();
    }

    @Override
    public boolean isUrgentMode() {
        return tcb.isUrgentMode();
    }

    @Override
    public boolean isAtEnd() {
        return tcb.isAtEnd();
    }

    /** The connection there is, or was last. */
    Incarnation incarnation() {
        return incarnation;
    }

    /** Another connection begins: calls on the last one end. */
    void begin(Incarnation next, boolean passive) {
        incarnation.replace();
        incarnation = next;
        passiveOpenPending = passive;
        wakeAll();
    }

    /** The connection is established. */
    void onOpened() {
        incarnation.opened();
        passiveOpenPending = false;
    }

    /** The connection has ended, or its open has failed. */
    void onEnded(Ending ending) {
        incarnation.ended(Reasons.of(ending), () -> Reasons.failedOpen(ending), tcb.bytesAcknowledged());
        passiveOpenPending = false;
    }

    boolean isPassiveOpenPending() {
        return passiveOpenPending;
    }

    void wakeAll() {
        received.open();
        changed.open();
    }

    /** Sends what is to be sent after a call on the block, and tells who is to know. */
    void settle() {
        shard.settle(tcb);
    }

    /** Whether no connection is open, or being opened, or waited for; TIME-WAIT is over for the user. */
    boolean isOver() {
        return tcb.state() == State.CLOSED || tcb.state() == State.TIME_WAIT;
    }

    /** Why the last connection ended; empty while one is open and if there was none. */
    Optional<CloseReason> reason() {
        return tcb.ending().flatMap(Reasons::of);
    }

    /** Throws if a call that needs a connection cannot be made now. */
    void requireUsable() throws IOException {
        incarnation.requireNotBroken();
        requireHost();
        if (passiveOpenPending) {
            throw new TcpCallException(TcpRefusal.PASSIVE_OPEN_PENDING);
        }
    }

    /** Throws if the host has been closed. */
    void requireHost() throws TcpCallException {
        if (shard.isClosed()) {
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
    }
}
