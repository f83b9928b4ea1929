package org.ouzel.drill.run;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.ouzel.drill.script.EcnMark;
import org.ouzel.drill.script.IcmpNames;
import org.ouzel.drill.script.IcmpSpec;
import org.ouzel.drill.script.IpSpec;
import org.ouzel.drill.script.PacketPayload;
import org.ouzel.drill.script.PacketSpec;
import org.ouzel.drill.script.SequenceRange;
import org.ouzel.drill.script.TcpSpec;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Icmp;
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Packet;

/** Makes the packets that a script has come in. */
final class Inbound {
    private static final int TIME_TO_LIVE = 64;
    private static final int ECHOED_TCP_BYTES = 8;
    private static final int TCP_HEADER = 20;
    private static final int V4 = 4;
    private static final int PROTOCOL_TCP = 6;

    private final Network network;
    private final Flows flows;

    Inbound(Network network, Flows flows) {
        this.network = network;
        this.flows = flows;
    }

    Packet packet(PacketSpec spec) throws CannotBeSent {
        if (!spec.outer().isEmpty() || spec.udp().isPresent()) {
            throw new CannotBeSent("a packet in another one");
        }
        Packet.Content content =
                switch (spec.payload()) {
                    case TcpSpec tcp -> flows.ofInbound(tcp).inbound(tcp);
                    case IcmpSpec icmp -> icmp(icmp);
                    case PacketPayload.Udp _ -> throw new CannotBeSent("UDP");
                    case PacketPayload.UdpLite _ -> throw new CannotBeSent("UDP-Lite");
                    case PacketPayload.Anything _ -> throw new CannotBeSent("a packet that is left open");
                    case PacketPayload.Unsupported unsupported -> throw new CannotBeSent(unsupported.what());
                };
        return new Packet(ip(spec.ip()), content);
    }

    private Ip ip(IpSpec spec) {
        int ecn = spec.ecn().map(Inbound::bits).orElse(0);
        int tos = spec.tos().orElse(spec.dscp().orElse(0) << 2) | ecn;
        return new Ip(
                network.remote(),
                network.local(),
                tos,
                spec.ttl().orElse(TIME_TO_LIVE),
                spec.flowLabel().orElse(0));
    }

    /** The two bits of ECN. */
    static int bits(EcnMark mark) {
        return switch (mark) {
            case NOT_ECT -> 0;
            case ECT1 -> 1;
            case ECT0, ECT0_OR_ECT1 -> 2;
            case CE -> 3;
        };
    }

    // ---- ICMP

    private Icmp icmp(IcmpSpec spec) throws CannotBeSent {
        int version = network.ipVersion();
        int type = number(IcmpNames.type(version, spec.type()), spec.type());
        int code = spec.code().isEmpty()
                ? 0
                : number(
                        IcmpNames.code(version, spec.type(), spec.code().get()),
                        spec.code().get());
        long rest = spec.id().isPresent()
                ? (long) spec.id().getAsInt() << Short.SIZE
                : spec.mtu().orElse(0);
        byte[] body =
                spec.echoed().isEmpty() ? new byte[0] : echoed(spec.echoed().get());
        return new Icmp(type, code, (int) rest, MemorySegment.ofArray(body));
    }

    private static int number(OptionalInt named, String name) throws CannotBeSent {
        return named.orElseThrow(() -> new CannotBeSent("an ICMP message that is not known: " + name));
    }

    /** The beginning of a packet of the host under test. */
    private byte[] echoed(IcmpSpec.Echoed echoed) throws CannotBeSent {
        if (!(echoed instanceof IcmpSpec.Echoed.Tcp(SequenceRange range))) {
            throw new CannotBeSent("an ICMP message about something else than TCP");
        }
        Flow flow = flows.current();
        ByteBuffer segment = ByteBuffer.allocate(ECHOED_TCP_BYTES)
                .putShort((short) flow.localPort())
                .putShort((short) flow.remotePort())
                .putInt(flow.localOf(range.start().orElse(0), flow.isSyn(range)));
        Ip ip = new Ip(network.local(), network.remote(), 0, TIME_TO_LIVE, 0);
        byte[] packet = ip.around(PROTOCOL_TCP, segment.array());
        ByteBuffer header = ByteBuffer.wrap(packet);
        // The length is that of the packet, of which only the beginning is here.
        int missing = TCP_HEADER + range.length() - ECHOED_TCP_BYTES;
        int lengthAt = network.ipVersion() == V4 ? 2 : 4;
        header.putShort(lengthAt, (short) (header.getShort(lengthAt) + missing));
        return packet;
    }
}
