package org.ouzel.stack;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.ouzel.Received;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.ReadResult;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.Notices;
import org.ouzel.stack.stream.ReceivingHalf;
import org.ouzel.stack.stream.Turns;

/** The receiving calls of a stream: RECEIVE of RFC 9293 §3.9.1.3. Each takes the shard's lock itself. */
final class Receiving implements ReceivingHalf {
    /** The most that one receive allocates for. */
    private static final int MAX_ALLOCATION = 1 << 20;

    /** Memory to which this one may write is confined to no thread. */
    private static final Thread ANOTHER = Thread.ofVirtual().unstarted(() -> {});

    private final Endpoint endpoint;
    private final Notices notices;
    private final Turns turns = new Turns();

    /** How many bytes the receive that waits is content with, pushed or not. Only one waits for content at a time. */
    private int awaited = Integer.MAX_VALUE;

    /** A buffer of the user's, and what remains of it. */
    private record Room(ByteBuffer buffer, MemorySegment memory) {
        private static Room in(ByteBuffer buffer) {
            return new Room(buffer, MemorySegment.ofBuffer(buffer));
        }

        /** Whether whoever reads the link may put something there. */
        private boolean isForAll() {
            return memory.isAccessibleBy(ANOTHER);
        }
    }

    /** When a receive is content. */
    enum Until {
        /** With pushed or urgent data, the end, a quarter of the buffer, or what has lain for the quiet period. */
        COMPLETE,
        /** With anything. */
        ANY_BYTE
    }

    Receiving(Endpoint endpoint, Notices notices) {
        this.endpoint = endpoint;
        this.notices = notices;
    }

    private Shard shard() {
        return endpoint.shard();
    }

    private Tcb tcb() {
        return endpoint.tcb();
    }

    /** Receives into a buffer of its own. */
    Received receive(long timeoutNs) throws IOException {
        return receive(null, timeoutNs, Until.COMPLETE);
    }

    /** Receives into the given buffer, or one of its own. */
    Received receive(@Nullable ByteBuffer into, long timeoutNs, Until until) throws IOException {
        if (into != null && (into.isReadOnly() || !into.hasRemaining())) {
            throw new IllegalArgumentException(
                    into.isReadOnly() ? "read-only buffer to receive into" : "no room to receive into");
        }
        long fill = into == null ? Long.MAX_VALUE : into.remaining();
        shard().lock();
        try {
            long deadline = timeoutNs == Shard.NEVER ? Shard.NEVER : shard().after(timeoutNs);
            Incarnation from = endpoint.incarnation();
            notices.receiveBegins();
            try {
                if (!turns.take(shard()::gate, deadline)) {
                    return Received.timeout();
                }
                try {
                    from.requireCurrent();
                    Room room = into == null ? null : Room.in(into);
                    return receiveInTurn(from, deadline, until == Until.ANY_BYTE ? 1 : fill, room);
                } finally {
                    turns.leave();
                }
            } finally {
                notices.receiveEnds();
            }
        } finally {
            shard().unlock();
        }
    }

    private Received receiveInTurn(Incarnation from, long deadline, long enough, @Nullable Room room)
            throws IOException {
        requireReceivable();
        return isContent(enough) ? read(room) : awaitAndRead(from, deadline, enough, room);
    }

    private Received awaitAndRead(Incarnation from, long deadline, long enough, @Nullable Room room)
            throws IOException {
        awaited = (int) Math.min(enough, Integer.MAX_VALUE);
        setReceiving(true);
        try {
            if (room != null && room.isForAll()) {
                tcb().lend(room.memory());
            }
            boolean inTime = true;
            while (inTime && !isContent(enough)) {
                inTime = endpoint.awaitReceived(deadline);
                from.requireCurrent();
                requireReceivable();
            }
            return read(room);
        } finally {
            setReceiving(false);
            giveBack();
        }
    }

    private void giveBack() {
        try {
            tcb().giveBack();
        } catch (IllegalStateException lost) {
            // What the peer was told had come cannot be read any more: it must not seem to.
            tcb().abort(shard().now());
            endpoint.settle();
            endpoint.wakeAll();
            throw lost;
        }
    }

    /** There is more to read, or the end: wakes the receive that waits if it is content with that. The lock is held. */
    void onReadable() {
        if (isContent(awaited)) {
            endpoint.onReceived();
        }
    }

    private void setReceiving(boolean waits) {
        tcb().setReceiving(waits);
        if (tcb().state() == State.FIN_WAIT_2) {
            // The time that nobody reads begins, or ends.
            long now = shard().now();
            tcb().onProgress(now);
            endpoint.settle(now);
        }
    }

    /** What came before the end of a connection can be read after it; then the end is told. */
    private void requireReceivable() throws IOException {
        if (tcb().unreadBytes() > 0) {
            return;
        }
        endpoint.requireUsable();
        if (endpoint.isOver() && !tcb().isAtEnd()) {
            throw new TcpCallException(
                    endpoint.reason().isPresent()
                            ? TcpRefusal.CONNECTION_CLOSING
                            : TcpRefusal.CONNECTION_DOES_NOT_EXIST);
        }
    }

    private boolean isContent(long enough) {
        long unread = tcb().unreadBytes();
        return tcb().isAtEnd()
                || endpoint.isOver()
                || unread >= enough
                || (unread > 0 && (tcb().isReceiveComplete() || tcb().isReceiveQuiet(shard().now())));
    }

    private Received read(@Nullable Room given) throws IOException {
        if (tcb().isAtEnd()) {
            return Received.end();
        }
        if (tcb().unreadBytes() == 0) {
            return Received.timeout();
        }
        Room room = given == null
                ? Room.in(ByteBuffer.allocate((int) Math.min(tcb().unreadBytes(), MAX_ALLOCATION)))
                : given;
        try {
            ByteBuffer into = room.buffer();
            int start = into.position();
            long now = shard().now();
            ReadResult result = tcb().read(room.memory(), now);
            into.position(start + result.count());
            endpoint.settle(now);
            notices.onRead();
            ByteBuffer data = into.duplicate().position(start).limit(start + result.count());
            return new Received(Received.Outcome.DATA, data, result.urgent(), result.mark());
        } catch (CallRefused refused) {
            throw Reasons.refused(refused);
        }
    }

    /** Receives what is there, as soon as there is anything. */
    @Override
    public Received receiveAnyByte(ByteBuffer into) throws IOException {
        return receive(into, Shard.NEVER, Until.ANY_BYTE);
    }

    /** Receives what is there now. */
    Received tryReceive(ByteBuffer into) throws IOException {
        return receive(into, 0, Until.ANY_BYTE);
    }

    /** How many bytes can be read without waiting. */
    @Override
    public int available() {
        shard().lock();
        try {
            return (int) Math.min(tcb().unreadBytes(), Integer.MAX_VALUE);
        } finally {
            shard().unlock();
        }
    }

    boolean isUrgentMode() {
        shard().lock();
        try {
            return tcb().isUrgentMode();
        } finally {
            shard().unlock();
        }
    }

    /** Whether a receive would return something, or throw. The lock is held. */
    boolean isReady() {
        return endpoint.isPassiveOpenPending() || tcb().unreadBytes() > 0 || tcb().isAtEnd() || endpoint.isOver();
    }
}
