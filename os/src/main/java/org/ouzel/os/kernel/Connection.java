package org.ouzel.os.kernel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.IcmpError;
import org.ouzel.Received;
import org.ouzel.TcpState;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.Caller;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.IntOption;
import org.ouzel.os.sys.SocketAbi;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.os.sys.TcpInfo;

/**
 * A socket that is connected, is being connected, or was: what is sent and received over it, and counted. Guarded by the lock of
 * its stream. No call waits.
 */
final class Connection {
    /** What tells that there is something to receive, as poll and epoll have it. */
    static final int READABLE = Abi.POLLIN | Abi.POLLPRI | Abi.POLLRDHUP;

    /** What tells that there is room to send, or that an open is done. */
    static final int WRITABLE = Abi.POLLOUT;

    private static final long FAR_US = 1000;

    /** A reset that has begun is over in microseconds, but a processor may be taken away meanwhile. */
    private static final long ENDS_WITHIN_NS = 100_000_000;

    /** How many bytes are read at the most between two looks for urgent data. */
    private static final long PLAIN_BYTES = 512 << 10;

    /** A buffer after which it is worth to know how much more there is, when it is full. */
    private static final int LARGE_BYTES = 16 << 10;

    private final Engine engine;
    private final SocketHandle handle;
    private final Waits waits;
    private long sent;
    private long read;
    private boolean stamping;
    private long roundTripUs;
    private boolean finSent;
    private boolean peerClosed;

    /** Whether all that the peer has sent was read, and its end. */
    private boolean drained;

    /** Whether a receive has returned the beginning of an urgent region and none its end. */
    private boolean urgentBegun;

    /** Up to where bytes are in the kernel's queue that are known not to be urgent. */
    private long plainUntil;

    /** How many bytes were left in the kernel's queue by the last read, as far as it has told. */
    private int left;

    /** Whether reads tell what they leave: asked for when the first large buffer was filled. */
    private Telling telling = Telling.NOT_ASKED;

    private enum Telling {
        NOT_ASKED,
        TELLS,
        REFUSED
    }

    /** Whether the handshake was seen to be over: before that the kernel counts nothing, and data may be in a SYN. */
    private boolean handshakeOver;

    Connection(Engine engine, SocketHandle handle, Waits waits) {
        this.engine = engine;
        this.handle = handle;
        this.waits = waits;
    }

    SocketHandle handle() {
        return handle;
    }

    Waits waits() {
        return waits;
    }

    // ---- Sending

    /** How many bytes of the user's the kernel has taken. */
    long sent() {
        return sent;
    }

    /** The kernel has taken so many with the connection request. */
    void onSentWithRequest(int count) {
        sent = count;
    }

    /** How many of them the peer has acknowledged. */
    long acknowledged() throws ErrnoException {
        return sent - unacknowledged();
    }

    /** How many of them the peer has not acknowledged. */
    long unacknowledged() throws ErrnoException {
        return engine.call(this::unacknowledged);
    }

    private long unacknowledged(Caller caller) throws ErrnoException {
        return isHandshakeOver(caller) ? unacknowledged(handle.unsentOrUnacknowledged(caller)) : sent;
    }

    private boolean isHandshakeOver(Caller caller) throws ErrnoException {
        if (!handshakeOver && sent > 0) {
            TcpState state = Statuses.state(handle.state(caller));
            handshakeOver = state != TcpState.SYN_SENT && state != TcpState.SYN_RECEIVED;
        }
        return handshakeOver || sent == 0;
    }

    private long unacknowledged(long outstanding) {
        // The FIN counts in the kernel's queue, behind all data.
        return Math.clamp(outstanding - (finSent ? 1 : 0), 0, sent);
    }

