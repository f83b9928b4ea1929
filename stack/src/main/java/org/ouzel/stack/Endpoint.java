package org.ouzel.stack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.CloseReason;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.UserTimeout;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.Unread;

/**
 * What the parts of one stream share: its block, and where its callers wait. All of it is guarded by the shard's lock, which
 * callers of its methods hold.
 */
final class Endpoint implements Unread {
    private final Shard shard;
    private final Tcb tcb;

    /** Opened when there may be something to receive; null while nobody waits for that. */
    private @Nullable ShardGate received;

    /** Opened when anything else may have changed: open, acknowledged, ended; null while nobody waits for that. */
    private @Nullable ShardGate changed;

    private Incarnation incarnation = new Incarnation(Incarnation.Progress.NONE);

    /** The stream's own user timeout: what an open has that brings none. */
    private UserTimeout userTimeout;

    /** Where a passive open waits, or has waited. */
    private Optional<InetSocketAddress> waitingOn = Optional.empty();

    private boolean passiveOpenPending;

    /** Whether the block is released when the stream is garbage. */
    private boolean releasedAfter;

    Endpoint(Shard shard, Tcb tcb, UserTimeout userTimeout) {
        this.shard = shard;
        this.tcb = tcb;
        this.userTimeout = userTimeout;
    }

    Shard shard() {
        return shard;
    }

    Tcb tcb() {
        return tcb;
    }

    UserTimeout userTimeout() {
        return userTimeout;
    }

    void userTimeout(UserTimeout timeout) {
        userTimeout = timeout;
    }

    /** The local socket: of the connection, or the one that waits for it. */
    Optional<InetSocketAddress> localAddress() {
        return tcb.tuple().map(Addresses::local).or(() -> waitingOn);
    }

    void waitingOn(Optional<InetSocketAddress> local) {
        waitingOn = local;
    }

    /** Waits until there may be something to receive; returns false if the deadline has passed. */
    boolean awaitReceived(long deadline) throws InterruptedIOException {
        ShardGate gate = received == null ? shard.lendGate() : received;
        received = gate;
        try {
            return gate.await(deadline);
        } finally {
            received = keptOrGivenBack(gate);
        }
    }

    /** Waits until anything else may have changed; returns false if the deadline has passed. */
    boolean awaitChange(long deadline) throws InterruptedIOException {
        ShardGate gate = changed == null ? shard.lendGate() : changed;
        changed = gate;
        try {
            return gate.await(deadline);
        } finally {
            changed = keptOrGivenBack(gate);
        }
    }

    private @Nullable ShardGate keptOrGivenBack(ShardGate gate) {
        if (gate.isDeserted()) {
            shard.takeBack(gate);
            return null;
        }
        return gate;
    }

    /** There may be something to receive. */
    void onReceived() {
        if (received != null) {
            received.open();
        }
    }

    /** Something else may have changed. */
    void onChange() {
        if (changed != null) {
            changed.open();
        }
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
        onReceived();
        onChange();
    }

    /**
     * The connection has ended, and the shard holds the stream no longer: what is left to read goes with it. Where nothing is left, the
     * collector is not asked, since what it has to look after costs far more than what it finds itself.
     */
    void releaseAfter(Shard.Touchable stream) {
        if (tcb.unreadBytes() > 0 && !releasedAfter) {
            releasedAfter = true;
            shard.releaseAfter(stream, tcb);
        }
    }

    /** Sends what is to be sent after a call on the block, and tells who is to know. */
    void settle() {
        settle(shard.now());
    }

    /** The same, after a call that was made at that time. */
    void settle(long now) {
        shard.settle(tcb, now);
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
        shard.requireOpen();
    }
}
