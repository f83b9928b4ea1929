package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.ExtensionHeadersTest.Extension;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;

/** What is lent is, until the next, what an object of its own would be. */
class LentTest {
    private static final IpAddress A = IpAddress.parse("192.0.2.1");
    private static final IpAddress B = IpAddress.parse("198.51.100.2");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private TcpSegment segment() {
        Timestamps stamps = new Timestamps(random.nextInt(), random.nextInt());
        List<SackBlock> blocks = List.of(new SackBlock(random.nextInt(), random.nextInt()));
        boolean syn = random.nextInt(4) == 0;
        TcpOptions options =
                switch (random.nextInt(4)) {
                    case 0 -> syn ? Handshake.NONE : Transfer.NONE;
                    case 1 ->
                        syn
                                ? Handshake.offer(1460, OptionalInt.of(7), true, Optional.of(stamps))
                                : Transfer.of(Optional.of(stamps), blocks);
                    case 2 ->
                        syn
                                ? Handshake.offer(536, OptionalInt.empty(), false, Optional.empty())
                                : Transfer.of(Optional.empty(), blocks);
                    default ->
                        syn
                                ? Handshake.offer(9000, OptionalInt.empty(), false, Optional.of(stamps))
                                : Transfer.of(stamps);
                };
        byte[] data = new byte[random.nextInt(50)];
        random.nextBytes(data);
        return new TcpSegment(
                1 + random.nextInt(0xffff),
                1 + random.nextInt(0xffff),
                random.nextInt(),
                random.nextInt(),
                syn ? TcpFlags.SYN : TcpFlags.ACK,
                random.nextInt(0x10000),
                random.nextInt(0x10000),
                options,
                Payload.of(data));
    }

    private static MemorySegment packet(TcpSegment segment) {
        int length = segment.headerLength() + segment.payload().length();
        IpHeader ip = IpHeader.of(A, B, new IpFields(0, 64, true, 0), TcpSegment.PROTOCOL, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[ip.totalLength()]);
        ip.write(packet);
        segment.writeHeader(packet, ip, OptionLayout.WORDS, Checksum.COMPLETE);
        segment.payload().copyTo(packet, ip.headerLength() + (long) segment.headerLength());
        return packet;
    }

    private void assertSame(TcpSegment actual, TcpSegment expected) {
        assertThat(actual.toString()).as("seed %d", seed).isEqualTo(expected.toString());
        assertThat(actual.urgentPointer()).as("seed %d", seed).isEqualTo(expected.urgentPointer());
        assertThat(actual.options()).as("seed %d", seed).isEqualTo(expected.options());
        assertThat(actual.payload().toByteArray())
                .as("seed %d", seed)
                .isEqualTo(expected.payload().toByteArray());
    }

    @Test
    void aReaderReadsEachSegmentAndWhatIsKeptOfItStays() throws MalformedPacket {
        SegmentReader reader = new SegmentReader();
        List<TcpSegment> written = new ArrayList<>();
        List<TcpSegment> kept = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            TcpSegment segment = segment();
            MemorySegment packet = packet(segment);
            TcpSegment read = reader.read(packet, IpHeader.parse(packet), random.nextBoolean());
            assertSame(read, segment);
            written.add(segment);
            kept.add(read.kept());
        }
        for (int i = 0; i < kept.size(); i++) {
            assertSame(kept.get(i), written.get(i));
        }
    }

    @Test
    void aDraftIsEachSegmentAndWhatIsKeptOfItStays() {
        SegmentDraft draft = new SegmentDraft();
        List<TcpSegment> made = new ArrayList<>();
        List<TcpSegment> kept = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            TcpSegment segment = segment();
            boolean stampsAlone = segment.options() instanceof Transfer transfer && transfer.isStampsAlone();
            TcpOptions options = stampsAlone
                    ? draft.stamped(
                            segment.options().tsValue(), segment.options().tsEchoReply())
                    : segment.options();
            TcpSegment lent = draft.between(segment.sourcePort(), segment.destinationPort())
                    .segment(
                            segment.seq(),
                            segment.ack(),
                            segment.flags(),
                            segment.window(),
                            segment.urgentPointer(),
                            options,
                            segment.payload());
            assertSame(lent, segment);
            made.add(segment);
            kept.add(lent.kept());
        }
        for (int i = 0; i < kept.size(); i++) {
            assertSame(kept.get(i), made.get(i));
        }
    }

    @Test
    void headersOfBothVersionsAreReadAsIfByThemselves() throws MalformedPacket {
        List<MemorySegment> packets = List.of(
                packet(segment()),
                ExtensionHeadersTest.packet(List.of(), TcpSegment.PROTOCOL),
                ExtensionHeadersTest.packet(List.of(new Extension(0, "00 01 04 0000 0000")), TcpSegment.PROTOCOL),
                ExtensionHeadersTest.packet(List.of(new Extension(44, "00 0001 1234 5678")), TcpSegment.PROTOCOL),
                ExtensionHeadersTest.packet(List.of(new Extension(60, "00 81 00 01 00 0000")), TcpSegment.PROTOCOL));
        IpHeaders headers = new IpHeaders();
        for (int i = 0; i < 200; i++) {
            MemorySegment packet = packets.get(random.nextInt(packets.size()));
            assertThat(headers.read(packet))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(IpHeader.parse(packet));
        }
    }

    @Test
    void anAddressThatIsReadAgainIsTheSameObject() {
        SeenAddresses seen = new SeenAddresses();
        byte[] bytes = new byte[Ipv6Address.LENGTH];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        for (int i = 0; i < 5_000; i++) {
            random.nextBytes(bytes);
            int bits = random.nextInt();
            Ipv4Address v4 = seen.v4(bits);
            Ipv6Address v6 = seen.v6(memory, 0);
            assertThat(v4).as("seed %d", seed).isEqualTo(new Ipv4Address(bits));
            assertThat(v6).as("seed %d", seed).isEqualTo(Ipv6Address.read(memory, 0));
            assertThat(seen.v4(bits)).isSameAs(v4);
            assertThat(seen.v6(memory, 0)).isSameAs(v6);
        }
    }

    @Test
    void aGatheringLendsWhatItHasGathered() {
        Gathering gathering = new Gathering();
        byte[] memory = new byte[1000];
        random.nextBytes(memory);
        for (int i = 0; i < 300; i++) {
            gathering.begin();
            List<MemorySegment> slices = new ArrayList<>();
            for (int part = random.nextInt(7); part > 0; part--) {
                int from = random.nextInt(memory.length);
                int count = random.nextInt(memory.length - from);
                gathering.add(MemorySegment.ofArray(memory), from, count);
                slices.add(MemorySegment.ofArray(memory).asSlice(from, count));
            }
            Payload expected = Payload.of(slices);
            assertThat(gathering.payload().toByteArray()).as("seed %d", seed).isEqualTo(expected.toByteArray());
            assertThat(gathering.payload().sum()).as("seed %d", seed).isEqualTo(expected.sum());
            assertThat(Payload.of(gathering.payload().slices()).toByteArray())
                    .as("seed %d", seed)
                    .isEqualTo(expected.toByteArray());
        }
    }
}