    /**
     * Gives the kernel what it takes now.
     *
     * @param data the bytes; the position is moved over what was taken
     * @param most how many at the most
     * @param flags those of the last system call; the ones before say that more comes
     * @param stamped whether the kernel is to tell that the last byte was acknowledged: by an error of the descriptor that is none
     * @return whether all of that was taken; otherwise there is no room
     */
    boolean write(ByteBuffer data, int most, int flags, boolean stamped) throws ErrnoException {
        Workspace workspace = engine.take();
        try {
            int end = data.position() + most;
            while (data.position() < end) {
                int left = end - data.position();
                int chunk = data.isDirect() ? left : Math.min(left, Workspace.DATA_BYTES);
                MemorySegment bytes = workspace.outgoing(data, chunk);
                long count = chunk < left
                        ? handle.send(workspace.caller(), bytes, SocketAbi.MSG_MORE)
                        : sendLast(workspace.caller(), bytes, flags, stamped);
                if (count == -Abi.EAGAIN) {
                    return false;
                }
                ErrnoException.check("send", (int) count);
                data.position(data.position() + (int) count);
                sent += count;
            }
            return true;
        } finally {
            engine.give(workspace);
        }
    }

    private long sendLast(Caller caller, MemorySegment bytes, int flags, boolean stamped) throws ErrnoException {
        if (!stamped) {
            return handle.send(caller, bytes, flags);
        }
        if (!stamping) {
            handle.set(caller, IntOption.TIMESTAMPING, SocketAbi.SOF_TIMESTAMPING_OPT_TSONLY);
            stamping = true;
        }
        return handle.sendStamped(caller, bytes, flags);
    }

    /** The round trip is so long, as far as is known. */
    void onRoundTrip(long us) {
        roundTripUs = us;
    }

    /** Whether it is worth its price that the kernel tells of an acknowledgment: on a short way that has come before. */
    boolean isFar() {
        return roundTripUs >= FAR_US;
    }

    /** Has the kernel send what it holds back for more to come. */
    void push(boolean nagle) throws ErrnoException {
        Workspace workspace = engine.take();
        try {
            // Turning Nagle's algorithm off sends what waits, once; it is then as it was.
            handle.set(workspace.caller(), IntOption.NO_DELAY, 1);
            if (nagle) {
                handle.set(workspace.caller(), IntOption.NO_DELAY, 0);
            }
        } finally {
            engine.give(workspace);
        }
    }

    boolean isFinSent() {
        return finSent;
    }

    /** No more will be sent. */
    void shutdown() throws ErrnoException {
        if (!finSent) {
            Workspace workspace = engine.take();
            try {
                handle.shutdown(workspace.caller(), SocketAbi.SHUT_WR);
            } finally {
                engine.give(workspace);
            }
            // Not where it fails: then no FIN was sent, and none can be acknowledged.
            finSent = true;
        }
    }

    // ---- Receiving

    /** How many bytes were read. */
    long read() {
        return read;
    }

    /** How many bytes can be read. */
    long unread() throws ErrnoException {
        return drained ? 0 : engine.call(handle::unread);
    }

    /** Whether the peer's FIN has come. */
    boolean isPeerClosed() {
        return peerClosed;
    }

    void onPeerClosed() {
        peerClosed = true;
    }

    boolean isUrgentBegun() {
        return urgentBegun;
    }

    /**
     * Waits until there is something to receive, or the time has passed, as {@link Waits#await} does.
     *
     * <p>Where data flows the kernel is not asked before each read: bytes that a read has left, and of which the kernel says after
     * that that none is urgent, can be read without asking again, up to {@value #PLAIN_BYTES} of them. That is as if one receive
     * had taken them all.
     */
    int awaitReadable(long deadline) throws IOException {
        if (read < plainUntil) {
            return Abi.POLLIN;
        }
        if (left == 0) {
            return waits.await(READABLE, deadline);
        }
        int ready = engine.ready(handle, READABLE);
        if ((ready & Abi.POLLPRI) == 0) {
            // The peer's end counts as one, and nobody can tell whether it is among them: it is never read without
            // a look.
            plainUntil = read + Math.min(left - 1, PLAIN_BYTES);
        }
        left = 0;
        return ready;
    }

    /** Urgent data has become known. */
    void onUrgent() {
        plainUntil = read;
    }

