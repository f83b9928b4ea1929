package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.ExtensionHeadersTest.Extension;

class FlowHashTest {
    private static final long SEED = Long.getLong("ouzel.seed", 20_261_130);
    private static final Extension FIRST_FRAGMENT = new Extension(ExtensionHeaders.FRAGMENT, "00 0001 00000001");
    private static final Extension LATER_FRAGMENT = new Extension(ExtensionHeaders.FRAGMENT, "00 0008 00000001");
    private static final List<Extension> EXTENSIONS = List.of(
            new Extension(0, "00 0104 00000000"),
            new Extension(43, "00 0400 00000000"),
            new Extension(ExtensionHeaders.FRAGMENT, "00 0000 00000000"),
            new Extension(60, "01 1e0c" + "00".repeat(12)));

    private static final int NO_FLOW = 0;
    private static final int TCP_HEADER = 20;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final FlowHash hash = new FlowHash(42);

    /** Two ends, and packets between them. */
    private record Flow(IpAddress one, int onePort, IpAddress other, int otherPort) {
        static Flow any(boolean ipv6, SplittableRandom random) {
            return new Flow(address(ipv6, random), port(random), address(ipv6, random), port(random));
        }

        private static IpAddress address(boolean ipv6, SplittableRandom random) {
            return ipv6 ? new Ipv6Address(random.nextLong(), random.nextLong()) : new Ipv4Address(random.nextInt());
        }

        private static int port(SplittableRandom random) {
            return random.nextInt(1, 0x10000);
        }

        Flow back() {
            return new Flow(/* one= */ other, /* onePort= */ otherPort, /* other= */ one, /* otherPort= */ onePort);
        }

        long by(FlowHash hash) {
            return hash.of(one, onePort, other, otherPort);
        }

        /** The beginning of a TCP header, and what else. */
        void ports(MemorySegment packet, long at) {
            NetworkOrder.put16(packet, at, onePort);
            NetworkOrder.put16(packet, at + 2, otherPort);
        }

        MemorySegment packet() {
            return packet(TcpSegment.PROTOCOL, TCP_HEADER);
        }

        MemorySegment packet(int protocol, int length) {
            IpHeader header = IpHeader.of(one, other, new IpFields(0, 64, true, 0), protocol, length);
            MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
            header.write(packet);
            ports(packet, header.headerLength());
            return packet;
        }

        MemorySegment packetV4(int optionWords, int flagsAndOffset) {
            int headerLength = Ipv4Header.LENGTH + optionWords * 4;
            MemorySegment packet = MemorySegment.ofArray(new byte[headerLength + TCP_HEADER]);
            packet.copyFrom(packet().asSlice(0, Ipv4Header.LENGTH));
            packet.asSlice(Ipv4Header.LENGTH, headerLength - Ipv4Header.LENGTH).fill((byte) 1); // no operation
            NetworkOrder.put8(packet, 0, 0x40 | headerLength / 4);
            NetworkOrder.put16(packet, 2, (int) packet.byteSize());
            NetworkOrder.put16(packet, 6, flagsAndOffset);
            NetworkOrder.put16(packet, 10, 0);
            NetworkOrder.put16(packet, 10, InternetChecksum.finish(InternetChecksum.sum(packet, 0, headerLength)));
            ports(packet, headerLength);
            return packet;
        }

        MemorySegment packetV6(List<Extension> headers) {
            MemorySegment packet = ExtensionHeadersTest.packet(headers, TcpSegment.PROTOCOL);
            one.write(packet, Ipv6Header.SOURCE);
            other.write(packet, Ipv6Header.DESTINATION);
            ports(packet, packet.byteSize() - TCP_HEADER);
            return packet;
        }

        /** An ICMP message from a router to the first end. */
        MemorySegment icmp(int type, MemorySegment body, SplittableRandom random) {
            boolean ipv6 = one instanceof Ipv6Address;
            IpAddress router = address(ipv6, random);
            IcmpMessage message = new IcmpMessage(ipv6, type, 0, 1400, Payload.of(body));
            int length = IcmpMessage.HEADER_LENGTH + (int) body.byteSize();
            IpHeader header = IpHeader.of(router, one, new IpFields(0, 64, true, 0), message.protocol(), length);
            MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
            header.write(packet);
            message.writeHeader(packet.asSlice(header.headerLength()), router, one);
            packet.asSlice(header.headerLength() + (long) IcmpMessage.HEADER_LENGTH)
                    .copyFrom(body);
            return packet;
        }
    }

