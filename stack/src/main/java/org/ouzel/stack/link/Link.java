package org.ouzel.stack.link;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Where IP packets leave a stack and come in: a device, a queue in memory, or another link with something added.
 *
 * <p><b>Threads.</b> One thread reads at a time, or none if the link {@linkplain #handTo hands on} by itself. Writes may come from any
 * thread but never two at a time. {@link #close} may come from any thread and wakes the reader.
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
     * Offers to take packets from the link, so that nobody has to read it.
     *
     * @param taker is given each batch of packets that come in from now on, if the link takes the offer: by one thread at a time, whichever,
     *     and without a lock of the link's. A batch is lent for the call.
     * @param others runs what a thread that has given a lot leaves to others
     * @return whether the link takes the offer; then it is not to be read
     */
    default boolean handTo(Consumer<FrameBatch> taker, Executor others) {
        return false;
    }

    /**
     * Asks for writes that call nobody. A writer that holds a lock needs them where what is written may be {@linkplain #handTo taken} by
     * somebody who wants a lock as well. A link that wraps another passes this on.
     *
     * @return what is to be run after writes, without a lock: it has packets that were written go on, on the calling thread. Empty if there
     *     is nothing to do.
     */
    default Optional<Runnable> deferWrites() {
        return Optional.empty();
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
