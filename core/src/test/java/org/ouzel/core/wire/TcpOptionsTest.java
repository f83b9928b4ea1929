package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;

class TcpOptionsTest {

    private static TcpOptions parse(TcpFlags flags, String hex) {
        return TcpOptionCodec.parse(MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", ""))), flags);
    }

    private static Handshake syn(String hex) {
        return (Handshake) parse(TcpFlags.SYN, hex);
    }

    private static Transfer ack(String hex) {
        return (Transfer) parse(TcpFlags.ACK, hex);
    }

    /** T2: behind a good MSS, an option whose length is 0, 1 or beyond the end, or missing. */
    @ParameterizedTest
    @ValueSource(strings = {"0500 0101", "0501 0101", "0828 0101", "01010108", "0300 0307", "fe00 0000"})
    @Tag("MUST-7")
    void aLengthThatCannotBeEndsTheReadingAndKeepsWhatCameBefore(String bad) {
        Handshake read = syn("020405b4" + bad);
        assertThat(read.mss()).hasValue(1460);
        assertThat(read.windowScale()).isEmpty();
        assertThat(read.timestamps()).isEmpty();
    }

    /** T3: the number is told as it is; its floor is the sender's affair. */
    @ParameterizedTest
    @CsvSource({"02040000, 0", "02040001, 1", "02040007, 7", "02040030, 48", "0204ffff, 65535"})
    void theMssIsToldAsItStands(String hex, int expected) {
        assertThat(syn(hex).mss()).hasValue(expected);
    }

    /** T4. */
    @ParameterizedTest
    @CsvSource({"03030001, 0", "03030e01, 14", "03030f01, 14", "0303ff01, 14"})
    void aWindowScaleAbove14IsTakenAs14(String hex, int expected) {
        assertThat(syn(hex).windowScale()).hasValue(expected);
    }

    /** What most hosts send, of which each octet may be another: what is read at once is what is read one option after the other. */
    @Test
    void theUsualSynIsReadAsAnyOther() {
        byte[] usual = HexFormat.of().parseHex("020405b40402080a123456789abcdef00103030f");
        for (TcpFlags flags : List.of(TcpFlags.SYN, TcpFlags.SYN.with(TcpFlags.RST), TcpFlags.ACK)) {
            for (int change = 0; change < usual.length << Byte.SIZE; change++) {
                byte[] bytes = usual.clone();
                bytes[change >> Byte.SIZE] = (byte) change;
                MemorySegment options = MemorySegment.ofArray(bytes);
                assertThat(TcpOptionCodec.parse(options, 0, bytes.length, flags, Transfer.blank()))
                        .as("%s, octet %d is %d", flags, change >> Byte.SIZE, change & 0xff)
                        .isEqualTo(TcpOptionCodec.parse(options, flags));
            }
        }
    }

    /** T5. */
    @Test
    @Tag("MUST-5")
    void optionsOfASynMeanNothingElsewhere() {
        assertThat(parse(TcpFlags.ACK, "020405b4 030307 01 0402 0101")).isEqualTo(Transfer.NONE);
        assertThat(parse(TcpFlags.RST_ACK, "020405b4 030307 01")).isEqualTo(Reset.NONE);
        assertThat(parse(TcpFlags.SYN.with(TcpFlags.RST), "020405b4")).isEqualTo(Reset.NONE);
    }

    /** T6. */
    @Test
    @Tag("MUST-6")
    void anUnknownKindIsSkipped() {
        assertThat(syn("c804abcd 020405b4").mss()).hasValue(1460);
    }

    /** T7. */
    @Test
    void authenticationIsKeptAndMd5IsSkipped() {
        assertThat(syn("1d04 0a0b").authentication().orElseThrow().bytes()).containsExactly((byte) 10, (byte) 11);
        assertThat(syn("1d02 0101").authentication().orElseThrow().bytes()).isEmpty();
        assertThat(syn("1303 00 01 020405b4").mss()).hasValue(1460);
    }

    /** T9. */
    @Test
    void sackBlocksAreToldAsTheyStandAndOddLengthsAreSkipped() {
        assertThat(ack("0101 050a fffffffb 00000005").sackBlocks()).containsExactly(new SackBlock(-5, 5));
        assertThat(ack("0509 00000001 000000 010101").sackBlocks()).isEmpty();
        assertThat(ack("050b 00000001 00000002 03 01").sackBlocks()).isEmpty();
        assertThat(ack("0502 0101").sackBlocks()).isEmpty();
        assertThat(ack("0101 0522" + "00000001 00000002".repeat(4)).sackBlocks())
                .isEqualTo(List.of(new SackBlock(1, 2), new SackBlock(1, 2), new SackBlock(1, 2), new SackBlock(1, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0203 05 01", "0302 0101", "0403 00 01", "0809 00000001 000000 01", "1c03 00 01"})
    void anOptionOfAWrongLengthIsSkippedAndTheNextIsRead(String wrong) {
        Handshake read = syn(wrong + "03030701");
        assertThat(read.windowScale()).hasValue(7);
        assertThat(read.mss()).isEmpty();
        assertThat(read.sackPermitted()).isFalse();
        assertThat(read.timestamps()).isEmpty();
        assertThat(read.userTimeout()).isEmpty();
    }

    @Test
    @Tag("MUST-4")
    void nothingIsReadBehindTheEndOfTheList() {
        assertThat(syn("00 020405b4 010101")).isEqualTo(Handshake.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "020405b4",
                "01 020405b4 010101",
                "0101 020405b4 0101",
                "010101 020405b4 01",
                "030307 020405b4 01"
            })
    @Tag("MUST-64")
    void anOptionMayBeginAnywhere(String hex) {
        assertThat(syn(hex).mss()).hasValue(1460);
    }

    @Test
    @Tag("MUST-5")
    void timestampsAreReadOnEveryKindOfSegment() {
        String hex = "0101 080a 80000001 ffffffff";
        Timestamps stamps = new Timestamps(0x8000_0001, -1);
        for (TcpFlags flags : List.of(TcpFlags.SYN, TcpFlags.ACK, TcpFlags.RST)) {
            assertThat(parse(flags, hex).timestamps()).hasValue(stamps);
        }
    }

    /** RFC 7413 §4.1.1, in both forms. */
    @ParameterizedTest
    @CsvSource({
        "2202 0101, '', false",
        "220a 0123456789abcdef 0101, 0123456789abcdef, false",
        "2206 01234567 0101, 01234567, false",
        "2212 000102030405060708090a0b0c0d0e0f 0101, 000102030405060708090a0b0c0d0e0f, false",
        "fe04 f989, '', true",
        "fe0c f989 0123456789abcdef, 0123456789abcdef, true"
    })
    void aCookieIsReadInBothForms(String hex, String cookie, boolean experimental) {
        List<Byte> bytes = new ArrayList<>();
        for (byte value : HexFormat.of().parseHex(cookie)) {
            bytes.add(value);
        }
        FastOpen expected = new FastOpen(new OpaqueBytes(bytes), experimental);
        assertThat(syn("020405b4" + hex).fastOpen()).hasValue(expected);
        assertThat(expected.isRequest()).isEqualTo(cookie.isEmpty());
    }

    /** RFC 7413 §4.1.1: an odd length, one below four bytes or above sixteen, another experiment, and a cut option. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2203 01",
                "2204 0123",
                "2207 0123456789",
                "2214 000102030405060708090a0b0c0d0e0f1011",
                "fe06 f989 0123",
                "fe07 f989 012345",
                "fe03 f9",
                "fe02",
                "fe0c e2d4 0123456789abcdef",
                "220a 0123456789abcd",
                "fe0c f989 0123456789abcd"
            })
    @Tag("7413-4.1.1-2")
    void aCookieOfALengthThatThereIsNotIsIgnored(String hex) {
        assertThat(syn("020405b4" + hex).fastOpen()).isEmpty();
        assertThat(syn("020405b4" + hex).mss()).hasValue(1460);
    }

    /** Every length that an option with a cookie can be cut to. */
    @ParameterizedTest
    @ValueSource(strings = {"2212000102030405060708090a0b0c0d0e0f", "fe14f989000102030405060708090a0b0c0d0e0f"})
    void aCutCookieIsNone(String hex) {
        for (int length = 0; length < hex.length(); length += 2) {
            assertThat(syn(hex.substring(0, length)).fastOpen()).isEmpty();
        }
        assertThat(syn(hex).fastOpen()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 15, 17, 18})
    @Tag("7413-4.1.1-1")
    void thereIsNoCookieOfAnotherLength(int length) {
        OpaqueBytes bytes = new OpaqueBytes(Collections.nCopies(length, (byte) 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FastOpen(bytes, false));
    }
}
