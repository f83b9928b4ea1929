package org.ouzel.stack;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.ouzel.core.node.PacketOutput;
import org.ouzel.core.node.Unfinished;
import org.ouzel.core.wire.Payload;
import org.ouzel.stack.link.Link;

/** Hands a node's packets to the links, in order, and counts those that found no room. Guarded by the shard's lock. */
final class Outlet implements PacketOutput {
    private final List<Link> links;

    /** What has the packets of each link go on that defers its writes. */
    private final List<Optional<Runnable>> deferred;

    private boolean holdsBack;
    private long refused;
    private long failed;

    /** The links, each at the place of its interface. */
    Outlet(List<Link> links) {
        this.links = List.copyOf(links);
        this.deferred = links.stream().map(Link::deferWrites).toList();
    }

    @Override
    public void packet(int interfaceIndex, MemorySegment headers, Payload payload, Unfinished unfinished) {
        try {
            Link link = links.get(interfaceIndex);
            holdsBack |= deferred.get(interfaceIndex).isPresent();
            if (!link.write(headers, payload.slices(), unfinished.segmentBytes(), unfinished.checksumStart())) {
                refused++;
            }
        } catch (IOException failure) {
            // A packet that a device could not send is one that was lost on the way; the reader tells of the device.
            failed++;
        }
    }

    /** Whether packets wait until the lock is given up. */
    boolean holdsBack() {
        return holdsBack;
    }

    /** The lock is about to be given up: tells whether what waits is to {@linkplain #handOn go on} then. */
    boolean release() {
        boolean held = holdsBack;
        holdsBack = false;
        return held;
    }

    /** Has packets go on that were held back. The lock is not held. */
    void handOn() {
        for (int i = 0; i < deferred.size(); i++) {
            deferred.get(i).ifPresent(Runnable::run);
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
