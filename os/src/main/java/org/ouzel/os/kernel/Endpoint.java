package org.ouzel.os.kernel;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.CloseReason;
import org.ouzel.IcmpError;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpState;
import org.ouzel.UserTimeout;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.stack.around.Gate;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.stream.Incarnation;

/**
 * What the parts of one stream share: its lock, the connection there is or was last, and what has become of that. All of it is
 * guarded by the lock, which callers of its methods hold.
 */
final class Endpoint {
    private final Engine engine;
    private final Monitor lock;

    /** Opened when something has changed that no descriptor tells of. */
    private final Gate changed;

    private final Listening listening;

    private Incarnation incarnation = new Incarnation(Incarnation.Progress.NONE);
    private @Nullable Connection connection;
    private Optional<CloseReason> reason = Optional.empty();
    private Optional<IcmpError> lastIcmp = Optional.empty();
    private Optional<Figures> lastFigures = Optional.empty();
    private UserTimeout userTimeout;
    private boolean passiveOpenPending;
    private boolean finAcknowledged;

    /** Who hears of what becomes of the connection. The lock is held. */
    interface Listening {
        /** The open is done, well. */
        void onOpened(boolean passive);

        /**
         * The connection has ended, or its open has failed.
         *
         * @param why empty if there was no connection
         */
        void onEnded(boolean passive, Optional<CloseReason> why);

        /** An ICMP error has come. */
        void onIcmp(IcmpError error);
    }

    Endpoint(Engine engine, UserTimeout userTimeout, Listening listening) {
        this.engine = engine;
        this.lock = engine.surroundings().separateMonitor();
        this.changed = lock.gate();
        this.userTimeout = userTimeout;
        this.listening = listening;
    }

    Engine engine() {
        return engine;
    }

    Monitor lock() {
        return lock;
    }

    Gate changed() {
        return changed;
    }

    Incarnation incarnation() {
        return incarnation;
    }

    /** The connection, as long as it has a descriptor: until it has ended and all is read. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /** Why the last connection ended; empty while one is open and if there was none. */
    Optional<CloseReason> reason() {
        return reason;
    }

    /** What the kernel tells of the connection, or told when it ended. Empty if there was none. */
    Optional<Figures> figures() throws ErrnoException {
        Connection on = connection;
        return on == null || reason.isPresent() ? lastFigures : Optional.of(on.figures());
    }

    UserTimeout userTimeout() {
        return userTimeout;
    }

    void userTimeout(UserTimeout holds) {
        userTimeout = holds;
    }

    boolean isPassiveOpenPending() {
        return passiveOpenPending;
    }

    /** Whether no connection is open, or being opened, or waited for. */
    boolean isOver() {
        return !passiveOpenPending && (connection == null || reason.isPresent());
    }

    /** Whether all that the user has sent, and the end of it, was acknowledged. */
    boolean isFinAcknowledged() {
        return finAcknowledged;
    }

    /** Whether only the peer's end is waited for. */
    boolean isInFinWait2() {
        Connection on = connection;
        return finAcknowledged && reason.isEmpty() && on != null && !on.isPeerClosed();
    }

    // ---- What becomes of it

    /** Waits for a connection: calls on the last one end. */
    void beginPassive() {
        begin(null, new Incarnation(Incarnation.Progress.PENDING));
        passiveOpenPending = true;
    }

    /** A connection is being opened: calls on the last one end. */
    void beginActive(Connection next) {
        begin(next, new Incarnation(Incarnation.Progress.PENDING));
    }

    /** A connection that is established already. */
    void beginAccepted(Connection next) {
        begin(next, new Incarnation(Incarnation.Progress.OPENED));
    }

    private void begin(@Nullable Connection next, Incarnation as) {
        Connection last = connection;
        if (last != null) {
            last.release();
        }
        incarnation.replace();
        incarnation = as;
        connection = next;
        reason = Optional.empty();
        lastIcmp = Optional.empty();
        lastFigures = Optional.empty();
        passiveOpenPending = false;
        finAcknowledged = false;
        wakeAll();
    }

    /** The passive open has got its connection. */
    void onTaken(Connection taken) {
        connection = taken;
        onOpened();
    }

    /** The passive open has failed without one. */
    void onNotTaken(Supplier<IOException> failure) {
        incarnation.ended(Optional.empty(), failure, 0);
        end(Optional.empty());
    }

    /** Looks whether the open is done, or the connection has ended. */
    void look() throws ErrnoException {
        Connection on = connection;
        if (on == null || reason.isPresent()) {
            return;
        }
        switch (on.look(0)) {
            case Connection.Over over -> onEnded(on, over);
            case Connection.InState(TcpState state) -> onState(on, state);
        }
    }

    private void onState(Connection on, TcpState state) {
        if (state != TcpState.SYN_SENT && incarnation.progress() == Incarnation.Progress.PENDING) {
            onOpened();
        } else if (on.isFinSent() && (state == TcpState.FIN_WAIT_2 || state == TcpState.TIME_WAIT)) {
            finAcknowledged = true;
        }
    }

