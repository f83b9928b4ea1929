package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpOptions.UserTimeoutOption;

/**
 * Reads the bytes of TCP's options: each a kind, a length that counts both, and data (RFC 9293 §3.2). {@link OptionWriter}
 * writes them.
 *
 * <p>Parsing never fails. RFC 9293 MUST-7 asks to be prepared for a length that cannot be: reading stops there, and what
 * came before holds, as Linux does it; the segment's data is as good as its checksum.
 */
final class TcpOptionCodec {
    static final int MAX_LENGTH = 40;

    static final int END = 0;
    static final int NO_OPERATION = 1;
    static final int MSS = 2;
    static final int WINDOW_SCALE = 3;
    static final int SACK_PERMITTED = 4;
    static final int SACK = 5;
    static final int TIMESTAMPS = 8;
    static final int USER_TIMEOUT = 28;
    static final int AUTHENTICATION = 29;
    static final int FAST_OPEN = 34;
    static final int ACCURATE_ECN_0 = 172;
    static final int ACCURATE_ECN_1 = 174;
    static final int EXPERIMENT = 254;

    /** What marks the experimental option that was there before Fast Open had a kind of its own (RFC 7413, RFC 6994). */
    static final int FAST_OPEN_MAGIC = 0xf989;

    static final int MSS_LENGTH = 4;
    static final int WINDOW_SCALE_LENGTH = 3;
    static final int SACK_PERMITTED_LENGTH = 2;
    static final int SACK_BLOCK_LENGTH = 8;
    static final int TIMESTAMPS_LENGTH = 10;
    static final int USER_TIMEOUT_LENGTH = 4;
    static final int HEADER_LENGTH = 2;
    static final int EXPERIMENT_HEADER_LENGTH = 4;

    /** Timestamps alone, as most segments of most connections have them (RFC 7323, Appendix A): TSval and TSecr stand behind it. */
    static final int USUAL_WORD = NO_OPERATION << 24 | NO_OPERATION << 16 | TIMESTAMPS << 8 | TIMESTAMPS_LENGTH;

    static final long USUAL_VALUES = 4;
    static final int USUAL_LENGTH = 12;

    /**
     * The MSS, SACK-permitted, timestamps and the window scale alone, laid out in words, as the SYNs of most hosts have them: what stands
     * before the MSS, between it and TSval, and between TSecr and the shift.
     */
    static final int USUAL_SYN_MSS = MSS << 8 | MSS_LENGTH;

    static final int USUAL_SYN_STAMPS =
            SACK_PERMITTED << 24 | SACK_PERMITTED_LENGTH << 16 | TIMESTAMPS << 8 | TIMESTAMPS_LENGTH;
    static final int USUAL_SYN_SCALE = NO_OPERATION << 16 | WINDOW_SCALE << 8 | WINDOW_SCALE_LENGTH;
    static final long USUAL_SYN_VALUES = 8;
    static final long USUAL_SYN_END = 16;
    static final int USUAL_SYN_LENGTH = 20;
    private static final int MAX_WINDOW_SCALE = 14;

    private OptionalInt mss = OptionalInt.empty();
    private OptionalInt windowScale = OptionalInt.empty();
    private boolean sackPermitted;
    private Optional<Timestamps> timestamps = Optional.empty();
    private List<SackBlock> sackBlocks = List.of();
    private Optional<FastOpen> fastOpen = Optional.empty();
    private Optional<UserTimeoutOption> userTimeout = Optional.empty();
    private Optional<OpaqueBytes> authentication = Optional.empty();
    private Optional<AccurateEcnOption> accurateEcn = Optional.empty();

    private TcpOptionCodec() {}

    /**
     * Reads the options of a segment with the given flags, so many bytes from a place on.
     *
     * @param stamps what they become where they are timestamps alone
     */
    static TcpOptions parse(MemorySegment segment, long at, int length, TcpFlags flags, Transfer stamps) {
        boolean isTransfer = !flags.has(TcpFlags.SYN) && !flags.has(TcpFlags.RST);
        if (isTransfer && length == USUAL_LENGTH && NetworkOrder.i32(segment, at) == USUAL_WORD) {
            long values = NetworkOrder.i64(segment, at + USUAL_VALUES);
            stamps.stamp(NetworkOrder.high32(values), NetworkOrder.low32(values));
            return stamps;
        }
        if (length == USUAL_SYN_LENGTH && flags.has(TcpFlags.SYN) && !flags.has(TcpFlags.RST)) {
            int mss = NetworkOrder.i32(segment, at);
            int scale = NetworkOrder.i32(segment, at + USUAL_SYN_END);
            if (NetworkOrder.high16(mss) == USUAL_SYN_MSS
                    && scale >>> Byte.SIZE == USUAL_SYN_SCALE
                    && NetworkOrder.i32(segment, at + Integer.BYTES) == USUAL_SYN_STAMPS) {
                return usualSyn(
                        NetworkOrder.low16(mss), scale & 0xff, NetworkOrder.i64(segment, at + USUAL_SYN_VALUES));
            }
        }
        return length == 0 ? none(flags) : parse(segment.asSlice(at, length), flags);
    }

    private static Handshake usualSyn(int mss, int shift, long stamps) {
        Timestamps timestamps = new Timestamps(NetworkOrder.high32(stamps), NetworkOrder.low32(stamps));
        return Handshake.offer(mss, OptionalInt.of(bounded(shift)), true, Optional.of(timestamps));
    }

    /** RFC 7323 §2.3: a shift above 14 is taken as 14. */
    private static int bounded(int shift) {
        return Math.min(shift, MAX_WINDOW_SCALE);
    }

