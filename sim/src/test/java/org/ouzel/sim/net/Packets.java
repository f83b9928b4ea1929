package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** Packets for tests. */
final class Packets {
    static final int NOT_ECT = 0;
    static final int ECT_1 = 1;
    static final int ECT_0 = 2;
    static final int CE = 3;

    private Packets() {}

    /** No IP packet: so many bytes, which begin with a number. */
    static MemorySegment numbered(int number, int bytes) {
        byte[] packet = new byte[bytes];
        ByteBuffer.wrap(packet).putInt(number);
        return MemorySegment.ofArray(packet);
    }

    static int number(MemorySegment packet) {
        return packet.asByteBuffer().getInt();
    }

    static MemorySegment v4(int typeOfService, int identification, int dataBytes) {
        return tcp("192.0.2.1", "198.51.100.7", new IpFields(typeOfService, 64, true, identification), dataBytes);
    }

    static MemorySegment v6(int trafficClass, int dataBytes) {
        return tcp("2001:db8::1", "2001:db8:7::2", new IpFields(trafficClass, 64, true, 0), dataBytes);
    }

    private static MemorySegment tcp(String from, String to, IpFields fields, int dataBytes) {
        IpAddress source = IpAddress.parse(from);
        IpAddress destination = IpAddress.parse(to);
        byte[] data = new byte[dataBytes];
        new SplittableRandom(dataBytes).nextBytes(data);
        Payload payload = Payload.of(MemorySegment.ofArray(data));
        TcpSegment segment = new TcpSegment(1234, 80, 1, 2, TcpFlags.ACK, 1000, 0, TcpOptions.Transfer.NONE, payload);
        int length = segment.headerLength() + dataBytes;
        IpHeader header = IpHeader.of(source, destination, fields, TcpSegment.PROTOCOL, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
        header.write(packet);
        segment.writeHeader(packet.asSlice(header.headerLength()), source, destination);
        packet.asSlice(packet.byteSize() - dataBytes).copyFrom(MemorySegment.ofArray(data));
        return packet;
    }

    /** What a host makes of a packet, all checksums checked; empty if it drops it. */
    static Optional<IpHeader> accepted(MemorySegment packet) {
        try {
            IpHeader header = IpHeader.parse(packet);
            int dataAndHeader = header.totalLength() - header.headerLength();
            TcpSegment.parse(
                    packet.asSlice(header.headerLength(), dataAndHeader), header.source(), header.destination());
            return Optional.of(header);
        } catch (MalformedPacket malformed) {
            return Optional.empty();
        }
    }
}
