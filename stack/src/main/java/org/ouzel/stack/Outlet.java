package org.ouzel.stack;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ouzel.core.node.PacketOutput;
import org.ouzel.core.node.Unfinished;
import org.ouzel.core.wire.Payload;
import org.ouzel.stack.link.Link;

/** Hands a node's packets to the links, in order, and counts those that found no room. Guarded by the shard's lock. */
final class Outlet implements PacketOutput {
    private final List<Link> links;
    private long refused;
    private long failed;

    /** The links, each at the place of its interface. */
    Outlet(List<Link> links) {
        this.links = List.copyOf(links);
    }

    @Override
    public void packet(int interfaceIndex, MemorySegment headers, Payload payload, Unfinished unfinished) {
        try {
            Link link = links.get(interfaceIndex);
            if (!link.write(headers, payload.slices(), unfinished.segmentBytes(), unfinished.checksumStart())) {
                refused++;
            }
        } catch (IOException failure) {
            // A packet that a device could not send is one that was lost on the way; the reader tells of the device.
            failed++;
        }
    }

    /** How many packets found no room. */
    long refused() {
        return refused;
    }

    /** How many packets a device failed to send. */
    long failed() {
        return failed;
    }
}
