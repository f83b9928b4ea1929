package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpOptions.UserTimeoutOption;

class OptionLayoutTest {
    private static final IpAddress A = IpAddress.parse("192.0.2.1");
    private static final IpAddress B = IpAddress.parse("198.51.100.2");
    private static final Timestamps STAMPS = new Timestamps(1, 2);

    /** The options of a segment on the wire, in hexadecimal. */
    private static String written(TcpFlags flags, TcpOptions options, OptionLayout layout) {
        byte[] bytes = header(flags, options, layout).toArray(ValueLayout.JAVA_BYTE);
        return HexFormat.of().formatHex(bytes, TcpSegment.MIN_HEADER_LENGTH, bytes.length);
    }

    private static MemorySegment header(TcpFlags flags, TcpOptions options, OptionLayout layout) {
        TcpSegment segment = new TcpSegment(1, 2, 3, 4, flags, 5, 0, options, Payload.EMPTY);
        IpHeader ip = header(segment.headerLength(layout));
        MemorySegment packet = MemorySegment.ofArray(new byte[ip.totalLength()]);
        packet.fill((byte) 0x5a); // what a reused buffer held must not show
        segment.writeHeader(packet, ip, layout, Checksum.COMPLETE);
        return packet.asSlice(ip.headerLength());
    }

    private static IpHeader header(int length) {
        return IpHeader.of(A, B, new IpFields(0, 64, true, 0), TcpSegment.PROTOCOL, length);
    }

    private static Handshake syn(String offers) {
        return Handshake.offer(
                1460,
                offers.contains("w") ? OptionalInt.of(7) : OptionalInt.empty(),
                offers.contains("s"),
                offers.contains("t") ? Optional.of(STAMPS) : Optional.empty());
    }

    private static Handshake withCookie(Handshake syn, int length) {
        return withCookie(syn, length, false);
    }

