package org.ouzel.sim;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.ouzel.stack.around.Surroundings.FrameSink;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** A host's hold on a card of its machine. Nobody reads it: what comes in is handed on at the instant at which it comes. */
final class SimulatedLink implements Link {
    private final Card card;
    private final LinkCapabilities capabilities;
    private final FrameBatch batch;
    private Optional<FrameSink> into = Optional.empty();
    private boolean closed;

    SimulatedLink(Card card) {
        this.card = card;
        this.capabilities = LinkCapabilities.plain(card.mtu(), 1);
        this.batch = FrameBatch.of(capabilities);
    }

    /** From now on what comes in goes there. */
    void readInto(FrameSink sink) {
        into = Optional.of(sink);
    }

    void packet(MemorySegment packet, long nowNs) {
        if (!closed && into.isPresent() && packet.byteSize() <= capabilities.frameBytes()) {
            batch.clear();
            MemorySegment.copy(packet, 0, batch.place(), 0, packet.byteSize());
            batch.add((int) packet.byteSize(), 0, false, nowNs);
            into.get().frames(batch);
        }
    }

    @Override
    public String name() {
        return card.name();
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean read(FrameBatch frames, long timeoutNs) {
        throw new IllegalStateException("a simulated link is not read: it hands packets on by itself");
    }

    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
            throws IOException {
        if (closed) {
            return false;
        }
        long length = headers.byteSize();
        for (MemorySegment part : payload) {
            length += part.byteSize();
        }
        MemorySegment packet = MemorySegment.ofArray(new byte[(int) length]);
        MemorySegment.copy(headers, 0, packet, 0, headers.byteSize());
        long at = headers.byteSize();
        for (MemorySegment part : payload) {
            MemorySegment.copy(part, 0, packet, at, part.byteSize());
            at += part.byteSize();
        }
        return card.send(packet);
    }

    @Override
    public void close() {
        closed = true;
    }
}
