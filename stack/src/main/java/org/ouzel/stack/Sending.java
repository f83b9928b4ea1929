package org.ouzel.stack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.UserTimeout;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.stack.stream.Durations;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.SendingHalf;
import org.ouzel.stack.stream.Turns;

/** The sending calls of a stream: SEND, FLUSH and CLOSE of RFC 9293 §3.9.1. Each takes the shard's lock itself. */
final class Sending implements SendingHalf {
    private final Endpoint endpoint;
    private final Turns turns = new Turns();

    /** What becomes of the part of a buffer that was not taken. */
    private enum Rest {
        /** It is sent when there is room. */
        FOLLOWS,
        /** Nothing: the user has it. */
        IS_NOT_SENT
    }

    /** Whether the end of this connection was told to the user by a close, or made by himself. */
    private boolean endTold;

    Sending(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    private Shard shard() {
        return endpoint.shard();
    }

    private Tcb tcb() {
        return endpoint.tcb();
    }

    /** Another open begins. The lock is held. */
    void onOpen() {
        endTold = false;
    }

    /** The user has aborted. The lock is held. */
    void onAbort() {
        endTold = true;
    }

    // ---- SEND

    /** Sends all of it, waiting for room; returns the count of bytes that will have been acknowledged with it. */
    void send(ByteBuffer data, Optional<UserTimeout> timeout, Set<SendFlag> flags, boolean acknowledged)
            throws IOException {
        shard().lock();
        try {
            Incarnation on = endpoint.incarnation();
            int before = data.position();
            try {
                long target = sendInTurn(data, timeout, flags, on);
                if (acknowledged) {
                    awaitAcknowledged(target, on);
                }
            } catch (InterruptedIOException interrupted) {
                interrupted.bytesTransferred = data.position() - before;
                throw interrupted;
            }
        } finally {
            shard().unlock();
        }
        // Who sends again and again does not wait, and so does not read either what allows more to be sent.
        shard().lookIn();
    }

    /** Sends all of it, behind the sends that came before; returns how many bytes will then have been acknowledged. */
    private long sendInTurn(ByteBuffer data, Optional<UserTimeout> timeout, Set<SendFlag> flags, Incarnation on)
            throws IOException {
        turns.take(shard()::gate, Shard.NEVER);
        try {
            on.requireCurrent();
            endpoint.requireUsable();
            if (timeout.isPresent()) {
                setUserTimeout(timeout.get());
            }
            sendAll(data, flags, on);
            return taken();
        } finally {
            turns.leave();
        }
    }

    private void setUserTimeout(UserTimeout timeout) {
        tcb().setUserTimeout(Durations.nanos(timeout.after()), timeout.action() == UserTimeout.Action.REPORT);
        // What waits already may be due sooner now, even if the buffer is full and nothing is taken.
        endpoint.settle();
    }

    private void sendAll(ByteBuffer data, Set<SendFlag> flags, Incarnation on) throws IOException {
        boolean whole = false;
        try {
            int taken = write(data, flags, Rest.FOLLOWS);
            while (data.hasRemaining()) {
                // What was taken may have left at once, and made room below the low-water mark.
                if (taken == 0 || tcb().sendRoom() == 0) {
                    awaitRoom(on);
                }
                taken = write(data, flags, Rest.FOLLOWS);
            }
            whole = true;
        } finally {
            if (!whole && !on.isReplaced()) {
                tcb().cutUrgent();
            }
        }
    }

    private void awaitRoom(Incarnation on) throws IOException {
        if (tcb().sendRoom() > 0) {
            // There was room but no page for it.
            shard().onPagesFree(tcb());
        }
        endpoint.awaitChange(Shard.NEVER);
        on.requireCurrent();
        endpoint.requireUsable();
    }

    /** Takes what there is room for, and sends what may be sent. */
    private int write(ByteBuffer data, Set<SendFlag> flags, Rest rest) throws IOException {
        try {
            MemorySegment bytes = MemorySegment.ofBuffer(data);
            boolean push = flags.contains(SendFlag.PUSH);
            boolean urgent = flags.contains(SendFlag.URGENT);
            long now = shard().now();
            int count = tcb().write(bytes, push, urgent, now);
            if (urgent && count < bytes.byteSize() && rest == Rest.IS_NOT_SENT) {
                tcb().cutUrgent();
            }
            if (push && bytes.byteSize() == 0) {
                tcb().push();
            }
            data.position(data.position() + count);
            if (count > 0 || push || urgent) {
                endpoint.settle(now);
            }
            return count;
        } catch (CallRefused refused) {
            throw Reasons.refused(refused);
        }
    }

    /** Takes what there is room for now. */
    int trySend(ByteBuffer data, Set<SendFlag> flags) throws IOException {
        shard().lock();
        try {
            return take(data, flags);
        } finally {
            shard().unlock();
        }
    }

    /** The same. The lock is held. */
    int take(ByteBuffer data, Set<SendFlag> flags) throws IOException {
        endpoint.requireUsable();
        if (!turns.isFree()) {
            return 0;
        }
        int count = write(data, flags, Rest.IS_NOT_SENT);
        if (data.hasRemaining() && tcb().sendRoom() > 0) {
            shard().onPagesFree(tcb());
        }
        return count;
    }

    // ---- FLUSH

    /** Pushes what was sent before, and waits for nothing. */
    @Override
    public void push() throws IOException {
        shard().lock();
        try {
            endpoint.requireUsable();
            pushNow();
        } finally {
            shard().unlock();
        }
    }

    /** Pushes what was sent before, and waits until the peer has acknowledged it. */
    void flush() throws IOException {
        shard().lock();
        try {
            endpoint.requireUsable();
            pushNow();
            awaitAcknowledged(taken(), endpoint.incarnation());
        } finally {
            shard().unlock();
        }
    }

    private void pushNow() throws IOException {
        try {
            tcb().push();
            endpoint.settle();
        } catch (CallRefused refused) {
            throw Reasons.refused(refused);
        }
    }

    /** How many bytes of the user's will have been acknowledged when all that was taken is. */
    private long taken() {
        return tcb().bytesAcknowledged() + tcb().unacknowledgedBytes();
    }

    private void awaitAcknowledged(long target, Incarnation on) throws IOException {
        while (!on.isReplaced() && tcb().bytesAcknowledged() < target) {
            on.requireNotBroken();
            endpoint.awaitChange(Shard.NEVER);
        }
        if (on.isReplaced()) {
            on.requireNotBroken();
        }
    }

    // ---- CLOSE

    /**
     * No more data will be sent. The lock is held.
     *
     * @return whether there is something to wait for
     */
    boolean startClose() throws IOException {
        if (endTold) {
            return false;
        }
        if (endpoint.isOver()) {
            endTold = true;
            requireAcknowledged(endpoint.incarnation());
            return false;
        }
        endTold = isBeforeEstablished();
        long now = shard().now();
        tcb().close(now);
        endpoint.settle(now);
        // Sends that wait for room end now, whatever the peer does.
        endpoint.onChange();
        return !endTold;
    }

    /** No more data will be sent; waits until all is acknowledged. */
    void close() throws IOException {
        shard().lock();
        try {
            if (!startClose()) {
                return;
            }
            Incarnation closing = endpoint.incarnation();
            while (!closing.isReplaced() && !isCloseDone()) {
                endpoint.awaitChange(Shard.NEVER);
            }
            if (!closing.isReplaced()) {
                endTold = true;
            }
            requireAcknowledged(closing);
        } finally {
            shard().unlock();
        }
    }

    /** What a close promises: that all data and the FIN were acknowledged. What became of the connection then is another matter. */
    private void requireAcknowledged(Incarnation closed) throws StreamEndedException {
        if (closed.isReplaced() || !tcb().isFinAcknowledged()) {
            closed.requireNotBroken();
        }
    }

    private boolean isBeforeEstablished() {
        State state = tcb().state();
        return state == State.LISTEN || state == State.SYN_SENT;
    }

    /** Whether all data and the FIN are acknowledged, or nothing is open. The lock is held. */
    boolean isCloseDone() {
        return switch (tcb().state()) {
            case CLOSED, FIN_WAIT_2, TIME_WAIT -> true;
            case LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, CLOSING, LAST_ACK -> false;
        };
    }

    /** Whether a send would take something, or throw. The lock is held. */
    boolean isReady() {
        return !canSend()
                || endpoint.isPassiveOpenPending()
                || (tcb().sendRoom() > 0 && shard().pages().hasFree());
    }

    private boolean canSend() {
        return switch (tcb().state()) {
            case SYN_SENT, SYN_RECEIVED, ESTABLISHED, CLOSE_WAIT -> true;
            case CLOSED, LISTEN, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> false;
        };
    }
}
