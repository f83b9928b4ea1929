package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;

class TcpSegmentTest {
    private static final IpAddress SOURCE = IpAddress.parse("2001:db8::1");
    private static final IpAddress DESTINATION = IpAddress.parse("2001:db8::2");
    private static final int OPTIONS = 20;

    private static TcpSegment segment(TcpFlags flags, TcpOptions options, Payload payload) {
        return new TcpSegment(1025, 80, 0xffff_fff0, 7, flags, 512, 3, options, payload);
    }

    private static byte[] bytes(TcpSegment segment) {
        byte[] bytes = new byte[segment.headerLength() + segment.payload().length()];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        segment.writeHeader(memory, SOURCE, DESTINATION);
        segment.payload().copyTo(memory, segment.headerLength());
        return bytes;
    }

    private static TcpSegment parse(byte[] bytes) throws MalformedPacket {
        return TcpSegment.parse(MemorySegment.ofArray(bytes), SOURCE, DESTINATION);
    }

    /** The options that a segment with the given flags has when these bytes stand in its header, padded to whole words. */
    private static TcpOptions options(TcpFlags flags, int... raw) {
        byte[] padded = new byte[(raw.length + 3) / 4 * 4];
        for (int i = 0; i < raw.length; i++) {
            padded[i] = (byte) raw[i];
        }
        return TcpOptionCodec.parse(MemorySegment.ofArray(padded), flags);
    }

    @Test
    void readsAHandshakeAsItWasWritten() throws MalformedPacket {
        Handshake options = Handshake.offer(1460, OptionalInt.of(7), true, Optional.of(new Timestamps(-1, 5)));
        TcpSegment read = parse(bytes(segment(TcpFlags.SYN, options, Payload.EMPTY)));
        assertThat(read.options()).isEqualTo(options);
        assertThat(read.seq()).isEqualTo(0xffff_fff0);
        assertThat(read.headerLength()).isEqualTo(40);
    }

    @Test
    void readsGatheredDataWithSackBlocksAsItWasWritten() throws MalformedPacket {
        Transfer options = new Transfer(
                Optional.of(new Timestamps(1, 2)),
                List.of(new SackBlock(-5, 5), new SackBlock(10, 20)),
                Optional.empty(),
                Optional.empty());
        Payload gathered = Payload.of(
                List.of(MemorySegment.ofArray(new byte[] {1, 2, 3}), MemorySegment.ofArray(new byte[] {4, 5, 6, 7})));
        TcpSegment read = parse(bytes(segment(TcpFlags.ACK.with(TcpFlags.URG), options, gathered)));
        assertThat(read.options()).isEqualTo(options);
        assertThat(read.payload().toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(read.urgentPointer()).isEqualTo(3);
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = bytes(segment(TcpFlags.ACK, Transfer.of(new Timestamps(1, 2)), Payload.of(new byte[] {9})));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> parse(cut)).isInstanceOf(MalformedPacket.class);
        }
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] whole = bytes(segment(TcpFlags.ACK, Transfer.NONE, Payload.of(new byte[] {1, 2, 3, 4, 5})));
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> parse(flipped)).isSameAs(MalformedPacket.because(DropReason.BAD_TCP_CHECKSUM));
        }
    }

    // Hostile input T2: a length of 0, of 1, and beyond the end stops the reading, and what came before holds.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40})
    void stopsAtAnOptionLengthThatCannotBe(int length) {
        TcpOptions read = options(TcpFlags.SYN, 2, 4, 5, 0xb4, 5, length, 3, 3);
        assertThat(read).isEqualTo(Handshake.offer(1460, OptionalInt.empty(), false, Optional.empty()));
    }

    // Hostile input T4 and RFC 7323 §2.3
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 255})
    void takesAWindowScaleAboveFourteenAsFourteen(int shift) {
        Handshake read = (Handshake) options(TcpFlags.SYN, 3, 3, shift);
        assertThat(read.windowScale()).hasValue(14);
    }

    // Hostile input T5 and T6
    @Test
    void skipsUnknownOptionsAndThoseOfASynElsewhere() {
        assertThat(options(TcpFlags.ACK, 200, 4, 1, 1, 2, 4, 5, 0xb4, 3, 3, 7)).isEqualTo(Transfer.NONE);
    }

    @Test
    void throwsNothingButMalformedPacketWhateverComes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = bytes(segment(TcpFlags.ACK, Transfer.of(new Timestamps(1, 2)), Payload.of(new byte[30])));
        for (int round = 0; round < 200_000; round++) {
            byte[] mutated = Arrays.copyOf(whole, OPTIONS + random.nextInt(whole.length - OPTIONS));
            for (int change = random.nextInt(6); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            MemorySegment memory = MemorySegment.ofArray(mutated);
            NetworkOrder.put16(memory, 16, 0);
            long pseudoHeader = InternetChecksum.pseudoHeader(SOURCE, DESTINATION, 6, mutated.length);
            NetworkOrder.put16(memory, 16, InternetChecksum.finish(pseudoHeader + InternetChecksum.sum(memory)));
            try {
                TcpSegment read = parse(mutated);
                assertThat(read.headerLength()).as("seed %d", seed).isBetween(20, 60);
            } catch (MalformedPacket malformed) {
                assertThat(malformed.reason()).as("seed %d", seed).isEqualTo(DropReason.BAD_TCP_OFFSET);
            }
        }
    }
}
