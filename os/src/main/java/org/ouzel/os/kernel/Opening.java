package org.ouzel.os.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.ouzel.ActiveOpen;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.UserTimeout;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Durations;
import org.ouzel.stack.stream.Incarnation;

/** The opens of a stream: OPEN of RFC 9293 §3.9.1.1. The lock is held, but where it is said. */
final class Opening {
    private final Endpoint endpoint;
    private final Engine engine;
    private final Known known;
    private StreamOptions options;
    private Optional<Pending> pending = Optional.empty();
    private Optional<InetSocketAddress> local = Optional.empty();
    private Optional<InetSocketAddress> remote = Optional.empty();

    /**
     * @param options what the stream's connections have; its user timeout is what an open has that brings none
     * @param known the stream, as the host knows it
     */
    Opening(Endpoint endpoint, StreamOptions options, Known known) {
        this.endpoint = endpoint;
        this.engine = endpoint.engine();
        this.options = options;
        this.known = known;
    }

    StreamOptions options() {
        return options;
    }

    /** The name of the congestion control that the stream's connections will have. */
    String congestionControl() {
        String name = options.congestionControl();
        return name.equals(StreamOptions.HOSTS_CONGESTION_CONTROL) ? engine.setting("tcp_congestion_control") : name;
    }

    /** What the stream's connections have from now on. */
    void options(StreamOptions from) {
        options = from;
    }

    // ---- OPEN, passive

    /** Waits for a connection. */
    void passive(PassiveOpen open) throws IOException {
        requireNothingOpen();
        Pending next = new Pending(open.userTimeout().orElse(options.userTimeout()));
        Door door = engine.doors().wait(open, options, next);
        endpoint.userTimeout(next.userTimeout);
        endpoint.beginPassive();
        pending = Optional.of(next);
        local = Optional.of(door.local());
        remote = Optional.empty();
        next.begin(door, Durations.nanos(open.commandTimeout()));
    }

    /** A passive open that is not done yet. */
    private final class Pending implements Door.Taker {
        private final UserTimeout userTimeout;
        private @Nullable Door door;
        private @Nullable Future<?> timeout;

        Pending(UserTimeout userTimeout) {
            this.userTimeout = userTimeout;
        }

        void begin(Door at, long commandTimeoutNs) {
            door = at;
            if (commandTimeoutNs > 0 && commandTimeoutNs != Surroundings.NEVER) {
                timeout = engine.alarm().after(commandTimeoutNs, this::onTimeout);
            }
        }

        /** On the reactor's thread; takes the lock itself. */
        @Override
        public void take(SocketHandle connected, InetSocketAddress from) {
            endpoint.lock().lock();
            try {
                if (!isCurrent()) {
                    Sockets.reset(engine, connected);
                    return;
                }
                leave();
                Connection connection = connection(connected);
                Sockets.configure(engine, connected, options, userTimeout);
                local = Optional.of(Sockets.localOfAccepted(engine, connected, local.orElseThrow()));
                remote = Optional.of(from);
                endpoint.onTaken(connection);
                connection.waits().watch();
            } catch (IOException failed) {
                Sockets.reset(engine, connected);
                endpoint.onNotTaken(() -> failed);
            } finally {
                endpoint.lock().unlock();
            }
        }

        /** On the alarm's thread; takes the lock itself. */
        private void onTimeout() {
            endpoint.lock().lock();
            try {
                if (isCurrent() && leave()) {
                    endpoint.onNotTaken(() -> new SocketTimeoutException("no connection request has come in time"));
                }
            } finally {
                endpoint.lock().unlock();
            }
        }

        private boolean isCurrent() {
            return pending.isPresent() && pending.get().equals(this);
        }

        /** Waits no longer. Whether it did. */
        boolean leave() {
            pending = Optional.empty();
            if (timeout != null) {
                timeout.cancel(false);
            }
            return door != null && engine.doors().leave(door, this);
        }
    }

    /** The user ends a passive open, if there is one. */
    void onAbort() {
        pending.ifPresent(Pending::leave);
    }

    // ---- OPEN, active

    /**
     * Begins to connect.
     *
     * @param data what is to go with the request; the position is moved over what does
     */
    void active(ActiveOpen open, ByteBuffer data) throws IOException {
        requireNothingOpen();
        InetSocketAddress to = open.remote();
        if (to.isUnresolved()) {
            throw new UnknownHostException(to.getHostString());
        }
        if (to.getPort() == 0 || to.getAddress().isAnyLocalAddress()) {
            throw new TcpCallException(TcpRefusal.REMOTE_SOCKET_UNSPECIFIED);
        }
        UserTimeout timeout = open.userTimeout().orElse(options.userTimeout());
        int before = data.position();
        SocketHandle handle = Sockets.connecting(engine, open, options, timeout, data);
        Connection connection = connection(handle);
        connection.onSentWithRequest(data.position() - before);
        endpoint.userTimeout(timeout);
        endpoint.beginActive(connection);
        local = Optional.of(Sockets.local(engine, handle));
        remote = Optional.of(to);
    }

    /**
     * The stream has a connection that is established already.
     *
     * @param listening the address of the socket that has taken it
     */
    void accepted(SocketHandle.Accepted accepted, InetSocketAddress listening) throws IOException {
        endpoint.beginAccepted(connection(accepted.handle()));
        local = Optional.of(Sockets.localOfAccepted(engine, accepted.handle(), listening));
        remote = Optional.of(accepted.remote());
    }

    private Connection connection(SocketHandle handle) {
        Waits waits = new Waits(engine, endpoint.lock(), handle, known);
        Connection connection = new Connection(engine, handle, waits);
        engine.surroundings().afterCollection(connection, known.forgotten(engine, endpoint.lock(), handle, waits));
        return connection;
    }

    private void requireNothingOpen() throws IOException {
        engine.requireOpen();
        endpoint.look();
        if (endpoint.isPassiveOpenPending()) {
            throw new TcpCallException(TcpRefusal.PASSIVE_OPEN_PENDING);
        }
        if (!endpoint.isOver()) {
            throw new TcpCallException(TcpRefusal.CONNECTION_ALREADY_EXISTS);
        }
    }

    // ---- Asking and waiting

    /** The local socket: of the connection, or the one that waits for it. */
    Optional<InetSocketAddress> localAddress() {
        return local;
    }

    Optional<InetSocketAddress> remoteAddress() {
        return remote;
    }

    /**
     * Waits until the last open is done.
     *
     * @return false if the time has passed
     */
    boolean await(long timeoutNs) throws IOException {
        long deadline = engine.after(timeoutNs);
        Incarnation awaited = endpoint.incarnation();
        if (awaited.progress() == Incarnation.Progress.NONE) {
            throw new TcpCallException(TcpRefusal.CONNECTION_DOES_NOT_EXIST);
        }
        while (awaited.progress() == Incarnation.Progress.PENDING) {
            if (!awaitChange(deadline) && awaited.progress() == Incarnation.Progress.PENDING) {
                return false;
            }
        }
        Optional<IOException> failed = awaited.failure();
        if (failed.isPresent()) {
            throw failed.get();
        }
        return true;
    }

    private boolean awaitChange(long deadline) throws IOException {
        Connection on = endpoint.connection();
        if (on == null) {
            return endpoint.changed().await(deadline);
        }
        Incarnation awaited = endpoint.incarnation();
        int ready = on.waits().await(Connection.WRITABLE, deadline);
        if (!awaited.isReplaced()) {
            endpoint.onWritable(ready);
        }
        return ready != 0 || engine.surroundings().now() < deadline;
    }
}
