package org.ouzel.os.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.ouzel.Received;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.Notices;
import org.ouzel.stack.stream.ReceivingHalf;
import org.ouzel.stack.stream.Turns;

/**
 * The receiving calls of a stream: RECEIVE of RFC 9293 §3.9.1.3. Each takes the lock itself. The kernel does not
 * tell of PSH: what has come completes a receive.
 */
final class Receiving implements ReceivingHalf {
    private final Endpoint endpoint;
    private final Engine engine;
    private final ToRead unread;
    private final Closing closing;
    private final Notices notices;
    private final Runnable before;
    private final Runnable after;
    private final Turns turns = new Turns();

    /**
     * @param before run before each receive
     * @param after run after it
     */
    Receiving(Endpoint endpoint, ToRead unread, Closing closing, Notices notices, Runnable before, Runnable after) {
        this.endpoint = endpoint;
        this.engine = endpoint.engine();
        this.unread = unread;
        this.closing = closing;
        this.notices = notices;
        this.before = before;
        this.after = after;
    }

    /** Receives into the given buffer, or one of its own. */
    Received receive(@Nullable ByteBuffer into, long timeoutNs) throws IOException {
        if (into != null && (into.isReadOnly() || !into.hasRemaining())) {
            throw new IllegalArgumentException(
                    into.isReadOnly() ? "read-only buffer to receive into" : "no room to receive into");
        }
        endpoint.lock().lock();
        try {
            long deadline = engine.after(timeoutNs);
            Incarnation from = endpoint.incarnation();
            before.run();
            notices.receiveBegins();
            closing.receiveBegins();
            try {
                if (!turns.take(endpoint.lock()::gate, deadline)) {
                    return Received.timeout();
                }
                try {
                    return await(into, deadline, from);
                } finally {
                    turns.leave();
                }
            } finally {
                after.run();
                closing.receiveEnds();
                notices.receiveEnds();
            }
        } finally {
            endpoint.lock().unlock();
        }
    }

    private Received await(@Nullable ByteBuffer into, long deadline, Incarnation from) throws IOException {
        while (true) {
            from.requireCurrent();
            if (unread.isOverAndRead()) {
                return Received.end();
            }
            Connection connection = requireReceivable();
            int ready = connection.awaitReadable(deadline);
            from.requireCurrent();
            if (!connection.equals(endpoint.connection())) {
                continue;
            }
            if ((ready & Abi.POLLERR) != 0 && (ready & Connection.READABLE) == 0) {
                endpoint.onPollError(connection);
                continue;
            }
            Received received = ready == 0 ? null : read(connection, into, ready);
            if (received != null) {
                return received;
            }
            if (ready == 0 && deadline <= engine.surroundings().now()) {
                return Received.timeout();
            }
        }
    }

    /** What was received; null if nothing is there after all. */
    private @Nullable Received read(Connection connection, @Nullable ByteBuffer into, int ready) throws IOException {
        try {
            Received received = connection.read(into, ready);
            if (received != null && received.isEnd()) {
                onEnd(connection, ready);
            }
            if (received != null) {
                notices.onRead();
            }
            return received;
        } catch (ErrnoException failed) {
            endpoint.onError(connection, failed.errno());
            return null;
        }
    }

    /** All was read. Throws if the connection ended otherwise than by the peer's FIN. */
    private void onEnd(Connection connection, int ready) throws IOException {
        if ((ready & (Abi.POLLERR | Abi.POLLHUP)) != 0) {
            // Both directions are over, one way or another; otherwise only the peer's is.
            endpoint.look();
        }
        endpoint.onDrained(connection);
        endpoint.incarnation().requireNotBroken();
    }

    /** What came before the end of a connection can be read after it; then the end is told. */
    private Connection requireReceivable() throws IOException {
        Connection connection = endpoint.connection();
        return connection == null || endpoint.reason().isEmpty() ? endpoint.requireUsable() : connection;
    }

    // ---- What is there

    @Override
    public Received receiveAnyByte(ByteBuffer into) throws IOException {
        return receive(into, Surroundings.NEVER);
    }

    @Override
    public int available() {
        endpoint.lock().lock();
        try {
            return (int) Math.min(unread.unreadBytes(), Integer.MAX_VALUE);
        } finally {
            endpoint.lock().unlock();
        }
    }

    boolean isUrgentMode() {
        endpoint.lock().lock();
        try {
            return unread.isUrgentMode();
        } finally {
            endpoint.lock().unlock();
        }
    }

    /** Whether a receive would return something, or throw. The lock is held. */
    boolean isReady() {
        Connection connection = endpoint.connection();
        if (connection == null) {
            return true;
        }
        return endpoint.incarnation().progress() != Incarnation.Progress.PENDING
                && (engine.ready(connection.handle(), Connection.READABLE) & ~Abi.POLLERR) != 0;
    }
}
