package org.ouzel.os;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UDP over IPv4 and IPv6, made and read for tests: the smallest packets that a kernel takes and sends. */
final class TestPackets {
    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;
    static final int UDP_HEADER = 8;
    private static final int UDP = 17;
    private static final int TTL = 64;

    private TestPackets() {}

    /** What a UDP packet carries. */
    record Datagram(InetAddress source, int port, String text) {}

    /** A UDP packet, with its checksums. */
    static byte[] udp(InetAddress source, InetAddress destination, int port, byte[] payload) {
        byte[] from = source.getAddress();
        byte[] to = destination.getAddress();
        int length = UDP_HEADER + payload.length;
        boolean ipv4 = from.length == 4;
        ByteBuffer packet = ByteBuffer.allocate((ipv4 ? IPV4_HEADER : IPV6_HEADER) + length);
        if (ipv4) {
            packet.putInt(0x45000000 | packet.capacity())
                    .putInt(0)
                    .put((byte) TTL)
                    .put((byte) UDP);
            packet.putShort((short) 0).put(from).put(to);
            packet.putShort(10, checksum(0, packet.array(), 0, IPV4_HEADER));
        } else {
            packet.putInt(0x60000000).putShort((short) length).put((byte) UDP).put((byte) TTL);
            packet.put(from).put(to);
        }
        int at = packet.position();
        packet.putShort((short) port).putShort((short) port).putShort((short) length);
        packet.putShort((short) 0).put(payload);
        int addresses = at - 2 * from.length;
        short sum = checksum(UDP + length, packet.array(), addresses, packet.capacity() - addresses);
        packet.putShort(at + 6, sum == 0 ? -1 : sum);
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
