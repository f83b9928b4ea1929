package org.ouzel.core.wire;

import java.util.List;
import java.util.OptionalInt;

/**
 * The option of accurate ECN (RFC 9768 §3.2.3): how many bytes of data have come with each of the three codepoints that tell
 * something, modulo 2^24. It comes in two orders, and what stands at its end may be left out.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Kind = 172   |  Length = 11  |          EE0B field           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | EE0B (cont'd) |           ECEB field                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  EE1B field                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param order which field comes first
 * @param fields the fields that are there, none to three, each of 24 bits
 */
public record AccurateEcnOption(Order order, List<Integer> fields) {
    /** The length of one field. */
    public static final int FIELD_LENGTH = 3;

    /** How many there are at the most. */
    public static final int MAX_FIELDS = 3;

    private static final int FIELD_MASK = 0xff_ffff;

    /** The order of the fields, which the option's kind tells. */
    public enum Order {
        /** AccECN0: ECT(0), CE, ECT(1). */
        ECT_0_FIRST(172, EcnCodepoint.ECT_0, EcnCodepoint.ECT_1),
        /** AccECN1: ECT(1), CE, ECT(0). */
        ECT_1_FIRST(174, EcnCodepoint.ECT_1, EcnCodepoint.ECT_0);

        private final int kind;
        private final EcnCodepoint first;
        private final EcnCodepoint last;

        Order(int kind, EcnCodepoint first, EcnCodepoint last) {
            this.kind = kind;
            this.first = first;
            this.last = last;
        }

        /** The number of options with this order. */
        public int kind() {
            return kind;
        }

        /** What each field counts. */
        public List<EcnCodepoint> codepoints() {
            return List.of(first, EcnCodepoint.CE, last);
        }
    }

    /** Keeps the fields from change, and of each the last 24 bits. */
    public AccurateEcnOption {
        if (fields.size() > MAX_FIELDS) {
            throw new IllegalArgumentException(fields.size() + " fields");
        }
        fields = fields.stream().map(field -> field & FIELD_MASK).toList();
    }

    /** What it tells of a codepoint, if it does. */
    public OptionalInt bytes(EcnCodepoint codepoint) {
        int at = order.codepoints().indexOf(codepoint);
        return at >= 0 && at < fields.size() ? OptionalInt.of(fields.get(at)) : OptionalInt.empty();
    }

    /** The length of the option: 2, 5, 8 or 11. */
    public int length() {
        return lengthOf(fields.size());
    }

    /** The length of an option with so many fields. */
    public static int lengthOf(int fields) {
        return TcpOptionCodec.HEADER_LENGTH + fields * FIELD_LENGTH;
    }
}
