package org.ouzel.os.kernel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.ouzel.SendFlag;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.UserTimeout;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.SocketAbi;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.Notices;
import org.ouzel.stack.stream.SendingHalf;
import org.ouzel.stack.stream.Turns;

/** The sending calls of a stream: SEND and FLUSH of RFC 9293 §3.9.1. Each takes the lock itself. */
final class Sending implements SendingHalf {
    /** How long a wait for an acknowledgment lasts before the kernel is asked again: it tells of none by itself. */
    private static final long FIRST_LOOK_NS = 200_000;

    /** The most between two looks, as a part of the round trip: 1/8, in nanoseconds for each microsecond of it. */
    private static final long LOOKS = 125;

    private final Endpoint endpoint;
    private final Opening opening;
    private final Reports reports;
    private final Notices notices;
    private final Turns turns;

    Sending(Endpoint endpoint, Opening opening, Reports reports, Notices notices) {
        this.endpoint = endpoint;
        this.opening = opening;
        this.reports = reports;
        this.notices = notices;
        this.turns = new Turns(endpoint.lock().gate());
    }

    // ---- SEND

    /** Sends all of it, waiting for room, and if it is to be acknowledged for that too. */
    void send(ByteBuffer data, Optional<UserTimeout> timeout, Set<SendFlag> flags, boolean acknowledged)
            throws IOException {
        endpoint.lock().lock();
        try {
            Incarnation on = endpoint.incarnation();
            int before = data.position();
            try {
                long target = sendInTurn(data, timeout, flags, acknowledged, on);
                if (acknowledged) {
                    awaitAcknowledged(target, on);
                }
            } catch (InterruptedIOException interrupted) {
                interrupted.bytesTransferred = data.position() - before;
                throw interrupted;
            }
        } finally {
            endpoint.lock().unlock();
        }
    }

    /** Sends all of it, behind the sends that came before; returns how many bytes will then have been acknowledged. */
    private long sendInTurn(
            ByteBuffer data, Optional<UserTimeout> timeout, Set<SendFlag> flags, boolean acknowledged, Incarnation on)
            throws IOException {
        turns.take(Surroundings.NEVER);
        try {
            on.requireCurrent();
            Connection connection = requireSendable();
            if (timeout.isPresent()) {
                setUserTimeout(connection, timeout.get());
            }
            write(connection, data, flags, acknowledged || flags.contains(SendFlag.PUSH), on);
            reports.onSent();
            notices.onChange();
            return connection.sent();
        } finally {
            turns.leave();
        }
    }

    private void write(Connection connection, ByteBuffer data, Set<SendFlag> flags, boolean push, Incarnation on)
            throws IOException {
        if (!data.hasRemaining()) {
            if (push) {
                connection.push(opening.options().output().nagle());
            }
        } else if (flags.contains(SendFlag.URGENT)) {
            // The kernel marks the end of what one system call brings: so the last byte has one of its own.
            writeAll(connection, data, data.remaining() - 1, SocketAbi.MSG_MORE, on);
            writeAll(connection, data, 1, SocketAbi.MSG_OOB, on);
        } else {
            writeAll(connection, data, data.remaining(), more(push), on);
        }
    }

    // Without PUSH the kernel may wait for more (RFC 9293 §3.9.1.2), up to 200 ms, unless small segments are not to
    // wait.
    private int more(boolean push) {
        return push || !opening.options().output().nagle() ? 0 : SocketAbi.MSG_MORE;
    }

    private void writeAll(Connection connection, ByteBuffer data, int count, int flags, Incarnation on)
            throws IOException {
        int end = data.position() + count;
        while (!writeSome(connection, data, end - data.position(), flags)) {
            connection.waits().await(Connection.WRITABLE, Surroundings.NEVER);
            on.requireCurrent();
            requireSendable();
        }
    }

    /** Whether all of it was taken. */
    private boolean writeSome(Connection connection, ByteBuffer data, int count, int flags) throws IOException {
        try {
            return connection.write(data, count, flags);
        } catch (ErrnoException failed) {
            endpoint.onError(connection, failed.errno());
            requireSendable();
            // An ICMP error was told instead of sending: the rest is for the next attempt.
            return writeSome(connection, data, count, flags);
        }
    }

    /** Takes what there is room for now. */
    int trySend(ByteBuffer data, Set<SendFlag> flags) throws IOException {
        endpoint.lock().lock();
        try {
            Connection connection = requireSendable();
            if (!turns.isFree()) {
                return 0;
            }
            int before = data.position();
            boolean push = flags.contains(SendFlag.PUSH);
            if (data.hasRemaining()) {
                int how = flags.contains(SendFlag.URGENT) ? SocketAbi.MSG_OOB : more(push);
                writeSome(connection, data, data.remaining(), how);
                reports.onSent();
                notices.onChange();
            } else if (push) {
                connection.push(opening.options().output().nagle());
            }
            return data.position() - before;
        } finally {
            endpoint.lock().unlock();
        }
    }

    private Connection requireSendable() throws IOException {
        Connection connection = endpoint.requireUsable();
        if (connection.isFinSent() || endpoint.reason().isPresent()) {
            throw new TcpCallException(TcpRefusal.CONNECTION_CLOSING);
        }
        return connection;
    }

    private void setUserTimeout(Connection connection, UserTimeout timeout) throws IOException {
        endpoint.userTimeout(timeout);
        Sockets.userTimeout(endpoint.engine(), connection.handle(), timeout);
        reports.onChanged();
    }

    // ---- FLUSH

    @Override
    public void push() throws IOException {
        endpoint.lock().lock();
        try {
            requireSendable().push(opening.options().output().nagle());
        } finally {
            endpoint.lock().unlock();
        }
    }

    /** Pushes what was sent before, and waits until the peer has acknowledged it. */
    void flush() throws IOException {
        endpoint.lock().lock();
        try {
            Connection connection = requireSendable();
            connection.push(opening.options().output().nagle());
            awaitAcknowledged(connection.sent(), endpoint.incarnation());
        } finally {
            endpoint.lock().unlock();
        }
    }

    private void awaitAcknowledged(long target, Incarnation on) throws IOException {
        long pauseNs = FIRST_LOOK_NS / 2;
        while (!on.isReplaced()) {
            on.requireNotBroken();
            Connection connection = endpoint.connection();
            if (connection == null || connection.acknowledged() >= target) {
                return;
            }
            pauseNs = Math.min(
                    2 * pauseNs,
                    Math.max(FIRST_LOOK_NS, connection.info().roundTrip().rttUs() * LOOKS));
            endpoint.look();
            if (endpoint.reason().isEmpty()) {
                endpoint.changed().await(endpoint.engine().after(pauseNs));
            }
        }
        on.requireNotBroken();
    }

    /** Whether a send would take something, or throw. The lock is held. */
    boolean isReady() {
        Connection connection = endpoint.connection();
        return connection == null
                || endpoint.reason().isPresent()
                || connection.isFinSent()
                || (endpoint.engine().ready(connection.handle(), Connection.WRITABLE) & Connection.WRITABLE) != 0;
    }
}
