package org.ouzel.core.tcp;

import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;

/**
 * What AE, CWR and ECE mean together in a handshake, to an end that knows accurate ECN: RFC 9768's table 2 for the SYN and its
 * answer, table 3 and table 4 for the acknowledgment of that.
 */
enum EcnCode {
    /** (0,0,0). */
    NONE(0b000, EcnMode.NONE, EcnMode.NONE),
    /** (0,0,1). */
    ECE(0b001, EcnMode.ACCURATE, EcnMode.CLASSIC),
    /** (0,1,0). */
    CWR(0b010, EcnMode.ACCURATE, EcnMode.ACCURATE, EcnCodepoint.NOT_ECT),
    /** (0,1,1). */
    CWR_ECE(0b011, EcnMode.CLASSIC, EcnMode.ACCURATE, EcnCodepoint.ECT_1),
    /** (1,0,0). */
    AE(0b100, EcnMode.ACCURATE, EcnMode.ACCURATE, EcnCodepoint.ECT_0),
    /** (1,0,1), reserved. An answer that has it agrees (RFC 9768 §3.1.3), and tells nothing of the SYN. */
    AE_ECE(0b101, EcnMode.ACCURATE, EcnMode.ACCURATE),
    /** (1,1,0). */
    AE_CWR(0b110, EcnMode.ACCURATE, EcnMode.ACCURATE, EcnCodepoint.CE),
    /** (1,1,1). An answer that has it was made by who reflects what he does not know. */
    AE_CWR_ECE(0b111, EcnMode.ACCURATE, EcnMode.NONE);

    /** Each at the place of its number. */
    private static final List<EcnCode> ALL = List.of(values());

    private final int number;
    private final EcnMode requested;
    private final EcnMode agreed;
    private final Optional<EcnCodepoint> echoed;

    EcnCode(int number, EcnMode requested, EcnMode agreed) {
        this.number = number;
        this.requested = requested;
        this.agreed = agreed;
        this.echoed = Optional.empty();
    }

    EcnCode(int number, EcnMode requested, EcnMode agreed, EcnCodepoint echoed) {
        this.number = number;
        this.requested = requested;
        this.agreed = agreed;
        this.echoed = Optional.of(echoed);
    }

    /** The one in a segment's flags. */
    static EcnCode of(TcpFlags flags) {
        return ALL.get(flags.ace());
    }

    /** The one that tells how what it answers has come. */
    static EcnCode echoing(EcnCodepoint codepoint) {
        return switch (codepoint) {
            case NOT_ECT -> CWR;
            case ECT_1 -> CWR_ECE;
            case ECT_0 -> AE;
            case CE -> AE_CWR;
        };
    }

    TcpFlags flags() {
        return TcpFlags.ofAce(number);
    }

    /**
     * Whether a segment that acknowledges a SYN has a code in place of a counter. RFC 9768 §3.2.2.1: "a pure ACK with no SACK blocks"
     * has.
     *
     * @param length how much data it has
     * @param blocks how many SACK blocks
     */
    static boolean isCarriedWith(int length, int blocks) {
        return length == 0 && blocks == 0;
    }

    /**
     * What a SYN asks for that has it. RFC 9768 §3.1.3: to a server that knows accurate ECN, whatever is not one of the three
     * combinations that there are asks for it.
     */
    EcnMode requested() {
        return requested;
    }

    /** What the answer to a SYN agrees to that has it, where the SYN asked for accurate ECN. */
    EcnMode agreed() {
        return agreed;
    }

    /** How what it answers has come, in an answer that agrees to accurate ECN and in the acknowledgment of one. */
    Optional<EcnCodepoint> echoed() {
        return echoed;
    }
}
