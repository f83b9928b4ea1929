package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import org.ouzel.sim.net.Jack;
import org.ouzel.sim.net.PacketSink;

/**
 * A socket of a box: packets handed to it arrive at the box, and what the box sends through it goes to what it is connected to.
 * Until it is connected, what is sent is lost, as on a cable that ends nowhere.
 */
public final class Port implements Jack {
    private final PacketSink box;
    private PacketSink peer = packet -> {};

    Port(PacketSink box) {
        this.box = box;
    }

    @Override
    public void connect(PacketSink to) {
        peer = to;
    }

    @Override
    public void packet(MemorySegment packet) {
        box.packet(packet);
    }

    void send(MemorySegment packet) {
        peer.packet(packet);
    }
}
