package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpOptions.Transfer;

class IcmpMessageTest {
    private static final IpAddress A = IpAddress.parse("192.0.2.1");
    private static final IpAddress B = IpAddress.parse("198.51.100.2");
    private static final IpAddress A6 = IpAddress.parse("2001:db8::1");
    private static final IpAddress B6 = IpAddress.parse("2001:db8::2");

    private static MemorySegment bytesOf(IcmpMessage message, IpAddress source, IpAddress destination) {
        MemorySegment bytes = MemorySegment.ofArray(
                new byte[IcmpMessage.HEADER_LENGTH + message.body().length()]);
        bytes.fill((byte) 0x5a);
        message.writeHeader(bytes, source, destination);
        message.body().copyTo(bytes, IcmpMessage.HEADER_LENGTH);
        return bytes;
    }

    private static MemorySegment quotedV4() {
        MemorySegment packet = MemorySegment.ofArray(new byte[40]);
        IpHeader.of(A, B, new IpFields(0, 64, true, 0), TcpSegment.PROTOCOL, 20).write(packet);
        TcpSegmentTest.segment(TcpFlags.ACK, Transfer.NONE, "").writeHeader(packet.asSlice(20), A, B);
        return packet;
    }

    private static MemorySegment quotedV6() {
        MemorySegment packet = MemorySegment.ofArray(new byte[60]);
        IpHeader.of(A6, B6, new IpFields(0, 64, true, 0), TcpSegment.PROTOCOL, 20)
                .write(packet);
        TcpSegmentTest.segment(TcpFlags.ACK, Transfer.NONE, "").writeHeader(packet.asSlice(40), A6, B6);
        return packet;
    }

    @Test
    void readsWhatItWroteAndRefusesEveryFlippedBit() throws MalformedPacket {
        byte[] echoed = {1, 2, 3};
        for (boolean ipv6 : new boolean[] {false, true}) {
            IpAddress source = ipv6 ? A6 : A;
            IpAddress destination = ipv6 ? B6 : B;
            IcmpMessage message = new IcmpMessage(ipv6, ipv6 ? 128 : 8, 0, 0xfedc_0001, Payload.of(echoed));
            MemorySegment bytes = bytesOf(message, source, destination);
            IcmpMessage read = IcmpMessage.parse(bytes, source, destination);
            assertThat(read.type()).isEqualTo(message.type());
            assertThat(read.code()).isEqualTo(message.code());
            assertThat(read.rest()).isEqualTo(message.rest());
            assertThat(read.ipv6()).isEqualTo(ipv6);
            assertThat(read.protocol()).isEqualTo(ipv6 ? 58 : 1);
            assertThat(read.body().toByteArray()).isEqualTo(echoed);
            for (int bit = 0; bit < bytes.byteSize() * 8; bit++) {
                byte was = bytes.get(ValueLayout.JAVA_BYTE, bit / 8);
                bytes.set(ValueLayout.JAVA_BYTE, bit / 8, (byte) (was ^ 1 << bit % 8));
                assertThatExceptionOfType(MalformedPacket.class)
                        .as("ipv6 %s bit %d", ipv6, bit)
                        .isThrownBy(() -> IcmpMessage.parse(bytes, source, destination))
                        .matches(malformed -> malformed.reason() == DropReason.BAD_ICMP);
                bytes.set(ValueLayout.JAVA_BYTE, bit / 8, was);
            }
        }
    }

    /** C1: zeros of any length below the header's would have a checksum of nothing. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aMessageShorterThanItsHeaderIsRefused(int length) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[length]);
        bytes.fill((byte) 0xff);
        assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> IcmpMessage.parse(bytes, A, B));
        assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> IcmpMessage.parse(bytes, A6, B6));
    }

    @Test
    void aQuotedSegmentIsReadFromItsFirstEightBytesOn() {
        for (int length = 0; length <= 40; length++) {
            var quoted = QuotedSegment.parse(quotedV4().asSlice(0, length));
            assertThat(quoted.isPresent()).as("length %d", length).isEqualTo(length >= 28);
        }
        for (int length = 0; length <= 60; length++) {
            var quoted = QuotedSegment.parse(quotedV6().asSlice(0, length));
            assertThat(quoted.isPresent()).as("length %d", length).isEqualTo(length >= 48);
        }
        assertThat(QuotedSegment.parse(quotedV4())).hasValue(new QuotedSegment(A, B, 4660, 80, 0xffff_fffe));
        assertThat(QuotedSegment.parse(quotedV6())).hasValue(new QuotedSegment(A6, B6, 4660, 80, 0xffff_fffe));
    }

    /** C7. */
    @Test
    void aQuotationThatIsNoTcpHeaderIsNotRead() {
        MemorySegment longHeader = quotedV4();
        NetworkOrder.put8(longHeader, 0, 0x4f);
        assertThat(QuotedSegment.parse(longHeader)).isEmpty();

        MemorySegment shortHeader = quotedV4();
        NetworkOrder.put8(shortHeader, 0, 0x44);
        assertThat(QuotedSegment.parse(shortHeader)).isEmpty();

        MemorySegment udp = quotedV4();
        NetworkOrder.put8(udp, 9, 17);
        assertThat(QuotedSegment.parse(udp)).isEmpty();

        MemorySegment laterFragment = quotedV4();
        NetworkOrder.put16(laterFragment, 6, 100);
        assertThat(QuotedSegment.parse(laterFragment)).isEmpty();
    }
}
