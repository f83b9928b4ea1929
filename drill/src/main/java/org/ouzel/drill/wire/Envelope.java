package org.ouzel.drill.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.ouzel.drill.script.Ports;

/**
 * What is around a packet: headers before its own, and UDP between its header of IP and a segment.
 *
 * @param headers the headers before it, the outermost first
 * @param udp the ports of the UDP that the segment is in
 */
public record Envelope(List<Outer> headers, Optional<Ports> udp) {
    /** Nothing is around it. */
    public static final Envelope NONE = new Envelope(List.of(), Optional.empty());

    private static final int LARGEST = 0xffff;

    /** Copies the list. */
    public Envelope {
        headers = List.copyOf(headers);
    }

    /**
     * A packet that was taken out.
     *
     * @param envelope what was around it
     * @param packet the packet
     */
    public record Opened(Envelope envelope, MemorySegment packet) {
        /** The packet as a host takes it that knows ECN in tunnels (RFC 6040); empty if that drops it. */
        public Optional<MemorySegment> decapsulated() throws CannotBeRead {
            return envelope.headers.isEmpty() ? Optional.of(packet) : EcnTunnel.decapsulated(envelope.headers, packet);
        }
    }

    /** Whether nothing is around. */
    public boolean isEmpty() {
        return headers.isEmpty() && udp.isEmpty();
    }

    /** How many bytes it takes. */
    public int length() {
        return headers.stream().mapToInt(Outer::length).sum() + (udp.isPresent() ? Datagram.HEADER : 0);
    }

    /** What is the same in all packets that go the same way. */
    public Envelope tunnel() {
        return new Envelope(headers.stream().map(Outer::tunnel).toList(), udp);
    }

    /** What is around the packets that go the other way. */
    public Envelope mirrored() {
        return new Envelope(headers.stream().map(Outer::mirrored).toList(), udp.map(Ports::reversed));
    }

    /**
     * What is around one packet of a tunnel.
     *
     * @param inner its header of IP
     * @param sequence its number in the tunnel
     */
    public Envelope on(Ip inner, int sequence) {
        return new Envelope(
                headers.stream().map(header -> header.on(inner, sequence)).toList(), udp);
    }

    /** The number that a packet has in its tunnel; empty if it has none. */
    public OptionalInt sequence() {
        return headers.stream()
                .filter(header -> header instanceof Gre gre && gre.has(Gre.SEQUENCE_PRESENT))
                .mapToInt(header -> ((Gre) header).sequence())
                .findFirst();
    }

    // ---- Writing

    /** The packet with all that is around it. */
    public MemorySegment around(MemorySegment packet) throws CannotBeSent {
        byte[] bytes = packet.toArray(ValueLayout.JAVA_BYTE);
        try {
            IpPacket plain = IpPacket.read(ByteBuffer.wrap(bytes));
            return MemorySegment.ofArray(around(plain.ip().kind(), udp.isPresent() ? inUdp(plain) : bytes));
        } catch (CannotBeRead | IndexOutOfBoundsException broken) {
            throw new CannotBeSent("what is no packet");
        }
    }

    private byte[] around(Carried kind, byte[] packet) throws CannotBeSent {
        byte[] bytes = packet;
        Carried what = kind;
        for (Outer header : headers.reversed()) {
            bytes = header.around(what, bytes);
            what = header.kind();
        }
        if (what == Carried.GRE || what == Carried.MPLS) {
            throw new CannotBeSent("a packet whose outermost header is not IP's");
        }
        return requireFits(bytes);
    }

    static byte[] requireFits(byte[] packet) throws CannotBeSent {
        if (packet.length > LARGEST) {
            throw new CannotBeSent("a packet of " + packet.length + " bytes");
        }
        return packet;
    }

    // As FreeBSD does it: UDP's checksum is for all, and the segment has none.
    private byte[] inUdp(IpPacket plain) throws CannotBeSent {
        if (plain.protocol() != Segment.PROTOCOL) {
            throw new CannotBeSent("something else than TCP in UDP");
        }
        byte[] segment = IpPacket.array(plain.content());
        ByteBuffer.wrap(segment).putShort(Segment.CHECKSUM, (short) 0);
        Ip ip = plain.ip();
        return requireFits(ip.around(Datagram.PROTOCOL, Datagram.around(udp.orElseThrow(), ip, segment)));
    }

    // ---- Reading

    /**
     * Takes a packet out of what is around it.
     *
     * @param carriesTcp between which ports UDP carries TCP
     * @throws CannotBeRead if it is no packet, or a checksum on the way to it does not hold
     */
    public static Opened open(MemorySegment packet, Predicate<Ports> carriesTcp) throws CannotBeRead {
        try {
            return open(ByteBuffer.wrap(packet.toArray(ValueLayout.JAVA_BYTE)), carriesTcp);
        } catch (BufferUnderflowException | IndexOutOfBoundsException shortOf) {
            throw new CannotBeRead("cut off after " + packet.byteSize() + " bytes");
        }
    }

    private static Opened open(ByteBuffer packet, Predicate<Ports> carriesTcp) throws CannotBeRead {
        List<Outer> headers = new ArrayList<>();
        ByteBuffer at = packet;
        IpPacket read = IpPacket.read(at);
        Optional<Carried> inside = Carried.ofProtocol(read.protocol());
        while (inside.isPresent()) {
            headers.add(read.ip());
            at = behind(inside.get(), read.content(), headers);
            read = IpPacket.read(at);
            inside = Carried.ofProtocol(read.protocol());
        }
        boolean udp = read.protocol() == Datagram.PROTOCOL && carriesTcp.test(Datagram.ports(read.content()));
        return udp
                ? outOfUdp(headers, read)
                : new Opened(new Envelope(headers, Optional.empty()), MemorySegment.ofArray(IpPacket.array(at)));
    }

    /** Passes over what is between two headers of IP. */
    private static ByteBuffer behind(Carried what, ByteBuffer content, List<Outer> headers) throws CannotBeRead {
        return switch (what) {
            case IPV4, IPV6 -> content;
            case GRE -> {
                Gre.Opened gre = Gre.read(content);
                headers.add(gre.header());
                yield behind(gre.what(), gre.content(), headers);
            }
            case MPLS -> {
                Mpls.Opened mpls = Mpls.read(content);
                headers.add(mpls.header());
                yield mpls.content();
            }
        };
    }

    private static Opened outOfUdp(List<Outer> headers, IpPacket read) throws CannotBeRead {
        if (!Datagram.holds(read.ip(), read.content())) {
            throw new CannotBeRead("UDP with a checksum that does not hold");
        }
        byte[] segment = IpPacket.array(Datagram.data(read.content()));
        ByteBuffer bytes = ByteBuffer.wrap(segment).putShort(Segment.CHECKSUM, (short) 0);
        bytes.putShort(Segment.CHECKSUM, (short) read.ip().checksum(Segment.PROTOCOL, segment));
        Envelope envelope = new Envelope(headers, Optional.of(Datagram.ports(read.content())));
        return new Opened(envelope, MemorySegment.ofArray(read.ip().around(Segment.PROTOCOL, segment)));
    }
}
