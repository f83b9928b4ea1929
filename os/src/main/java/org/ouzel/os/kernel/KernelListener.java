package org.ouzel.os.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpStream;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Courier;
import org.ouzel.stack.stream.Durations;

/** A listener of the kernel engine. Its state is guarded by a lock of its own. */
final class KernelListener implements TcpListener, Known.Subject {
    private final Engine engine;
    private final Monitor lock;
    private final StreamOptions options;
    private final SocketHandle handle;
    private final InetSocketAddress local;
    private final Known known;
    private final Waits waits;
    private final Courier courier;
    private final int backlog;

    /** Connections that were taken from the kernel to be told of: only if somebody is to be told. No more than the backlog. */
    private final Deque<SocketHandle.Accepted> toldOf = new ArrayDeque<>(0);

    private @Nullable Runnable action;
    private boolean closed;

    private KernelListener(Engine engine, SocketHandle handle, int backlog, StreamOptions options) throws IOException {
        this.engine = engine;
        this.lock = engine.surroundings().separateMonitor();
        this.backlog = backlog;
        this.options = options;
        this.handle = handle;
        this.local = Sockets.local(engine, handle);
        this.known = new Known(this);
        this.waits = new Waits(engine, lock, handle, known);
        this.courier = new Courier(engine.surroundings()::start, lock, "listener");
        engine.enter(known);
        engine.surroundings().afterCollection(this, known.forgotten(engine, lock, handle, waits));
    }

    static KernelListener open(Engine engine, InetSocketAddress local, int backlog, StreamOptions options)
            throws IOException {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog out of range: " + backlog);
        }
        engine.requireOpen();
        // The kernel lets one more wait than it is told.
        SocketHandle handle = Sockets.listening(engine, local, backlog - 1, options);
        boolean open = false;
        try {
            KernelListener listener = new KernelListener(engine, handle, backlog, options);
            open = true;
            return listener;
        } finally {
            if (!open) {
                handle.close();
            }
        }
    }

    @Override
    public TcpStream accept() throws IOException {
        return accept(Surroundings.NEVER)
                .orElseThrow(() -> new AssertionError("an accept without a deadline has met it"));
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
        lock.lock();
        try {
            long deadline = engine.after(timeoutNs);
            while (true) {
                requireOpen();
                Optional<SocketHandle.Accepted> accepted = next(deadline);
                if (accepted.isPresent()) {
                    return Optional.of(KernelStream.accepted(engine, options, accepted.get(), local));
                }
                if (deadline <= engine.surroundings().now()) {
                    return Optional.empty();
                }
            }
        } catch (ErrnoException failed) {
            throw Sockets.meaning(failed, local);
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() throws TcpCallException {
        if (engine.isClosed()) {
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
        if (closed) {
            throw new TcpCallException(TcpRefusal.CONNECTION_DOES_NOT_EXIST, "listener is closed");
        }
    }

    @Override
    public void onAcceptable(Runnable then) {
        lock.lock();
        try {
            action = then;
            toldOf.forEach(waiting -> courier.deliver(then));
            if (!closed) {
                known.keep();
                waits.watch();
                pull();
            }
        } catch (IOException failed) {
            throw new AssertionError("a descriptor that is open cannot be watched", failed);
        } finally {
            lock.unlock();
        }
    }

    private Optional<SocketHandle.Accepted> next(long deadline) throws IOException {
        if (toldOf.isEmpty()) {
            // The kernel makes a whole socket before it looks whether there is a connection: to ask first costs
            // a third of that.
            return waits.await(Abi.POLLIN, deadline) == 0 ? Optional.empty() : Sockets.accept(engine, handle);
        }
        Optional<SocketHandle.Accepted> first = Optional.of(toldOf.remove());
        pull();
        return first;
    }

    @Override
    public void onEdge(int events) {
        Asking.answer(() -> {
            pull();
            return true;
        });
    }

    private void pull() throws ErrnoException {
        Runnable then = action;
        if (then == null || closed) {
            return;
        }
        Optional<SocketHandle.Accepted> next = Optional.empty();
        do {
            next = toldOf.size() < backlog ? Sockets.accept(engine, handle) : Optional.empty();
            if (next.isPresent()) {
                toldOf.add(next.get());
                // For each connection: an action may well accept just one.
                courier.deliver(then);
            }
        } while (next.isPresent());
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void onHostClosed() {
        close();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                toldOf.forEach(waiting -> Sockets.reset(engine, waiting.handle()));
                waits.end();
                handle.close();
                engine.leave(known);
                known.keepNoLonger();
            }
        } finally {
            lock.unlock();
        }
    }
}
