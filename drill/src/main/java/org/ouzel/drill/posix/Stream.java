package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.ouzel.core.node.Node;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;

/** A socket that has a connection, or asks for one: the connection's block, and what the user knows of it. */
final class Stream implements Role {
    private final Node node;
    private final Tcb tcb;
    private final SocketOptions options;
    private final OutOfBand outOfBand = new OutOfBand();
    private final Family family;
    private final ErrorQueue errors = new ErrorQueue();
    private final Timestamps timestamps;
    private Optional<Errno> lastSoftError = Optional.empty();

    /** {@code sk_err}: told once. */
    private Optional<Errno> error = Optional.empty();

    private boolean endSeen;
    private boolean receiveShut;
    private boolean sendShut;

    /** Whether a {@code connect} has told that it is done; of a connection that was accepted it is. */
    private boolean connectTold;

    private long consumed;

    Stream(Node node, Tcb tcb, Family family, SocketOptions options, boolean connectTold) {
        this.node = node;
        this.tcb = tcb;
        this.family = family;
        this.options = options;
        this.connectTold = connectTold;
        this.timestamps = new Timestamps(family, errors);
        timestamps.ask(options.timestamping, 0);
    }

    /** Takes note of what has happened since. Every call begins with it. */
    void look() {
        outOfBand.look(tcb);
        for (Ending.IcmpReport report : tcb.takeReports()) {
            Optional<Errno> errno = IcmpErrors.errno(report);
            lastSoftError = errno.isPresent() ? errno : lastSoftError;
            if (options.receivesErrors && errno.isPresent()) {
                errors.add(family, report, errno.get(), ErrorQueue.About.UNTOLD);
                error = errno;
            }
        }
        if (!endSeen && tcb.state() == State.CLOSED) {
            endSeen = true;
            tcb.ending().flatMap(this::errno).ifPresent(errno -> error = Optional.of(errno));
        }
    }

    /** Takes note of when things happen: to be called whenever something may have. */
    void observe(long now) {
        timestamps.look(tcb.insight(now).unsentBytes(), tcb.unacknowledgedBytes(), now);
    }

    private Optional<Errno> errno(Ending ending) {
        return switch (ending) {
            case Ending.NeverOpened never -> Optional.empty();
            case Ending.Graceful graceful -> Optional.empty();
            case Ending.LocalAbort aborted -> Optional.empty();
            case Ending.Refused refused -> Optional.of(Errno.ECONNREFUSED);
            // Linux: in CLOSE-WAIT, where only sending was left, it is a broken pipe.
            case Ending.RemoteAbort reset ->
                Optional.of(tcb.isPeerClosed() && !sendShut ? Errno.EPIPE : Errno.ECONNRESET);
            case Ending.UserTimeout timeout -> Optional.of(lastSoftError.orElse(Errno.ETIMEDOUT));
            case Ending.CommandTimeout timeout -> Optional.of(Errno.ETIMEDOUT);
            case Ending.KeepAliveTimeout timeout -> Optional.of(lastSoftError.orElse(Errno.ETIMEDOUT));
            case Ending.Unreachable unreachable ->
                IcmpErrors.errno(unreachable.report()).or(() -> Optional.of(Errno.EHOSTUNREACH));
        };
    }

    // ---- What it is in

    /** Whether the handshake goes on. */
    boolean isConnecting() {
        return tcb.state() == State.SYN_SENT || (tcb.state() == State.SYN_RECEIVED && !tcb.isOpenEarly());
    }

    /** Whether nothing is open any more: TIME-WAIT is the node's, not the socket's. */
    boolean isOver() {
        return tcb.state() == State.CLOSED || tcb.state() == State.TIME_WAIT;
    }

    boolean isReceiveShut() {
        return receiveShut || tcb.isPeerClosed() || isOver();
    }

    boolean isSendShut() {
        return sendShut || isOver();
    }

    boolean isPeerClosed() {
        return tcb.isPeerClosed();
    }

    boolean hasError() {
        return error.isPresent();
    }

    /** The error there is, and then there is none. */
    Optional<Errno> takeError() {
        Optional<Errno> taken = error;
        error = Optional.empty();
        return taken;
    }

    /** Whether a {@code connect} has told its success: from then on Linux takes the socket for connected, whatever comes. */
    boolean isConnectTold() {
        return connectTold;
    }

    /** Whether a {@code connect} is to tell its success; it has then. */
    boolean tellConnect() {
        boolean first = !connectTold;
        connectTold = true;
        return first;
    }

    ErrorQueue errors() {
        return errors;
    }

