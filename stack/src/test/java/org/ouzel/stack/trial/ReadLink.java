package org.ouzel.stack.trial;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** One end of a wire in memory that is read as a device is: by whichever thread waits, which can be woken. */
public final class ReadLink implements Link {
    private static final int MTU = 1500;
    private static final int BATCH = 64;
    private static final int CAPACITY = 1024;
    private static final byte[] WAKE_UP = {};

    private final BlockingQueue<byte[]> incoming;
    private final BlockingQueue<byte[]> outgoing;
    private volatile boolean closed;

    /** The two ends of a wire. */
    public record Wire(ReadLink left, ReadLink right) {}

    private ReadLink(BlockingQueue<byte[]> incoming, BlockingQueue<byte[]> outgoing) {
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    public static Wire wire() {
        BlockingQueue<byte[]> rightwards = new LinkedBlockingQueue<>(CAPACITY);
        BlockingQueue<byte[]> leftwards = new LinkedBlockingQueue<>(CAPACITY);
        return new Wire(new ReadLink(leftwards, rightwards), new ReadLink(rightwards, leftwards));
    }

    @Override
    public String name() {
        return "read";
    }

    @Override
    public LinkCapabilities capabilities() {
        return LinkCapabilities.plain(MTU, BATCH);
    }

    @Override
    public boolean read(FrameBatch into, long timeoutNs) {
        into.clear();
        byte[] packet = closed ? null : await(timeoutNs);
        while (packet != null && packet.length > 0) {
            MemorySegment.copy(packet, 0, into.place(), ValueLayout.JAVA_BYTE, 0, packet.length);
            into.add(packet.length, 0, false, System.nanoTime());
            packet = into.isFull() ? null : incoming.poll();
        }
        return !closed;
    }

    /** An interrupt changes nothing. */
    private byte @Nullable [] await(long timeoutNs) {
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + Math.min(timeoutNs, HostPair.SOON.toNanos());
        try {
            while (true) {
                try {
                    return incoming.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
        long length = headers.byteSize()
                + payload.stream().mapToLong(MemorySegment::byteSize).sum();
        MemorySegment packet = MemorySegment.ofArray(new byte[(int) length]);
        MemorySegment.copy(headers, 0, packet, 0, headers.byteSize());
        long at = headers.byteSize();
        for (MemorySegment part : payload) {
            MemorySegment.copy(part, 0, packet, at, part.byteSize());
            at += part.byteSize();
        }
        return closed || outgoing.offer((byte[]) packet.heapBase().orElseThrow());
    }

    @Override
    public Optional<Runnable> waker() {
        return Optional.of(this::wake);
    }

    private void wake() {
        // Where there is no room for it the reader has enough to wake up for.
        boolean _ = incoming.offer(WAKE_UP);
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }
}
