package org.ouzel.core.wire;

/** The codepoints of the ECN field (RFC 3168 §5): the last two bits of the type of service or traffic class. */
public enum EcnCodepoint {
    /** The transport is not ECN-capable: congestion is told by dropping. */
    NOT_ECT(0b00),
    /** ECT(1): ECN-capable. Since RFC 8311 it is left to experiments; here it means no more than ECT(0). */
    ECT_1(0b01),
    /** ECT(0): ECN-capable. */
    ECT_0(0b10),
    /** Congestion Experienced: a router has marked the packet, and else would have dropped it. */
    CE(0b11);

    private static final int FIELD = 0b11;

    private final int bits;

    EcnCodepoint(int bits) {
        this.bits = bits;
    }

    /** The one in a type of service or traffic class. */
    public static EcnCodepoint of(int typeOfService) {
        return switch (typeOfService & FIELD) {
            case 0b00 -> NOT_ECT;
            case 0b01 -> ECT_1;
            case 0b10 -> ECT_0;
            default -> CE;
        };
    }

    /** The type of service or traffic class with this codepoint, whatever stood there. */
    public int in(int typeOfService) {
        return (typeOfService & ~FIELD) | bits;
    }
}