    private List<Extension> anyExtensions() {
        List<Extension> headers = new ArrayList<>();
        for (int count = random.nextInt(1, ExtensionHeaders.MAX_HEADERS); count > 0; count--) {
            headers.add(EXTENSIONS.get(random.nextInt(headers.isEmpty() ? 0 : 1, EXTENSIONS.size())));
        }
        return headers;
    }

    private void assertOf(Flow flow, MemorySegment packet) {
        assertThat(hash.of(packet)).as("seed %d, %s", SEED, flow).isEqualTo(flow.by(hash));
    }

    private void assertNoFlow(MemorySegment packet) {
        assertThat(hash.of(packet)).as("seed %d", SEED).isEqualTo(NO_FLOW);
    }

    @Nested
    class OfTcp {
        @Test
        void isThatOfTheEndsInBothDirections() {
            for (int i = 0; i < 2000; i++) {
                Flow flow = Flow.any(i % 2 == 0, random);
                assertThat(flow.back().by(hash)).as("seed %d", SEED).isEqualTo(flow.by(hash));
                assertOf(flow, flow.packet());
                assertOf(flow, flow.back().packet());
            }
        }

        @Test
        void isThatOfTheEndsBehindOptions() {
            for (int i = 0; i < 2000; i++) {
                Flow flow = Flow.any(false, random);
                assertOf(flow, flow.packetV4(random.nextInt(11), 0x4000));
                assertOf(flow, flow.back().packetV4(random.nextInt(1, 11), 0x4000));
            }
        }

        @Test
        void isThatOfTheEndsBehindExtensionHeaders() {
            for (int i = 0; i < 2000; i++) {
                Flow flow = Flow.any(true, random);
                assertOf(flow, flow.packetV6(anyExtensions()));
                assertOf(flow, flow.back().packetV6(anyExtensions()));
            }
        }

