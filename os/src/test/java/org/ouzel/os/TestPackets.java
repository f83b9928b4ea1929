package org.ouzel.os;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UDP, and the first of TCP, over IPv4 and IPv6, made and read for tests: the smallest packets that a kernel takes and sends. */
final class TestPackets {
    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;
    static final int UDP_HEADER = 8;
    private static final int UDP_CHECKSUM = 6;
    private static final int TCP_HEADER = 20;
    private static final int TCP_CHECKSUM = 16;

    /** The flag, and before it the length of the header. */
    private static final short SYN = 0x5002;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TTL = 64;

    private TestPackets() {}

    /** What a UDP packet carries. */
    record Datagram(InetAddress source, int port, String text) {}

    /** A UDP packet, with its checksums. */
    static byte[] udp(InetAddress source, InetAddress destination, int port, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(UDP_HEADER + payload.length);
        datagram.putShort((short) port).putShort((short) port).putShort((short) datagram.capacity());
        datagram.putShort((short) 0).put(payload);
        return packet(source, destination, UDP, datagram.array(), UDP_CHECKSUM);
    }

    /** A request for a TCP connection from a port to the same one, with its checksums. */
    static byte[] syn(InetAddress source, InetAddress destination, int port) {
        ByteBuffer segment = ByteBuffer.allocate(TCP_HEADER);
        segment.putShort((short) port).putShort((short) port).putInt(0).putInt(0);
        segment.putShort(SYN).putShort((short) -1);
        return packet(source, destination, TCP, segment.array(), TCP_CHECKSUM);
    }

    private static byte[] packet(
            InetAddress source, InetAddress destination, int protocol, byte[] payload, int checksumAt) {
        byte[] from = source.getAddress();
        byte[] to = destination.getAddress();
        boolean ipv4 = from.length == 4;
        ByteBuffer packet = ByteBuffer.allocate((ipv4 ? IPV4_HEADER : IPV6_HEADER) + payload.length);
        if (ipv4) {
            packet.putInt(0x45000000 | packet.capacity())
                    .putInt(0)
                    .put((byte) TTL)
                    .put((byte) protocol);
            packet.putShort((short) 0).put(from).put(to);
            packet.putShort(10, checksum(0, packet.array(), 0, IPV4_HEADER));
        } else {
            packet.putInt(0x60000000).putShort((short) payload.length).put((byte) protocol);
            packet.put((byte) TTL).put(from).put(to);
        }
        int at = packet.position();
        packet.put(payload);
        int addresses = at - 2 * from.length;
        short sum = checksum(protocol + payload.length, packet.array(), addresses, packet.capacity() - addresses);
        // To UDP 0 would be none, and to both the two are the same number.
        packet.putShort(at + checksumAt, sum == 0 ? -1 : sum);
        return packet.array();
    }

    /** What is in a packet, if it is UDP to a port. */
    static Optional<Datagram> parse(ByteBuffer packet, int port) throws UnknownHostException {
        boolean ipv4 = packet.get(0) >> 4 == 4;
        int at = ipv4 ? IPV4_HEADER : IPV6_HEADER;
        if (packet.get(ipv4 ? 9 : 6) != UDP || (packet.getShort(at + 2) & 0xffff) != port) {
            return Optional.empty();
        }
        byte[] source = new byte[ipv4 ? 4 : 16];
        packet.get(ipv4 ? 12 : 8, source);
        byte[] text = new byte[packet.limit() - at - UDP_HEADER];
        packet.get(at + UDP_HEADER, text);
        return Optional.of(
                new Datagram(InetAddress.getByAddress(source), port, new String(text, StandardCharsets.UTF_8)));
    }

    /** RFC 1071, word by word. */
    private static short checksum(long start, byte[] bytes, int from, int length) {
        long sum = start;
        for (int i = 0; i < length; i++) {
            sum += (bytes[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
