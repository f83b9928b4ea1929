package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** What befalls the bytes of a packet. Each kind has a seed of its own. */
sealed interface Damage {
    /** The longest run of bits whose change no internet checksum misses. */
    int BURST_BITS = 15;

    /** The most bits that are flipped anywhere. */
    int SCATTERED_BITS = 64;

    /** The most padding: what Ethernet's smallest frame holds. */
    int PADDING_BYTES = 46;

    /** The packet as it is afterwards: its own bytes changed in place, a part of them, or a copy. */
    MemorySegment on(MemorySegment packet);

    /** One run of bits, the first and the last of them flipped, those between by chance. */
    record Burst(long seed) implements Damage {
        @Override
        public MemorySegment on(MemorySegment packet) {
            SplittableRandom random = new SplittableRandom(seed);
            int bits = bits(packet);
            int length = random.nextInt(1, Math.min(BURST_BITS, bits) + 1);
            int first = random.nextInt(bits - length + 1);
            flip(packet, first);
            for (int bit = 1; bit < length - 1; bit++) {
                if (random.nextBoolean()) {
                    flip(packet, first + bit);
                }
            }
            if (length > 1) {
                flip(packet, first + length - 1);
            }
            return packet;
        }
    }

    /** Bits anywhere. */
    record Scattered(long seed) implements Damage {
        @Override
        public MemorySegment on(MemorySegment packet) {
            SplittableRandom random = new SplittableRandom(seed);
            int bits = bits(packet);
            int flips = random.nextInt(1, Math.min(SCATTERED_BITS, bits) + 1);
            random.ints(0, bits).distinct().limit(flips).forEach(bit -> flip(packet, bit));
            return packet;
        }
    }

    /** The end is missing; a byte at least is left. */
    record Truncation(long seed) implements Damage {
        @Override
        public MemorySegment on(MemorySegment packet) {
            long length = packet.byteSize();
            return length < 2 ? packet : packet.asSlice(0, new SplittableRandom(seed).nextLong(1, length));
        }
    }

    /** More bytes behind the end, as many as the MTU has room for. */
    record Padding(long seed, int mtu) implements Damage {
        @Override
        public MemorySegment on(MemorySegment packet) {
            long length = packet.byteSize();
            int room = (int) Math.min(PADDING_BYTES, mtu - length);
            if (room < 1) {
                return packet;
            }
            SplittableRandom random = new SplittableRandom(seed);
            byte[] behind = new byte[random.nextInt(1, room + 1)];
            random.nextBytes(behind);
            MemorySegment padded = MemorySegment.ofArray(new byte[(int) length + behind.length]);
            padded.copyFrom(packet);
            MemorySegment.copy(behind, 0, padded, ValueLayout.JAVA_BYTE, length, behind.length);
            return padded;
        }
    }

    private static int bits(MemorySegment packet) {
        return Math.toIntExact(packet.byteSize() * Byte.SIZE);
    }

    /** Bits are numbered as they are sent, the most significant of a byte first, so that a run of them is one on the wire. */
    private static void flip(MemorySegment packet, int bit) {
        byte was = packet.get(ValueLayout.JAVA_BYTE, bit / Byte.SIZE);
        packet.set(ValueLayout.JAVA_BYTE, bit / Byte.SIZE, (byte) (was ^ (0x80 >>> (bit % Byte.SIZE))));
    }
}
