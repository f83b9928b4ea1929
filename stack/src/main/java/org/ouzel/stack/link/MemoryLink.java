package org.ouzel.stack.link;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of a wire in memory. What is written to one end is read at the other; a full wire loses packets. */
public final class MemoryLink implements Link {
    /** How many packets are on the wire each way at the most. */
    public static final int QUEUE = 1024;

    private static final int BATCH = 64;

    /** Wakes the reader of a closed end. */
    private static final byte[] END = {};

    private final String name;
    private final LinkCapabilities capabilities;
    private final BlockingQueue<byte[]> incoming;
    private final BlockingQueue<byte[]> outgoing;
    private volatile boolean closed;

    /** The two ends of a wire. */
    public record Wire(MemoryLink left, MemoryLink right) {}

    private MemoryLink(String name, int mtu, BlockingQueue<byte[]> incoming, BlockingQueue<byte[]> outgoing) {
        this.name = name;
        this.capabilities = LinkCapabilities.plain(mtu, BATCH);
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /**
     * A wire.
     *
     * @param mtu the largest packet that it carries, in bytes
     */
    public static Wire wire(int mtu) {
        BlockingQueue<byte[]> rightwards = new ArrayBlockingQueue<>(QUEUE);
        BlockingQueue<byte[]> leftwards = new ArrayBlockingQueue<>(QUEUE);
        return new Wire(
                new MemoryLink("left", mtu, leftwards, rightwards),
                new MemoryLink("right", mtu, rightwards, leftwards));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean read(FrameBatch into, long timeoutNs) {
        into.clear();
        byte[] packet = await(timeoutNs);
        long now = System.nanoTime();
        while (packet != null && !closed) {
            MemorySegment.copy(MemorySegment.ofArray(packet), 0, into.place(), 0, packet.length);
            into.add(packet.length, 0, false, now);
            packet = into.isFull() ? null : incoming.poll();
        }
        return !closed;
    }

    /** Waits through interrupts: they are none of a link's business. */
    private byte @Nullable [] await(long timeoutNs) {
        boolean interrupted = false;
        try {
            long began = System.nanoTime();
            for (long left = timeoutNs; !closed; left = timeoutNs - (System.nanoTime() - began)) {
                try {
                    return incoming.poll(left, TimeUnit.NANOSECONDS);
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
            return END;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
        long length = headers.byteSize();
        for (MemorySegment part : payload) {
            length += part.byteSize();
        }
        if (length > capabilities.frameBytes()) {
            throw new IllegalArgumentException(length + " bytes on a wire with an MTU of " + capabilities.mtu());
        }
        MemorySegment packet = MemorySegment.ofArray(new byte[(int) length]);
        MemorySegment.copy(headers, 0, packet, 0, headers.byteSize());
        long at = headers.byteSize();
        for (MemorySegment part : payload) {
            MemorySegment.copy(part, 0, packet, at, part.byteSize());
            at += part.byteSize();
        }
        return outgoing.offer((byte[]) packet.heapBase().orElseThrow());
    }

    @Override
    public void close() {
        closed = true;
        incoming.clear();
        incoming.offer(END);
    }
}
