package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.ouzel.core.tcp.Tcb;

/**
 * What sockets make of urgent data: one byte, the last before the urgent pointer (RFC 6093 §3.1 tells how that came about). It is
 * taken out of the stream, unless it is to stay in it.
 */
final class OutOfBand {
    /** What is known of the byte. */
    enum Urgent {
        /** There is none. */
        NONE,
        /** The pointer has come, the byte has not. */
        ANNOUNCED,
        /** It can be read. */
        READY,
        /** It was read; the mark is still ahead. */
        READ
    }

    private Urgent state = Urgent.NONE;

    /** How many bytes the user has consumed, and which one is urgent. */
    private long consumed;

    private long markAt = -1;
    private byte value;

    /** Takes note of what has come. */
    void look(Tcb tcb) {
        long ahead = tcb.urgentAhead();
        if (ahead > 0 && consumed + ahead - 1 > markAt) {
            markAt = consumed + ahead - 1;
            state = Urgent.ANNOUNCED;
        }
        MemorySegment one = MemorySegment.ofArray(new byte[1]);
        if (state == Urgent.ANNOUNCED && tcb.peek(markAt - consumed, one) == 1) {
            value = one.get(ValueLayout.JAVA_BYTE, 0);
            state = Urgent.READY;
        }
    }

    /** The user has consumed so many bytes. */
    void onConsumed(long bytes) {
        consumed += bytes;
        if (consumed > markAt) {
            state = Urgent.NONE;
        }
    }

    Urgent state() {
        return state;
    }

    byte value() {
        return value;
    }

    /** The byte was read. */
    void taken() {
        state = Urgent.READ;
    }

    /** How many bytes stand before the urgent one, counted from so many ahead; negative if none is. */
    long ahead(long offset) {
        return state == Urgent.NONE ? -1 : markAt - consumed - offset;
    }

    boolean isAtMark() {
        return ahead(0) == 0;
    }

    /** Which byte is urgent, counted from the beginning of the stream. */
    long mark() {
        return markAt;
    }
}
