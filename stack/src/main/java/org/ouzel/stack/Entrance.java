package org.ouzel.stack;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.node.Backlog;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.stack.around.Gate;
import org.ouzel.stack.stream.Courier;

/**
 * A listener's accept queue in one shard, and those who wait there.
 *
 * <p>Its state is guarded by the shard's lock, but for two counts that others look at: how many wait for a connection here, and how many
 * connections wait. Who comes to wait counts himself and looks then for connections elsewhere; who brings a connection counts that and
 * looks then for somebody who waits elsewhere: one of them sees the other.
 */
final class Entrance implements Shard.Touchable {
    private final Shard shard;
    private final UserTimeout userTimeout;
    private final Runnable onSurplus;
    private final Backlog backlog;
    private final Gate acceptable;
    private final Courier courier;
    private @Nullable Runnable action;
    private boolean closed;

    private volatile int acceptors;
    private volatile int connections;

    /**
     * An entrance. The lock is held.
     *
     * @param on the local address (or unspecified) and port (or 0 for a free one)
     * @param onSurplus called, with the lock held, when more connections wait than there are threads here to accept them
     */
    Entrance(Shard shard, FourTuple on, int capacity, Blocks blocks, Runnable onSurplus) throws OpenFailed {
        this.shard = shard;
        this.userTimeout = blocks.options().userTimeout();
        this.onSurplus = onSurplus;
        this.acceptable = shard.gate();
        this.courier = shard.courier("listener");
        this.backlog = shard.node().listen(on, capacity, () -> {
            Tcb tcb = blocks.block();
            shard.own(tcb, this);
            return tcb;
        });
        shard.onClose(acceptable);
    }

    /** The local address, perhaps unspecified, and the port. */
    FourTuple local() {
        return backlog.local();
    }

    // ---- Without the lock

    /** How many more connections wait than threads that take one; negative if it is the other way round. */
    int surplus() {
        return connections - acceptors;
    }

    /** Lets one of the threads look again that wait here. */
    void wakeOne() {
        shard.lock();
        try {
            acceptable.openForOne();
        } finally {
            shard.unlock();
        }
    }

    /** The time that is so much later. */
    long after(long durationNs) {
        return durationNs == Shard.NEVER ? Shard.NEVER : shard.after(durationNs);
    }

    /** Whether that time is still to come. */
    boolean isBefore(long deadline) {
        return deadline == Shard.NEVER || shard.now() < deadline;
    }

    /** The next connection here if there is one now. */
    Optional<TcpStream> tryAccept() throws IOException {
        shard.lock();
        try {
            return next();
        } finally {
            shard.unlock();
        }
    }

    /**
     * Waits for the next connection here; empty if the time has passed, or if there may be one elsewhere.
     *
     * @param deadline until when, in the shard's time
     * @param elsewhere whether there may be
     */
    Optional<TcpStream> accept(long deadline, BooleanSupplier elsewhere) throws IOException {
        shard.lock();
        count(1);
        try {
            boolean inTime = true;
            while (true) {
                Optional<TcpStream> next = next();
                if (next.isPresent() || !inTime || elsewhere.getAsBoolean()) {
                    return next;
                }
                inTime = acceptable.await(deadline);
            }
        } finally {
            count(-1);
            shard.unlock();
        }
    }

    /** Calls the action for each connection from now on, those that wait included. */
    void onAcceptable(Runnable then) {
        shard.lock();
        try {
            action = then;
            for (int waiting = backlog.acceptable(); waiting > 0; waiting--) {
                courier.deliver(then);
            }
        } finally {
            shard.unlock();
        }
    }

    void close() {
        shard.lock();
        try {
            if (!closed) {
                closed = true;
                shard.forget(acceptable);
                shard.node().unlisten(backlog, shard.now());
                connections = 0;
                acceptable.open();
                shard.deliver();
            }
        } finally {
            shard.unlock();
        }
    }

    // ---- With the lock held

    @SuppressWarnings("NonAtomicVolatileUpdate") // with the lock held
    private void count(int more) {
        acceptors += more;
    }

    private Optional<TcpStream> next() throws IOException {
        requireOpen();
        Optional<Tcb> tcb = backlog.accept();
        connections = backlog.acceptable();
        return tcb.map(accepted -> StackStream.accepted(shard, accepted, userTimeout));
    }

    private void requireOpen() throws TcpCallException {
        if (closed) {
            throw new TcpCallException(TcpRefusal.CONNECTION_DOES_NOT_EXIST, "listener is closed");
        }
        shard.requireOpen();
    }

    /** A handshake has come to an end, or a connection that waits has changed. */
    @Override
    public void onTouched(Tcb tcb) {
        tcb.takeReports(); // There is no user yet to whom an ICMP error would be news.
        switch (tcb.state()) {
            case CLOSED, LISTEN -> {
                if (!backlog.holds(tcb)) {
                    shard.disown(tcb);
                }
            }
            case SYN_SENT, SYN_RECEIVED -> {}
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> tellOfMore();
        }
    }

    private void tellOfMore() {
        int told = connections;
        connections = backlog.acceptable();
        for (; told < connections; told++) {
            acceptable.openForOne();
            if (action != null) {
                // For each connection: an action may well accept just one.
                courier.deliver(action);
            }
        }
        if (surplus() > 0) {
            onSurplus.run();
        }
    }

    /** None of its connections has sent anything yet. */
    @Override
    public void onPagesFree() {}
}
