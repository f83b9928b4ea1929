package org.ouzel.drill.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.script.Amount;
import org.ouzel.drill.script.Hex;
import org.ouzel.drill.script.TcpOption;

/** The options of a segment, in the order in which they stand. */
final class OptionBytes {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;
    private static final int MD5 = 19;
    private static final int FAST_OPEN = 34;
    private static final int ACCURATE_ECN_0 = 172;
    private static final int ACCURATE_ECN_1 = 174;
    private static final int EXPERIMENTAL = 254;
    private static final int FAST_OPEN_EXPERIMENT = 0xf989;
    private static final int ACCURATE_ECN_0_EXPERIMENT = 0xacc0;
    private static final int ACCURATE_ECN_1_EXPERIMENT = 0xacc1;

    private static final int HEADER = 2;
    private static final int WORD = 4;
    private static final int MOST = 40;
    private static final int COUNTER_BYTES = 3;
    private static final int MD5_BYTES = 16;
    private static final int BLOCK_BYTES = 8;

    private OptionBytes() {}

    // ---- Writing

    /** The bytes, with ends of the list behind them up to a whole word. */
    static byte[] write(List<TcpOption> options) throws CannotBeSent {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (TcpOption option : options) {
            bytes.writeBytes(write(option));
        }
        while (bytes.size() % WORD != 0) {
            bytes.write(END);
        }
        if (bytes.size() > MOST) {
            throw new CannotBeSent("options of " + bytes.size() + " bytes, where a header has room for " + MOST);
        }
        return bytes.toByteArray();
    }

    private static byte[] write(TcpOption option) throws CannotBeSent {
        return switch (option) {
            case TcpOption.NoOperation _ -> new byte[] {NO_OPERATION};
            case TcpOption.EndOfList _ -> new byte[] {END};
            case TcpOption.MaximumSegmentSize mss -> of(MSS, number(Short.BYTES, value(mss.bytes())));
            case TcpOption.WindowScale scale -> of(WINDOW_SCALE, number(1, value(scale.shift())));
            case TcpOption.SackPermitted _ -> of(SACK_PERMITTED);
            case TcpOption.Sack sack -> of(SACK, blocks(sack));
            case TcpOption.Timestamps stamps -> of(TIMESTAMPS, stamps(stamps));
            case TcpOption.FastOpen open ->
                open.experimental()
                        ? experiment(FAST_OPEN_EXPERIMENT, open.cookie().bytes())
                        : of(FAST_OPEN, open.cookie().bytes());
            case TcpOption.Md5 md5 -> of(MD5, md5.digest().map(Hex::bytes).orElseGet(() -> new byte[MD5_BYTES]));
            case TcpOption.AccurateEcn ecn -> accurateEcn(ecn);
            case TcpOption.Experimental experimental ->
                experiment(experimental.id(), experimental.data().bytes());
            case TcpOption.Generic generic -> of(generic.kind(), generic.data().bytes());
            case TcpOption.Multipath multipath -> throw new CannotBeSent("Multipath TCP: " + multipath.text());
        };
    }

    private static byte[] of(int kind, byte... content) {
        return ByteBuffer.allocate(HEADER + content.length)
                .put((byte) kind)
                .put((byte) (HEADER + content.length))
                .put(content)
                .array();
    }

    private static byte[] experiment(int id, byte[] content) {
        return of(
                EXPERIMENTAL,
                ByteBuffer.allocate(Short.BYTES + content.length)
                        .putShort((short) id)
                        .put(content)
                        .array());
    }

    private static long value(Amount amount) throws CannotBeSent {
        return switch (amount) {
            case Amount.Exactly exactly -> exactly.value();
            case Amount.Any _ -> throw new CannotBeSent("an option whose value is left open");
        };
    }

    private static byte[] number(int bytes, long value) {
        return Arrays.copyOfRange(
                ByteBuffer.allocate(Long.BYTES).putLong(value).array(), Long.BYTES - bytes, Long.BYTES);
    }

