package org.ouzel.drill.record;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.drill.record.CaptureFile.Captured;

/** Captures, made byte by byte. */
class CaptureFileTest {
    private static final int RAW = 101;
    private static final int ETHERNET = 1;
    private static final long NS = 1_700_000_000_123_456_789L;

    /** The byte orders, under names for tests. */
    enum Order {
        BIG(ByteOrder.BIG_ENDIAN),
        LITTLE(ByteOrder.LITTLE_ENDIAN);

        private final ByteOrder order;

        Order(ByteOrder order) {
            this.order = order;
        }
    }

    /** A packet of IPv4 with nothing in it but a header, of a length that it tells itself. */
    private static byte[] v4(int length) {
        byte[] packet = new byte[length];
        packet[0] = 0x45;
        packet[2] = (byte) (length >>> 8);
        packet[3] = (byte) length;
        packet[length - 1] = 7;
        return packet;
    }

    private static byte[] v6(int payload) {
        byte[] packet = new byte[40 + payload];
        packet[0] = 0x60;
        packet[5] = (byte) payload;
        return packet;
    }

    private static byte[] ethernet(byte[] inside, int... types) {
        ByteBuffer frame = ByteBuffer.allocate(12 + 4 * (types.length - 1) + 2 + inside.length);
        frame.position(12);
        for (int i = 0; i < types.length; i++) {
            frame.putShort((short) types[i]);
            if (i < types.length - 1) {
                frame.putShort((short) 42);
            }
        }
        return frame.put(inside).array();
    }

    private static List<byte[]> packets(List<Captured> captured) {
        return captured.stream()
                .map(packet -> packet.bytes().toArray(JAVA_BYTE))
                .toList();
    }

    private static void assertPackets(ByteBuffer file, byte[]... wanted) throws IOException {
        assertThat(packets(CaptureFile.read(file))).containsExactly(wanted);
    }

    // ---- pcap

    private static final int MICROSECONDS = 0xa1b2_c3d4;
    private static final int NANOSECONDS = 0xa1b2_3c4d;

    private static ByteBuffer pcap(ByteOrder order, int magic, int linkType, int fraction, byte[]... frames) {
        int length =
                24 + Arrays.stream(frames).mapToInt(frame -> 16 + frame.length).sum();
        ByteBuffer file = ByteBuffer.allocate(length).order(order);
        file.putInt(magic).putShort((short) 2).putShort((short) 4);
        file.putInt(0).putInt(0).putInt(1 << 18).putInt(linkType);
        for (byte[] frame : frames) {
            file.putInt((int) (NS / 1_000_000_000)).putInt(fraction);
            file.putInt(frame.length).putInt(frame.length).put(frame);
        }
        return file.flip().order(ByteOrder.BIG_ENDIAN);
    }

    @Nested
    class Pcap {
        @ParameterizedTest
        @EnumSource(Order.class)
        void isReadInBothByteOrders(Order order) throws IOException {
            ByteBuffer file = pcap(order.order, MICROSECONDS, RAW, 123_456, v4(40), v6(20));

            assertThat(CaptureFile.read(file)).extracting(Captured::at).containsOnly(NS - 789);
            assertPackets(file, v4(40), v6(20));
        }

        @ParameterizedTest
        @EnumSource(Order.class)
        void mayHaveTimesToTheNanosecond(Order order) throws IOException {
            ByteBuffer file = pcap(order.order, NANOSECONDS, RAW, 123_456_789, v4(40));

            assertThat(CaptureFile.read(file)).extracting(Captured::at).containsExactly(NS);
        }

        @ParameterizedTest
        @ValueSource(ints = {12, 14, 101, 228, 229})
        void hasRawPacketsUnderMoreThanOneNumber(int linkType) throws IOException {
            assertPackets(pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, linkType, 0, v4(40)), v4(40));
        }

