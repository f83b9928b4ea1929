package org.ouzel.core.wire;

import static org.ouzel.core.wire.TcpOptionCodec.AUTHENTICATION;
import static org.ouzel.core.wire.TcpOptionCodec.END;
import static org.ouzel.core.wire.TcpOptionCodec.EXPERIMENT;
import static org.ouzel.core.wire.TcpOptionCodec.EXPERIMENT_HEADER_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.FAST_OPEN;
import static org.ouzel.core.wire.TcpOptionCodec.FAST_OPEN_MAGIC;
import static org.ouzel.core.wire.TcpOptionCodec.HEADER_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.MSS;
import static org.ouzel.core.wire.TcpOptionCodec.MSS_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.NO_OPERATION;
import static org.ouzel.core.wire.TcpOptionCodec.SACK;
import static org.ouzel.core.wire.TcpOptionCodec.SACK_BLOCK_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.SACK_PERMITTED;
import static org.ouzel.core.wire.TcpOptionCodec.SACK_PERMITTED_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.TIMESTAMPS;
import static org.ouzel.core.wire.TcpOptionCodec.TIMESTAMPS_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.USER_TIMEOUT;
import static org.ouzel.core.wire.TcpOptionCodec.USER_TIMEOUT_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_SYN_END;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_SYN_LENGTH;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_SYN_MSS;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_SYN_SCALE;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_SYN_STAMPS;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_SYN_VALUES;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_VALUES;
import static org.ouzel.core.wire.TcpOptionCodec.USUAL_WORD;
import static org.ouzel.core.wire.TcpOptionCodec.WINDOW_SCALE;
import static org.ouzel.core.wire.TcpOptionCodec.WINDOW_SCALE_LENGTH;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpOptions.UserTimeoutOption;

/** Writes the bytes of TCP's options, one behind the other, filled up as an {@link OptionLayout} says. */
final class OptionWriter {
    static final int WORD = 4;

    /** Where the options begin that end with a word. */
    private static final int PERMISSION_PLACE = WORD - SACK_PERMITTED_LENGTH;

    private static final int WINDOW_SCALE_PLACE = WORD - WINDOW_SCALE_LENGTH;

    private final MemorySegment to;

    /** Where the options begin. */
    private final long begin;

    /** How many bytes of them there are. */
    private int at;

    private OptionWriter(MemorySegment to, long begin) {
        this.to = to;
        this.begin = begin;
    }

    // ---- How long they are

    /** The length of the options on the wire, whole words. */
    static int length(TcpOptions options, OptionLayout layout) {
        if (options instanceof Transfer transfer && transfer.isStampsAlone()) {
            return USUAL_LENGTH;
        }
        if (options instanceof Handshake syn && layout == OptionLayout.WORDS && isUsual(syn)) {
            return USUAL_SYN_LENGTH;
        }
        return switch (options) {
            case Handshake syn ->
                switch (layout) {
                    case WORDS -> wordsLength(syn);
                    case PACKED -> packedLength(syn);
                };
            case Transfer transfer -> transferLength(transfer);
            case Reset reset -> padded(length(reset.timestamps())) + padded(lengthOf(reset.authentication()));
        };
    }

    /** Whether a SYN has what most have, and nothing else. */
    private static boolean isUsual(Handshake syn) {
        return syn.sackPermitted()
                && syn.mss().isPresent()
                && syn.windowScale().isPresent()
                && syn.timestamps().isPresent()
                && syn.fastOpen().isEmpty()
                && syn.userTimeout().isEmpty()
                && syn.authentication().isEmpty()
                && syn.accurateEcn().isEmpty();
    }

    private static int transferLength(Transfer transfer) {
        int before = (transfer.isStamped() ? padded(TIMESTAMPS_LENGTH) : 0)
                + lengthOfTimeout(transfer.userTimeout())
                + lengthOfCounts(transfer.accurateEcn());
        return padded(withBlocks(before, transfer.sackBlocks())) + padded(lengthOf(transfer.authentication()));
    }

    private static int wordsLength(Handshake syn) {
        boolean stamped = syn.timestamps().isPresent();
        int permission = lengthOfPermission(syn);
        int at = (syn.mss().isPresent() ? MSS_LENGTH : 0) + (stamped ? padded(permission + TIMESTAMPS_LENGTH) : 0);
        at += lengthOfCounts(syn.accurateEcn());
        at = stamped || permission == 0 ? at : filledTo(at, PERMISSION_PLACE) + permission;
        at = syn.windowScale().isPresent() ? filledTo(at, WINDOW_SCALE_PLACE) + WINDOW_SCALE_LENGTH : at;
        return padded(at)
                + lengthOfTimeout(syn.userTimeout())
                + padded(lengthOfCookie(syn.fastOpen()))
                + padded(lengthOf(syn.authentication()));
    }

