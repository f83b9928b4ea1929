package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.wire.Payload;

/**
 * What has come and was not read, in order or not. It lies in pages; or where a RECEIVE that waits wants it, which then need not copy it
 * (RFC 9293 §3.10.7.4, seventh: "it is possible to deliver segment data to user RECEIVE buffers"). For each byte there is a page in either
 * case: should the RECEIVE end without it, it can be put there, whatever memory is left then.
 */
final class ReceiveBuffer implements Kept {
    private final PagedBytes pages;

    /** The memory of a RECEIVE that waits. */
    private @Nullable MemorySegment lent;

    /** The position that its first byte has, and the one up to which it is filled. */
    private long lentFrom;

    private long filledTo;

    ReceiveBuffer(PagePool pool) {
        this.pages = new PagedBytes(pool);
    }

    // ---- What comes

    /**
     * Writes some bytes of a payload at a position, as many as pages can be had for; returns how many.
     *
     * @param from how many stand before the first of them
     */
    int write(long position, Payload bytes, int from, int length) {
        int filled = lent == null || position != filledTo ? 0 : fill(lent, bytes, from, length);
        return filled + pages.write(position + filled, bytes, from + filled, length - filled);
    }

    private int fill(MemorySegment memory, Payload bytes, int from, int length) {
        long offset = filledTo - lentFrom;
        int count = pages.reserve(filledTo, (int) Math.min(memory.byteSize() - offset, length));
        try {
            bytes.copyTo(from, count, memory, offset);
        } catch (IllegalStateException closed) {
            // The user has closed the arena that the memory is from, while he waits: all the worse for him, when he
            // reads.
            return 0;
        }
        filledTo += count;
        return count;
    }

    // ---- A RECEIVE that waits

    /**
     * A RECEIVE will wait for more than there is. What comes is put to the memory, behind what is there already, until it reads or {@link
     * #giveBack} is called.
     *
     * @param position the first that was not read
     * @param count how many bytes are there
     */
    void lend(MemorySegment memory, long position, long count) {
        lentFrom = position;
        filledTo = position + Math.min(count, memory.byteSize());
        pages.read(position, memory, 0, (int) (filledTo - position));
        lent = memory;
    }

    /**
     * The memory is the user's again, with nothing in it for him.
     *
     * @throws IllegalStateException if he has closed its arena, and what was in it is lost
     */
    void giveBack() {
        putBackFrom(lentFrom);
        lent = null;
    }

    /** What lies in the memory from a position on is put to the pages. */
    private void putBackFrom(long position) {
        if (lent != null && position < filledTo) {
            int written = pages.write(position, lent.asSlice(position - lentFrom, filledTo - position));
            if (written != filledTo - position) {
                throw new AssertionError("no page at " + (position + written));
            }
            filledTo = position;
        }
    }

    // ---- What is read

    /** Copies so many bytes out, from a position on: to the memory that was lent only what is not there yet. It is lent no longer. */
    void read(long position, MemorySegment into, int length) {
        int there = 0;
        if (into.equals(lent) && position == lentFrom) {
            putBackFrom(position + length);
            there = (int) (filledTo - position);
        } else {
            giveBack();
        }
        pages.read(position + there, into, there, length - there);
        lent = null;
    }

    /** Copies so many bytes out, from a position on, and leaves them. */
    void peek(long position, MemorySegment into, int length) {
        giveBack();
        pages.read(position, into, 0, length);
    }

    // ---- What is given up

    /** Gives back the pages of which nothing is needed any more: those wholly below the position. */
    void releaseBelow(long position) {
        pages.releaseBelow(position);
    }

    /** Gives back the pages that hold nothing below the position. */
    void releaseFrom(long position) {
        pages.releaseFrom(position);
    }

    /** Gives up all that is held; what is written next is written at the position or behind it. */
    void clear(long position) {
        lent = null;
        pages.clear(position);
    }

    @Override
    public void keep(Ledger ledger) {
        pages.keep(ledger);
    }
}
