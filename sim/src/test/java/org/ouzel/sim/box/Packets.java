package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.net.PacketSink;

/** Packets written and read by the core's own codecs, which check every checksum. */
final class Packets {
    static final IpFields FIELDS = new IpFields(0, 64, true, 0);

    private Packets() {}

    /** Keeps what arrives. */
    static final class Kept implements PacketSink {
        private final List<MemorySegment> packets = new ArrayList<>();

        @Override
        public void packet(MemorySegment packet) {
            packets.add(packet);
        }

        /** The only packet since the last call. */
        MemorySegment one() {
            if (packets.size() != 1) {
                throw new AssertionError(packets.size() + " packets, not one");
            }
            return packets.removeFirst();
        }

        List<MemorySegment> all() {
            List<MemorySegment> all = List.copyOf(packets);
            packets.clear();
            return all;
        }

        boolean isEmpty() {
            return packets.isEmpty();
        }
    }

    /** A segment with the options that its flags go with. */
    static TcpSegment segment(int sourcePort, int destinationPort, TcpFlags flags, int seq, int ack, byte... data) {
        TcpOptions options = Transfer.NONE;
        if (flags.has(TcpFlags.RST)) {
            options = Reset.NONE;
        } else if (flags.has(TcpFlags.SYN)) {
            options = Handshake.NONE;
        }
        return new TcpSegment(sourcePort, destinationPort, seq, ack, flags, 1000, 0, options, Payload.of(data));
    }

    static MemorySegment tcp(String source, String destination, TcpSegment segment) {
        return tcp(source, destination, FIELDS, segment);
    }

    static MemorySegment tcp(String source, String destination, IpFields fields, TcpSegment segment) {
        IpAddress from = IpAddress.parse(source);
        IpAddress to = IpAddress.parse(destination);
        int length = segment.headerLength() + segment.payload().length();
        MemorySegment packet = packet(from, to, fields, TcpSegment.PROTOCOL, length);
        int at = (int) packet.byteSize() - length;
        segment.writeHeader(packet.asSlice(at), from, to);
        segment.payload().copyTo(packet, at + segment.headerLength());
        return packet;
    }

    static MemorySegment icmp(String source, String destination, IpFields fields, int type, int rest, byte... body) {
        IpAddress from = IpAddress.parse(source);
        IpAddress to = IpAddress.parse(destination);
        return icmp(from, to, fields, new IcmpMessage(from.length() == 16, type, 0, rest, Payload.of(body)));
    }

    static MemorySegment icmp(IpAddress from, IpAddress to, IpFields fields, IcmpMessage message) {
        int length = IcmpMessage.HEADER_LENGTH + message.body().length();
        MemorySegment packet = packet(from, to, fields, message.protocol(), length);
        int at = (int) packet.byteSize() - length;
        message.writeHeader(packet.asSlice(at), from, to);
        message.body().copyTo(packet, at + IcmpMessage.HEADER_LENGTH);
        return packet;
    }

    static MemorySegment packet(IpAddress from, IpAddress to, IpFields fields, int protocol, int length) {
        IpHeader ip = IpHeader.of(from, to, fields, protocol, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[ip.totalLength()]);
        ip.write(packet);
        return packet;
    }

    /** As many bytes, of which no two neighbours are alike. */
    static byte[] data(int length) {
        byte[] data = new byte[length];
        for (int at = 0; at < length; at++) {
            data[at] = (byte) (at * 31 + (at >> 8));
        }
        return data;
    }

    static IpHeader ip(MemorySegment packet) {
        try {
            return IpHeader.parse(packet);
        } catch (MalformedPacket malformed) {
            throw new AssertionError(malformed);
        }
    }

    static TcpSegment tcp(MemorySegment packet) {
        try {
            IpHeader ip = IpHeader.parse(packet);
            return TcpSegment.parse(packet.asSlice(ip.headerLength()), ip.source(), ip.destination());
        } catch (MalformedPacket malformed) {
            throw new AssertionError(malformed);
        }
    }

    static IcmpMessage icmp(MemorySegment packet) {
        try {
            IpHeader ip = IpHeader.parse(packet);
            return IcmpMessage.parse(packet.asSlice(ip.headerLength()), ip.source(), ip.destination());
        } catch (MalformedPacket malformed) {
            throw new AssertionError(malformed);
        }
    }

    static byte[] bytes(MemorySegment packet) {
        return packet.toArray(ValueLayout.JAVA_BYTE);
    }

    static MemorySegment copy(MemorySegment packet) {
        return MemorySegment.ofArray(bytes(packet));
    }
}
