package org.ouzel.drill.wire;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.ouzel.core.wire.InternetChecksum;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;

/**
 * What a script can say of an IP header.
 *
 * @param source who sends
 * @param destination to whom
 * @param typeOfService the type of service or traffic class, ECN's bits in it
 * @param timeToLive the TTL or hop limit
 * @param flowLabel the flow label; 0 of IPv4
 */
public record Ip(IpAddress source, IpAddress destination, int typeOfService, int timeToLive, int flowLabel)
        implements Outer {
    /** What hosts send with where nobody says otherwise. */
    public static final int USUAL_TIME_TO_LIVE = 64;

    private static final int V4_LENGTH = 20;
    private static final int V6_LENGTH = 40;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int FLOW_LABEL = 0xfffff;

    /** The version of IP. */
    public int version() {
        return source instanceof Ipv4Address ? 4 : 6;
    }

    /** The protocol number of ICMP in this version. */
    public int icmp() {
        return version() == 4 ? 1 : 58;
    }

    @Override
    public int length() {
        return version() == 4 ? V4_LENGTH : V6_LENGTH;
    }

    @Override
    public Carried kind() {
        return version() == 4 ? Carried.IPV4 : Carried.IPV6;
    }

    @Override
    public byte[] around(Carried what, byte[] content) {
        return around(what.protocol(), content);
    }

    @Override
    public Ip tunnel() {
        return new Ip(source, destination, 0, USUAL_TIME_TO_LIVE, 0);
    }

    @Override
    public Ip mirrored() {
        return new Ip(/* source= */ destination, /* destination= */ source, 0, USUAL_TIME_TO_LIVE, 0);
    }

    // RFC 6040 §4.1: the outer ECN field is a copy of the inner one; the rest of the byte is here too.
    @Override
    public Ip on(Ip inner, int sequence) {
        return new Ip(source, destination, inner.typeOfService, timeToLive, flowLabel);
    }

    /** A whole packet. */
    public byte[] around(int protocol, byte[] content) {
        return version() == 4 ? v4(protocol, content) : v6(protocol, content);
    }

    private byte[] v4(int protocol, byte[] content) {
        ByteBuffer packet = ByteBuffer.allocate(V4_LENGTH + content.length)
                .put((byte) 0x45)
                .put((byte) typeOfService)
                .putShort((short) (V4_LENGTH + content.length))
                .putShort((short) 0)
                .putShort((short) DONT_FRAGMENT)
                .put((byte) timeToLive)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(bytes(source))
                .put(bytes(destination));
        packet.putShort(10, (short) checksum(0L, packet.array()));
        return packet.put(content).array();
    }

    private byte[] v6(int protocol, byte[] content) {
        return ByteBuffer.allocate(V6_LENGTH + content.length)
                .putInt(6 << 28 | typeOfService << 20 | flowLabel)
                .putShort((short) content.length)
                .put((byte) protocol)
                .put((byte) timeToLive)
                .put(bytes(source))
                .put(bytes(destination))
                .put(content)
                .array();
    }

    static byte[] bytes(IpAddress address) {
        byte[] bytes = new byte[address.length()];
        address.write(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    /** The checksum of something that is covered together with the addresses. */
    int checksum(int protocol, byte[] content) {
        return checksum(InternetChecksum.pseudoHeader(source, destination, protocol, content.length), content);
    }

    static int checksum(long start, byte[] content) {
        return InternetChecksum.finish(start + InternetChecksum.sum(MemorySegment.ofArray(content)));
    }

    /** The flow label of an IPv6 packet's first word. */
    static int flowLabel(int firstWord) {
        return firstWord & FLOW_LABEL;
    }
}
