package org.ouzel.stack;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.ouzel.ActiveOpen;
import org.ouzel.PassiveOpen;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.UserTimeout;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.stack.stream.Durations;
import org.ouzel.stack.stream.Incarnation;

/** An open of a stream: OPEN of RFC 9293 §3.9.1.1. The shard's lock is held. */
final class Opening {
    private final Endpoint endpoint;
    private final Shard shard;
    private final Tcb tcb;

    Opening(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.shard = endpoint.shard();
        this.tcb = endpoint.tcb();
    }

    /** The stream has got a connection that is established already. The lock is held. */
    void accepted() {
        endpoint.begin(new Incarnation(Incarnation.Progress.OPENED), false);
    }

    /** Waits for a connection request. The lock is held. */
    void passive(PassiveOpen open) throws IOException {
        requireNothingOpen();
        FourTuple filter = Addresses.filter(open);
        long timeout = Durations.nanos(open.commandTimeout());
        long deadline = timeout == 0 ? Shard.NEVER : shard.after(timeout);
        try {
            FourTuple on = shard.node().passiveOpen(tcb, filter, deadline, shard.now());
            begin(open.userTimeout(), true);
            endpoint.waitingOn(Optional.of(Addresses.local(on)));
        } catch (OpenFailed failed) {
            throw Reasons.cannotOpen(failed, open.local());
        } catch (CallRefused refused) {
            throw Reasons.refused(refused);
        }
        shard.deliver();
    }

    private interface Request {
        void send(FourTuple to) throws OpenFailed, CallRefused;
    }

    /** Sends a connection request. The lock is held. */
    void active(ActiveOpen open) throws IOException {
        active(open, to -> shard.node().activeOpen(tcb, to, shard.now()));
    }

    /** Sends a connection request, and with it as much of the data as may go with it (RFC 7413). The lock is held. */
    void active(ActiveOpen open, ByteBuffer data) throws IOException {
        active(open, to -> {
            int taken = shard.node().fastOpen(tcb, to, MemorySegment.ofBuffer(data), shard.now());
            data.position(data.position() + taken);
        });
    }

    private void active(ActiveOpen open, Request request) throws IOException {
        requireNothingOpen();
        FourTuple to = Addresses.names(open);
        setUserTimeoutOnce(open.userTimeout());
        try {
            request.send(to);
            begin(open.userTimeout(), false);
        } catch (OpenFailed failed) {
            throw Reasons.cannotOpen(failed, failed.because() == OpenFailed.Cause.NO_ROUTE ? to.remoteAddress() : open);
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
        endpoint.waitingOn(Optional.empty());
        endpoint.begin(new Incarnation(Incarnation.Progress.PENDING), passive);
    }

    private void setUserTimeoutOnce(Optional<UserTimeout> timeout) {
        UserTimeout holds = timeout.orElse(endpoint.userTimeout());
        tcb.setUserTimeout(Durations.nanos(holds.after()), holds.action() == UserTimeout.Action.REPORT);
    }

    /** The user timeout from now on. The lock is held. */
    void setUserTimeout(UserTimeout timeout) {
        endpoint.userTimeout(timeout);
        setUserTimeoutOnce(Optional.empty());
    }

    /**
     * Waits until the last open is done. The lock is held, but for the waiting.
     *
     * @return false if the time has passed
     */
    boolean await(long timeoutNs) throws IOException {
        long deadline = timeoutNs == Shard.NEVER ? Shard.NEVER : shard.after(timeoutNs);
        Incarnation awaited = endpoint.incarnation();
        while (awaited.progress() == Incarnation.Progress.PENDING) {
            if (!endpoint.awaitChange(deadline) && awaited.progress() == Incarnation.Progress.PENDING) {
                return false;
            }
        }
        if (awaited.progress() == Incarnation.Progress.NONE) {
            throw new TcpCallException(TcpRefusal.CONNECTION_DOES_NOT_EXIST);
        }
        Optional<IOException> failed = awaited.failure();
        if (failed.isPresent()) {
            throw failed.get();
        }
        return true;
    }
}