    /** Reads the options of a segment with the given flags. */
    static TcpOptions parse(MemorySegment bytes, TcpFlags flags) {
        if (bytes.byteSize() == 0) {
            return none(flags);
        }
        TcpOptionCodec read = new TcpOptionCodec();
        read.all(bytes);
        if (flags.has(TcpFlags.RST)) {
            return new Reset(read.timestamps, read.authentication);
        }
        if (flags.has(TcpFlags.SYN)) {
            return new Handshake(
                    read.mss,
                    read.windowScale,
                    read.sackPermitted,
                    read.timestamps,
                    read.fastOpen,
                    read.userTimeout,
                    read.authentication,
                    read.accurateEcn);
        }
        return new Transfer(read.timestamps, read.sackBlocks, read.userTimeout, read.authentication, read.accurateEcn);
    }

    private static TcpOptions none(TcpFlags flags) {
        if (flags.has(TcpFlags.RST)) {
            return Reset.NONE;
        }
        return flags.has(TcpFlags.SYN) ? Handshake.NONE : Transfer.NONE;
    }

    private void all(MemorySegment bytes) {
        int end = (int) bytes.byteSize();
        int at = 0;
        while (at < end) {
            int kind = NetworkOrder.u8(bytes, at);
            if (kind == END) {
                return;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < end ? NetworkOrder.u8(bytes, at + 1) : 0;
            if (length < HEADER_LENGTH || at + length > end) {
                return; // RFC 9293 MUST-7
            }
            one(kind, bytes, at, length);
            at += length;
        }
    }

    /** One option, its length known to be within bounds. One whose length is not its kind's is skipped. */
    private void one(int kind, MemorySegment bytes, int at, int length) {
        int content = at + HEADER_LENGTH;
        int end = at + length;
        switch (kind) {
            case MSS -> {
                if (length == MSS_LENGTH) {
                    mss = OptionalInt.of(NetworkOrder.u16(bytes, content));
                }
            }
            case WINDOW_SCALE -> {
                if (length == WINDOW_SCALE_LENGTH) {
                    windowScale = OptionalInt.of(bounded(NetworkOrder.u8(bytes, content)));
                }
            }
            case SACK_PERMITTED -> sackPermitted |= length == SACK_PERMITTED_LENGTH;
            case SACK -> {
                if ((length - HEADER_LENGTH) % SACK_BLOCK_LENGTH == 0) {
                    sackBlocks = sackBlocks(bytes, content, end);
                }
            }
            case TIMESTAMPS -> {
                if (length == TIMESTAMPS_LENGTH) {
                    timestamps = Optional.of(new Timestamps(
                            NetworkOrder.i32(bytes, content), NetworkOrder.i32(bytes, content + Integer.BYTES)));
                }
            }
            case USER_TIMEOUT -> {
                if (length == USER_TIMEOUT_LENGTH) {
                    int field = NetworkOrder.u16(bytes, content);
                    userTimeout = Optional.of(new UserTimeoutOption(field >>> 15 != 0, field & 0x7fff));
                }
            }
            case AUTHENTICATION -> authentication = Optional.of(opaque(bytes, content, end));
            case FAST_OPEN -> fastOpen(opaque(bytes, content, end), false);
            case ACCURATE_ECN_0 ->
                accurateEcn = Optional.of(counts(AccurateEcnOption.Order.ECT_0_FIRST, bytes, content, end));
            case ACCURATE_ECN_1 ->
                accurateEcn = Optional.of(counts(AccurateEcnOption.Order.ECT_1_FIRST, bytes, content, end));
            case EXPERIMENT -> {
                if (length >= EXPERIMENT_HEADER_LENGTH && NetworkOrder.u16(bytes, content) == FAST_OPEN_MAGIC) {
                    fastOpen(opaque(bytes, at + EXPERIMENT_HEADER_LENGTH, end), true);
                }
            }
            default -> {
                // RFC 9293 MUST-6: "A TCP implementation MUST (MUST-6) ignore without error any TCP Option it does not
                // implement, assuming that the option has a length field."
            }
        }
    }

    private static List<SackBlock> sackBlocks(MemorySegment bytes, int from, int end) {
        List<SackBlock> blocks = new ArrayList<>();
        for (int at = from; at < end; at += SACK_BLOCK_LENGTH) {
            blocks.add(new SackBlock(NetworkOrder.i32(bytes, at), NetworkOrder.i32(bytes, at + Integer.BYTES)));
        }
        return List.copyOf(blocks);
    }

    // RFC 7413 §4.1.1: what has no length that a cookie can have is ignored.
    private void fastOpen(OpaqueBytes cookie, boolean experimental) {
        if (FastOpen.isCookieLength(cookie.bytes().size())) {
            fastOpen = Optional.of(new FastOpen(cookie, experimental));
        }
    }

    // RFC 9768 §3.2.3: of any other length, the whole fields of three octets that fit are used, and the remainder is
    // padding.
    private static AccurateEcnOption counts(AccurateEcnOption.Order order, MemorySegment bytes, int from, int end) {
        int whole = (end - from) / AccurateEcnOption.FIELD_LENGTH;
        List<Integer> fields = IntStream.range(0, Math.min(whole, AccurateEcnOption.MAX_FIELDS))
                .mapToObj(field -> NetworkOrder.u24(bytes, from + field * (long) AccurateEcnOption.FIELD_LENGTH))
                .toList();
        return new AccurateEcnOption(order, fields);
    }

    private static OpaqueBytes opaque(MemorySegment bytes, int from, int end) {
        List<Byte> content = new ArrayList<>();
        for (int at = from; at < end; at++) {
            content.add((byte) NetworkOrder.u8(bytes, at));
        }
        return new OpaqueBytes(content);
    }
}
