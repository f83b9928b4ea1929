package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.box.Packets.Kept;

/** Options taken out: what is left is read by the core's codec, which checks the checksum. */
class OptionStripperTest {
    private static final Timestamps STAMPS = new Timestamps(0x0102_0304, 0xfefd_fcfb);
    private static final Handshake FULL = new Handshake(
            OptionalInt.of(1460),
            OptionalInt.of(7),
            true,
            Optional.of(STAMPS),
            Optional.of(new FastOpen(new OpaqueBytes(List.of((byte) 5, (byte) 6, (byte) 7, (byte) 8)), false)),
            Optional.empty(),
            Optional.empty());

    private final Kept kept = new Kept();

    private static MemorySegment packet(String from, String to, TcpFlags flags, TcpOptions options) {
        Payload data = Payload.of(Packets.data(11));
        return Packets.tcp(from, to, new TcpSegment(1, 2, 3, 4, flags, 5, 0, options, data));
    }

    private static MemorySegment packet(TcpFlags flags, TcpOptions options) {
        return packet("192.0.2.1", "198.51.100.1", flags, options);
    }

    private TcpSegment stripped(Set<Integer> kinds, MemorySegment packet) {
        OptionStripper.of(kinds, kept).packet(packet);
        return Packets.tcp(kept.one());
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1,198.51.100.1", "2001:db8::1,2001:db8::2"})
    void eachOptionGoesAloneAndTheOthersStay(String from, String to) {
        Set<Integer> scale = Set.of(OptionStripper.WINDOW_SCALE);
        assertThat(stripped(scale, packet(from, to, TcpFlags.SYN, FULL)).options())
                .isEqualTo(new Handshake(
                        FULL.mss(),
                        OptionalInt.empty(),
                        true,
                        FULL.timestamps(),
                        FULL.fastOpen(),
                        FULL.userTimeout(),
                        FULL.authentication()));
        Set<Integer> sack = Set.of(OptionStripper.SACK_PERMITTED);
        assertThat(((Handshake) stripped(sack, packet(from, to, TcpFlags.SYN, FULL))
                                .options())
                        .sackPermitted())
                .isFalse();
        Set<Integer> stamps = Set.of(OptionStripper.TIMESTAMPS);
        TcpSegment unstamped = stripped(stamps, packet(from, to, TcpFlags.SYN_ACK, FULL));
        assertThat(unstamped.options().timestamps()).isEmpty();
        assertThat(unstamped.payload().toByteArray()).isEqualTo(Packets.data(11));
        Set<Integer> fastOpen = Set.of(OptionStripper.FAST_OPEN);
        assertThat(((Handshake) stripped(fastOpen, packet(from, to, TcpFlags.SYN, FULL))
                                .options())
                        .fastOpen())
                .isEmpty();
    }

    @Test
    void everyOptionAtOnceLeavesOnlyNoOperations() {
        MemorySegment packet = packet(TcpFlags.SYN, FULL);
        long length = packet.byteSize();
        int options = Packets.tcp(packet).headerLength() - 20;
        OptionStripper.of(Set.of(0, 1, 2, 3, 4, 8, 34), kept).packet(packet);
        MemorySegment left = kept.one();
        assertThat(left.byteSize()).isEqualTo(length);
        assertThat(Packets.tcp(left).options()).isEqualTo(Handshake.NONE);
        assertThat(Packets.bytes(left.asSlice(40, options))).containsOnly(1);
    }

    @Test
    void blocksGoFromSegmentsThatCarryData() {
        Transfer blocks = new Transfer(
                Optional.of(STAMPS),
                List.of(new SackBlock(-5, 5), new SackBlock(10, 20)),
                Optional.empty(),
                Optional.empty());
        TcpSegment left = stripped(Set.of(OptionStripper.SACK), packet(TcpFlags.ACK, blocks));
        assertThat(left.options()).isEqualTo(Transfer.of(STAMPS));
    }

    @Test
    void whatHasNoSuchOptionPassesAsItIs() {
        OptionStripper stripper = OptionStripper.of(Set.of(OptionStripper.TIMESTAMPS), kept);
        MemorySegment echo = Packets.icmp("192.0.2.1", "198.51.100.1", Packets.FIELDS, 8, 1, Packets.data(40));
        MemorySegment fragment = packet(TcpFlags.ACK, Transfer.of(STAMPS));
        Packet.read(fragment).orElseThrow().word(6, 0x2000, Packet.V4_CHECKSUM);
        MemorySegment noPacket = MemorySegment.ofArray(Packets.data(50));
        for (MemorySegment packet : List.of(packet(TcpFlags.ACK, Transfer.NONE), echo, fragment, noPacket)) {
            byte[] before = Packets.bytes(packet);
            stripper.packet(packet);
            assertThat(Packets.bytes(kept.one())).isEqualTo(before);
        }
        assertThat(stripper.tally().of(Outcome.PASSED)).isEqualTo(4);
        stripper.packet(packet(TcpFlags.ACK, Transfer.of(STAMPS)));
        assertThat(stripper.tally().of(Outcome.CHANGED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1461,1460", "1460,1460", "1459,1459", "536,536", "255,255", "256,256"})
    void theMssIsOnlyEverLowered(int largest, int left) {
        OptionStripper.clampingMss(largest, kept).packet(packet(TcpFlags.SYN, FULL));
        Handshake options = (Handshake) Packets.tcp(kept.one()).options();
        assertThat(options.mss()).hasValue(left);
        assertThat(options.windowScale()).isEqualTo(FULL.windowScale());
    }

    @Test
    void aWrongChecksumStaysWrong() {
        MemorySegment packet = packet(TcpFlags.SYN, FULL);
        packet.asByteBuffer().put(26, (byte) 0x55);
        OptionStripper.of(Set.of(OptionStripper.TIMESTAMPS), kept).packet(packet);
        MemorySegment left = kept.one().asSlice(20);
        assertThatExceptionOfType(MalformedPacket.class)
                .isThrownBy(
                        () -> TcpSegment.parse(left, IpAddress.parse("192.0.2.1"), IpAddress.parse("198.51.100.1")));
    }

    /** Any bytes in the place of the options: the segment's length and the checksum hold. */
    @Test
    void optionsThatAreNoneDoNoHarm() throws MalformedPacket {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        IpAddress from = IpAddress.parse("192.0.2.1");
        IpAddress to = IpAddress.parse("198.51.100.1");
        OptionStripper stripper = OptionStripper.of(Set.of(2, 3, 4, 5, 8, 34), kept);
        for (int round = 0; round < 2000; round++) {
            MemorySegment packet = packet(TcpFlags.SYN, FULL);
            Packet edited = Packet.read(packet).orElseThrow();
            int headerLength = Packets.tcp(packet).headerLength();
            for (int at = 40; at < 20 + headerLength; at++) {
                edited.octet(at, random.nextInt(random.nextBoolean() ? 256 : 10), 20 + Packet.TCP_CHECKSUM);
            }
            stripper.packet(packet);
            TcpSegment left = TcpSegment.parse(kept.one().asSlice(20), from, to);
            assertThat(left.payload().toByteArray()).as("seed %d", seed).isEqualTo(Packets.data(11));
            assertThat(left.options().timestamps()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void theTypeOfServiceIsNoneOfItsBusiness() {
        IpFields marked = new IpFields(0x03, 9, true, 0);
        OptionStripper.of(Set.of(OptionStripper.TIMESTAMPS), kept)
                .packet(Packets.tcp("192.0.2.1", "198.51.100.1", marked, Packets.segment(1, 2, TcpFlags.ACK, 3, 4)));
        assertThat(Packet.read(kept.one()).orElseThrow().ecn()).isEqualTo(3);
    }
}
