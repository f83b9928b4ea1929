package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.box.Packets.segment;
import static org.ouzel.sim.box.Packets.tcp;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.InternetChecksum;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.sim.box.Packets.Kept;
import org.ouzel.sim.net.Timeline;

/** IPv4 packets cut to a link's size (RFC 791 §3.2). */
class FragmentationTest {
    private static final int MORE = 0x2000;

    private final Router router = new Router(new Timeline(), RouterSettings.DEFAULT);
    private final Port left = router.port(9000, "192.0.2.1/24");
    private final Port right = router.port(576, "198.51.100.1/24");
    private final Kept atRight = new Kept();

    private static MemorySegment packet(int data) {
        IpFields fields = new IpFields(0, 64, false, 0xbeef);
        return tcp("192.0.2.9", "198.51.100.9", fields, segment(1, 2, TcpFlags.ACK, 3, 4, Packets.data(data)));
    }

    private static Ipv4Header v4(MemorySegment fragment) {
        return (Ipv4Header) Packets.ip(fragment);
    }

    /** Puts what lies behind the headers together, and checks that each part lies where it says. */
    private static byte[] reassembled(List<MemorySegment> fragments, int mtu) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (MemorySegment fragment : fragments) {
            Ipv4Header header = v4(fragment);
            boolean last = fragments.getLast().equals(fragment);
            assertThat(header.fragment()).isEqualTo((last ? 0 : MORE) | all.size() / 8);
            assertThat(all.size() % 8).isZero();
            assertThat(fragment.byteSize()).isLessThanOrEqualTo(mtu).isEqualTo(header.totalLength());
            assertThat(header.fields().identification()).isEqualTo(0xbeef);
            all.writeBytes(Packets.bytes(fragment.asSlice(header.headerLength())));
        }
        return all.toByteArray();
    }

    @Test
    void theRouterCutsWhatDoesNotFitAndMayBeCut() {
        right.connect(atRight);
        MemorySegment packet = packet(1000);
        byte[] behindHeader = Packets.bytes(packet.asSlice(20));
        left.packet(packet);
        List<MemorySegment> fragments = atRight.all();
        assertThat(fragments).hasSize(2);
        assertThat(v4(fragments.getFirst()).totalLength()).isEqualTo(20 + 552);
        assertThat(v4(fragments.getFirst()).timeToLive()).isEqualTo(63);
        assertThat(reassembled(fragments, 576)).isEqualTo(behindHeader);
        assertThat(router.tally().of(Outcome.FRAGMENTED)).isEqualTo(1);

        left.packet(packet(576 - 40));
        assertThat(v4(atRight.one()).isFragment()).isFalse();
    }

    @Test
    void anEchoTooLargeForTheLinkIsAnsweredInFragments() {
        right.connect(atRight);
        right.packet(Packets.icmp(
                "198.51.100.9", "198.51.100.1", new IpFields(0, 64, false, 0xbeef), 8, 7, Packets.data(900)));
        List<MemorySegment> fragments = atRight.all();
        assertThat(fragments).hasSize(2);
        assertThat(reassembled(fragments, 576)).hasSize(908);
    }

    @Test
    void aFragmentCutAgainKeepsItsPlaceAndTheSumOfItsParts() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            MemorySegment packet = packet(random.nextInt(200, 3000));
            byte[] behindHeader = Packets.bytes(packet.asSlice(20));
            int firstMtu = random.nextInt(68, 1500);
            int secondMtu = random.nextInt(68, firstMtu + 1);
            List<MemorySegment> twice = Fragmentation.of(Packet.read(packet).orElseThrow(), firstMtu).stream()
                    .flatMap(part -> Fragmentation.of(Packet.read(part).orElseThrow(), secondMtu).stream())
                    .toList();
            assertThat(reassembled(twice, secondMtu)).as("seed %d", seed).isEqualTo(behindHeader);
        }
    }

    @Test
    void onlyTheFirstFragmentHasTheOptionsThatAreNotCopied() {
        // Record route (7, not copied), no operation, stream identifier (136, copied).
        byte[] options = {7, 7, 4, 0, 0, 0, 0, 1, (byte) 136, 4, 9, 9};
        MemorySegment plain = packet(200);
        MemorySegment packet = MemorySegment.ofArray(new byte[(int) plain.byteSize() + options.length]);
        MemorySegment.copy(plain, 0, packet, 0, 20);
        MemorySegment.copy(MemorySegment.ofArray(options), 0, packet, 20, options.length);
        MemorySegment.copy(plain, 20, packet, 20 + options.length, plain.byteSize() - 20);
        packet.asByteBuffer()
                .put(0, (byte) 0x48)
                .putShort(2, (short) packet.byteSize())
                .putShort(10, (short) 0);
        packet.asByteBuffer()
                .putShort(10, (short) InternetChecksum.finish(InternetChecksum.sum(packet.asSlice(0, 32))));

        List<MemorySegment> fragments = Fragmentation.of(Packet.read(packet).orElseThrow(), 100);
        assertThat(reassembled(fragments, 100)).isEqualTo(Packets.bytes(plain.asSlice(20)));
        assertThat(Packets.bytes(fragments.getFirst().asSlice(20, 12))).isEqualTo(options);
        for (MemorySegment later : fragments.subList(1, fragments.size())) {
            assertThat(v4(later).headerLength()).isEqualTo(24);
            assertThat(Packets.bytes(later.asSlice(20, 4))).isEqualTo(new byte[] {(byte) 136, 4, 9, 9});
        }
        assertThat(v4(fragments.getFirst()).source()).isEqualTo(IpAddress.parse("192.0.2.9"));
    }
}
