package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile input S1 to S8, and what is to be let through. */
class ExtensionHeadersTest {
    private static final int TCP = 6;
    private static final int UPPER_LENGTH = 20;

    private static final Extension HOP_BY_HOP = new Extension(0, "00 0104 00000000");
    private static final Extension DESTINATION = new Extension(60, "00 0104 00000000");
    private static final Extension ROUTE_AT_ITS_END = new Extension(43, "00 0400 00000000");
    private static final Extension ATOMIC = new Extension(44, "00 0000 12345678");

    /** An extension header by its number and what follows its first byte. */
    record Extension(int number, String hex) {
        int length() {
            return 1 + bytes().length;
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex.replace(" ", ""));
        }
    }

    /** A packet with these headers, then 20 bytes of an upper layer. */
    static MemorySegment packet(List<Extension> headers, int upper) {
        int chain = headers.stream().mapToInt(Extension::length).sum();
        IpHeader fixed = IpHeader.of(
                IpAddress.parse("2001:db8::1"),
                IpAddress.parse("2001:db8::2"),
                new IpFields(0, 64, true, 0),
                headers.isEmpty() ? upper : headers.getFirst().number(),
                chain + UPPER_LENGTH);
        MemorySegment packet = MemorySegment.ofArray(new byte[fixed.totalLength()]);
        packet.fill((byte) 0xee);
        fixed.write(packet);
        long at = Ipv6Header.LENGTH;
        for (int i = 0; i < headers.size(); i++) {
            int next = i + 1 < headers.size() ? headers.get(i + 1).number() : upper;
            NetworkOrder.put8(packet, at, next);
            packet.asSlice(at + 1).copyFrom(MemorySegment.ofArray(headers.get(i).bytes()));
            at += headers.get(i).length();
        }
        return packet;
    }

    private static MemorySegment packet(Extension... headers) {
        return packet(List.of(headers), TCP);
    }

    private static void assertPassed(Extension... headers) throws MalformedPacket {
        MemorySegment packet = packet(headers);
        IpHeader header = IpHeader.parse(packet);
        assertThat(header.protocol()).isEqualTo(TCP);
        assertThat(header.isFragment()).isFalse();
        assertThat(((Ipv6Header) header).problem()).isEmpty();
        assertThat(header.totalLength()).isEqualTo((int) packet.byteSize());
        assertThat(header.totalLength() - header.headerLength()).isEqualTo(UPPER_LENGTH);
    }

    private static void assertDropped(MemorySegment packet, DropReason reason) {
        assertThatExceptionOfType(MalformedPacket.class)
                .isThrownBy(() -> IpHeader.parse(packet))
                .matches(malformed -> malformed.reason() == reason, "reason " + reason);
    }

    private static void assertNotAccepted(Extension... headers) {
        assertDropped(packet(headers), DropReason.BAD_IP_OPTION);
    }

    /** Not accepted, and the sender is told. */
    private static void assertTold(ParameterProblem problem, Extension... headers) throws MalformedPacket {
        Ipv6Header header = (Ipv6Header) IpHeader.parse(packet(headers));
        assertThat(header.problem()).contains(problem);
        assertThat(header.protocol()).isEqualTo(TCP);
    }

    private static Extension[] times(int count, Extension header) {
        return Collections.nCopies(count, header).toArray(Extension[]::new);
    }

    @Test
    void theUpperLayerIsFoundBehindEveryHeader() throws MalformedPacket {
        assertPassed();
        for (Extension header : List.of(HOP_BY_HOP, DESTINATION, ROUTE_AT_ITS_END, ATOMIC)) {
            assertPassed(header);
        }
        assertPassed(HOP_BY_HOP, DESTINATION, ROUTE_AT_ITS_END, ATOMIC, DESTINATION);
    }

    /** RFC 8200 §4.1: in any order and any number of times, but for Hop-by-Hop Options. */
    @Test
    void theOrderIsFreeButForHopByHopOptions() throws MalformedPacket {
        assertPassed(DESTINATION, ATOMIC, DESTINATION, ROUTE_AT_ITS_END, ROUTE_AT_ITS_END);
        for (Extension before : List.of(HOP_BY_HOP, DESTINATION, ROUTE_AT_ITS_END, ATOMIC)) {
            assertNotAccepted(before, HOP_BY_HOP);
        }
    }

    /** S2. */
    @Test
    void nineHeadersAreTooMany() throws MalformedPacket {
        assertPassed(times(8, DESTINATION));
        assertNotAccepted(times(9, DESTINATION));
        assertNotAccepted(times(60, DESTINATION));
        assertPassed(times(8, ATOMIC));
        assertNotAccepted(times(9, ATOMIC));
        assertPassed(HOP_BY_HOP, DESTINATION, DESTINATION, DESTINATION, ATOMIC, ATOMIC, ATOMIC, ROUTE_AT_ITS_END);
        assertNotAccepted(
                HOP_BY_HOP, DESTINATION, DESTINATION, DESTINATION, ATOMIC, ATOMIC, ATOMIC, ROUTE_AT_ITS_END, ATOMIC);
    }

    /** Encapsulated, encrypted and authenticated packets, mobility, and none at all: upper layers that nobody answers to. */
    @ParameterizedTest
    @ValueSource(ints = {4, 17, 41, 47, 50, 51, 58, 59, 135, 139, 140, 253, 255})
    void otherNumbersAreUpperLayers(int number) throws MalformedPacket {
        IpHeader header = IpHeader.parse(packet(List.of(HOP_BY_HOP, DESTINATION), number));
        assertThat(header.protocol()).isEqualTo(number);
        assertThat(header.headerLength()).isEqualTo(56);
    }

    /** S3: the two highest bits of an unknown type. */
    @Test
    void anUnknownOptionIsSkippedOrDropsThePacketAsItsTypeSays() throws MalformedPacket {
        for (int type = 2; type < 0x100; type++) {
            for (int number : new int[] {0, 60}) {
                Extension header = new Extension(number, "00 %02x04 01020304".formatted(type));
                if (type < 0x40) {
                    assertPassed(header);
                } else if (type < 0x80) {
                    assertNotAccepted(header);
                } else {
                    assertTold(new ParameterProblem(2, 42), header);
                    assertTold(new ParameterProblem(2, 42), header, DESTINATION, ROUTE_AT_ITS_END);
                }
            }
        }
    }

    /** S2. */
    @Test
    void nineOptionsAreTooMany() throws MalformedPacket {
        assertPassed(new Extension(60, "02" + "1e00".repeat(8) + "0104 00000000"));
        assertNotAccepted(new Extension(60, "02" + "1e00".repeat(9) + "0102 0000"));
        // Padding does not count, but there is no end of options: what stands behind the eighth is one.
        assertPassed(new Extension(60, "03" + "1e0000".repeat(8) + "010400000000"));
        assertNotAccepted(new Extension(60, "03" + "1e0000".repeat(8) + "1e0400000000"));
    }

    /** RFC 8504 §5.3: more than seven bytes of padding in a row align nothing. */
    @Test
    void paddingIsBounded() throws MalformedPacket {
        assertPassed(new Extension(0, "00" + "00".repeat(6)));
        assertPassed(new Extension(60, "01" + "00".repeat(7) + "1e00" + "00".repeat(5)));
        assertPassed(new Extension(60, "01 0105 0000000000 1e05 0000000000"));
        assertNotAccepted(new Extension(60, "01" + "00".repeat(8) + "1e04 00000000"));
        assertNotAccepted(new Extension(60, "01 0106 000000000000 1e04 00000000"));
        assertNotAccepted(new Extension(60, "01 0104 00000000 00 00 1e04 00000000"));
        assertNotAccepted(new Extension(60, "01" + "00".repeat(14)));
        assertNotAccepted(new Extension(0, "01 010c" + "00".repeat(12)));
        assertNotAccepted(new Extension(60, "20 01ff" + "00".repeat(255) + "1e04 00000000"));
    }

    /** S2: PadN and others beyond the header's end, and a type without a length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 0105 00000000",
                "00 01ff 00000000",
                "00 1e05 00000000",
                "00 1eff 00000000",
                "00 1e03 00000001",
                "00 1e03 0000001e",
                "00 0000 1e00 1e01"
            })
    void optionsBeyondTheirHeaderAreDropped(String hex) {
        assertNotAccepted(new Extension(0, hex));
        assertNotAccepted(new Extension(60, hex));
    }

    @Test
    void theLargestHeaderIsWalkedOver() throws MalformedPacket {
        String options = ("1eff" + "00".repeat(255)).repeat(7) + "1ef5" + "00".repeat(245);
        assertPassed(new Extension(60, "ff" + options));
        assertPassed(new Extension(0, "ff" + options), new Extension(60, "ff" + options));
        assertPassed(new Extension(43, "ff 0400" + "00".repeat(2044)));
    }

    /** S1, S2: the length of a header is compared with what is there. */
    @ParameterizedTest
    @CsvSource({"0, 3", "0, 255", "60, 3", "60, 255", "43, 3", "43, 255"})
    void aHeaderBeyondThePacketIsDropped(int number, int length) {
        String rest = "%02x".formatted(length) + (number == 43 ? "0400 00000000" : "0104 00000000");
        assertDropped(packet(new Extension(number, rest)), DropReason.BAD_IP_LENGTH);
        assertDropped(packet(DESTINATION, new Extension(number == 0 ? 60 : number, rest)), DropReason.BAD_IP_LENGTH);
    }

    /** S4. A route at its end is passed; RFC 5095 §3 treats type 0 as any that is not known. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, true",
        "0, 1, false",
        "0, 255, false",
        "1, 0, true",
        "2, 0, true",
        "2, 1, false",
        "3, 0, true",
        "3, 1, false",
        "4, 0, true",
        "4, 1, false",
        "4, 255, false",
        "253, 0, true",
        "255, 1, false"
    })
    void routesAreTakenOnlyAtTheirEnd(int type, int segmentsLeft, boolean taken) throws MalformedPacket {
        Extension route = new Extension(43, "02 %02x%02x".formatted(type, segmentsLeft) + "00".repeat(20));
        if (taken) {
            assertPassed(route);
            assertPassed(HOP_BY_HOP, route, DESTINATION);
        } else {
            assertTold(new ParameterProblem(0, 42), route);
            assertTold(new ParameterProblem(0, 50), HOP_BY_HOP, route, DESTINATION);
            assertTold(new ParameterProblem(0, 50), HOP_BY_HOP, route, new Extension(60, "00 9e04 01020304"));
        }
    }

    /** S5, S6: an atomic fragment (RFC 6946) is a whole packet, whatever its reserved bits and its identification. */
    @ParameterizedTest
    @CsvSource({
        "0x0000, false",
        "0x0002, false",
        "0x0004, false",
        "0x0006, false",
        "0x0001, true",
        "0x0007, true",
        "0x0008, true",
        "0x0009, true",
        "0xfff8, true",
        "0xffff, true"
    })
    void moreOrAnOffsetMakeAFragment(String offsetAndMore, boolean fragment) throws MalformedPacket {
        for (String reserved : List.of("00", "ff")) {
            Extension header = new Extension(44, "%s %04x ffffffff".formatted(reserved, Integer.decode(offsetAndMore)));
            if (!fragment) {
                assertPassed(header);
                assertPassed(HOP_BY_HOP, header, DESTINATION);
                continue;
            }
            IpHeader parsed = IpHeader.parse(packet(HOP_BY_HOP, ROUTE_AT_ITS_END, header, DESTINATION));
            assertThat(parsed.isFragment()).isTrue();
            assertThat(parsed.protocol()).isEqualTo(ExtensionHeaders.FRAGMENT);
            assertThat(parsed.headerLength()).isEqualTo(56);
        }
    }

    /** S7, S8: what stands behind a fragment header is not looked at; fragments within atomic fragments are fragments. */
    @Test
    void aFragmentIsOneWhateverFollows() throws MalformedPacket {
        Extension first = new Extension(44, "00 0001 12345678");
        assertThat(IpHeader.parse(packet(first, HOP_BY_HOP)).isFragment()).isTrue();
        assertThat(IpHeader.parse(packet(first, first)).isFragment()).isTrue();
        assertThat(IpHeader.parse(packet(ATOMIC, first)).isFragment()).isTrue();
        MemorySegment chainOnly = packet(first, DESTINATION);
        NetworkOrder.put16(chainOnly, 4, 8);
        assertThat(IpHeader.parse(chainOnly).isFragment()).isTrue();
    }

    /** S1: at each length the packet is dropped, or the upper layer gets what is there. */
    @Test
    void everyTruncationIsNoticed() throws MalformedPacket {
        List<Extension> headers = new ArrayList<>(List.of(HOP_BY_HOP, DESTINATION, ROUTE_AT_ITS_END, ATOMIC));
        headers.add(new Extension(60, "01 1e0c" + "00".repeat(12)));
        MemorySegment packet = packet(headers, TCP);
        int chain = headers.stream().mapToInt(Extension::length).sum();
        for (int length = 0; length < chain + UPPER_LENGTH; length++) {
            NetworkOrder.put16(packet, 4, chain + UPPER_LENGTH);
            assertDropped(packet.asSlice(0, Ipv6Header.LENGTH + (long) length), DropReason.BAD_IP_LENGTH);
            NetworkOrder.put16(packet, 4, length);
            if (length >= chain) {
                assertThat(IpHeader.parse(packet).headerLength()).isEqualTo(Ipv6Header.LENGTH + chain);
                continue;
            }
            // The last header has two units: with only the first of them it is too long, not absent.
            boolean half = length >= chain - 8;
            assertDropped(packet, half ? DropReason.BAD_IP_LENGTH : DropReason.TRUNCATED);
        }
    }
}
