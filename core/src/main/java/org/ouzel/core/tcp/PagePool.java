package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Where buffers get their pages from, and give them back to. The owner of the node supplies it, and bounds how much it
 * lends in total.
 */
public interface PagePool {

    /** The size of every page. */
    int PAGE_BYTES = 16 << 10;

    /** A page of {@link #PAGE_BYTES}, its content unspecified; empty when the budget is used up. */
    Optional<MemorySegment> take();

    /** How much could still be lent, in bytes, as far as is known: buffers grow no more where that is little. */
    long freeBytes();

    /** Takes a page back. */
    void give(MemorySegment page);
}