    private static int packedLength(Handshake syn) {
        int permission = lengthOfPermission(syn);
        return padded(beginning(syn)
                + (syn.timestamps().isPresent() ? padded(permission + TIMESTAMPS_LENGTH) : permission)
                + lengthOfTimeout(syn.userTimeout())
                + lengthOfCounts(syn.accurateEcn())
                + lengthOfCookie(syn.fastOpen())
                + lengthOf(syn.authentication()));
    }

    private static int beginning(Handshake syn) {
        return (syn.mss().isPresent() ? MSS_LENGTH : 0)
                + (syn.windowScale().isPresent() ? padded(WINDOW_SCALE_LENGTH) : 0);
    }

    private static int lengthOfPermission(Handshake syn) {
        return syn.sackPermitted() ? SACK_PERMITTED_LENGTH : 0;
    }

    private static int length(Optional<Timestamps> timestamps) {
        return timestamps.isPresent() ? TIMESTAMPS_LENGTH : 0;
    }

    private static int withBlocks(int before, List<SackBlock> blocks) {
        return blocks.isEmpty() ? before : firstBlock(before) + SACK_BLOCK_LENGTH * blocks.size();
    }

    /** Where the first SACK block stands behind what stands before: the option's own two octets end a word. */
    static int firstBlock(int before) {
        return filledTo(before, HEADER_LENGTH) + HEADER_LENGTH;
    }

    private static int lengthOfCounts(Optional<AccurateEcnOption> option) {
        return option.isPresent() ? option.get().length() : 0;
    }

    private static int lengthOfTimeout(Optional<UserTimeoutOption> option) {
        return option.isPresent() ? USER_TIMEOUT_LENGTH : 0;
    }

    private static int lengthOf(Optional<OpaqueBytes> option) {
        return option.isPresent() ? HEADER_LENGTH + option.get().bytes().size() : 0;
    }

    private static int lengthOfCookie(Optional<FastOpen> option) {
        if (option.isEmpty()) {
            return 0;
        }
        int header = option.get().experimental() ? EXPERIMENT_HEADER_LENGTH : HEADER_LENGTH;
        return header + option.get().cookie().bytes().size();
    }

    static int padded(int length) {
        return filledTo(length, 0);
    }

    /** The next offset that has a place in its word. */
    private static int filledTo(int at, int place) {
        return at + Math.floorMod(place - at, WORD);
    }

    // ---- Writing them

    /**
     * Writes the options.
     *
     * @param begin where they go
     * @param length how long they are
     */
    static void write(TcpOptions options, OptionLayout layout, MemorySegment to, long begin, int length) {
        if (options instanceof Transfer transfer && transfer.isStampsAlone()) {
            usual(transfer, to, begin);
            return;
        }
        if (options instanceof Handshake syn && layout == OptionLayout.WORDS && isUsual(syn)) {
            usual(syn, to, begin);
            return;
        }
        OptionWriter writer = new OptionWriter(to, begin);
        switch (options) {
            case Handshake syn -> {
                switch (layout) {
                    case WORDS -> writer.inWords(syn);
                    case PACKED -> writer.packed(syn);
                }
            }
            case Transfer transfer -> writer.transfer(transfer);
            case Reset reset -> {
                reset.timestamps().ifPresent(writer::alignedTimestamps);
                reset.authentication().ifPresent(bytes -> writer.filled(AUTHENTICATION, bytes));
            }
        }
        if (writer.at != length) {
            throw new AssertionError(writer.at + " bytes of options instead of " + length);
        }
    }

    private static void usual(Transfer stamps, MemorySegment to, long begin) {
        NetworkOrder.put32(to, begin, USUAL_WORD);
        NetworkOrder.put64(to, begin + USUAL_VALUES, NetworkOrder.words(stamps.tsValue(), stamps.tsEchoReply()));
    }

    private static void usual(Handshake syn, MemorySegment to, long begin) {
        int mss = NetworkOrder.word(USUAL_SYN_MSS, syn.mss().orElseThrow());
        Timestamps stamps = syn.timestamps().orElseThrow();
        int shift = syn.windowScale().orElseThrow();
        NetworkOrder.put64(to, begin, NetworkOrder.words(mss, USUAL_SYN_STAMPS));
        NetworkOrder.put64(to, begin + USUAL_SYN_VALUES, NetworkOrder.words(stamps.value(), stamps.echoReply()));
        NetworkOrder.put32(to, begin + USUAL_SYN_END, USUAL_SYN_SCALE << Byte.SIZE | shift);
    }

