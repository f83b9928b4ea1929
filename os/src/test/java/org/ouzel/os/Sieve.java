package org.ouzel.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Predicate;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** A link that shows its TCP packets to a test, each way, and loses those that the test withholds. */
final class Sieve implements Link {
    private final Link link;
    private final FrameBatch read;
    private volatile Predicate<SeenPacket> withheldIn = packet -> false;
    private volatile Predicate<SeenPacket> withheldOut = packet -> false;

    Sieve(Link link) {
        this.link = link;
        this.read = FrameBatch.of(link.capabilities());
    }

    /** From now on what comes in and fits is lost. */
    void withholdIn(Predicate<SeenPacket> which) {
        withheldIn = which;
    }

    /** From now on what goes out and fits is lost. */
    void withholdOut(Predicate<SeenPacket> which) {
        withheldOut = which;
    }

    @Override
    public String name() {
        return link.name();
    }

    @Override
    public LinkCapabilities capabilities() {
        return link.capabilities();
    }

    @Override
    public boolean read(FrameBatch into, long timeoutNs) throws IOException {
        into.clear();
        boolean open = link.read(read, timeoutNs);
        for (int i = 0; open && i < read.size(); i++) {
            MemorySegment packet = read.frame(i);
            if (!isWithheld(withheldIn, packet)) {
                into.place().copyFrom(packet);
                into.add((int) packet.byteSize(), read.segmentSize(i), read.arrivedAtNs(i));
            }
        }
        return open;
    }

    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize) throws IOException {
        return isWithheld(withheldOut, headers) || link.write(headers, payload, segmentSize);
    }

    private static boolean isWithheld(Predicate<SeenPacket> which, MemorySegment packet) {
        return SeenPacket.of(packet).filter(which).isPresent();
    }

    @Override
    public void close() {
        link.close();
    }
}