    /** The descriptor of a connection that is being opened is ready to be written, or has an error. */
    void onWritable(int ready) throws ErrnoException {
        boolean failed = (ready & (Abi.POLLERR | Abi.POLLHUP)) != 0;
        if (!failed && (ready & Abi.POLLOUT) != 0 && incarnation.progress() == Incarnation.Progress.PENDING) {
            onOpened();
        } else {
            look();
        }
    }

    private void onOpened() {
        boolean passive = passiveOpenPending;
        passiveOpenPending = false;
        incarnation.opened();
        wakeAll();
        listening.onOpened(passive);
    }

    /** A call on the descriptor has failed: tells of an ICMP error, or ends what has ended. */
    void onError(Connection on, int errno) throws ErrnoException {
        Connection.Seen seen = Endings.isEnd(errno) ? on.lookForEnd(errno) : on.look(errno);
        if (seen instanceof Connection.Over over) {
            onEnded(on, over);
        } else if (Endings.isSoft(errno)) {
            takeErrors(on, errno);
        } else {
            throw new ErrnoException("socket", errno);
        }
    }

    /** The descriptor has an error: one of the connection's, or what is told in the place of errors. */
    void onPollError(Connection on) throws ErrnoException {
        int errno = on.error();
        if (errno != 0) {
            onError(on, errno);
        } else {
            takeErrors(on, 0);
        }
    }

    /** Tells of the ICMP errors that have come, and wakes those who wait for what else is told in the same place. */
    void takeErrors(Connection on, int errno) throws ErrnoException {
        on.waits().wakeAll();
        for (IcmpError error : on.icmpErrors(errno)) {
            lastIcmp = Optional.of(error);
            listening.onIcmp(error);
        }
    }

    private void onEnded(Connection on, Connection.Over over) throws ErrnoException {
        int errno = over.errno();
        if (errno != 0) {
            takeErrors(on, errno);
        }
        Figures last = over.figures();
        boolean acknowledged = over.allAcknowledged();
        CloseReason why = incarnation.progress() == Incarnation.Progress.PENDING
                ? Endings.ofOpen(errno, lastIcmp, userTimeout.after())
                : Endings.ofConnection(errno, lastIcmp, userTimeout.after(), acknowledged);
        // Whatever has ended it afterwards, a reset too.
        finAcknowledged |= on.isFinSent() && acknowledged;
        lastFigures = Optional.of(last);
        incarnation.ended(Optional.of(why), () -> Endings.failedOpen(errno, why), last.sent() - last.unacknowledged());
        if (last.unread() == 0) {
            release(on);
        } else {
            on.waits().wakeAll();
        }
        end(Optional.of(why));
    }

    /** The user ends it, or the host: the peer sees a reset. */
    void abort() throws ErrnoException {
        CloseReason why = new CloseReason.LocalAbort();
        Connection on = connection;
        if (on != null) {
            boolean ended = reason.isPresent();
            if (!ended) {
                lastFigures = Optional.of(on.lastFigures());
                incarnation.ended(Optional.of(why), () -> new StreamEndedException(why, 0), on.acknowledged());
            }
            on.reset();
            connection = null;
            if (!ended) {
                end(Optional.of(why));
            }
        } else if (passiveOpenPending) {
            incarnation.ended(Optional.empty(), () -> new StreamEndedException(why, 0), 0);
            end(Optional.empty());
        }
    }

    /** The peer has not closed in time, and nobody reads: the kernel ends it, with a reset if something is unread. */
    void expire() throws ErrnoException {
        Connection on = connection;
        if (on != null) {
            CloseReason why = new CloseReason.LocalAbort();
            lastFigures = Optional.of(on.lastFigures());
            incarnation.ended(Optional.of(why), () -> new StreamEndedException(why, 0), on.sent());
            release(on);
            end(Optional.of(why));
        }
    }

    private void end(Optional<CloseReason> why) {
        boolean passive = passiveOpenPending;
        passiveOpenPending = false;
        reason = why;
        wakeAll();
        listening.onEnded(passive, why);
    }

    /** All of an ended connection was read. */
    void onDrained(Connection on) {
        if (reason.isPresent()) {
            release(on);
        }
    }

    private void release(Connection on) {
        on.release();
        if (on.equals(connection)) {
            connection = null;
        }
    }

    void wakeAll() {
        changed.open();
        if (connection != null) {
            connection.waits().wakeAll();
        }
    }

    // ---- What calls need

    /** The connection, for a call that needs one that is open. */
    Connection requireUsable() throws IOException {
        incarnation.requireNotBroken();
        engine.requireOpen();
        if (passiveOpenPending) {
            throw new TcpCallException(TcpRefusal.PASSIVE_OPEN_PENDING);
        }
        Connection on = connection;
        if (on == null) {
            throw new TcpCallException(
                    reason.isPresent() ? TcpRefusal.CONNECTION_CLOSING : TcpRefusal.CONNECTION_DOES_NOT_EXIST);
        }
        return on;
    }
}
