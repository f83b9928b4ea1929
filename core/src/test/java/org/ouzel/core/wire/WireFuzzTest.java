package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpOptions.Transfer;

/** Random bytes and damaged packets: nothing but MalformedPacket comes out of a parser, and every parser comes to an end. */
class WireFuzzTest {
    private static final IpAddress A = IpAddress.parse("192.0.2.1");
    private static final IpAddress B = IpAddress.parse("198.51.100.2");
    private static final int RUNS = 1_000_000;
    private static final long SEED = Long.getLong("ouzel.fuzz.seed", 20_260_101);

    private int accepted;

    @Test
    void noInputEscapesTheParsers() {
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int run = 0; run < RUNS; run++) {
                SplittableRandom random = new SplittableRandom(SEED + run);
                MemorySegment bytes = run % 2 == 0 ? noise(random) : damaged(random);
                try {
                    parseAsEverything(bytes, random);
                } catch (RuntimeException | Error escaped) {
                    throw new AssertionError("seed " + (SEED + run), escaped);
                }
            }
        });
        // Were everything refused at the first check, nothing behind it would have been tried.
        assertThat(accepted).as("accepted of %d, seed %d", RUNS, SEED).isGreaterThan(RUNS / 10);
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

    private void parseAsEverything(MemorySegment bytes, SplittableRandom random) {
        accept(() -> IpHeader.parse(bytes));
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
