package org.ouzel.sim.box;

import java.util.Optional;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * Between whom an IPv4 packet goes, as an address translator reads and rewrites it: a TCP segment, or an ICMP echo, whose
 * identifier stands for the port of the side that asked (RFC 5508 §3.1).
 */
final class Ends {
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REPLY = 0;
    private static final int QUOTED = 8;
    private static final int ICMP_CHECKSUM = 2;
    private static final int ICMP_IDENTIFIER = 4;
    private static final int TCP_FLAGS = 12;
    private static final int FLAGS_MASK = 0x1ff;

    private final Packet packet;
    private final int at;
    private final int sourcePortAt;
    private final int destinationPortAt;

    private Ends(Packet packet, int sourcePortAt, int destinationPortAt) {
        this.packet = packet;
        this.at = packet.fixedHeaderLength();
        this.sourcePortAt = sourcePortAt;
        this.destinationPortAt = destinationPortAt;
    }

    /**
     * One end.
     *
     * @param address its address
     * @param port its port, or the echo's identifier, or 0
     */
    record End(Ipv4Address address, int port) {}

    /** The ends of a whole packet or of the beginning of one; empty if it is of another kind, or a later fragment. */
    static Optional<Ends> of(Packet packet) {
        int at = packet.fixedHeaderLength();
        if (packet.isIpv6() || packet.isLaterFragment() || packet.length() < at + QUOTED) {
            return Optional.empty();
        }
        return switch (packet.protocolV4()) {
            case TcpSegment.PROTOCOL -> Optional.of(new Ends(packet, at, at + Short.BYTES));
            case IcmpMessage.PROTOCOL_V4 -> ofEcho(packet, at);
            default -> Optional.empty();
        };
    }

    private static Optional<Ends> ofEcho(Packet packet, int at) {
        return switch (packet.octet(at)) {
            case ECHO_REQUEST -> Optional.of(new Ends(packet, at + ICMP_IDENTIFIER, Packet.NONE));
            case ECHO_REPLY -> Optional.of(new Ends(packet, Packet.NONE, at + ICMP_IDENTIFIER));
            default -> Optional.empty();
        };
    }

    int protocol() {
        return packet.protocolV4();
    }

    boolean isTcp() {
        return protocol() == TcpSegment.PROTOCOL;
    }

    /** Whether its sender is the one that the port or identifier stands for: false of the answer to an echo. */
    boolean hasSourcePort() {
        return sourcePortAt != Packet.NONE;
    }

    /** The flags of a segment that is whole. */
    TcpFlags flags() {
        return new TcpFlags(packet.word(at + TCP_FLAGS) & FLAGS_MASK);
    }

    End source() {
        return new End((Ipv4Address) packet.source(), port(sourcePortAt));
    }

    End destination() {
        return new End((Ipv4Address) packet.destination(), port(destinationPortAt));
    }

    private int port(int portAt) {
        return portAt == Packet.NONE ? 0 : packet.word(portAt);
    }

    void changeSource(End end) {
        change(Packet.V4_SOURCE, sourcePortAt, end);
    }

    void changeDestination(End end) {
        change(Packet.V4_DESTINATION, destinationPortAt, end);
    }

    /** TCP's checksum covers the addresses too (RFC 9293 §3.1), that of ICMP does not. */
    private void change(int addressAt, int portAt, End end) {
        int tcpChecksumAt = isTcp() ? at + Packet.TCP_CHECKSUM : Packet.NONE;
        packet.address(addressAt, end.address(), Packet.V4_CHECKSUM, tcpChecksumAt);
        if (portAt != Packet.NONE) {
            packet.word(portAt, end.port(), isTcp() ? tcpChecksumAt : at + ICMP_CHECKSUM);
        }
    }
}
