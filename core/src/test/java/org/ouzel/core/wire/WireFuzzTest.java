package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.ExtensionHeadersTest.Extension;
import org.ouzel.core.wire.TcpOptions.Transfer;

/** Random bytes and damaged packets: nothing but MalformedPacket comes out of a parser, and every parser comes to an end. */
class WireFuzzTest {
    private static final IpAddress A = IpAddress.parse("192.0.2.1");
    private static final IpAddress B = IpAddress.parse("198.51.100.2");
    private static final int RUNS = 1_000_000;

    /** A header of each kind that is taken. */
    private static final List<Extension> EXTENSIONS = List.of(
            new Extension(0, "00 0104 00000000"),
            new Extension(43, "00 0400 00000000"),
            new Extension(44, "00 0000 00000000"),
            new Extension(60, "01 1e0c" + "00".repeat(12)));

    private static final long SEED = Long.getLong("ouzel.fuzz.seed", 20_260_101);

    private int accepted;
    private int behindExtensions;

    @Test
    void noInputEscapesTheParsers() {
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int run = 0; run < RUNS; run++) {
                SplittableRandom random = new SplittableRandom(SEED + run);
                MemorySegment bytes =
                        switch (random.nextInt(4)) {
                            case 0 -> noise(random);
                            case 1 -> damaged(random);
                            case 2 -> opening(random);
                            default -> chained(random);
                        };
                try {
                    parseAsEverything(bytes, random);
                } catch (RuntimeException | Error escaped) {
                    throw new AssertionError("seed " + (SEED + run), escaped);
                }
            }
        });
        // Were everything refused at the first check, nothing behind it would have been tried.
        assertThat(accepted).as("accepted of %d, seed %d", RUNS, SEED).isGreaterThan(RUNS / 10);
        assertThat(behindExtensions)
                .as("behind extension headers, seed %d", SEED)
                .isGreaterThan(RUNS / 20);
    }

    private static MemorySegment noise(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(0, 120)];
        random.nextBytes(bytes);
        return MemorySegment.ofArray(bytes);
    }

    private static MemorySegment damaged(SplittableRandom random) {
        MemorySegment packet =
                TcpSegmentTest.bytesOf(TcpSegmentTest.segment(TcpFlags.ACK, Transfer.NONE, "abcdefgh".repeat(5)), A, B);
        for (int times = random.nextInt(0, 5); times > 0; times--) {
            NetworkOrder.put8(packet, random.nextLong(packet.byteSize()), random.nextInt(256));
        }
        return packet.asSlice(0, random.nextLong(packet.byteSize() + 1));
    }

    /** A SYN with a cookie of any length, or what comes near to one, and damaged. */
    private static MemorySegment opening(SplittableRandom random) {
        byte[] options = new byte[24];
        random.nextBytes(options);
        boolean experimental = random.nextBoolean();
        options[0] = (byte) (experimental ? TcpOptionCodec.EXPERIMENT : TcpOptionCodec.FAST_OPEN);
        options[1] = (byte) random.nextInt(25);
        if (random.nextInt(8) > 0) {
            options[2] = (byte) (experimental ? TcpOptionCodec.FAST_OPEN_MAGIC >>> 8 : options[2]);
            options[3] = (byte) (experimental ? TcpOptionCodec.FAST_OPEN_MAGIC : options[3]);
        }
        MemorySegment packet = MemorySegment.ofArray(new byte[TcpSegment.MIN_HEADER_LENGTH + options.length + 5]);
        MemorySegment.copy(MemorySegment.ofArray(options), 0, packet, TcpSegment.MIN_HEADER_LENGTH, options.length);
        NetworkOrder.put16(packet, 0, 1);
        NetworkOrder.put16(packet, 2, 2);
        NetworkOrder.put16(packet, 12, random.nextInt(5, 12) << 12 | TcpFlags.SYN.bits());
        return packet;
    }

    /** An IPv6 packet with up to ten extension headers, with bodies of the wrong kind among them, and damaged. */
    private static MemorySegment chained(SplittableRandom random) {
        List<Extension> headers = new ArrayList<>();
        for (int count = random.nextInt(11); count > 0; count--) {
            Extension header = EXTENSIONS.get(random.nextInt(headers.isEmpty() ? 0 : 1, EXTENSIONS.size()));
            Extension other = EXTENSIONS.get(random.nextInt(EXTENSIONS.size()));
            headers.add(random.nextInt(8) > 0 ? header : new Extension(header.number(), other.hex()));
        }
        MemorySegment packet = ExtensionHeadersTest.packet(headers, TcpSegment.PROTOCOL);
        for (int times = random.nextInt(4); times > 0; times--) {
            long at = random.nextBoolean() ? random.nextLong(packet.byteSize()) : 4 + random.nextInt(3);
            NetworkOrder.put8(packet, at, random.nextInt(random.nextBoolean() ? 8 : 256));
        }
        return random.nextInt(8) > 0 ? packet : packet.asSlice(0, random.nextLong(packet.byteSize() + 1));
    }

    /** The header lies in the packet, and names an upper layer unless the packet is a fragment. */
    private void bounded(IpHeader header, MemorySegment packet) {
        assertThat(header.headerLength()).isBetween(20, header.totalLength());
        assertThat((long) header.totalLength()).isLessThanOrEqualTo(packet.byteSize());
        if (header instanceof Ipv6Header v6) {
            assertThat(List.of(0, 43, 60)).doesNotContain(v6.protocol());
            assertThat(v6.protocol() == ExtensionHeaders.FRAGMENT).isEqualTo(v6.isFragment());
            behindExtensions += v6.headerLength() > Ipv6Header.LENGTH ? 1 : 0;
        }
    }

    private void parseAsEverything(MemorySegment bytes, SplittableRandom random) {
        accept(() -> bounded(IpHeader.parse(bytes), bytes));
        accept(() -> IcmpMessage.parse(bytes, A, B));
        QuotedSegment.parse(bytes);
        if (bytes.byteSize() >= TcpSegment.MIN_HEADER_LENGTH) {
            // With a checksum that holds, so that what stands behind that check is tried too.
            int words = random.nextInt(5, 16);
            NetworkOrder.put16(bytes, 12, words << 12 | random.nextInt(0x1000));
            TcpSegmentTest.rechecksum(bytes);
        }
        accept(() -> rewritten(TcpSegment.parse(bytes, A, B)));
    }

    /** What has been read can be written, within 40 bytes of options, and is then read as the same. */
    private static void rewritten(TcpSegment segment) throws MalformedPacket {
        assertThat(segment.headerLength()).isBetween(20, 60);
        TcpSegment again = TcpSegment.parse(TcpSegmentTest.bytesOf(segment, A, B), A, B);
        assertThat(again.options()).isEqualTo(segment.options());
        assertThat(again.toString()).isEqualTo(segment.toString());
    }

    private interface Parser {
        void run() throws MalformedPacket;
    }

    private void accept(Parser parser) {
        try {
            parser.run();
            accepted++;
        } catch (MalformedPacket expected) {
            assertThat(expected.getStackTrace()).isEmpty();
        }
    }
}
