package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpOptions.UserTimeoutOption;

class TcpSegmentTest {
    private static final IpAddress A = IpAddress.parse("192.0.2.1");
    private static final IpAddress B = IpAddress.parse("198.51.100.2");
    private static final IpAddress A6 = IpAddress.parse("2001:db8::1");
    private static final IpAddress B6 = IpAddress.parse("2001:db8::2");
    private static final Timestamps STAMPS = new Timestamps(0x8000_0001, -1);

    static TcpSegment segment(TcpFlags flags, TcpOptions options, String data) {
        Payload payload = Payload.of(data.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return new TcpSegment(4660, 80, 0xffff_fffe, 0x8000_0000, flags, 0xffff, 3, options, payload);
    }

    static MemorySegment bytesOf(TcpSegment segment, IpAddress source, IpAddress destination) {
        int headerLength = segment.headerLength();
        MemorySegment bytes =
                MemorySegment.ofArray(new byte[headerLength + segment.payload().length()]);
        bytes.fill((byte) 0x5a); // what a reused buffer held must not show
        segment.writeHeader(bytes, source, destination);
        segment.payload().copyTo(bytes, headerLength);
        return bytes;
    }

    /** Payloads are compared by their bytes. */
    private static void assertSame(TcpSegment actual, TcpSegment expected) {
        assertThat(actual.payload().toByteArray()).isEqualTo(expected.payload().toByteArray());
        assertThat(withoutPayload(actual)).isEqualTo(withoutPayload(expected));
    }

    private static TcpSegment withoutPayload(TcpSegment segment) {
        return new TcpSegment(
                segment.sourcePort(),
                segment.destinationPort(),
                segment.seq(),
                segment.ack(),
                segment.flags(),
                segment.window(),
                segment.urgentPointer(),
                segment.options(),
                Payload.EMPTY);
    }

    private static List<TcpSegment> kinds() {
        OpaqueBytes six = new OpaqueBytes(List.of((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6));
        Handshake full = new Handshake(
                OptionalInt.of(1460),
                OptionalInt.of(14),
                true,
                Optional.of(STAMPS),
                Optional.of(new FastOpen(six, false)),
                Optional.of(new UserTimeoutOption(true, 0x7fff)),
                Optional.empty());
        Transfer blocks = new Transfer(
                Optional.of(STAMPS),
                List.of(new SackBlock(-5, 5), new SackBlock(10, 20), new SackBlock(30, 40)),
                Optional.empty(),
                Optional.empty());
        Transfer advised = new Transfer(
                Optional.empty(),
                List.of(),
                Optional.of(new UserTimeoutOption(false, 300)),
                Optional.of(new OpaqueBytes(List.of((byte) 7))));
        return List.of(
                segment(TcpFlags.SYN, full, ""),
                segment(TcpFlags.SYN, full.withFastOpen(Optional.of(FastOpen.request(true))), "data"),
                segment(TcpFlags.SYN_ACK, Handshake.offer(536, OptionalInt.empty(), false, Optional.empty()), "x"),
                segment(TcpFlags.SYN, Handshake.NONE, ""),
                segment(TcpFlags.ACK, blocks, "odd"),
                segment(TcpFlags.ACK.with(TcpFlags.PSH).with(TcpFlags.URG), advised, "even"),
                segment(TcpFlags.ACK.with(TcpFlags.FIN).with(TcpFlags.AE), Transfer.NONE, ""),
                segment(TcpFlags.RST_ACK, Reset.NONE, ""),
                segment(TcpFlags.RST, new Reset(Optional.of(STAMPS), Optional.empty()), ""));
    }

    @Test
    @Tag("MUST-4")
    @Tag("MUST-5")
    void everyKindOfSegmentIsReadAsItWasWritten() throws MalformedPacket {
        for (TcpSegment segment : kinds()) {
            assertSame(TcpSegment.parse(bytesOf(segment, A, B), A, B), segment);
            assertSame(TcpSegment.parse(bytesOf(segment, A6, B6), A6, B6), segment);
        }
    }

    @Test
    @Tag("MUST-2")
    void writesKnownBytes() {
        TcpSegment segment = segment(
                TcpFlags.SYN, Handshake.offer(1460, OptionalInt.of(7), true, Optional.of(new Timestamps(1, 0))), "");
        // The checksum comes from a word-by-word sum made elsewhere, pseudo-header c0000201 c6336402 0006 0028.
        assertThat(HexFormat.of().formatHex(bytesOf(segment, A, B).toArray(ValueLayout.JAVA_BYTE)))
                .isEqualTo("12340050fffffffe80000000a002ffffc9410003020405b40402080a000000010000000001030307");
    }

    @Test
    @Tag("MUST-65")
    void onlyASynCarriesTheMss() {
        for (TcpSegment segment : kinds()) {
            boolean hasMss = written(segment).stream().anyMatch(option -> option.getFirst() == 2);
            assertThat(hasMss && !segment.has(TcpFlags.SYN)).as("%s", segment).isFalse();
        }
        assertThat(written(kinds().getFirst())).contains(List.of((byte) 2, (byte) 4, (byte) 5, (byte) 0xb4));
    }

    /** A list of options that fills its words has no end that is written; one that does not is followed by zeros. */
    @Test
    @Tag("MUST-69")
    void nothingButZerosStandsBehindTheEndOfTheOptions() {
        for (TcpSegment segment : kinds()) {
            List<List<Byte>> options = written(segment);
            int end = options.indexOf(List.of((byte) 0));
            assertThat(end < 0 ? List.of() : options.subList(end, options.size()))
                    .as("%s", segment)
                    .allMatch(List.of((byte) 0)::equals);
        }
    }

    /** The options of a segment as they stand on the wire, one by one; each byte from the end of the list on is one of its own. */
    private static List<List<Byte>> written(TcpSegment segment) {
        byte[] bytes = bytesOf(segment, A, B).toArray(ValueLayout.JAVA_BYTE);
        List<List<Byte>> options = new ArrayList<>();
        boolean ended = false;
        int length;
        for (int at = 20; at < segment.headerLength(); at += length) {
            ended |= bytes[at] == 0;
            length = ended || bytes[at] == 1 ? 1 : bytes[at + 1];
            List<Byte> option = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                option.add(bytes[at + i]);
            }
            options.add(option);
        }
        return options;
    }

    @Test
    void everyTruncationIsRefused() {
        for (TcpSegment segment : kinds()) {
            MemorySegment whole = bytesOf(segment, A, B);
            for (long length = 0; length < whole.byteSize(); length++) {
                MemorySegment part = whole.asSlice(0, length);
                assertThatExceptionOfType(MalformedPacket.class)
                        .as("%s cut to %d", segment, length)
                        .isThrownBy(() -> TcpSegment.parse(part, A, B));
            }
        }
    }

    /** T12. */
    @Test
    @Tag("MUST-3")
    void everyFlippedBitIsRefused() {
        MemorySegment bytes = bytesOf(kinds().get(3), A6, B6);
        for (int bit = 0; bit < bytes.byteSize() * 8; bit++) {
            byte was = bytes.get(ValueLayout.JAVA_BYTE, bit / 8);
            bytes.set(ValueLayout.JAVA_BYTE, bit / 8, (byte) (was ^ 1 << bit % 8));
            assertThatExceptionOfType(MalformedPacket.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> TcpSegment.parse(bytes, A6, B6))
                    .matches(malformed -> malformed.reason() == DropReason.BAD_TCP_CHECKSUM);
            bytes.set(ValueLayout.JAVA_BYTE, bit / 8, was);
        }
    }

    @Test
    @Tag("MUST-3")
    void aSegmentForAnotherAddressIsRefused() {
        MemorySegment bytes = bytesOf(kinds().getFirst(), A, B);
        assertThatExceptionOfType(MalformedPacket.class)
                .isThrownBy(() -> TcpSegment.parse(bytes, A, IpAddress.parse("198.51.100.3")));
    }

    /** T1. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 15})
    void aDataOffsetThatCannotBeIsRefused(int words) {
        MemorySegment bytes = bytesOf(segment(TcpFlags.ACK, Transfer.NONE, ""), A, B);
        NetworkOrder.put16(bytes, 12, words << 12 | TcpFlags.ACK.bits());
        rechecksum(bytes);
        assertThatExceptionOfType(MalformedPacket.class)
                .isThrownBy(() -> TcpSegment.parse(bytes, A, B))
                .matches(malformed -> malformed.reason() == DropReason.BAD_TCP_OFFSET);
    }

    /** T10. */
    @Test
    void reservedBitsAreIgnored() throws MalformedPacket {
        TcpSegment segment = segment(TcpFlags.ACK, Transfer.NONE, "data");
        MemorySegment bytes = bytesOf(segment, A, B);
        NetworkOrder.put16(bytes, 12, NetworkOrder.u16(bytes, 12) | 0x0e00);
        rechecksum(bytes);
        assertSame(TcpSegment.parse(bytes, A, B), segment);
    }

    static void rechecksum(MemorySegment bytes) {
        NetworkOrder.put16(bytes, 16, 0);
        long pseudo = InternetChecksum.pseudoHeader(A, B, TcpSegment.PROTOCOL, (int) bytes.byteSize());
        NetworkOrder.put16(bytes, 16, InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes)));
    }

    @Test
    void synAndFinCountInSequenceSpace() {
        assertThat(segment(TcpFlags.SYN, Handshake.NONE, "").sequenceLength()).isEqualTo(1);
        assertThat(segment(TcpFlags.FIN.with(TcpFlags.SYN), Handshake.NONE, "abc")
                        .sequenceLength())
                .isEqualTo(5);
        assertThat(segment(TcpFlags.ACK, Transfer.NONE, "abc").sequenceLength()).isEqualTo(3);
    }

    @Test
    void readsLikeATrace() {
        assertThat(segment(TcpFlags.ACK.with(TcpFlags.PSH), Transfer.NONE, "abc"))
                .hasToString("4660 > 80: PA seq 4294967294 ack 2147483648 win 65535 len 3");
        assertThat(TcpFlags.NONE).hasToString("-");
        assertThat(TcpFlags.SYN_ACK).hasToString("SA");
    }

    // RFC 6335 §6: port 0 is reserved.
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aSegmentFromOrToPort0IsNone(int port) {
        MemorySegment bytes = bytesOf(segment(TcpFlags.ACK, Transfer.NONE, ""), A, B);
        NetworkOrder.put16(bytes, port, 0);
        rechecksum(bytes);
        assertThatExceptionOfType(MalformedPacket.class)
                .isThrownBy(() -> TcpSegment.parse(bytes, A, B))
                .matches(malformed -> malformed.reason() == DropReason.BAD_TCP_PORT);
    }
}
