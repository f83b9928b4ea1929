package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpHeaderTest {
    private static final IpFields FIELDS = new IpFields(0x10, 64, true, 0);

    private static MemorySegment packet(String source, String destination, int payload) {
        IpHeader header = IpHeader.of(IpAddress.parse(source), IpAddress.parse(destination), FIELDS, 6, payload);
        MemorySegment memory = MemorySegment.ofArray(new byte[header.totalLength()]);
        header.write(memory);
        return memory;
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 198.51.100.2", "2001:db8::1, 2001:db8::2"})
    void readsAHeaderAsItWasWrittenAndRefusesEveryTruncation(String source, String destination) throws MalformedPacket {
        MemorySegment packet = packet(source, destination, 11);
        IpHeader read = IpHeader.parse(packet);
        assertThat(read.source()).hasToString(source);
        assertThat(read.destination()).hasToString(destination);
        assertThat(read.totalLength()).isEqualTo(packet.byteSize());
        assertThat(read.timeToLive()).isEqualTo(64);
        for (long length = 0; length < packet.byteSize(); length++) {
            MemorySegment cut = packet.asSlice(0, length);
            assertThatThrownBy(() -> IpHeader.parse(cut)).isInstanceOf(MalformedPacket.class);
        }
    }

    // Hostile input I1
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void refusesAHeaderLengthBelowFiveWords(int words) {
        MemorySegment packet = packet("192.0.2.1", "192.0.2.2", 8);
        NetworkOrder.put8(packet, 0, 4 << 4 | words);
        assertThatThrownBy(() -> IpHeader.parse(packet)).isSameAs(MalformedPacket.because(DropReason.BAD_IP_LENGTH));
    }

    // Hostile input I2
    @Test
    void refusesABadHeaderChecksum() {
        MemorySegment packet = packet("192.0.2.1", "192.0.2.2", 8);
        NetworkOrder.put8(packet, 8, 63);
        assertThatThrownBy(() -> IpHeader.parse(packet)).isSameAs(MalformedPacket.because(DropReason.BAD_IP_CHECKSUM));
    }

    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "::1, ::1",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "fe80:0:0:0:0:0:0:0, fe80::"
    })
    void writesAddressesAsRfc5952Recommends(String given, String canonical) {
        assertThat(IpAddress.parse(given)).hasToString(canonical);
    }

    @Test
    void knowsWhatLiesInAPrefix() {
        IpPrefix prefix = IpPrefix.parse("198.18.0.2/24");
        assertThat(prefix.contains(IpAddress.parse("198.18.0.255"))).isTrue();
        assertThat(prefix.isBroadcast(IpAddress.parse("198.18.0.255"))).isTrue();
        assertThat(prefix.contains(IpAddress.parse("198.18.1.0"))).isFalse();
        assertThat(prefix.contains(IpAddress.parse("2001:db8::1"))).isFalse();
        assertThatThrownBy(() -> IpPrefix.parse("198.18.0.2/33")).isInstanceOf(IllegalArgumentException.class);
    }
}
