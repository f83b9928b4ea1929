package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.wire.TcpFlags;

/** What the user has given to be sent: data, up to where it is pushed and urgent, and the end. The SYN stands before it. */
final class SendQueue implements Kept {
    private final SendBuffer buffer;

    /** What is to be sent next: lent. */
    private final Outgoing outgoing;

    private final UrgentMark urgent = new UrgentMark();
    private final WriteMarks marks = new WriteMarks();
    private boolean marksWrites;
    private TcpHabits.Pushing pushing = TcpHabits.Pushing.ASKED;
    private long pushedTo;
    private boolean finQueued;

    SendQueue(SendBuffer buffer, Outgoing outgoing) {
        this.buffer = buffer;
        this.outgoing = outgoing;
    }

    /** What the user chose has changed. */
    void onSettings(TcpSettings settings) {
        buffer.limit(settings.sendBuffer().bytes(), settings.sendBuffer().maxBytes());
        marksWrites = settings.tuning().flow().marksWrites();
        pushing = settings.tuning().habits().sending().pushing();
    }

    /** A burst ends before a position. */
    void endBurst(long position) {
        if (pushing == TcpHabits.Pushing.BURSTS) {
            marks.add(position);
        }
    }

    /**
     * Takes data, as much as there is room for.
     *
     * @param sndNxt up to where all has been sent
     * @param most how many bytes of it at the most
     * @param isUrgent whether the urgent pointer is to cover all of the data, the part not taken included
     */
    int write(MemorySegment data, long sndNxt, int most, boolean push, boolean isUrgent) {
        long from = buffer.tail();
        int taken = buffer.append(data, (int) Math.min(most, data.byteSize()));
        if (push && taken == data.byteSize()) {
            push();
        }
        if (marksWrites && taken > 0) {
            if (pushing == TcpHabits.Pushing.BURSTS) {
                marks.forgetAbove(sndNxt);
            }
            marks.add(buffer.tail());
        }
        if (isUrgent && data.byteSize() > 0) {
            urgent.extend(from, from + data.byteSize());
        }
        return taken;
    }

    /** Ends the urgent region with what was taken so far, because no more of it comes. */
    void cutUrgent() {
        urgent.cut(buffer.tail());
    }

    void push() {
        pushedTo = buffer.tail();
    }

    /** No data will follow: a FIN does. */
    void finish() {
        finQueued = true;
        push();
    }

    /** More may be in flight than before: the buffer grows to what is wanted, as far as it may. */
    void grow(long wantedBytes) {
        buffer.grow(wantedBytes);
    }

    /** Everything below the position is acknowledged. */
    void releaseBelow(long position) {
        buffer.releaseBelow(position);
        marks.releaseBelow(position);
    }

    void clear() {
        buffer.clear();
    }

    /**
     * What is lent until the next is asked for: the part of a segment that carries positions from one to before another: the SYN, data, the
     * FIN.
     */
    Outgoing outgoing(long from, long to) {
        if (from == 0) {
            // Without PSH: nothing is gained by it, and there are hosts that take a SYN with it for an attack.
            outgoing.become(0, TcpFlags.SYN, 0);
            buffer.gather(1, (int) (to - 1), outgoing.data());
            return outgoing;
        }
        long end = Math.min(to, buffer.tail());
        int length = (int) (end - from);
        TcpFlags flags = to > buffer.tail() ? TcpFlags.FIN : TcpFlags.NONE;
        boolean pushed = nextPush(from) <= end || isEmptiedBy(end);
        if (length > 0 && pushed) {
            flags = flags.with(TcpFlags.PSH);
        }
        int pointer = urgent.pointer(from);
        if (pointer > 0) {
            flags = flags.with(TcpFlags.URG);
            urgent.told();
        }
        outgoing.become(from, flags, pointer);
        if (length > 0) {
            buffer.gather(from, length, outgoing.data());
        }
        return outgoing;
    }

    /** Up to where the next segment that is to have PSH reaches, seen from a position; {@link Long#MAX_VALUE} if there is none. */
    long nextPush(long from) {
        long asked = pushedTo > from ? pushedTo : Long.MAX_VALUE;
        return Math.min(asked, marks.next(from));
    }

    private boolean isEmptiedBy(long end) {
        return pushing == TcpHabits.Pushing.EMPTYING && end == buffer.tail();
    }

    /** Whether what stands at a position and behind it is to go out though it fills no segment. */
    boolean isUrgedOn(long position) {
        return pushedTo >= buffer.tail() || urgent.isBeyond(position);
    }

    UrgentMark urgent() {
        return urgent;
    }

    /** The position that the user's next byte will have. */
    long tail() {
        return buffer.tail();
    }

    /** The position behind everything, the FIN included. */
    long end() {
        return buffer.tail() + (finQueued ? 1 : 0);
    }

    /** Whether there is data that is not acknowledged, sent or not, where all before a position is. */
    boolean hasData(long una) {
        return buffer.tail() > Math.max(una, 1);
    }

    boolean isFinQueued() {
        return finQueued;
    }

    int free() {
        return buffer.free();
    }

    /** How much it may hold. */
    int capacity() {
        return buffer.capacity();
    }

    /** How many of the positions from one to before another are data. */
    long dataBytes(long from, long to) {
        return Math.max(0, Math.min(to, buffer.tail()) - Math.max(from, 1));
    }

    @Override
    public void keep(Ledger ledger) {
        buffer.keep(ledger);
        urgent.keep(ledger);
        pushedTo = ledger.entry(pushedTo);
        finQueued = ledger.entry(finQueued);
    }

    /** Whether nothing is marked in what was sent. */
    boolean isAtRest() {
        return marks.isEmpty();
    }
}
