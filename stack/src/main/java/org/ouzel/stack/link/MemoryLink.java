package org.ouzel.stack.link;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a wire in memory. What is written to one end comes in at the other; a full wire loses packets. It needs no thread: an end that
 * is not read has what comes in {@linkplain #handTo taken}, on the threads of those who write at the other end.
 */
public final class MemoryLink implements Link {
    /** How many packets are on the wire each way at the most. */
    public static final int QUEUE = Lane.CAPACITY;

    private static final int BATCH = 64;

    /** Packets that are not cut are so large that fewer are worth a batch. */
    private static final int UNCUT_BATCH = 16;

    private static final int MAX_PACKET = 0xffff;

    private final String name;
    private final LinkCapabilities capabilities;
    private final Lane incoming;
    private final Lane outgoing;
    private volatile boolean deferred;

    // For the reader alone.
    private @Nullable FrameBatch current;
    private int read;

    /** The two ends of a wire. */
    public record Wire(MemoryLink left, MemoryLink right) {}

    private MemoryLink(String name, LinkCapabilities capabilities, Lane incoming, Lane outgoing) {
        this.name = name;
        this.capabilities = capabilities;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /**
     * A wire that carries packets as they would go over any other, checksums included.
     *
     * @param mtu the largest packet that it carries, in bytes
     */
    public static Wire wire(int mtu) {
        return wire(LinkCapabilities.plain(mtu, BATCH));
    }

    /**
     * A wire that takes segments of up to 64 KiB uncut, and does without checksums: nothing can happen to a packet in memory.
     *
     * @param mtu what segments would be cut to elsewhere, in bytes
     */
    public static Wire uncutWire(int mtu) {
        return wire(new LinkCapabilities(mtu, MAX_PACKET, true, true, UNCUT_BATCH));
    }

    private static Wire wire(LinkCapabilities capabilities) {
        Lane rightwards = new Lane(capabilities);
        Lane leftwards = new Lane(capabilities);
        return new Wire(
                new MemoryLink("left", capabilities, leftwards, rightwards),
                new MemoryLink("right", capabilities, rightwards, leftwards));
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
    public boolean handTo(Consumer<FrameBatch> taker, Executor others) {
        incoming.handTo(taker, others);
        return true;
    }

    @Override
    public Optional<Runnable> deferWrites() {
        deferred = true;
        return Optional.of(outgoing::handOn);
    }

    @Override
    public boolean read(FrameBatch into, long timeoutNs) {
        into.clear();
        boolean more = current != null || next(timeoutNs);
        while (more && !into.isFull()) {
            copyNext(into);
            more = current != null || next(0);
        }
        return !incoming.isClosed();
    }

    private boolean next(long timeoutNs) {
        current = incoming.await(timeoutNs);
        read = 0;
        return current != null;
    }

    private void copyNext(FrameBatch into) {
        FrameBatch from = current;
        if (from == null) {
            return;
        }
        MemorySegment packet = from.frame(read);
        MemorySegment.copy(packet, 0, into.place(), 0, packet.byteSize());
        into.add((int) packet.byteSize(), from.segmentSize(read), from.isChecked(read), from.arrivedAtNs(read));
        read++;
        if (read == from.size()) {
            incoming.giveBack(from);
            current = null;
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if it is too large, or is to be finished by a wire that cuts nothing
     */
    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
        long length = headers.byteSize();
        for (int i = 0; i < payload.size(); i++) {
            length += payload.get(i).byteSize();
        }
        if (!capabilities.segmentation() && (segmentSize != 0 || checksumStart != 0)) {
            throw new IllegalArgumentException("segments of " + segmentSize + " bytes, checksum at " + checksumStart
                    + ": a wire that takes packets as they are");
        }
        if (length > (segmentSize > 0 ? capabilities.frameBytes() : capabilities.mtu())) {
            throw new IllegalArgumentException(length + " bytes on a wire with an MTU of " + capabilities.mtu());
        }
        boolean room = outgoing.put(headers, payload, segmentSize);
        if (!deferred) {
            outgoing.handOn();
        }
        return room;
    }

    @Override
    public void close() {
        incoming.close();
    }
}