        @Test
        void isThatOfTheEndsInNativeMemoryWithAnythingBehindThePacket() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(1 << 16);
                for (boolean ipv6 : new boolean[] {false, true}) {
                    Flow flow = Flow.any(ipv6, random);
                    buffer.copyFrom(flow.packet());
                    assertOf(flow, buffer);
                }
            }
        }

        @Test
        void isThatOfTheEndsInTheFirstFragmentAlone() {
            Flow v4 = Flow.any(false, random);
            for (int words : new int[] {0, 1, 10}) {
                assertOf(v4, v4.packetV4(words, 0x2000));
                assertNoFlow(v4.packetV4(words, 0x2001));
                assertNoFlow(v4.packetV4(words, 0x1fff));
            }
            Flow v6 = Flow.any(true, random);
            Extension options = EXTENSIONS.getLast();
            assertOf(v6, v6.packetV6(List.of(FIRST_FRAGMENT)));
            assertOf(v6, v6.packetV6(List.of(options, FIRST_FRAGMENT, options)));
            assertNoFlow(v6.packetV6(List.of(FIRST_FRAGMENT, FIRST_FRAGMENT)));
            assertNoFlow(v6.packetV6(List.of(LATER_FRAGMENT)));
            assertNoFlow(v6.packetV6(List.of(options, LATER_FRAGMENT, options)));
        }
    }

    @Nested
    class OfIcmp {
        @Test
        void isThatOfTheSegmentThatAnErrorQuotes() {
            for (int i = 0; i < 500; i++) {
                boolean ipv6 = i % 2 == 0;
                Flow flow = Flow.any(ipv6, random);
                MemorySegment quoted = flow.packet();
                int enough = (ipv6 ? Ipv6Header.LENGTH : Ipv4Header.LENGTH) + 8;
                MemorySegment quotation = quoted.asSlice(0, random.nextLong(enough, quoted.byteSize() + 1));
                for (int error : ipv6 ? new int[] {1, 2, 3, 4} : new int[] {3, 4, 5, 11, 12}) {
                    assertOf(flow, flow.icmp(error, quotation, random));
                }
                assertNoFlow(flow.icmp(ipv6 ? 1 : 3, quoted.asSlice(0, enough - 1L), random));
            }
        }

        @Test
        void isNoneWhereNothingIsQuoted() {
            Flow v4 = Flow.any(false, random);
            Flow v6 = Flow.any(true, random);
            for (int type : new int[] {0, 8, 13}) {
                assertNoFlow(v4.icmp(type, v4.packet(), random));
                assertNoFlow(v6.icmp(128 + type, v6.packet(), random));
            }
            assertNoFlow(v4.icmp(3, v4.packet(17, TCP_HEADER), random));
            assertNoFlow(v6.icmp(1, v6.packet(17, TCP_HEADER), random));
        }

        @Test
        void isNoneOfADamagedMessage() {
            Flow flow = Flow.any(false, random);
            MemorySegment error = flow.icmp(3, flow.packet(), random);
            NetworkOrder.put8(error, error.byteSize() - 1, 1);
            assertNoFlow(error);
        }
    }

    @Nested
    class OfAnythingElse {
        @Test
        void isNoneOfOtherProtocols() {
            for (int protocol : new int[] {2, 17, 47, 50, 51, 59, 132, 255}) {
                assertNoFlow(Flow.any(false, random).packet(protocol, TCP_HEADER));
                assertNoFlow(Flow.any(true, random).packet(protocol, TCP_HEADER));
            }
        }

        @Test
        void isNoneWherePortsAreMissing() {
            for (boolean ipv6 : new boolean[] {false, true}) {
                Flow flow = Flow.any(ipv6, random);
                MemorySegment packet = flow.packet();
                for (long length = 0; length < packet.byteSize(); length++) {
                    assertNoFlow(packet.asSlice(0, length));
                }
                MemorySegment lone = flow.packet(TcpSegment.PROTOCOL, 4);
                assertOf(flow, lone);
                NetworkOrder.put16(lone, ipv6 ? 4 : 2, ipv6 ? 3 : 23);
                assertNoFlow(lone);
            }
        }

        @Test
        void neverThrows() {
            for (int run = 0; run < 300_000; run++) {
                long seed = SEED + run;
                MemorySegment bytes = any(new SplittableRandom(seed));
                try {
                    hash.of(bytes);
                } catch (RuntimeException | Error escaped) {
                    throw new AssertionError("seed " + seed, escaped);
                }
            }
        }

        /** Noise, or a good packet that is damaged and cut short. */
        private MemorySegment any(SplittableRandom by) {
            MemorySegment bytes =
                    switch (by.nextInt(6)) {
                        case 0 -> noise(by);
                        case 1 -> Flow.any(by.nextBoolean(), by).packet();
                        case 2 -> Flow.any(false, by).packetV4(by.nextInt(11), by.nextInt(0x10000));
                        case 3 -> Flow.any(true, by).packetV6(List.of(EXTENSIONS.get(by.nextInt(EXTENSIONS.size()))));
                        case 4 -> Flow.any(true, by).packetV6(List.of(FIRST_FRAGMENT, EXTENSIONS.getLast()));
                        default -> {
                            Flow flow = Flow.any(by.nextBoolean(), by);
                            yield flow.icmp(by.nextInt(256), flow.packet(), by);
                        }
                    };
            for (int times = by.nextInt(3); times > 0 && bytes.byteSize() > 0; times--) {
                NetworkOrder.put8(bytes, by.nextLong(bytes.byteSize()), by.nextInt(256));
            }
            return by.nextBoolean() ? bytes : bytes.asSlice(0, by.nextLong(bytes.byteSize() + 1));
        }

        private MemorySegment noise(SplittableRandom by) {
            byte[] bytes = new byte[by.nextInt(120)];
            by.nextBytes(bytes);
            if (bytes.length > 0 && by.nextBoolean()) {
                bytes[0] = (byte) (by.nextBoolean() ? 0x40 | by.nextInt(16) : 0x60);
            }
            return MemorySegment.ofArray(bytes);
        }
    }

    @Nested
    class Spread {
        private static final int FLOWS = 10_000;

        /** So many standard deviations from the mean, no place of some hundreds should be. */
        private static final double DEVIATIONS = 4.5;

        private static final IpAddress HERE = IpAddress.parse("192.0.2.1");
        private static final IpAddress THERE = IpAddress.parse("192.0.2.2");

        private void assertEven(String what, IntToLongFunction hashes) {
            for (int places = 2; places <= 16; places++) {
                int[] counts = new int[places];
                for (int flow = 0; flow < FLOWS; flow++) {
                    counts[FlowHash.place(hashes.applyAsLong(flow), places)]++;
                }
                double mean = (double) FLOWS / places;
                double bound = DEVIATIONS * Math.sqrt(mean * (1 - 1.0 / places));
                for (int count : counts) {
                    assertThat((double) count)
                            .as("%s over %d places", what, places)
                            .isBetween(mean - bound, mean + bound);
                }
            }
        }

        @Test
        void isEvenWhereOnlyALittleDiffers() {
            IpAddress here6 = IpAddress.parse("2001:db8::1");
            IpAddress there6 = IpAddress.parse("2001:db8::2");
            assertEven("ports", flow -> hash.of(HERE, 32_768 + flow, THERE, 80));
            assertEven("ports of version 6", flow -> hash.of(here6, 32_768 + flow, there6, 443));
            assertEven("ports of both, with one sum", flow -> hash.of(HERE, 20_000 + flow, THERE, 40_000 - flow));
            assertEven("addresses", flow -> hash.of(new Ipv4Address(0xc612_0000 + flow), 5000, THERE, 80));
            assertEven("addresses of version 6", flow -> hash.of(new Ipv6Address(flow, 0), 5000, there6, 80));
            assertEven(
                    "ports and addresses, with one sum",
                    flow -> hash.of(new Ipv6Address(1L << 61, flow), 20_000 - flow, there6, 80));
        }

        /** Each bit that is told changes each bit of the hash about every second time. */
        @Test
        void isThatOfEveryBit() {
            int samples = 1000;
            for (int bit = 0; bit < 2 * Short.SIZE + 4 * Long.SIZE; bit++) {
                int[] changed = new int[Long.SIZE];
                for (int sample = 0; sample < samples; sample++) {
                    Flow flow = Flow.any(true, random);
                    long difference = flow.by(hash) ^ flipped(flow, bit).by(hash);
                    for (int at = 0; at < Long.SIZE; at++) {
                        changed[at] += (int) (difference >>> at & 1);
                    }
                }
                for (int count : changed) {
                    assertThat(count).as("seed %d, bit %d", SEED, bit).isBetween(400, 600);
                }
            }
        }

        private static Flow flipped(Flow flow, int bit) {
            if (bit >= 4 * Long.SIZE) {
                int ports = 1 << (bit - 4 * Long.SIZE);
                return new Flow(
                        flow.one(),
                        flow.onePort() ^ NetworkOrder.high16(ports),
                        flow.other(),
                        flow.otherPort() ^ NetworkOrder.low16(ports));
            }
            return bit < 2 * Long.SIZE
                    ? new Flow(flipped(flow.one(), bit), flow.onePort(), flow.other(), flow.otherPort())
                    : new Flow(
                            flow.one(), flow.onePort(), flipped(flow.other(), bit - 2 * Long.SIZE), flow.otherPort());
        }

        private static IpAddress flipped(IpAddress address, int bit) {
            long mask = 1L << bit; // modulo 64
            return bit < Long.SIZE
                    ? new Ipv6Address(address.high() ^ mask, address.low())
                    : new Ipv6Address(address.high(), address.low() ^ mask);
        }

        @Test
        void isAnotherByAnotherSecret() {
            FlowHash other = new FlowHash(43);
            assertEven(
                    "what two secrets make of one flow",
                    flow -> hash.of(HERE, 32_768 + flow, THERE, 80) - other.of(HERE, 32_768 + flow, THERE, 80));
            Flow flow = Flow.any(true, random);
            assertThat(flow.by(new FlowHash(42))).isEqualTo(flow.by(hash));
        }
    }
}
