package org.ouzel.sim;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.ouzel.sim.net.Jack;
import org.ouzel.sim.net.PacketSink;
import org.ouzel.sim.net.Timeline;

/** A network card of a {@link Machine}. It outlives the machine's crashes; while the machine is down, what arrives is lost. */
public final class Card implements Jack {
    private final String name;
    private final Timeline timeline;
    private final int mtu;
    private final List<String> addresses;
    private PacketSink cable = packet -> {};
    private PacketSink refusedTo = packet -> {};
    private Optional<SimulatedLink> link = Optional.empty();
    private Device device = Device.WORKS;
    private long refused;

    /** How the device takes what is written to it. */
    public enum Device {
        /** It sends. */
        WORKS,
        /** It has no room for any packet (as a write that gives EAGAIN). */
        IS_FULL,
        /** Every write to it fails with an {@link IOException}. */
        FAILS
    }

    Card(String name, Timeline timeline, int mtu, List<String> addresses) {
        this.name = name;
        this.timeline = timeline;
        this.mtu = mtu;
        this.addresses = List.copyOf(addresses);
    }

    /** The machine's name and the card's number on it. */
    public String name() {
        return name;
    }

    /** The largest packet that the host sends here, in bytes. */
    public int mtu() {
        return mtu;
    }

    List<String> addresses() {
        return addresses;
    }

    /** The machine is turned on: a host holds the card from now on. */
    SimulatedLink plug() {
        SimulatedLink held = new SimulatedLink(this);
        link = Optional.of(held);
        return held;
    }

    void unplug() {
        link.ifPresent(SimulatedLink::close);
        link = Optional.empty();
    }

    /** What becomes of writes from now on. */
    public void setDevice(Device how) {
        device = how;
    }

    /** How many packets the device has refused or failed to send. */
    public long refused() {
        return refused;
    }

    /** Has whoever it is handed each packet that the device refuses, or fails to send. */
    public void onRefused(PacketSink sink) {
        refusedTo = sink;
    }

    /** Sends a packet; false if there is no room for it. */
    boolean send(MemorySegment packet) throws IOException {
        if (device == Device.WORKS) {
            cable.packet(packet);
            return true;
        }
        refused++;
        refusedTo.packet(packet);
        if (device == Device.FAILS) {
            throw new IOException(name + " fails");
        }
        return false;
    }

    @Override
    public void connect(PacketSink to) {
        cable = to;
    }

    @Override
    public void packet(MemorySegment packet) {
        link.ifPresent(held -> held.packet(packet, timeline.now()));
    }
}