    private static Handshake withCookie(Handshake syn, int length, boolean experimental) {
        List<Byte> bytes = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            bytes.add((byte) 0xc0);
        }
        return syn.withFastOpen(Optional.of(new FastOpen(new OpaqueBytes(bytes), experimental)));
    }

    /** What is offered: s SACK, t timestamps, w window scaling. */
    @ParameterizedTest
    @CsvSource({
        "stw, 020405b4 0402 080a0000000100000002 01 030307",
        "sw,  020405b4 01010402 01 030307",
        "tw,  020405b4 0101080a0000000100000002 01 030307",
        "st,  020405b4 0402 080a0000000100000002",
        "s,   020405b4 01010402",
        "t,   020405b4 0101080a0000000100000002",
        "w,   020405b4 01 030307",
        "-,   020405b4"
    })
    void aSynInWordsHasTheOrderOfLinux(String offers, String hex) {
        assertThat(written(TcpFlags.SYN, syn(offers), OptionLayout.WORDS)).isEqualTo(hex.replace(" ", ""));
    }

    @Test
    void anMssThatTheOptionDoesNotHoldSpoilsNoOther() {
        Handshake syn = Handshake.offer(0x1_05b4, OptionalInt.of(7), true, Optional.of(STAMPS));
        assertThat(written(TcpFlags.SYN, syn, OptionLayout.WORDS)).startsWith("020405b40402080a");
    }

    @ParameterizedTest
    @CsvSource({
        "stw, 020405b4 01 030307 0402 080a0000000100000002",
        "sw,  020405b4 01 030307 0402 0000",
        "tw,  020405b4 01 030307 0101080a0000000100000002",
        "st,  020405b4 0402 080a0000000100000002",
        "s,   020405b4 0402 0000",
        "t,   020405b4 0101080a0000000100000002",
        "w,   020405b4 01 030307",
        "-,   020405b4"
    })
    @Tag("MUST-69")
    void aPackedSynHasTheOrderOfTheBsds(String offers, String hex) {
        assertThat(written(TcpFlags.SYN, syn(offers), OptionLayout.PACKED)).isEqualTo(hex.replace(" ", ""));
    }

    @Test
    void aCookieIsFilledUpBehind() {
        Handshake request = withCookie(syn("sw"), 0);
        assertThat(written(TcpFlags.SYN, request, OptionLayout.WORDS)).isEqualTo("020405b4010104020103030722020101");
        assertThat(written(TcpFlags.SYN, request, OptionLayout.PACKED)).isEqualTo("020405b40103030704022202");
        assertThat(written(TcpFlags.SYN, withCookie(syn("stw"), 16), OptionLayout.WORDS))
                .hasSize(2 * TcpOptionCodec.MAX_LENGTH)
                .endsWith("2212" + "c0".repeat(16) + "0101");
        Handshake experiment = withCookie(syn("sw"), 8, true);
        assertThat(written(TcpFlags.SYN, experiment, OptionLayout.WORDS)).endsWith("fe0cf989" + "c0".repeat(8));
        assertThat(written(TcpFlags.SYN, experiment, OptionLayout.PACKED))
                .endsWith("fe0cf989" + "c0".repeat(8) + "0000");
    }

    /** RFC 7323, Appendix A. */
    @ParameterizedTest
    @EnumSource(OptionLayout.class)
    void otherSegmentsAreAlignedByNoOperationsBefore(OptionLayout layout) {
        SackBlock block = new SackBlock(1, 2);
        assertThat(written(TcpFlags.ACK, Transfer.of(STAMPS), layout)).isEqualTo("0101080a0000000100000002");
        assertThat(written(TcpFlags.ACK, Transfer.of(Optional.empty(), List.of(block)), layout))
                .isEqualTo("0101050a0000000100000002");
        assertThat(written(TcpFlags.ACK, Transfer.of(Optional.of(STAMPS), List.of(block)), layout))
                .isEqualTo("0101080a00000001000000020101050a0000000100000002");
        assertThat(written(TcpFlags.RST, new TcpOptions.Reset(Optional.of(STAMPS), Optional.empty()), layout))
                .isEqualTo("0101080a0000000100000002");
    }

    @ParameterizedTest
    @EnumSource(OptionLayout.class)
    void asManyBlocksAsFitFillTheHeader(OptionLayout layout) {
        SackBlock block = new SackBlock(1, 2);
        List<SackBlock> three = List.of(block, block, block);
        assertThat(written(TcpFlags.ACK, Transfer.of(Optional.of(STAMPS), three), layout))
                .hasSize(2 * TcpOptionCodec.MAX_LENGTH);
        assertThat(written(TcpFlags.ACK, Transfer.of(Optional.empty(), List.of(block, block, block, block)), layout))
                .hasSize(2 * 36);
    }

    /** Every set of offers, with cookies of every length: what is written is what is read, and fills its words. */
    @ParameterizedTest
    @ValueSource(strings = {"stw", "sw", "tw", "st", "s", "t", "w", "-"})
    @Tag("MUST-64")
    void whatIsWrittenIsReadInBothLayouts(String offers) throws MalformedPacket {
        for (OptionLayout layout : OptionLayout.values()) {
            for (int cookie : new int[] {0, 4, 6, 8, 10, 12, 14, 16}) {
                for (boolean experimental : new boolean[] {false, true}) {
                    Handshake options = withCookie(syn(offers), cookie, experimental);
                    TcpSegment read = TcpSegment.parse(header(TcpFlags.SYN, options, layout), A, B);
                    assertThat(read.options()).as("%s %d", layout, cookie).isEqualTo(options);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(OptionLayout.class)
    void anAdvisedTimeoutFillsAWord(OptionLayout layout) {
        Transfer advised = new Transfer(
                Optional.of(STAMPS),
                List.of(),
                Optional.of(new UserTimeoutOption(true, 5)),
                Optional.empty(),
                Optional.empty());
        assertThat(written(TcpFlags.ACK, advised, layout)).isEqualTo("0101080a00000001000000021c048005");
    }
}