    private void inWords(Handshake syn) {
        boolean stamped = syn.timestamps().isPresent();
        syn.mss().ifPresent(this::mss);
        if (syn.sackPermitted() && stamped) {
            header(SACK_PERMITTED, SACK_PERMITTED_LENGTH);
        }
        syn.timestamps().ifPresent(this::alignedTimestamps);
        syn.accurateEcn().ifPresent(this::counts);
        if (syn.sackPermitted() && !stamped) {
            fillTo(PERMISSION_PLACE);
            header(SACK_PERMITTED, SACK_PERMITTED_LENGTH);
        }
        syn.windowScale().ifPresent(this::alignedWindowScale);
        fillTo(0);
        syn.userTimeout().ifPresent(this::userTimeout);
        syn.fastOpen().ifPresent(this::fastOpen);
        fillTo(0);
        syn.authentication().ifPresent(bytes -> filled(AUTHENTICATION, bytes));
    }

    private void packed(Handshake syn) {
        syn.mss().ifPresent(this::mss);
        syn.windowScale().ifPresent(this::alignedWindowScale);
        if (syn.sackPermitted()) {
            header(SACK_PERMITTED, SACK_PERMITTED_LENGTH);
        }
        syn.timestamps().ifPresent(this::alignedTimestamps);
        syn.userTimeout().ifPresent(this::userTimeout);
        syn.accurateEcn().ifPresent(this::counts);
        syn.fastOpen().ifPresent(this::fastOpen);
        syn.authentication().ifPresent(bytes -> opaque(AUTHENTICATION, bytes));
        // RFC 9293 MUST-69: "The content of the header beyond the End of Option List Option MUST be header padding of
        // zeros (MUST-69)."
        while (at % WORD != 0) {
            put8(END);
        }
    }

    private void transfer(Transfer transfer) {
        transfer.timestamps().ifPresent(this::alignedTimestamps);
        transfer.userTimeout().ifPresent(this::userTimeout);
        transfer.accurateEcn().ifPresent(this::counts);
        sackBlocks(transfer.sackBlocks());
        fillTo(0);
        transfer.authentication().ifPresent(bytes -> filled(AUTHENTICATION, bytes));
    }

    /** No-operations, up to a place in a word. */
    private void fillTo(int place) {
        int end = filledTo(at, place);
        while (at < end) {
            put8(NO_OPERATION);
        }
    }

    private void put8(int value) {
        NetworkOrder.put8(to, begin + at, value);
        at++;
    }

    private void put16(int value) {
        NetworkOrder.put16(to, begin + at, value);
        at += Short.BYTES;
    }

    private void put32(int value) {
        NetworkOrder.put32(to, begin + at, value);
        at += Integer.BYTES;
    }

    private void header(int kind, int length) {
        put16(kind << Byte.SIZE | length);
    }

    private void mss(int value) {
        header(MSS, MSS_LENGTH);
        put16(value);
    }

    private void alignedWindowScale(int shift) {
        fillTo(WINDOW_SCALE_PLACE);
        header(WINDOW_SCALE, WINDOW_SCALE_LENGTH);
        put8(shift);
    }

    private void alignedTimestamps(Timestamps timestamps) {
        fillTo(HEADER_LENGTH);
        header(TIMESTAMPS, TIMESTAMPS_LENGTH);
        put32(timestamps.value());
        put32(timestamps.echoReply());
    }

    private void userTimeout(UserTimeoutOption option) {
        header(USER_TIMEOUT, USER_TIMEOUT_LENGTH);
        put16((option.minutes() ? 1 << 15 : 0) | option.value());
    }

    private void counts(AccurateEcnOption option) {
        header(option.order().kind(), option.length());
        for (int field : option.fields()) {
            NetworkOrder.put24(to, begin + at, field);
            at += AccurateEcnOption.FIELD_LENGTH;
        }
    }

    private void filled(int kind, OpaqueBytes content) {
        opaque(kind, content);
        fillTo(0);
    }

    private void opaque(int kind, OpaqueBytes content) {
        header(kind, HEADER_LENGTH + content.bytes().size());
        bytes(content);
    }

    private void bytes(OpaqueBytes content) {
        for (byte value : content.bytes()) {
            put8(value);
        }
    }

    private void fastOpen(FastOpen option) {
        if (option.experimental()) {
            header(
                    EXPERIMENT,
                    EXPERIMENT_HEADER_LENGTH + option.cookie().bytes().size());
            put16(FAST_OPEN_MAGIC);
            bytes(option.cookie());
        } else {
            opaque(FAST_OPEN, option.cookie());
        }
    }

    private void sackBlocks(List<SackBlock> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        fillTo(HEADER_LENGTH);
        header(SACK, HEADER_LENGTH + SACK_BLOCK_LENGTH * blocks.size());
        for (SackBlock block : blocks) {
            put32(block.left());
            put32(block.right());
        }
    }
}
