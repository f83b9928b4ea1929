package org.ouzel.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.ouzel.ActiveOpen;
import org.ouzel.PassiveOpen;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.UserTimeout;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;

/** The opens of a stream: OPEN of RFC 9293 §3.9.1.1. Each takes the shard's lock itself unless it says otherwise. */
final class Opening {
    private final Endpoint endpoint;
    private final Shard shard;
    private final Tcb tcb;

    /** The stream's own user timeout: what an open has that brings none. */
    private UserTimeout userTimeout;

    private Progress progress = Progress.NONE;
    private Optional<Ending> failure = Optional.empty();
    private Optional<InetSocketAddress> waitingOn = Optional.empty();

    /** How far the last open has come. */
    enum Progress {
        /** There was none. */
        NONE,
        /** Under way. */
        PENDING,
        /** Done, well or badly. */
        DONE
    }

    Opening(Endpoint endpoint, UserTimeout userTimeout) {
        this.endpoint = endpoint;
        this.shard = endpoint.shard();
        this.tcb = endpoint.tcb();
        this.userTimeout = userTimeout;
    }

    /** The stream has got a connection that is established already. The lock is held. */
    void accepted() {
        progress = Progress.DONE;
    }

    /** Waits for a connection request. The lock is held. */
    void passive(PassiveOpen open) throws IOException {
        requireNothingOpen();
        FourTuple filter = Addresses.filter(open);
        long timeout = Statuses.nanos(open.commandTimeout());
        long deadline = timeout == 0 ? Shard.NEVER : shard.after(timeout);
        try {
            FourTuple on = shard.node().passiveOpen(tcb, filter, deadline, shard.now());
            begin(open.userTimeout(), true);
            waitingOn = Optional.of(Addresses.local(on));
        } catch (OpenFailed failed) {
            throw Reasons.cannotOpen(failed, open.local());
        } catch (CallRefused refused) {
            throw Reasons.refused(refused);
        }
        shard.deliver();
    }

    /** Sends a connection request. The lock is held. */
    void active(ActiveOpen open) throws IOException {
        requireNothingOpen();
        IpAddress remote = IpAddress.of(Addresses.resolved(open.remote()));
        Optional<IpAddress> local = open.localAddress().map(IpAddress::of);
        setUserTimeoutOnce(open.userTimeout());
        try {
            shard.node()
                    .activeOpen(
                            tcb, local, open.localPort(), remote, open.remote().getPort(), shard.now());
            begin(open.userTimeout(), false);
        } catch (OpenFailed failed) {
            throw Reasons.cannotOpen(failed, failed.because() == OpenFailed.Cause.NO_ROUTE ? remote : open);
        } catch (CallRefused refused) {
            throw Reasons.refused(refused);
        }
        shard.deliver();
    }

    private void requireNothingOpen() throws IOException {
        endpoint.requireHost();
        if (endpoint.isPassiveOpenPending()) {
            throw new TcpCallException(TcpRefusal.PASSIVE_OPEN_PENDING);
        }
        if (!endpoint.isOver()) {
            throw new TcpCallException(TcpRefusal.CONNECTION_ALREADY_EXISTS);
        }
    }

    private void begin(Optional<UserTimeout> timeout, boolean passive) {
        setUserTimeoutOnce(timeout);
        progress = Progress.PENDING;
        failure = Optional.empty();
        waitingOn = Optional.empty();
        endpoint.nextOpening(passive);
    }

    private void setUserTimeoutOnce(Optional<UserTimeout> timeout) {
        UserTimeout holds = timeout.orElse(userTimeout);
        tcb.setUserTimeout(Statuses.nanos(holds.after()), holds.action() == UserTimeout.Action.REPORT);
    }

    /** The user timeout from now on. The lock is held. */
    void setUserTimeout(UserTimeout timeout) {
        userTimeout = timeout;
        setUserTimeoutOnce(Optional.empty());
    }

    /** The connection is established. The lock is held. */
    void onOpened() {
        progress = Progress.DONE;
        endpoint.passiveOpenDone();
    }

    /** The connection has ended; it was never established if the open is pending. The lock is held. */
    void onEnded(Ending ending) {
        if (progress == Progress.PENDING) {
            progress = Progress.DONE;
            failure = Optional.of(ending);
            endpoint.passiveOpenDone();
        }
    }

    /** How far the last open has come. The lock is held. */
    Progress progress() {
        return progress;
    }

    /** What the last open failed with. The lock is held. */
    Optional<IOException> failure() {
        return failure.map(Reasons::failedOpen);
    }

    /** The local socket: of the connection, or the one that waits for it. The lock is held. */
    Optional<InetSocketAddress> localAddress() {
        return tcb.tuple().map(Addresses::local).or(() -> waitingOn);
    }

    /**
     * Waits until the last open is done.
     *
     * @return false if the time has passed
     */
    boolean await(long timeoutNs) throws IOException {
        shard.lock();
        try {
            long deadline = timeoutNs == Shard.NEVER ? Shard.NEVER : shard.after(timeoutNs);
            int opening = endpoint.openings();
            while (progress == Progress.PENDING) {
                if (!endpoint.changed().await(deadline) && progress == Progress.PENDING) {
                    return false;
                }
                endpoint.requireSame(opening);
            }
            if (progress == Progress.NONE) {
                throw new TcpCallException(TcpRefusal.CONNECTION_DOES_NOT_EXIST);
            }
            Optional<IOException> failed = failure();
            if (failed.isPresent()) {
                throw failed.get();
            }
            return true;
        } finally {
            shard.unlock();
        }
    }
}
