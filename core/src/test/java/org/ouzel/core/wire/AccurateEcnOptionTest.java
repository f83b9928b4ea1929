package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.wire.AccurateEcnOption.Order;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;

class AccurateEcnOptionTest {
    private static final Timestamps STAMPS = new Timestamps(1, 2);

    private static MemorySegment bytes(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static Optional<AccurateEcnOption> read(TcpFlags flags, String hex) {
        return TcpOptionCodec.parse(bytes(hex), flags).accurateEcn();
    }

    private static String written(TcpOptions options, OptionLayout layout) {
        MemorySegment to = MemorySegment.ofArray(new byte[OptionWriter.length(options, layout)]);
        OptionWriter.write(options, layout, to, 0, (int) to.byteSize());
        return HexFormat.of().formatHex(to.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }

    private static AccurateEcnOption option(Order order, Integer... fields) {
        return new AccurateEcnOption(order, List.of(fields));
    }

    // ---- Reading

    /** RFC 9768 §3.2.3, table 5, and every length that it does not have: whole fields count, the rest is padding. */
    @ParameterizedTest
    @CsvSource({
        "2, 0", "3, 0", "4, 0", "5, 1", "6, 1", "7, 1", "8, 2", "9, 2", "10, 2", "11, 3", "12, 3", "14, 3", "20, 3"
    })
    @Tag("9768-3.2.3-3")
    @Tag("9768-3.2.3-4")
    void takesTheWholeFieldsThatFit(int length, int fields) {
        String rest = "00000a 00000b 00000c 000000 000000 000000".replace(" ", "");
        String hex = "ac%02x".formatted(length) + rest.substring(0, 2 * (length - 2)) + "020405b4";
        Handshake read = (Handshake) TcpOptionCodec.parse(bytes(hex), TcpFlags.SYN_ACK);
        assertThat(read.mss()).as("what stands behind it").hasValue(1460);
        assertThat(read.accurateEcn())
                .hasValue(new AccurateEcnOption(
                        Order.ECT_0_FIRST, List.of(10, 11, 12).subList(0, fields)));
    }

    @Test
    @Tag("9768-3.2.3-1")
    void tellsTheOrderByTheKind() {
        AccurateEcnOption first =
                read(TcpFlags.ACK, "ac0b 000001 000002 000003 00").orElseThrow();
        AccurateEcnOption second =
                read(TcpFlags.ACK, "ae0b 000001 000002 000003 00").orElseThrow();
        assertThat(first.bytes(EcnCodepoint.ECT_0)).hasValue(1);
        assertThat(first.bytes(EcnCodepoint.ECT_1)).hasValue(3);
        assertThat(second.bytes(EcnCodepoint.ECT_0)).hasValue(3);
        assertThat(second.bytes(EcnCodepoint.ECT_1)).hasValue(1);
        assertThat(first.bytes(EcnCodepoint.CE)).hasValue(2);
        assertThat(first.bytes(EcnCodepoint.NOT_ECT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ac05 010203, 0x010203", "ac05 ffffff, 0xffffff", "ac05 800000, 0x800000"})
    void countsIn24BitsInNetworkOrder(String hex, String expected) {
        assertThat(read(TcpFlags.ACK, hex + "000000").orElseThrow().bytes(EcnCodepoint.ECT_0))
                .hasValue(Integer.decode(expected));
    }

    @Test
    void isNotReadBeyondTheHeaderNorOfAReset() {
        assertThat(read(TcpFlags.ACK, "ac0b 000001 000002")).isEmpty();
        assertThat(read(TcpFlags.ACK, "ac01 0000")).isEmpty();
        assertThat(read(TcpFlags.RST_ACK, "ac05 000001 000000")).isEmpty();
    }

    @Test
    void hasNoMoreFieldsThanThereAreCounters() {
        assertThatIllegalArgumentException().isThrownBy(() -> option(Order.ECT_0_FIRST, 1, 2, 3, 4));
    }

    // ---- Writing

    @ParameterizedTest
    @CsvSource({
        "0, 0101080a0000000100000002 ac02 0101",
        "1, 0101080a0000000100000002 ac05 000001 010101",
        "2, 0101080a0000000100000002 ac08 000001 000002",
        "3, 0101080a0000000100000002 ac0b 000001 000002 000003 01"
    })
    void standsBehindTheTimestamps(int fields, String hex) {
        AccurateEcnOption counts =
                new AccurateEcnOption(Order.ECT_0_FIRST, List.of(1, 2, 3).subList(0, fields));
        assertThat(written(Transfer.of(STAMPS).with(counts), OptionLayout.WORDS))
                .isEqualTo(hex.replace(" ", ""));
    }

    /** Two fields, timestamps and two blocks fill a header: the no-operations before the blocks are filled up as well. */
    @ParameterizedTest
    @CsvSource({"1, 2, 36", "2, 2, 40", "1, 1, 28", "3, 1, 36", "0, 3, 40", "2, 0, 20", "3, 0, 24"})
    void sharesItsLastWordWithTheBlocks(int fields, int blocks, int length) {
        AccurateEcnOption counts =
                new AccurateEcnOption(Order.ECT_1_FIRST, List.of(1, 2, 3).subList(0, fields));
        List<SackBlock> held = List.of(new SackBlock(1, 2), new SackBlock(3, 4), new SackBlock(5, 6));
        Transfer options =
                Transfer.of(Optional.of(STAMPS), held.subList(0, blocks)).with(counts);
        assertThat(written(options, OptionLayout.WORDS)).hasSize(2 * length);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  020405b4 0402 080a0000000100000002 ac0b 000001 000000 000001 01 01 030307",
        "false, 020405b4 ac0b 000001 000000 000001 01 0101 0402 01 030307"
    })
    void hasThePlaceInASynThatLinuxGivesIt(boolean stamped, String hex) {
        Handshake syn = Handshake.offer(1460, OptionalInt.of(7), true, stamped ? Optional.of(STAMPS) : Optional.empty())
                .with(option(Order.ECT_0_FIRST, 1, 0, 1));
        assertThat(written(syn, OptionLayout.WORDS)).isEqualTo(hex.replace(" ", ""));
    }

    // ---- Both

    /** Whatever stands beside it. */
    @ParameterizedTest
    @EnumSource(OptionLayout.class)
    void isReadAsItWasWritten(OptionLayout layout) {
        for (long seed = 1; seed <= 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            AccurateEcnOption counts = random(random);
            Transfer transfer = Transfer.of(
                            random.nextBoolean() ? Optional.of(STAMPS) : Optional.empty(), blocks(random))
                    .with(counts);
            Handshake syn = Handshake.offer(
                            1460,
                            random.nextBoolean() ? OptionalInt.of(7) : OptionalInt.empty(),
                            random.nextBoolean(),
                            transfer.timestamps())
                    .with(counts);
            assertThat(again(transfer, layout, TcpFlags.ACK))
                    .as("seed %d", seed)
                    .isEqualTo(transfer);
            assertThat(again(syn, layout, TcpFlags.SYN_ACK)).as("seed %d", seed).isEqualTo(syn);
        }
    }

    private static TcpOptions again(TcpOptions options, OptionLayout layout, TcpFlags flags) {
        return TcpOptionCodec.parse(bytes(written(options, layout)), flags);
    }

    private static AccurateEcnOption random(SplittableRandom random) {
        List<Integer> fields = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            fields.add(random.nextInt(1 << 24));
        }
        return new AccurateEcnOption(random.nextBoolean() ? Order.ECT_0_FIRST : Order.ECT_1_FIRST, fields);
    }

    private static List<SackBlock> blocks(SplittableRandom random) {
        return List.of(new SackBlock(1, 2), new SackBlock(3, 4)).subList(0, random.nextInt(2));
    }

    /** Options that are lists of all kinds of this option, cut anywhere: nothing escapes, and what is read is bounded. */
    @Test
    void noDamageEscapesTheParser() {
        for (long seed = 1; seed <= 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(41)];
            random.nextBytes(bytes);
            for (int at = 0; at + 1 < bytes.length; at += random.nextInt(1, 12)) {
                bytes[at] = (byte) (random.nextBoolean() ? 172 : 174);
                bytes[at + 1] = (byte) random.nextInt(14);
            }
            Optional<AccurateEcnOption> read = TcpOptionCodec.parse(MemorySegment.ofArray(bytes), TcpFlags.ACK)
                    .accurateEcn();
            assertThat(read.map(AccurateEcnOption::length).orElse(2))
                    .as("seed %d", seed)
                    .isIn(2, 5, 8, 11);
        }
    }

    // ---- The field in the header

    @Test
    void aeCwrAndEceAreOneNumber() {
        assertThat(TcpFlags.ofAce(0b100)).isEqualTo(TcpFlags.AE);
        assertThat(TcpFlags.ofAce(0b010)).isEqualTo(TcpFlags.CWR);
        assertThat(TcpFlags.ofAce(0b001)).isEqualTo(TcpFlags.ECE);
        for (int number = 0; number < 8; number++) {
            assertThat(TcpFlags.ACK.with(TcpFlags.ofAce(number + 8)).ace()).isEqualTo(number);
        }
    }
}
