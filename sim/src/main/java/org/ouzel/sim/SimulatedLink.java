package org.ouzel.sim;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.ouzel.sim.net.PacketSink;
import org.ouzel.sim.net.Timeline;
import org.ouzel.stack.around.Surroundings.FrameSink;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** A host's end of a simulated cable. Nobody reads it: what comes in is handed on at the instant at which it comes. */
final class SimulatedLink implements Link, PacketSink {
    private final String name;
    private final Timeline timeline;
    private final LinkCapabilities capabilities;
    private final PacketSink out;
    private final FrameBatch batch;
    private Optional<FrameSink> into = Optional.empty();
    private boolean closed;

    SimulatedLink(String name, Timeline timeline, int mtu, PacketSink out) {
        this.name = name;
        this.timeline = timeline;
        this.capabilities = LinkCapabilities.plain(mtu, 1);
        this.out = out;
        this.batch = FrameBatch.of(capabilities);
    }

    /** From now on what comes in goes there. */
    void readInto(FrameSink sink) {
        into = Optional.of(sink);
    }

    @Override
    public void packet(MemorySegment packet) {
        if (!closed && into.isPresent() && packet.byteSize() <= capabilities.frameBytes()) {
            batch.clear();
            MemorySegment.copy(packet, 0, batch.place(), 0, packet.byteSize());
            batch.add((int) packet.byteSize(), 0, timeline.now());
            into.get().frames(batch);
        }
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
    public boolean read(FrameBatch frames, long timeoutNs) {
        throw new IllegalStateException("a simulated link is not read: it hands packets on by itself");
    }

    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize) {
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
        out.packet(packet);
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
