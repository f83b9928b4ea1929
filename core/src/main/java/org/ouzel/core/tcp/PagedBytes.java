package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.wire.Gathering;
import org.ouzel.core.wire.Payload;

/**
 * Bytes of a stream, found by their position, in pages of a shared pool. A page is taken when the first byte is written to
 * it and given back when all positions of it are behind the stream: with nothing held, no page is.
 */
final class PagedBytes implements Kept {
    private static final int PAGE = PagePool.PAGE_BYTES;

    private static final int LEAST_SLOTS = 2;
    private static final @Nullable MemorySegment[] NO_SLOTS = {};

    private final PagePool pool;

    /** The page of page number n stands at n modulo the length: a power of two, but 0 until the first is taken. */
    private @Nullable MemorySegment[] ring = NO_SLOTS;

    /** No page below this number is held, and none from the other on. */
    private long firstPage;

    private long endPage;

    PagedBytes(PagePool pool) {
        this.pool = pool;
    }

    /** Writes bytes at a position, as many as pages can be had for; returns how many. */
    int write(long position, MemorySegment bytes) {
        return write(position, bytes, (int) bytes.byteSize());
    }

    /** The same with the first bytes of a segment. */
    int write(long position, MemorySegment bytes, int length) {
        int written = 0;
        while (written < length) {
            long at = position + written;
            MemorySegment page = pageFor(at / PAGE);
            if (page == null) {
                break;
            }
            int offset = (int) (at % PAGE);
            int count = Math.min(PAGE - offset, length - written);
            MemorySegment.copy(bytes, written, page, offset, count);
            written += count;
        }
        return written;
    }

    /**
     * The same with some bytes of a payload.
     *
     * @param from how many stand before the first of them
     */
    int write(long position, Payload bytes, int from, int length) {
        int written = 0;
        while (written < length) {
            long at = position + written;
            MemorySegment page = pageFor(at / PAGE);
            if (page == null) {
                break;
            }
            int offset = (int) (at % PAGE);
            int count = Math.min(PAGE - offset, length - written);
            bytes.copyTo(from + written, count, page, offset);
            written += count;
        }
        return written;
    }

    /** Gathers the bytes from a position on, where they lie in the pages: lent until they are released. */
    void gather(long position, int length, Gathering into) {
        for (int taken = 0; taken < length; ) {
            int offset = (int) ((position + taken) % PAGE);
            int count = Math.min(PAGE - offset, length - taken);
            into.add(held((position + taken) / PAGE), offset, count);
            taken += count;
        }
    }

    /** Takes the pages of so many bytes at a position, as many as can be had; returns for how many bytes they suffice. */
    int reserve(long position, int length) {
        int reserved = 0;
        while (reserved < length) {
            long at = position + reserved;
            if (pageFor(at / PAGE) == null) {
                break;
            }
            reserved += Math.min(PAGE - (int) (at % PAGE), length - reserved);
        }
        return reserved;
    }

    /** Copies so many bytes out, from a position on, to an offset. */
    void read(long position, MemorySegment into, long to, int length) {
        for (int taken = 0; taken < length; ) {
            int offset = (int) ((position + taken) % PAGE);
            int count = Math.min(PAGE - offset, length - taken);
            MemorySegment.copy(held((position + taken) / PAGE), offset, into, to + taken, count);
            taken += count;
        }
    }

    /** Gives back the pages of which nothing is needed any more: those wholly below the position. */
    void releaseBelow(long position) {
        giveBelow(position / PAGE);
    }

    /** Gives back the pages that hold nothing below the position. */
    void releaseFrom(long position) {
        for (long number = Math.max(firstPage, (position + PAGE - 1) / PAGE); number < endPage; number++) {
            give(number);
        }
    }

    /** Gives back every page; what is written next is written at the position or behind it. */
    void clear(long position) {
        giveBelow(endPage);
        firstPage = position / PAGE;
    }

    private void giveBelow(long pageNumber) {
        long end = Math.min(pageNumber, endPage);
        for (long number = firstPage; number < end; number++) {
            give(number);
        }
        firstPage = Math.max(firstPage, pageNumber);
    }

    private void give(long pageNumber) {
        MemorySegment page = page(pageNumber);
        if (page != null) {
            ring[slot(pageNumber, ring)] = null;
            pool.give(page);
        }
    }

    private MemorySegment held(long pageNumber) {
        MemorySegment page = page(pageNumber);
        if (page == null || pageNumber < firstPage) {
            throw new AssertionError("page " + pageNumber + " is not held; the first is " + firstPage);
        }
        return page;
    }

    private @Nullable MemorySegment page(long pageNumber) {
        return ring.length == 0 ? null : ring[slot(pageNumber, ring)];
    }

    private static int slot(long pageNumber, @Nullable MemorySegment[] in) {
        return (int) pageNumber & in.length - 1;
    }

    /** The page of a number; null if there is none to be had. */
    private @Nullable MemorySegment pageFor(long pageNumber) {
        if (pageNumber < firstPage) {
            throw new AssertionError("page " + pageNumber + " was given back; the first is " + firstPage);
        }
        if (pageNumber - firstPage >= ring.length) {
            grow(pageNumber - firstPage + 1);
        }
        int slot = slot(pageNumber, ring);
        MemorySegment page = ring[slot];
        if (page == null) {
            page = pool.take().orElse(null);
            ring[slot] = page;
            endPage = Math.max(endPage, pageNumber + 1);
        }
        return page;
    }

    private void grow(long pages) {
        @Nullable MemorySegment[] old = ring;
        int length = Math.max(LEAST_SLOTS, old.length);
        while (length < pages) {
            length = Math.multiplyExact(length, 2);
        }
        @Nullable MemorySegment[] wider = new MemorySegment[length];
        for (int i = 0; i < old.length; i++) {
            long number = firstPage + i;
            wider[slot(number, wider)] = old[slot(number, old)];
        }
        ring = wider;
        Arrays.fill(old, null);
    }

    @Override
    public void keep(Ledger ledger) {
        firstPage = ledger.entry(firstPage);
        endPage = ledger.entry(endPage);
    }
}
