package org.ouzel.drill.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.ouzel.drill.script.Ports;

/**
 * A packet.
 *
 * @param around what is around it
 * @param ip its header
 * @param content what is in it
 */
public record Packet(Envelope around, Ip ip, Content content) {

    /** A packet with nothing around it. */
    public Packet(Ip ip, Content content) {
        this(Envelope.NONE, ip, content);
    }

    /** What is in a packet. */
    public sealed interface Content permits Segment, Datagram, Icmp, Other {}

    /**
     * Something that is neither TCP nor UDP nor ICMP.
     *
     * @param protocol its protocol number
     * @param length how many bytes it has
     */
    public record Other(int protocol, int length) implements Content {}

    /** Whether what is around the content is the same, but for what differs from packet to packet. */
    public boolean isAroundAs(Packet other) {
        return ip.equals(other.ip) && around.tunnel().equals(other.around.tunnel());
    }

    /** The bytes. */
    public MemorySegment write() throws CannotBeSent {
        byte[] bytes =
                switch (content) {
                    case Segment segment -> ip.around(Segment.PROTOCOL, segment.write(ip));
                    case Datagram datagram -> ip.around(Datagram.PROTOCOL, datagram.write(ip));
                    case Icmp icmp -> ip.around(ip.icmp(), icmp.write(ip));
                    case Other other -> throw new CannotBeSent("protocol " + other.protocol());
                };
        return around.around(MemorySegment.ofArray(Envelope.requireFits(bytes)));
    }

    /**
     * Reads a packet that a host has sent, where UDP carries no TCP.
     *
     * @throws CannotBeRead if it is no packet
     */
    public static Packet read(MemorySegment packet) throws CannotBeRead {
        return read(packet, _ -> false);
    }

    /**
     * Reads a packet that a host has sent.
     *
     * @param carriesTcp between which ports UDP carries TCP
     * @throws CannotBeRead if it is no packet
     */
    public static Packet read(MemorySegment packet, Predicate<Ports> carriesTcp) throws CannotBeRead {
        Envelope.Opened opened = Envelope.open(packet, carriesTcp);
        ByteBuffer bytes = ByteBuffer.wrap(opened.packet().toArray(ValueLayout.JAVA_BYTE));
        try {
            IpPacket read = IpPacket.read(bytes);
            return new Packet(opened.envelope(), read.ip(), content(read));
        } catch (BufferUnderflowException | IndexOutOfBoundsException shortOf) {
            throw new CannotBeRead("cut off after " + packet.byteSize() + " bytes");
        }
    }

    private static Content content(IpPacket packet) {
        ByteBuffer content = packet.content();
        return switch (packet.protocol()) {
            case Segment.PROTOCOL -> Segment.read(content);
            case Datagram.PROTOCOL -> Datagram.read(content);
            default ->
                packet.protocol() == packet.ip().icmp()
                        ? Icmp.read(content)
                        : new Other(packet.protocol(), content.capacity());
        };
    }
}
