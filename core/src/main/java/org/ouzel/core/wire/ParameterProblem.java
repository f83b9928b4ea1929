package org.ouzel.core.wire;

/**
 * What the sender of an IPv6 packet is to be told of a header that is not accepted (RFC 4443 §3.4).
 *
 * @param code the code of the ICMPv6 Parameter Problem
 * @param pointer the octet of the packet where the problem is
 */
public record ParameterProblem(int code, int pointer) {
    /** A field that is erroneous. */
    public static final int ERRONEOUS_FIELD = 0;

    /** A next header that is not known. */
    public static final int UNKNOWN_NEXT_HEADER = 1;

    /** An option that is not known. */
    public static final int UNKNOWN_OPTION = 2;
}