    /**
     * Receives what is there.
     *
     * @param given takes the bytes; null for a buffer as large as what is there
     * @param ready what the descriptor has, as the calling thread has just seen it, so that nobody has read since. Bytes that were
     *     there then without urgent ones are not urgent: so a read from there on cannot run over a mark that comes meanwhile
     * @return empty if nothing is there after all
     */
    @Nullable
    Received read(@Nullable ByteBuffer given, int ready) throws ErrnoException {
        Workspace workspace = engine.take();
        try {
            if ((ready & Abi.POLLPRI) != 0) {
                return readUrgent(given, workspace);
            }
            MemorySegment into = incoming(given, workspace);
            int count = telling == Telling.TELLS ? receiveTelling(into, workspace) : receive(into, workspace);
            if (telling == Telling.NOT_ASKED && count >= LARGE_BYTES && count == into.byteSize()) {
                telling = askToTell(workspace.caller());
            }
            return result(given, into, count, false, false);
        } finally {
            engine.give(workspace);
        }
    }

    // Linux before 4.18 refuses.
    private Telling askToTell(Caller caller) {
        try {
            handle.set(caller, IntOption.RECEIVE_QUEUE, 1);
            return Telling.TELLS;
        } catch (ErrnoException refused) {
            return Telling.REFUSED;
        }
    }

    // The kernel ends each read before the last urgent byte; that one is read alone.
    private @Nullable Received readUrgent(@Nullable ByteBuffer given, Workspace workspace) throws ErrnoException {
        MemorySegment into = incoming(given, workspace);
        int count = 0;
        if (!handle.atMark(workspace.caller())) {
            count = receive(into, workspace);
            if (count <= 0) {
                return result(given, into, count, false, false);
            }
        }
        boolean mark = false;
        if (count < into.byteSize() && handle.atMark(workspace.caller())) {
            int last = receive(into.asSlice(count, 1), workspace);
            mark = last == 1;
            count += Math.max(last, 0);
        }
        boolean begins = !urgentBegun;
        urgentBegun = !mark;
        return result(given, into, count, begins, mark);
    }

    private static MemorySegment incoming(@Nullable ByteBuffer given, Workspace workspace) {
        if (given != null && given.isDirect()) {
            return MemorySegment.ofBuffer(given);
        }
        return given == null
                ? workspace.bytes()
                : workspace.bytes().asSlice(0, Math.min(given.remaining(), Workspace.DATA_BYTES));
    }

    /** How many bytes were received; 0 at the end, -1 if there are none now. */
    private static int received(long result) throws ErrnoException {
        return result == -Abi.EAGAIN ? -1 : ErrnoException.check("recv", (int) result);
    }

    private int receive(MemorySegment into, Workspace workspace) throws ErrnoException {
        return received(handle.receive(workspace.caller(), into, 0));
    }

    private int receiveTelling(MemorySegment into, Workspace workspace) throws ErrnoException {
        int count = received(handle.receiveTelling(workspace.caller(), into));
        left = count <= 0 ? 0 : workspace.caller().left();
        return count;
    }

    private @Nullable Received result(
            @Nullable ByteBuffer given, MemorySegment from, int count, boolean urgent, boolean mark) {
        if (count < 0) {
            return null;
        }
        if (count == 0) {
            peerClosed = true;
            drained = true;
            return Received.end();
        }
        ByteBuffer into = given == null ? ByteBuffer.allocate(count) : given;
        int start = into.position();
        if (!into.isDirect()) {
            MemorySegment.ofBuffer(into).copyFrom(from.asSlice(0, count));
        }
        into.position(start + count);
        read += count;
        ByteBuffer data = into.duplicate().position(start).limit(start + count);
        return new Received(Received.Outcome.DATA, data, urgent, mark);
    }

    // ---- Asking

    /** What is seen of a connection. */
    sealed interface Seen {}

    /** It goes on, in this state. */
    record InState(TcpState state) implements Seen {}

