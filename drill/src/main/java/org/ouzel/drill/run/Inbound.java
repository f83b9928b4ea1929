package org.ouzel.drill.run;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.ouzel.drill.script.IcmpNames;
import org.ouzel.drill.script.IcmpSpec;
import org.ouzel.drill.script.PacketPayload;
import org.ouzel.drill.script.PacketSpec;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.script.SequenceRange;
import org.ouzel.drill.script.TcpSpec;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Datagram;
import org.ouzel.drill.wire.Icmp;
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Packet;

/** Makes the packets that a script has come in. */
final class Inbound {
    private static final int ECHOED_BYTES = 8;
    private static final int TCP_HEADER = 20;
    private static final int V4 = 4;
    private static final int PROTOCOL_TCP = 6;

    private final Network network;
    private final Flows flows;
    private final DatagramFlows datagrams;

    Inbound(Network network, Flows flows, DatagramFlows datagrams) {
        this.network = network;
        this.flows = flows;
        this.datagrams = datagrams;
    }

    Packet packet(PacketSpec spec) throws CannotBeSent {
        Packet.Content content =
                switch (spec.payload()) {
                    case TcpSpec tcp -> flows.ofInbound(tcp).inbound(tcp);
                    case IcmpSpec icmp -> icmp(icmp);
                    case PacketPayload.Udp udp -> new Datagram(datagrams.ofInbound(udp), udp.length());
                    case PacketPayload.UdpLite _ -> throw new CannotBeSent("UDP-Lite");
                    case PacketPayload.Anything _ -> throw new CannotBeSent("a packet that is left open");
                    case PacketPayload.Unsupported unsupported -> throw new CannotBeSent(unsupported.what());
                };
        Ip ip = Headers.ip(network.remote(), network.local(), spec.ip());
        return new Packet(network.tunnels().around(spec), ip, content);
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
        if (spec.echoed().orElse(null) instanceof IcmpSpec.Echoed.Raw(int length)) {
            return Icmp.ofLength(type, code, (int) rest, length);
        }
        byte[] body =
                spec.echoed().isEmpty() ? new byte[0] : echoed(spec.echoed().get());
        return new Icmp(type, code, (int) rest, MemorySegment.ofArray(body));
    }

    private static int number(OptionalInt named, String name) throws CannotBeSent {
        return named.orElseThrow(() -> new CannotBeSent("an ICMP message that is not known: " + name));
    }

    /** The beginning of a packet of the host under test. */
    private byte[] echoed(IcmpSpec.Echoed echoed) throws CannotBeSent {
        return switch (echoed) {
            case IcmpSpec.Echoed.Tcp(SequenceRange range) -> {
                Flow flow = flows.current();
                int sequence = flow.localOf(range.start().orElse(0), flow.isSyn(range));
                Ports ports = new Ports(flow.localPort(), flow.remotePort());
                yield quoted(PROTOCOL_TCP, beginning(ports, sequence), TCP_HEADER + range.length());
            }
            case IcmpSpec.Echoed.Udp(int length) -> {
                int whole = Datagram.HEADER + length;
                byte[] datagram = beginning(datagrams.current(), whole << Short.SIZE);
                yield quoted(Datagram.PROTOCOL, datagram, whole);
            }
            default -> throw new CannotBeSent("an ICMP message about something else than TCP or UDP");
        };
    }

    /** The first two words behind a header of IP. */
    private static byte[] beginning(Ports ports, int second) {
        return ByteBuffer.allocate(ECHOED_BYTES)
                .putShort((short) ports.source())
                .putShort((short) ports.destination())
                .putInt(second)
                .array();
    }

    /** The length is that of the packet, of which only the beginning is here. */
    private byte[] quoted(int protocol, byte[] content, int wholeLength) {
        Ip ip = new Ip(network.local(), network.remote(), 0, Ip.USUAL_TIME_TO_LIVE, 0);
        byte[] packet = ip.around(protocol, content);
        ByteBuffer header = ByteBuffer.wrap(packet);
        int lengthAt = network.ipVersion() == V4 ? 2 : 4;
        header.putShort(lengthAt, (short) (header.getShort(lengthAt) + wholeLength - ECHOED_BYTES));
        return packet;
    }
}
