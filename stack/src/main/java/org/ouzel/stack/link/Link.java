package org.ouzel.stack.link;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Where IP packets leave a stack and come in: a device, a queue in memory, or another link with something added.
 *
 * <p><b>Threads.</b> One thread reads at a time. Writes may come from any thread but never two at a time. {@link #close} may come from
 * any thread and wakes the reader.
 */
public interface Link extends AutoCloseable {

    /** A name for people, such as the device's. */
    String name();

    /** What the link can do. It never changes. */
    LinkCapabilities capabilities();

    /**
     * Waits for packets and reads as many as there are and as the batch takes. An interrupt of the thread changes nothing:
     * {@link #close} is what wakes a reader.
     *
     * @param into filled by this; what it held before is gone
     * @param timeoutNs how long to wait for the first, in nanoseconds; {@link Long#MAX_VALUE} for ever
     * @return false if the link is closed; with true, nothing in the batch means that the time has passed
     * @throws IOException if the device fails
     */
    boolean read(FrameBatch into, long timeoutNs) throws IOException;

    /**
     * Sends one packet and never blocks.
     *
     * @param headers the IP header and what follows it, up to the payload; lent for the call
     * @param payload the rest, gathered; lent for the call
     * @param segmentSize 0 for a packet that goes out as it is; otherwise the packet is larger than the MTU and is cut
     *     into segments with so many bytes of payload each, which only a link with
     *     {@link LinkCapabilities#segmentation()} is asked for
     * @param checksumStart 0 for a packet whose checksums are complete; otherwise where the TCP header begins whose checksum field
     *     holds the sum of the pseudo-header alone, which only a link with {@link LinkCapabilities#checksums()} is asked to complete
     * @return false if there was no room for it: the packet is lost, as it could be anywhere on its way
     * @throws IOException if the device fails
     */
    boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
            throws IOException;

    /** Sends one packet that is complete and no larger than the MTU; otherwise as {@link #write(MemorySegment, List, int, int)}. */
    default boolean write(MemorySegment headers, List<MemorySegment> payload) throws IOException {
        return write(headers, payload, 0, 0);
    }

    /**
     * What makes a read that waits return with nothing, so that threads of the user's may read the link while they wait for something
     * that need not come by it; for any thread. Empty if there is no such thing: then one thread alone reads.
     */
    default Optional<Runnable> waker() {
        return Optional.empty();
    }

    /** Gives the device back and wakes the reader. A second close is harmless. */
    @Override
    void close();
}