    // ---- Receiving

    /** How many bytes can be read, the urgent one included. */
    long unread() {
        return isConnecting() ? 0 : tcb.unreadBytes();
    }

    OutOfBand outOfBand() {
        return outOfBand;
    }

    /** How many bytes have ever come. */
    long received() {
        return consumed + unread();
    }

    /**
     * Reads what is there. A read ends at the urgent byte; the next one passes over it, or begins with it where it is to stay in
     * the stream.
     *
     * @param offset how many bytes to pass over first, of a peek
     * @return how many bytes were read
     */
    int read(MemorySegment into, boolean peek, long offset, boolean hasRead, long now) {
        long from = offset;
        long toMark = outOfBand.ahead(from);
        if (toMark == 0 && !hasRead && !options.outOfBandInline && unread() > from) {
            if (peek) {
                from++;
            } else {
                consume(MemorySegment.ofArray(new byte[1]), now);
            }
            toMark = -1;
        }
        long limit = toMark > 0 || (toMark == 0 && hasRead) ? toMark : Long.MAX_VALUE;
        int count = (int) Math.max(0, Math.min(Math.min(into.byteSize(), limit), unread() - from));
        if (peek) {
            tcb.peek(from, into.asSlice(0, count));
        } else {
            consume(into.asSlice(0, count), now);
        }
        return count;
    }

    private void consume(MemorySegment into, long now) {
        try {
            for (long read = 0; read < into.byteSize(); ) {
                read += tcb.read(into.asSlice(read), now).count();
            }
        } catch (CallRefused refused) {
            throw new AssertionError("unread " + tcb.unreadBytes() + " in " + tcb.state(), refused);
        }
        consumed += into.byteSize();
        outOfBand.onConsumed(into.byteSize());
        if (into.byteSize() > 0) {
            node.settle(tcb, now);
        }
    }

    // ---- Sending

    /** Takes what there is room for; returns how much. */
    int write(MemorySegment data, boolean outOfBandData, boolean more, long now) {
        if (more != options.moreFollows) {
            options.moreFollows = more;
            tcb.change(options.settings());
        }
        if (tcb.insight(now).unsentBytes() >= options.unsentLowWater) {
            return 0;
        }
        try {
            int taken = tcb.write(data, false, outOfBandData, now);
            timestamps.onWritten(taken);
            node.settle(tcb, now);
            observe(now);
            return taken;
        } catch (CallRefused refused) {
            throw new AssertionError("a write in " + tcb.state(), refused);
        }
    }

    /** Whether a FIN was asked for and is not acknowledged. */
    boolean hasFinOutstanding() {
        return sendShut && !isOver() && !tcb.isFinAcknowledged();
    }

    /** Linux: there is room once a third of the buffer is free, and what was never sent is below half of its mark. */
    boolean isWritable(long now) {
        long used = tcb.unacknowledgedBytes();
        long unsent = tcb.insight(now).unsentBytes();
        return tcb.sendRoom() >= Math.max(1, used / 2)
                && (options.unsentLowWater == SocketOptions.FOR_EVER || 2 * unsent < options.unsentLowWater);
    }

    // ---- Ending

    void shutReceiving() {
        receiveShut = true;
    }

    void shutSending(long now) {
        if (!sendShut && !isOver()) {
            tcb.setReceiving(true); // while the descriptor is open, FIN-WAIT-2 lasts
            tcb.close(now);
            node.settle(tcb, now);
        }
        sendShut = true;
    }

    /** The descriptor is closed: what goes on, the node does alone. */
    void close(long now) {
        if (options.lingers && options.lingerSeconds == 0) {
            abort(now);
            return;
        }
        options.moreFollows = false;
        options.corked = false;
        tcb.change(options.settings());
        tcb.setReceiving(false);
        if (isOver()) {
            tcb.release();
        } else {
            tcb.closeBothWays(now);
        }
        node.settle(tcb, now);
    }

    void abort(long now) {
        if (tcb.state() != State.TIME_WAIT) {
            node.abort(tcb, now);
        }
        tcb.release();
    }

    /** Whether a close still waits for the peer. */
    boolean isClosing() {
        return switch (tcb.state()) {
            case FIN_WAIT_1, CLOSING, LAST_ACK -> true;
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, TIME_WAIT -> false;
        };
    }

    // ---- Options and figures

    Tcb tcb() {
        return tcb;
    }

    /** The options have changed. */
    void apply(long now) {
        timestamps.ask(options.timestamping, tcb.unacknowledgedBytes());
        tcb.change(options.settings());
        node.settle(tcb, now);
    }
}
