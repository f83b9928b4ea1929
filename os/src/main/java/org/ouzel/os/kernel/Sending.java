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
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.SocketAbi;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.Notices;
import org.ouzel.stack.stream.SendingHalf;
import org.ouzel.stack.stream.Turns;

/** The sending calls of a stream: SEND and FLUSH of RFC 9293 §3.9.1. Each takes the lock itself. */
final class Sending implements SendingHalf {
    /** How long a wait for an acknowledgment lasts before the kernel is asked again, where it tells of none by itself. */
    private static final long FIRST_LOOK_NS = 200_000;

    /** The same where it does, unless it lacks the memory: no less than a round trip, and than this. */
    private static final long SLOW_LOOK_NS = 10_000_000;

    /** The most between two looks, as a part of the round trip: 1/8, in nanoseconds for each microsecond of it. */
    private static final long LOOKS = 125;

    private static final long US_NS = 1000;

    private final Endpoint endpoint;
    private final Opening opening;
    private final Reports reports;
    private final Notices notices;
    private final Turns turns = new Turns();

    /**
     * How a send is to go.
     *
     * @param pushed whether nothing of it is to wait for more
     * @param stamped whether the kernel is to tell that the last byte was acknowledged
     */
    private record Manner(boolean pushed, boolean stamped) {}

    /**
     * How the kernel is called for it.
     *
     * @param flags those of the last system call
     * @param stamped whether it is to tell that the last byte was acknowledged
     */
    private record Call(int flags, boolean stamped) {}

    /**
     * What was sent.
     *
     * @param target how many bytes will have been acknowledged when all of it is
     * @param stamped whether the kernel tells of that
     */
    private record Sent(long target, boolean stamped) {}

    Sending(Endpoint endpoint, Opening opening, Reports reports, Notices notices) {
        this.endpoint = endpoint;
        this.opening = opening;
        this.reports = reports;
        this.notices = notices;
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
                Sent sent = sendInTurn(data, timeout, flags, acknowledged, on);
                if (acknowledged) {
                    awaitAcknowledged(sent.target, on, sent.stamped);
                }
            } catch (InterruptedIOException interrupted) {
                interrupted.bytesTransferred = data.position() - before;
                throw interrupted;
            }
        } finally {
            endpoint.lock().unlock();
        }
    }

    /** Sends all of it, behind the sends that came before. */
    private Sent sendInTurn(
            ByteBuffer data, Optional<UserTimeout> timeout, Set<SendFlag> flags, boolean acknowledged, Incarnation on)
            throws IOException {
        turns.take(endpoint.lock()::gate, Surroundings.NEVER);
        try {
            on.requireCurrent();
            Connection connection = requireSendable();
            if (timeout.isPresent()) {
                setUserTimeout(connection, timeout.get());
            }
            boolean stamped = acknowledged && data.hasRemaining() && connection.isFar();
            Manner how = new Manner(acknowledged || flags.contains(SendFlag.PUSH), stamped);
            write(connection, data, flags, how, on);
            reports.onSent();
            notices.onChange();
            return new Sent(connection.sent(), stamped);
        } finally {
            turns.leave();
        }
    }

    private void write(Connection connection, ByteBuffer data, Set<SendFlag> flags, Manner how, Incarnation on)
            throws IOException {
        if (!data.hasRemaining()) {
            if (how.pushed) {
                connection.push(opening.options().output().nagle());
            }
        } else if (flags.contains(SendFlag.URGENT)) {
            // The kernel marks the end of what one system call brings: so the last byte has one of its own.
            writeAll(connection, data, data.remaining() - 1, new Call(SocketAbi.MSG_MORE, false), on);
            writeAll(connection, data, 1, new Call(SocketAbi.MSG_OOB, how.stamped), on);
        } else {
            writeAll(connection, data, data.remaining(), new Call(more(how.pushed), how.stamped), on);
        }
    }

    // Without PUSH the kernel may wait for more (RFC 9293 §3.9.1.2), up to 200 ms, unless small segments are not
    // to wait.
    private int more(boolean push) {
        return push || !opening.options().output().nagle() ? 0 : SocketAbi.MSG_MORE;
    }

    private void writeAll(Connection connection, ByteBuffer data, int count, Call how, Incarnation on)
            throws IOException {
        int end = data.position() + count;
        while (!writeSome(connection, data, end - data.position(), how)) {
            int ready = connection.waits().await(Connection.WRITABLE, Surroundings.NEVER);
            takeErrors(connection, ready);
            on.requireCurrent();
            requireSendable();
        }
    }

    /** Whether all of it was taken. */
    private boolean writeSome(Connection connection, ByteBuffer data, int count, Call how) throws IOException {
        try {
            return connection.write(data, count, how.flags, how.stamped);
        } catch (ErrnoException failed) {
            endpoint.onError(connection, failed.errno());
            requireSendable();
            // An ICMP error was told instead of sending: the rest is for the next attempt.
            return writeSome(connection, data, count, how);
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
                Call how = new Call(flags.contains(SendFlag.URGENT) ? SocketAbi.MSG_OOB : more(push), false);
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
            awaitAcknowledged(connection.sent(), endpoint.incarnation(), false);
        } finally {
            endpoint.lock().unlock();
        }
    }

    /**
     * Waits until so much is acknowledged.
     *
     * @param stamped whether the kernel tells of that
     */
    private void awaitAcknowledged(long target, Incarnation on, boolean stamped) throws IOException {
        boolean tells = stamped;
        long pauseNs = FIRST_LOOK_NS / 2;
        while (!on.isReplaced()) {
            on.requireNotBroken();
            Connection connection = endpoint.connection();
            if (connection == null) {
                return;
            }
            if (connection.acknowledged() >= target) {
                onAcknowledged(connection, tells);
                return;
            }
            long roundTripUs = connection.info().roundTrip().rttUs();
            connection.onRoundTrip(roundTripUs);
            pauseNs = Math.min(2 * pauseNs, Math.max(FIRST_LOOK_NS, roundTripUs * LOOKS));
            endpoint.look();
            if (endpoint.reason().isPresent()) {
                continue;
            }
            if (tells) {
                tells = awaitTold(connection, Math.max(SLOW_LOOK_NS, roundTripUs * US_NS));
            } else {
                endpoint.changed().await(endpoint.engine().after(pauseNs));
            }
        }
        on.requireNotBroken();
    }

    // What was told meanwhile is taken out of the queue, or it would wake others for nothing.
    private void onAcknowledged(Connection connection, boolean tells) throws IOException {
        if (tells && endpoint.reason().isEmpty()) {
            endpoint.onPollError(connection);
        }
    }

    /** Waits until the kernel tells of an acknowledgment. Whether it can: not where it always has something else to tell. */
    private boolean awaitTold(Connection connection, long mostNs) throws IOException {
        int ready = connection.waits().await(Abi.POLLERR, endpoint.engine().after(mostNs));
        takeErrors(connection, ready);
        return (ready & Abi.POLLHUP) == 0;
    }

    private void takeErrors(Connection connection, int ready) throws IOException {
        boolean open =
                connection.equals(endpoint.connection()) && endpoint.reason().isEmpty();
        if ((ready & Abi.POLLERR) != 0 && open) {
            endpoint.onPollError(connection);
        }
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