    private static byte[] blocks(TcpOption.Sack sack) {
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES * sack.blocks().size());
        sack.blocks().forEach(block -> bytes.putInt((int) block.left()).putInt((int) block.right()));
        return bytes.array();
    }

    private static byte[] stamps(TcpOption.Timestamps stamps) throws CannotBeSent {
        return ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt((int) value(stamps.value()))
                .putInt((int) value(stamps.echo()))
                .array();
    }

    private static byte[] accurateEcn(TcpOption.AccurateEcn ecn) throws CannotBeSent {
        ByteBuffer counters = ByteBuffer.allocate(COUNTER_BYTES * ecn.counters().size());
        for (Amount counter : ecn.counters()) {
            counters.put(number(COUNTER_BYTES, value(counter)));
        }
        boolean first = ecn.order() == 0;
        return ecn.experimental()
                ? experiment(first ? ACCURATE_ECN_0_EXPERIMENT : ACCURATE_ECN_1_EXPERIMENT, counters.array())
                : of(first ? ACCURATE_ECN_0 : ACCURATE_ECN_1, counters.array());
    }

    // ---- Reading

    /** The options, as far as their lengths can be. What is broken from there on is one option with what is left. */
    static List<TcpOption> read(byte[] bytes) {
        List<TcpOption> options = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int kind = Byte.toUnsignedInt(bytes[at]);
            if (kind <= NO_OPERATION) {
                options.add(kind == END ? new TcpOption.EndOfList() : new TcpOption.NoOperation());
                at++;
                continue;
            }
            int length = at + 1 < bytes.length ? Byte.toUnsignedInt(bytes[at + 1]) : 0;
            boolean broken = length < HEADER || at + length > bytes.length;
            int end = broken ? bytes.length : at + length;
            byte[] content = Arrays.copyOfRange(bytes, Math.min(at + HEADER, end), end);
            options.add(broken ? new TcpOption.Generic(kind, Hex.of(content)) : read(kind, content));
            at = end;
        }
        return List.copyOf(options);
    }

    private static TcpOption read(int kind, byte[] content) {
        ByteBuffer data = ByteBuffer.wrap(content);
        Optional<TcpOption> known =
                switch (kind) {
                    case MSS ->
                        ifLong(
                                content,
                                Short.BYTES,
                                () -> new TcpOption.MaximumSegmentSize(unsigned(data, Short.BYTES)));
                    case WINDOW_SCALE -> ifLong(content, 1, () -> new TcpOption.WindowScale(unsigned(data, 1)));
                    case SACK_PERMITTED -> ifLong(content, 0, TcpOption.SackPermitted::new);
                    case SACK -> content.length % BLOCK_BYTES == 0 ? Optional.of(sack(data)) : Optional.empty();
                    case TIMESTAMPS ->
                        ifLong(
                                content,
                                2 * Integer.BYTES,
                                () -> new TcpOption.Timestamps(
                                        unsigned(data, Integer.BYTES), unsigned(data, Integer.BYTES), false));
                    case MD5 -> ifLong(content, MD5_BYTES, () -> new TcpOption.Md5(Optional.of(Hex.of(content))));
                    case FAST_OPEN -> Optional.of(new TcpOption.FastOpen(Hex.of(content), false));
                    case ACCURATE_ECN_0 -> accurateEcn(0, content, false);
                    case ACCURATE_ECN_1 -> accurateEcn(1, content, false);
                    case EXPERIMENTAL -> content.length < Short.BYTES ? Optional.empty() : experiment(content);
                    default -> Optional.empty();
                };
        return known.orElseGet(() -> new TcpOption.Generic(kind, Hex.of(content)));
    }

    private interface Made {
        TcpOption make();
    }

    private static Optional<TcpOption> ifLong(byte[] content, int length, Made made) {
        return content.length == length ? Optional.of(made.make()) : Optional.empty();
    }

    private static Amount unsigned(ByteBuffer data, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << Byte.SIZE | Byte.toUnsignedLong(data.get());
        }
        return Amount.of(value);
    }

    private static TcpOption sack(ByteBuffer data) {
        List<TcpOption.Block> blocks = new ArrayList<>();
        while (data.hasRemaining()) {
            blocks.add(
                    new TcpOption.Block(Integer.toUnsignedLong(data.getInt()), Integer.toUnsignedLong(data.getInt())));
        }
        return new TcpOption.Sack(blocks);
    }

    private static Optional<TcpOption> accurateEcn(int order, byte[] content, boolean experimental) {
        if (content.length % COUNTER_BYTES != 0 || content.length > 3 * COUNTER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer data = ByteBuffer.wrap(content);
        List<Amount> counters = new ArrayList<>();
        while (data.hasRemaining()) {
            counters.add(unsigned(data, COUNTER_BYTES));
        }
        return Optional.of(new TcpOption.AccurateEcn(order, counters, experimental));
    }

    private static Optional<TcpOption> experiment(byte[] content) {
        int id = Short.toUnsignedInt(ByteBuffer.wrap(content).getShort());
        byte[] data = Arrays.copyOfRange(content, Short.BYTES, content.length);
        Optional<TcpOption> known =
                switch (id) {
                    case FAST_OPEN_EXPERIMENT -> Optional.of(new TcpOption.FastOpen(Hex.of(data), true));
                    case ACCURATE_ECN_0_EXPERIMENT -> accurateEcn(0, data, true);
                    case ACCURATE_ECN_1_EXPERIMENT -> accurateEcn(1, data, true);
                    default -> Optional.empty();
                };
        return Optional.of(known.orElseGet(() -> new TcpOption.Experimental(id, Hex.of(data))));
    }
}