        @Test
        void tellsTheLinkTypeInTheLowerHalfOfItsField() throws IOException {
            // The upper one says whether frames end with a checksum.
            assertPackets(
                    pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, 0x1400_0000 | ETHERNET, 0, ethernet(v4(40), 0x0800)),
                    v4(40));
        }

        @Test
        void isRefusedWithAnotherLinkType() {
            assertThatThrownBy(() -> CaptureFile.read(pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, 105, 0)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("link type 105");
        }

        @Test
        void isRefusedWhereverItIsCut() throws IOException {
            byte[] whole =
                    pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, RAW, 0, v4(40)).array();
            for (int length = 0; length < whole.length; length++) {
                ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
                if (length == 24) {
                    assertPackets(cut);
                } else {
                    assertThatThrownBy(() -> CaptureFile.read(cut))
                            .as("%d bytes", length)
                            .isInstanceOf(IOException.class);
                }
            }
        }

        @Test
        void isRefusedWithALengthThatIsNone() {
            ByteBuffer file = pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, RAW, 0, v4(40));
            file.order(ByteOrder.LITTLE_ENDIAN).putInt(24 + 8, -1).order(ByteOrder.BIG_ENDIAN);

            assertThatThrownBy(() -> CaptureFile.read(file)).isInstanceOf(IOException.class);
        }
    }

    // ---- Ethernet

    @Nested
    class Ethernet {
        private void assertInside(byte[] frame, byte[]... wanted) throws IOException {
            assertPackets(pcap(ByteOrder.BIG_ENDIAN, MICROSECONDS, ETHERNET, 0, frame), wanted);
        }

        @Test
        void isTakenOff() throws IOException {
            assertInside(ethernet(v4(40), 0x0800), v4(40));
            assertInside(ethernet(v6(20), 0x86dd), v6(20));
        }

        @Test
        void mayHaveTags() throws IOException {
            assertInside(ethernet(v4(40), 0x8100, 0x0800), v4(40));
            assertInside(ethernet(v6(20), 0x8100, 0x8100, 0x86dd), v6(20));
        }

        @Test
        void mayCarryWhatIsNoIp() throws IOException {
            assertInside(ethernet(new byte[46], 0x0806));
            assertInside(ethernet(new byte[46], 0x8100, 0x0806));
            assertInside(new byte[13]);
            assertInside(ethernet(new byte[0], 0x0800));
        }

        @Test
        void keepsWhatItWasFilledUpWithForTheReaderOfPackets() throws IOException {
            byte[] filled = Arrays.copyOf(v4(40), 46);

            assertInside(ethernet(filled, 0x0800), filled);
        }

        @Test
        void hasZerosForWhatWasCutOffWhenItWasCaptured() throws IOException {
            byte[] wanted = v4(400);
            wanted[399] = 0;

            assertInside(ethernet(Arrays.copyOf(v4(400), 60), 0x0800), wanted);
        }
    }

    // ---- pcapng

    private static byte[] block(ByteOrder order, int type, byte[] body) {
        int length = 12 + Math.ceilDiv(body.length, 4) * 4;
        ByteBuffer block = ByteBuffer.allocate(length).order(order);
        block.putInt(type).putInt(length).put(body);
        return block.putInt(length - 4, length).array();
    }

    private static byte[] section(ByteOrder order) {
        ByteBuffer body = ByteBuffer.allocate(16).order(order);
        body.putInt(0x1a2b_3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
        return block(order, 0x0a0d_0d0a, body.array());
    }

    /** An interface with a comment, and with a resolution if that is not 6. */
    private static byte[] face(ByteOrder order, int linkType, int resolution) {
        ByteBuffer body = ByteBuffer.allocate(resolution == 6 ? 8 : 28).order(order);
        body.putShort((short) linkType).putShort((short) 0).putInt(0);
        if (resolution != 6) {
            body.putShort((short) 1).putShort((short) 3).put(new byte[] {'a', 'b', 'c', 0});
            body.putShort((short) 9).putShort((short) 1).put(new byte[] {(byte) resolution, 0, 0, 0});
            body.putInt(0);
        }
        return block(order, 1, body.array());
    }

    private static byte[] packet(ByteOrder order, int by, long ticks, byte[] bytes) {
        ByteBuffer body = ByteBuffer.allocate(20 + bytes.length).order(order);
        body.putInt(by).putInt((int) (ticks >>> 32)).putInt((int) ticks);
        body.putInt(bytes.length).putInt(bytes.length).put(bytes);
        return block(order, 6, body.array());
    }

    private static ByteBuffer file(byte[]... blocks) {
        ByteBuffer file = ByteBuffer.allocate(
                Arrays.stream(blocks).mapToInt(block -> block.length).sum());
        for (byte[] block : blocks) {
            file.put(block);
        }
        return file.flip();
    }

    @Nested
    class PcapNg {
        @ParameterizedTest
        @EnumSource(Order.class)
        void isReadInBothByteOrders(Order order) throws IOException {
            assertPackets(
                    file(
                            section(order.order),
                            face(order.order, RAW, 6),
                            packet(order.order, 0, 1, v4(41)),
                            packet(order.order, 0, 2, v6(20))),
                    v4(41),
                    v6(20));
        }

        @Test
        void mayHaveSectionsOfDifferentOrdersEachWithItsInterfaces() throws IOException {
            assertPackets(
                    file(
                            section(ByteOrder.LITTLE_ENDIAN),
                            face(ByteOrder.LITTLE_ENDIAN, RAW, 6),
                            packet(ByteOrder.LITTLE_ENDIAN, 0, 1, v4(40)),
                            section(ByteOrder.BIG_ENDIAN),
                            face(ByteOrder.BIG_ENDIAN, ETHERNET, 6),
                            packet(ByteOrder.BIG_ENDIAN, 0, 1, ethernet(v6(20), 0x86dd)),
                            section(ByteOrder.LITTLE_ENDIAN),
                            face(ByteOrder.LITTLE_ENDIAN, RAW, 6),
                            packet(ByteOrder.LITTLE_ENDIAN, 0, 1, v4(44))),
                    v4(40),
                    v6(20),
                    v4(44));
        }

        @ParameterizedTest
        @CsvSource({
            "6, 1700000000123456, 1700000000123456000",
            "9, 1700000000123456789, 1700000000123456789",
            "3, 1700000000123, 1700000000123000000",
            "0x8a, 2048, 2000000000",
            "0x80, 3, 3000000000"
        })
        void tellsTimesInTheTicksOfEachInterface(String resolution, long ticks, long wanted) throws IOException {
            ByteOrder order = ByteOrder.LITTLE_ENDIAN;
            ByteBuffer file = file(
                    section(order),
                    face(order, RAW, 6),
                    face(order, ETHERNET, Integer.decode(resolution)),
                    packet(order, 1, ticks, ethernet(v4(40), 0x0800)));

            assertThat(CaptureFile.read(file)).singleElement().satisfies(read -> {
                assertThat(read.at()).isCloseTo(wanted, within(256L));
                assertThat(read.bytes().toArray(JAVA_BYTE)).isEqualTo(v4(40));
            });
        }

        @Test
        void mayHaveBlocksThatDoNotMatter() throws IOException {
            ByteOrder order = ByteOrder.LITTLE_ENDIAN;

            assertPackets(
                    file(
                            section(order),
                            block(order, 4, new byte[20]),
                            face(order, RAW, 6),
                            block(order, 5, new byte[12]),
                            packet(order, 0, 1, v4(40)),
                            block(order, 0x0bad, new byte[0])),
                    v4(40));
        }

        @Test
        void isRefusedWithAPacketOfNoInterface() {
            ByteOrder order = ByteOrder.LITTLE_ENDIAN;

            assertThatThrownBy(() -> CaptureFile.read(file(section(order), packet(order, 0, 1, v4(40)))))
                    .isInstanceOf(IOException.class);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, -1, -12, 4, 11, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE})
        void isRefusedWithALengthThatIsNone(int length) {
            ByteOrder order = ByteOrder.LITTLE_ENDIAN;
            byte[] broken = block(order, 4, new byte[20]);
            ByteBuffer.wrap(broken).order(order).putInt(4, length);

            assertThatThrownBy(() -> CaptureFile.read(file(section(order), broken)))
                    .isInstanceOf(IOException.class);
        }
    }
}
