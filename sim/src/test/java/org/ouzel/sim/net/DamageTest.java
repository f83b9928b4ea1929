package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.net.Faults.Flips;

class DamageTest {
    private static final int COUNT = 20_000;

    private static MemorySegment copy(MemorySegment packet) {
        return MemorySegment.ofArray(packet.toArray(ValueLayout.JAVA_BYTE));
    }

    /** The bits that differ, as a number. */
    private static BigInteger difference(MemorySegment one, MemorySegment other) {
        return new BigInteger(1, one.toArray(ValueLayout.JAVA_BYTE))
                .xor(new BigInteger(1, other.toArray(ValueLayout.JAVA_BYTE)));
    }

    /** Every byte of an IPv4 packet is under the header's checksum or TCP's, or both. */
    @Test
    void noBurstGetsPastTheChecksumsOfIpv4AndTcp() {
        for (int seed = 0; seed < COUNT; seed++) {
            MemorySegment packet = Packets.v4(0, seed & 0xffff, seed % 101);
            MemorySegment damaged = new Damage.Burst(seed).on(copy(packet));
            assertThat(damaged.mismatch(packet)).as("seed %d", seed).isNotEqualTo(-1);
            assertThat(Packets.accepted(damaged)).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 40, 1500})
    void aBurstIsARunOfAtMostFifteenBits(int bytes) {
        Set<Integer> lengths = new HashSet<>();
        for (int seed = 0; seed < COUNT; seed++) {
            MemorySegment packet = Packets.v4(0, 1, 1460).asSlice(0, bytes);
            BigInteger bits = difference(packet, new Damage.Burst(seed).on(copy(packet)));
            lengths.add(bits.bitLength() - bits.getLowestSetBit());
        }
        assertThat(lengths).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void aBurstFitsASingleByte() {
        for (int seed = 0; seed < COUNT; seed++) {
            MemorySegment packet = MemorySegment.ofArray(new byte[1]);
            assertThat(new Damage.Burst(seed).on(packet).get(ValueLayout.JAVA_BYTE, 0))
                    .as("seed %d", seed)
                    .isNotZero();
        }
    }

    @Test
    void scatteredFlipsAreAtMostSixtyFourBits() {
        Set<Integer> counts = new HashSet<>();
        for (int seed = 0; seed < COUNT; seed++) {
            MemorySegment packet = Packets.v4(0, 1, 100);
            counts.add(difference(packet, new Damage.Scattered(seed).on(copy(packet)))
                    .bitCount());
        }
        assertThat(counts).hasSize(64).allSatisfy(count -> assertThat(count).isBetween(1, 64));
    }

    @Test
    void truncationLeavesABeginning() {
        for (int seed = 0; seed < COUNT; seed++) {
            MemorySegment packet = Packets.v4(0, 1, seed % 50);
            MemorySegment cut = new Damage.Truncation(seed).on(packet);
            assertThat(cut.byteSize()).isBetween(1L, packet.byteSize() - 1);
            assertThat(packet.mismatch(cut)).isEqualTo(cut.byteSize());
            assertThat(Packets.accepted(cut)).isEmpty();
        }
    }

    @Test
    void paddingIsBehindThePacketAndWithinTheMtu() {
        for (int seed = 0; seed < COUNT; seed++) {
            MemorySegment packet = Packets.v4(0, 1, seed % 50);
            MemorySegment padded = new Damage.Padding(seed, 80).on(packet);
            assertThat(padded.byteSize())
                    .isBetween(packet.byteSize() + (packet.byteSize() < 80 ? 1 : 0), Math.max(80, packet.byteSize()));
            assertThat(padded.asSlice(0, packet.byteSize()).mismatch(packet)).isEqualTo(-1);
            assertThat(Packets.accepted(padded)).isPresent();
        }
    }

    @Test
    void damageIsCountedByKind() {
        Lab lab = new Lab(WireSettings.IDEAL
                .withMtu(100)
                .withFaults(Faults.NONE
                        .withCorruption(1, Flips.SCATTERED)
                        .withTruncation(1)
                        .withPadding(1)));
        lab.sendAt(0, Packets.numbered(0, 100));
        lab.sendAt(1, MemorySegment.ofArray(new byte[1]));
        lab.run();
        FaultCounts counts = lab.wire.counts();
        assertThat(List.of(counts.corrupted(), counts.truncated(), counts.padded()))
                .containsExactly(2L, 1L, 2L);
    }
}