    /**
     * It is over.
     *
     * @param errno the kernel's reason; 0 if nothing was wrong
     * @param figures what the kernel tells last
     * @param allAcknowledged whether nothing that was sent is unacknowledged, data or FIN
     */
    record Over(int errno, Figures figures, boolean allAcknowledged) implements Seen {}

    /**
     * Looks whether it is over.
     *
     * @param errno what a call has failed with, which the kernel then tells no more; 0 if none has
     */
    Seen look(int errno) throws ErrnoException {
        return engine.call(caller -> {
            TcpState state = Statuses.state(handle.state(caller));
            return state == TcpState.CLOSED ? over(errno, caller) : new InState(state);
        });
    }

    /**
     * Looks whether it is over, with what ends every connection: again for a moment, for the kernel tells of a reset before it has taken the
     * connection away, and asks for no lock to tell.
     *
     * @param errno what a call has failed with, which the kernel then tells no more
     */
    Seen lookForEnd(int errno) throws ErrnoException {
        long until = engine.after(ENDS_WITHIN_NS);
        Seen seen = look(errno);
        while (seen instanceof InState && engine.now() < until) {
            Thread.onSpinWait();
            seen = look(errno);
        }
        return seen;
    }

    private Over over(int errno, Caller caller) throws ErrnoException {
        TcpInfo info = handle.toldWithState(caller);
        long outstanding = handle.unsentOrUnacknowledged(caller);
        // Where both ends have closed, and know it, nothing can go wrong any more.
        boolean complete = finSent && drained && outstanding == 0;
        int why = errno != 0 || complete ? errno : handle.error(caller);
        return new Over(why, lastFigures(info, unacknowledged(outstanding), caller), outstanding == 0);
    }

    /** What the kernel knows of it. */
    TcpInfo info() throws ErrnoException {
        return engine.call(handle::tcpInfo);
    }

    Figures figures() throws ErrnoException {
        return engine.call(caller -> new Figures(
                handle.tcpInfo(caller),
                sent,
                unacknowledged(caller),
                handle.unread(caller),
                isUrgentMode(caller),
                Optional.of(new Figures.Settings(
                        handle.congestion(caller),
                        handle.get(caller, IntOption.RECEIVE_BUFFER),
                        handle.get(caller, IntOption.SEND_BUFFER)))));
    }

    /** What the kernel tells when the connection is over. */
    Figures lastFigures() throws ErrnoException {
        return engine.call(caller -> lastFigures(handle.tcpInfo(caller), unacknowledged(caller), caller));
    }

    private Figures lastFigures(TcpInfo info, long unacknowledged, Caller caller) throws ErrnoException {
        long unread = drained ? 0 : handle.unread(caller);
        return new Figures(
                info,
                sent,
                unacknowledged,
                unread,
                urgentBegun || (unread > 0 && isUrgentMode(caller)),
                Optional.empty());
    }

    private boolean isUrgentMode(Caller caller) {
        return urgentBegun || (handle.ready(caller, Abi.POLLPRI) & Abi.POLLPRI) != 0;
    }

    /** The error that has come up and was not told yet, which is told by this; 0 if none. */
    int error() throws ErrnoException {
        return engine.call(handle::error);
    }

    /**
     * The ICMP errors that have come and were not told yet.
     *
     * @param errno what a call has failed with, which may be an ICMP error of which the queue does not tell; 0 if none has
     */
    List<IcmpError> icmpErrors(int errno) throws ErrnoException {
        Workspace workspace = engine.take();
        try {
            List<IcmpError> errors = IcmpErrors.take(workspace.caller(), handle);
            return errors.isEmpty() ? IcmpErrors.of(errno, handle.family()) : errors;
        } finally {
            engine.give(workspace);
        }
    }

    /** Gives the descriptor back, once nobody waits for it any more. What was not closed is then closed by the kernel. */
    void release() {
        waits.end();
        handle.close();
    }

    /** Gives the descriptor back so that the peer sees a reset. */
    void reset() {
        waits.end();
        Sockets.reset(engine, handle);
    }
}
