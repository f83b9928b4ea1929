package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpHeaderTest {
    private static final IpAddress A = IpAddress.parse("192.0.2.1");
    private static final IpAddress B = IpAddress.parse("198.51.100.2");
    private static final IpFields FIELDS = new IpFields(0xb9, 63, true, 0xfedc);

    private static MemorySegment bytes(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static void assertDropped(MemorySegment packet, DropReason reason) {
        assertThatExceptionOfType(MalformedPacket.class)
                .isThrownBy(() -> IpHeader.parse(packet))
                .matches(malformed -> malformed.reason() == reason, "reason " + reason);
    }

    /** An IPv4 packet of 60 bytes with the given options (whole words) and a right checksum. */
    static MemorySegment v4WithOptions(String options) {
        int words = 5 + options.replace(" ", "").length() / 8;
        MemorySegment packet = MemorySegment.ofArray(new byte[60]);
        IpHeader.of(A, B, FIELDS, 6, 40).write(packet);
        packet.asSlice(20).copyFrom(bytes(options));
        NetworkOrder.put8(packet, 0, 0x40 | words);
        rechecksum(packet);
        return packet;
    }

    private static void rechecksum(MemorySegment packet) {
        int length = Math.min(60, Math.max(20, (NetworkOrder.u8(packet, 0) & 0xf) * 4));
        NetworkOrder.put16(packet, 10, 0);
        NetworkOrder.put16(packet, 10, InternetChecksum.finish(InternetChecksum.sum(packet.asSlice(0, length))));
    }

    @Test
    void readsAKnownVersion4Header() throws MalformedPacket {
        MemorySegment packet = MemorySegment.ofArray(new byte[0x73]);
        packet.copyFrom(bytes("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7"));
        IpHeader header = IpHeader.parse(packet);
        assertThat(header)
                .usingRecursiveComparison()
                .isEqualTo(IpHeader.of(
                        IpAddress.parse("192.168.0.1"),
                        IpAddress.parse("192.168.0.199"),
                        new IpFields(0, 64, true, 0),
                        17,
                        0x73 - 20));
        MemorySegment written = MemorySegment.ofArray(new byte[20]);
        header.write(written);
        assertThat(written.mismatch(packet.asSlice(0, 20))).isEqualTo(-1);
    }

    @Test
    void readsWhatItWroteInBothVersions() throws MalformedPacket {
        IpHeader v4 = IpHeader.of(A, B, FIELDS, 6, 11);
        IpHeader v6 = IpHeader.of(
                IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8::2"), new IpFields(0xb9, 63, true, 0), 6, 11);
        for (IpHeader header : new IpHeader[] {v4, v6}) {
            MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
            packet.fill((byte) 0x5a);
            header.write(packet);
            assertThat(IpHeader.parse(packet)).usingRecursiveComparison().isEqualTo(header);
            assertThat(header.isFragment()).isFalse();
            for (long length = 0; length < packet.byteSize(); length++) {
                MemorySegment part = packet.asSlice(0, length);
                assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> IpHeader.parse(part));
            }
        }
    }

    /** I1. */
    @ParameterizedTest
    @CsvSource({"0x40, 60", "0x44, 60", "0x45, 19", "0x45, 0", "0x45, 61", "0x46, 20", "0x45, 65535"})
    void lengthsThatCannotBeAreDropped(String versionAndLength, int totalLength) {
        MemorySegment packet = v4WithOptions("");
        NetworkOrder.put8(packet, 0, Integer.decode(versionAndLength));
        NetworkOrder.put16(packet, 2, totalLength);
        rechecksum(packet);
        assertDropped(packet, DropReason.BAD_IP_LENGTH);
    }

    /** L2. */
    @Test
    void paddingBehindTheTotalLengthIsNotThePackets() throws MalformedPacket {
        MemorySegment packet = v4WithOptions("");
        NetworkOrder.put16(packet, 2, 41);
        rechecksum(packet);
        assertThat(IpHeader.parse(packet).totalLength()).isEqualTo(41);
    }

    /** I2. */
    @Test
    void everyFlippedBitOfTheVersion4HeaderIsDropped() {
        MemorySegment packet = v4WithOptions("");
        for (int bit = 0; bit < 20 * 8; bit++) {
            byte was = packet.get(ValueLayout.JAVA_BYTE, bit / 8);
            packet.set(ValueLayout.JAVA_BYTE, bit / 8, (byte) (was ^ 1 << bit % 8));
            assertThatExceptionOfType(MalformedPacket.class).as("bit %d", bit).isThrownBy(() -> IpHeader.parse(packet));
            packet.set(ValueLayout.JAVA_BYTE, bit / 8, was);
        }
    }

    /** I3. */
    @ParameterizedTest
    @ValueSource(strings = {"44000000", "44010000", "07050401", "01010144", "83070400 00000000", "89070400 00000000"})
    void malformedOptionsAndSourceRoutesAreDropped(String options) {
        assertDropped(v4WithOptions(options), DropReason.BAD_IP_OPTION);
    }

    /** I3: what is well formed is skipped, 40 bytes of no-operation included. */
    @ParameterizedTest
    @ValueSource(strings = {"94040000", "00000000", "00830000", "07070400 00000000"})
    @Tag("MUST-50")
    void otherOptionsAreSkipped(String options) throws MalformedPacket {
        assertThat(IpHeader.parse(v4WithOptions(options)).headerLength())
                .isEqualTo(20 + options.replace(" ", "").length() / 2);
        assertThat(IpHeader.parse(v4WithOptions("01".repeat(40))).headerLength())
                .isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"0x2000, true", "0x0001, true", "0x1fff, true", "0x4000, false", "0x8000, false", "0x0000, false"})
    void moreOrAnOffsetMakeAFragment(String flagsAndOffset, boolean fragment) throws MalformedPacket {
        MemorySegment packet = v4WithOptions("");
        NetworkOrder.put16(packet, 6, Integer.decode(flagsAndOffset));
        rechecksum(packet);
        assertThat(IpHeader.parse(packet).isFragment()).isEqualTo(fragment);
    }

    /** L1. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 7, 15})
    void otherVersionsAreDropped(int version) {
        MemorySegment packet = MemorySegment.ofArray(new byte[60]);
        NetworkOrder.put8(packet, 0, version << 4);
        assertDropped(packet, DropReason.BAD_IP_VERSION);
        assertDropped(MemorySegment.ofArray(new byte[0]), DropReason.TRUNCATED);
    }

    /** S1. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "20, true", "21, false", "65535, false"})
    void aVersion6PayloadLengthMustFit(int payloadLength, boolean fits) throws MalformedPacket {
        MemorySegment packet = MemorySegment.ofArray(new byte[60]);
        NetworkOrder.put8(packet, 0, 0x60);
        NetworkOrder.put16(packet, 4, payloadLength);
        NetworkOrder.put8(packet, 6, 6);
        if (fits) {
            assertThat(IpHeader.parse(packet).totalLength()).isEqualTo(40 + payloadLength);
        } else {
            assertDropped(packet, DropReason.BAD_IP_LENGTH);
        }
    }
}
