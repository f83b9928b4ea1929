package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The extension headers between an IPv6 header and the upper layer (RFC 8200 §4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Next Header  |  Hdr Ext Len  | Options, or                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+ Routing Type and Segments Left|
 * |                              ...                              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Identification                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>They are skipped, within bounds: each is at least eight bytes long, at most {@link #MAX_HEADERS} are passed, and at most
 * {@link #MAX_OPTIONS} options in each. A header of authentication or encryption is no longer one of these: it is an upper
 * layer, which nobody here answers to.
 *
 * @param protocol the number of the upper layer; {@link #FRAGMENT} if the packet is a part of a larger one
 * @param length the length of what was passed, in bytes
 * @param lastLength the length of the last header that was passed, in bytes; 0 if none was
 * @param problem what the sender is to be told of the first that is not accepted; empty if all are
 */
record ExtensionHeaders(int protocol, int length, int lastLength, Optional<ParameterProblem> problem) {
    /** How many headers a packet may have. */
    static final int MAX_HEADERS = 8;

    /** How many options a header may have, padding apart: what RFC 8504 §5.3 gives as the default. */
    static final int MAX_OPTIONS = 8;

    /** The fragment header's number. */
    static final int FRAGMENT = 44;

    /** The length of a fragment header. */
    static final int FRAGMENT_LENGTH = 8;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int DESTINATION_OPTIONS = 60;

    private static final int UNIT = 8;
    private static final int NEXT_HEADER = 0;
    private static final int LENGTH = 1;
    private static final int OPTIONS = 2;
    private static final int ROUTING_TYPE = 2;
    private static final int SEGMENTS_LEFT = 3;
    static final int OFFSET_AND_MORE = 2;

    /** The fragment offset and M, without the reserved bits between them. */
    private static final int FRAGMENTED = 0xfff9;

    private static final int PAD1 = 0;
    private static final int PADN = 1;
    private static final int MAX_PADDING = 7;

    private static final int SKIP = 0;
    private static final int DISCARD = 1;

    /**
     * Walks over them.
     *
     * @param first the IPv6 header's next header
     * @param payload what follows the IPv6 header, as far as its payload length says
     * @throws MalformedPacket if one is cut short, out of its place or to be discarded without a word, or if there are too many
     */
    static ExtensionHeaders walk(int first, MemorySegment payload) throws MalformedPacket {
        int protocol = first;
        int at = 0;
        int last = 0;
        // Those behind it are walked over all the same: what stands behind them tells whether it may be answered.
        Optional<ParameterProblem> problem = Optional.empty();
        for (int passed = 0; isExtension(protocol); passed++) {
            // RFC 8504 §5.3: "a host may place limits on the number and sizes of extension headers and options it is
            // willing to process".
            if (passed == MAX_HEADERS) {
                throw MalformedPacket.because(DropReason.BAD_IP_OPTION);
            }
            // RFC 8200 §4.1: Hop-by-Hop Options are "restricted to appear immediately after an IPv6 header only". The
            // others are taken "in any order and occurring any number of times".
            if (protocol == HOP_BY_HOP && passed > 0) {
                throw MalformedPacket.because(DropReason.BAD_IP_OPTION);
            }
            MemorySegment header = header(protocol, payload.asSlice(at));
            if (protocol == FRAGMENT && isPart(header)) {
                return new ExtensionHeaders(FRAGMENT, at, last, problem);
            }
            if (problem.isEmpty()) {
                problem = problem(protocol, header, at);
            }
            protocol = NetworkOrder.u8(header, NEXT_HEADER);
            last = (int) header.byteSize();
            at += last;
        }
        return new ExtensionHeaders(protocol, at, last, problem);
    }

    /** Whether it is the number of such a header. */
    static boolean isExtension(int protocol) {
        return protocol == HOP_BY_HOP || protocol == ROUTING || protocol == FRAGMENT || protocol == DESTINATION_OPTIONS;
    }

    /** The header at the beginning of what remains, whole. */
    private static MemorySegment header(int protocol, MemorySegment rest) throws MalformedPacket {
        if (rest.byteSize() < UNIT) {
            throw MalformedPacket.because(DropReason.TRUNCATED);
        }
        // The length does not count the first eight bytes; in a fragment header its place is reserved (RFC 8200 §4.5).
        int length = protocol == FRAGMENT ? FRAGMENT_LENGTH : (NetworkOrder.u8(rest, LENGTH) + 1) * UNIT;
        if (length > rest.byteSize()) {
            throw MalformedPacket.because(DropReason.BAD_IP_LENGTH);
        }
        return rest.asSlice(0, length);
    }

    /**
     * A fragment that is the whole packet is none. RFC 8200 §4.5: it "does not need any further reassembly and should be
     * processed as a fully reassembled packet"; RFC 6946 §4: in isolation from fragments with the same identification.
     */
    private static boolean isPart(MemorySegment header) {
        return (NetworkOrder.u16(header, OFFSET_AND_MORE) & FRAGMENTED) != 0;
    }

    /** What the sender is to be told of a header, at the given place behind the IPv6 header, that is not accepted. */
    private static Optional<ParameterProblem> problem(int protocol, MemorySegment header, int at)
            throws MalformedPacket {
        return switch (protocol) {
            case HOP_BY_HOP, DESTINATION_OPTIONS -> unknownOption(header, at);
            case ROUTING -> routeNotAtItsEnd(header, at);
            default -> Optional.empty();
        };
    }

    private static Optional<ParameterProblem> told(int code, int place) {
        return Optional.of(new ParameterProblem(code, Ipv6Header.LENGTH + place));
    }

    /**
     * RFC 8200 §4.4: "If Segments Left is zero, the node must ignore the Routing header"; otherwise, since no type of route is
     * known here, it "must discard the packet and send an ICMP Parameter Problem, Code 0, message to the packet's Source
     * Address, pointing to the unrecognized Routing Type". RFC 5095 §3 has type 0 treated like any that is not known.
     */
    private static Optional<ParameterProblem> routeNotAtItsEnd(MemorySegment header, int at) {
        return NetworkOrder.u8(header, SEGMENTS_LEFT) == 0
                ? Optional.empty()
                : told(ParameterProblem.ERRONEOUS_FIELD, at + ROUTING_TYPE);
    }

    private static Optional<ParameterProblem> unknownOption(MemorySegment header, int headerAt) throws MalformedPacket {
        int options = 0;
        int padding = 0;
        int at = OPTIONS;
        while (at < header.byteSize()) {
            int type = NetworkOrder.u8(header, at);
            int length = optionLength(type, header, at);
            boolean pads = type == PAD1 || type == PADN;
            options += pads ? 0 : 1;
            padding = pads ? padding + length : 0;
            boolean fits = length <= header.byteSize() - at;
            // RFC 8504 §5.3: padding of more than seven bytes aligns nothing and may be refused, as Linux does.
            if (!fits || options > MAX_OPTIONS || padding > MAX_PADDING || (!pads && action(type) == DISCARD)) {
                throw MalformedPacket.because(DropReason.BAD_IP_OPTION);
            }
            if (!pads && action(type) != SKIP) {
                return told(ParameterProblem.UNKNOWN_OPTION, headerAt + at);
            }
            at += length;
        }
        return Optional.empty();
    }

    /** The length of an option, type and length included; more than there is if the length itself is missing. */
    private static int optionLength(int type, MemorySegment header, int at) {
        if (type == PAD1) {
            return 1;
        }
        return at + 1 < header.byteSize() ? 2 + NetworkOrder.u8(header, at + 1) : Integer.MAX_VALUE;
    }

    /**
     * RFC 8200 §4.2: the two highest bits of a type that is not known say what to do: 00 to skip it, 01 to discard the packet,
     * the others to tell the sender too. These two differ for groups alone, which no packet that is taken here is for.
     */
    private static int action(int type) {
        return type >>> 6;
    }
}
