package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.sim.net.PacketSink;

/**
 * A middlebox that clears the ECN field of the IP headers that pass in one direction, and on request the flags by which TCP
 * speaks of ECN (RFC 3168, RFC 9768). The checksums are kept as right as they were.
 */
public final class EcnBleacher implements PacketSink {
    private static final int OFFSET_AND_FLAGS = 12;
    private static final int TCP_FLAGS =
            TcpFlags.ECE.with(TcpFlags.CWR).with(TcpFlags.AE).bits();

    private final boolean ip;
    private final boolean tcp;
    private final PacketSink next;
    private final Tally tally = new Tally();

    /**
     * A bleacher.
     *
     * @param ip whether it clears the ECN field of IP
     * @param tcp whether it clears TCP's flags ECE, CWR and AE
     * @param next where the packets go on to
     */
    public EcnBleacher(boolean ip, boolean tcp, PacketSink next) {
        this.ip = ip;
        this.tcp = tcp;
        this.next = next;
    }

    /** How many packets passed, and how many were changed. */
    public Tally tally() {
        return tally;
    }

    @Override
    public void packet(MemorySegment bytes) {
        Optional<Packet> read = Packet.read(bytes);
        boolean changedIp = ip && read.map(EcnBleacher::bleachIp).orElse(false);
        boolean changedTcp = tcp && read.map(EcnBleacher::bleachTcp).orElse(false);
        tally.count(changedIp || changedTcp ? Outcome.CHANGED : Outcome.PASSED);
        next.packet(bytes);
    }

    private static boolean bleachIp(Packet packet) {
        if (packet.ecn() == 0) {
            return false;
        }
        packet.clearEcn();
        return true;
    }

    private static boolean bleachTcp(Packet packet) {
        OptionalInt at = packet.segmentAt();
        if (at.isEmpty()) {
            return false;
        }
        int flagsAt = at.getAsInt() + OFFSET_AND_FLAGS;
        int flags = packet.word(flagsAt);
        if ((flags & TCP_FLAGS) == 0) {
            return false;
        }
        packet.word(flagsAt, flags & ~TCP_FLAGS, at.getAsInt() + Packet.TCP_CHECKSUM);
        return true;
    }
}
