package org.ouzel.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.node.Backlog;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.stack.around.Gate;
import org.ouzel.stack.stream.Courier;
import org.ouzel.stack.stream.Durations;

/** A listener of the in-process engine. Its state is guarded by the shard's lock. */
final class StackListener implements TcpListener, Shard.Touchable {
    private final Shard shard;
    private final UserTimeout userTimeout;
    private final Backlog backlog;
    private final InetSocketAddress local;
    private final Gate acceptable;
    private final Courier courier;
    private @Nullable Runnable action;
    private boolean closed;

    /** How many of the connections that wait have been told of. */
    private int told;

    private StackListener(Shard shard, FourTuple on, int capacity, Blocks blocks) throws OpenFailed {
        this.shard = shard;
        this.userTimeout = blocks.options().userTimeout();
        this.acceptable = shard.gate();
        this.courier = shard.courier("listener");
        this.backlog = shard.node().listen(on, capacity, () -> {
            Tcb tcb = blocks.block();
            shard.own(tcb, this);
            return tcb;
        });
        this.local = Addresses.local(backlog.local());
        shard.onClose(acceptable);
    }

    /** Listens. The lock is held. */
    static StackListener open(Shard shard, InetSocketAddress local, int capacity, Blocks blocks) throws IOException {
        if (capacity < 1) {
            throw new IllegalArgumentException("backlog out of range: " + capacity);
        }
        try {
            return new StackListener(shard, Addresses.listening(local), capacity, blocks);
        } catch (OpenFailed failed) {
            throw Reasons.cannotOpen(failed, local);
        }
    }

    @Override
    public TcpStream accept() throws IOException {
        return accept(Shard.NEVER).orElseThrow(() -> new AssertionError("an accept without a deadline has met it"));
    }

    @Override
    public TcpStream accept(Duration timeout) throws IOException {
        return accept(Durations.nanos(timeout))
                .orElseThrow(() -> new SocketTimeoutException("no connection to accept within " + timeout));
    }

    @Override
    public Optional<TcpStream> tryAccept() throws IOException {
        return accept(0);
    }

    private Optional<TcpStream> accept(long timeoutNs) throws IOException {
        shard.lock();
        try {
            long deadline = timeoutNs == Shard.NEVER ? Shard.NEVER : shard.after(timeoutNs);
            boolean inTime = timeoutNs > 0;
            while (true) {
                requireOpen();
                Optional<Tcb> tcb = backlog.accept();
                told = backlog.acceptable();
                if (tcb.isPresent() || !inTime) {
                    return tcb.map(accepted -> StackStream.accepted(shard, accepted, userTimeout));
                }
                inTime = acceptable.await(deadline);
            }
        } finally {
            shard.unlock();
        }
    }

    private void requireOpen() throws TcpCallException {
        if (closed) {
            throw new TcpCallException(TcpRefusal.CONNECTION_DOES_NOT_EXIST, "listener is closed");
        }
        if (shard.isClosed()) {
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
    }

    @Override
    public void onAcceptable(Runnable then) {
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

    /** A handshake has come to an end, or a connection that waits has changed. The lock is held. */
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
        int waiting = backlog.acceptable();
        for (; told < waiting; told++) {
            acceptable.openForOne();
            if (action != null) {
                // For each connection: an action may well accept just one.
                courier.deliver(action);
            }
        }
        told = waiting;
    }

    /** None of its connections has sent anything yet. */
    @Override
    public void onPagesFree() {}

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void close() {
        shard.lock();
        try {
            if (!closed) {
                closed = true;
                shard.forget(acceptable);
                shard.node().unlisten(backlog, shard.now());
                acceptable.open();
                shard.deliver();
            }
        } finally {
            shard.unlock();
        }
    }
}
