package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;

/** What a node does with IPv6 packets that have extension headers: an echo request shows whether they were taken. */
class NodeExtensionHeadersTest {
    private static final IpAddress US = IpAddress.parse("2001:db8::2");
    private static final IpAddress PEER = IpAddress.parse("2001:db8::1");
    private static final int NEXT_HEADER = 6;

    private final Drops drops = new Drops();
    private final Deque<MemorySegment> sent = new ArrayDeque<>();
    private final Node node = new Node(
            new Interfaces(List.of(new Interface("wire", 1500, List.of(IpPrefix.parse("2001:db8::2/64"))))),
            drops,
            new SipHash(1, 2),
            (index, headers, payload, unfinished) -> {
                MemorySegment packet = MemorySegment.ofArray(new byte[(int) headers.byteSize() + payload.length()]);
                packet.copyFrom(headers);
                payload.copyTo(packet, headers.byteSize());
                sent.add(packet);
            });

    /** An echo request behind the given extension headers, the first of which has the given number. */
    private static MemorySegment request(int first, String extensions) {
        byte[] chain = HexFormat.of().parseHex(extensions.replace(" ", ""));
        IcmpMessage echo = new IcmpMessage(true, 128, 0, 77, Payload.of(new byte[0]));
        IpHeader header = IpHeader.of(
                PEER, US, new IpFields(0, 64, true, 0), echo.protocol(), chain.length + IcmpMessage.HEADER_LENGTH);
        MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
        header.write(packet);
        packet.set(ValueLayout.JAVA_BYTE, NEXT_HEADER, (byte) first);
        MemorySegment.copy(MemorySegment.ofArray(chain), 0, packet, header.headerLength(), chain.length);
        echo.writeHeader(packet.asSlice(header.headerLength() + (long) chain.length), PEER, US);
        return packet;
    }

    /** Hop-by-hop options with a router alert, destination options, a route at its end, an atomic fragment; all of them. */
    @ParameterizedTest
    @CsvSource({
        "0, 3a00 05020000 0100",
        "60, 3a00 0104 00000000",
        "43, 3a00 0400 00000000",
        "44, 3a00 0000 12345678",
        "0, 3c00 05020000 0100 2b00 0104 00000000 2c00 0400 00000000 3a00 0000 12345678"
    })
    void answersWhatStandsBehindExtensionHeaders(int first, String extensions) throws MalformedPacket {
        node.onPacket(0, request(first, extensions), 0);
        MemorySegment answer = sent.remove();
        IpHeader header = IpHeader.parse(answer);
        assertThat(header.headerLength()).isEqualTo(40);
        IcmpMessage reply = IcmpMessage.parse(answer.asSlice(header.headerLength()), US, PEER);
        assertThat(reply.type()).isEqualTo(129);
        assertThat(reply.rest()).isEqualTo(77);
        assertThat(drops.snapshot()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "44, 3a00 0001 12345678, FRAGMENT",
        "44, 3a00 0008 12345678, FRAGMENT",
        "60, 3a00 4004 00000000, BAD_IP_OPTION",
        "60, 0000 0104 00000000 3a00 0104 00000000, BAD_IP_OPTION",
        "60, 3aff 0104 00000000, BAD_IP_LENGTH",
        "60, 3b00 0104 00000000, UNKNOWN_PROTOCOL"
    })
    void dropsAndCountsTheOthers(int first, String extensions, DropReason reason) {
        node.onPacket(0, request(first, extensions), 0);
        assertThat(sent).isEmpty();
        assertThat(drops.snapshot()).isEqualTo(Map.of(reason, 1L));
    }

    // RFC 8200 §4.2 and §4.4; hostile input S3 and S4.
    @ParameterizedTest
    @CsvSource({
        "43, 3a00 0001 00000000, 0, 42",
        "43, 3a00 0401 00000000, 0, 42",
        "0, 2b00 05020000 0100 3a00 04ff 00000000, 0, 50",
        "60, 3a00 8004 00000000, 2, 42",
        "60, 3a00 c004 00000000, 2, 42",
        "0, 3a00 0101 00 fe01 00, 2, 45"
    })
    void tellsTheSenderOfAHeaderThatItDoesNotAccept(int first, String extensions, int code, int pointer)
            throws MalformedPacket {
        MemorySegment request = request(first, extensions);
        node.onPacket(0, request, 0);
        MemorySegment answer = sent.remove();
        assertThat(sent).isEmpty();
        IcmpMessage error = IcmpMessage.parse(answer.asSlice(40), US, PEER);
        assertThat(error.type()).isEqualTo(4);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.rest()).isEqualTo(pointer);
        assertThat(error.body().toByteArray()).isEqualTo(request.toArray(ValueLayout.JAVA_BYTE));
        assertThat(drops.snapshot()).isEqualTo(Map.of(DropReason.BAD_IP_OPTION, 1L));
    }

    // RFC 4443 §2.4 (e.1); hostile input C3.
    @Test
    void answersNoErrorWithAnother() {
        MemorySegment packet = request(43, "3a00 0001 00000000");
        packet.set(ValueLayout.JAVA_BYTE, 48, (byte) 1);
        node.onPacket(0, packet, 0);
        assertThat(sent).isEmpty();
        assertThat(drops.snapshot()).isEqualTo(Map.of(DropReason.BAD_IP_OPTION, 1L));
    }

    // RFC 4443 §3.4: the pointer tells which next header was not known.
    @ParameterizedTest
    @CsvSource({"60, 3300 0104 00000000, 40", "0, 3c00 05020000 0100 3300 0104 00000000, 48"})
    void tellsWhereTheProtocolStandsThatItDoesNotKnow(int first, String extensions, int pointer)
            throws MalformedPacket {
        node.onPacket(0, request(first, extensions), 0);
        MemorySegment answer = sent.remove();
        IcmpMessage error = IcmpMessage.parse(answer.asSlice(40), US, PEER);
        assertThat(error.type()).isEqualTo(4);
        assertThat(error.code()).isEqualTo(1);
        assertThat(error.rest()).isEqualTo(pointer);
    }

    @Test
    void aFragmentForSomebodyElseIsThat() {
        MemorySegment packet = request(44, "3a00 0001 12345678");
        packet.set(ValueLayout.JAVA_BYTE, 39, (byte) 9);
        node.onPacket(0, packet, 0);
        assertThat(drops.snapshot()).isEqualTo(Map.of(DropReason.NOT_OURS, 1L));
    }
}
