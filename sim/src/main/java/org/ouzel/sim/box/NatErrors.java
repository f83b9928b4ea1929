package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.InternetChecksum;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.sim.box.Ends.End;
import org.ouzel.sim.box.NatMappings.Mapping;

/**
 * Translates ICMP errors, outside and in what they quote (RFC 5508 §4). They neither keep a mapping alive nor end one (RFC 5508
 * REQ-6, RFC 5382 REQ-10).
 */
final class NatErrors {
    private static final int CHECKSUM = 2;

    private final NatMappings mappings;
    private final Ipv4Address external;

    NatErrors(NatMappings mappings, Ipv4Address external) {
        this.mappings = mappings;
        this.external = external;
    }

    /** Whether a whole IPv4 packet is an ICMP error. */
    static boolean isError(Packet packet) {
        return packet.protocolV4() == IcmpMessage.PROTOCOL_V4
                && packet.length() > packet.fixedHeaderLength()
                && IcmpError.isErrorV4(packet.octet(packet.fixedHeaderLength()));
    }

    /** An error from outside about what went out: it quotes the external end as the source. */
    Outcome inwards(Packet packet, long now) {
        if (!isSound(packet)) {
            return Outcome.MALFORMED;
        }
        Optional<Ends> ends =
                quoted(packet).filter(quoted -> quoted.source().address().equals(external));
        Optional<Mapping> mapping = ends.flatMap(
                quoted -> mappings.ofPort(quoted.protocol(), quoted.source().port(), now)
                        .filter(known -> known.session(quoted.destination()).isPresent()));
        if (mapping.isEmpty()) {
            return Outcome.NO_MAPPING;
        }
        End inside = mapping.get().inside();
        ends.orElseThrow().changeSource(inside);
        packet.address(Packet.V4_DESTINATION, inside.address(), Packet.V4_CHECKSUM);
        sumUp(packet);
        return Outcome.CHANGED;
    }

    /** An error from inside about what came in: it quotes the inside end as the destination. */
    Outcome outwards(Packet packet, long now) {
        if (!isSound(packet)) {
            return Outcome.MALFORMED;
        }
        Optional<Ends> ends = quoted(packet);
        Optional<Mapping> mapping =
                ends.flatMap(quoted -> mappings.ofInside(quoted.protocol(), quoted.destination(), now)
                        .filter(known -> known.session(quoted.source()).isPresent()));
        if (mapping.isEmpty()) {
            return Outcome.NO_MAPPING;
        }
        ends.orElseThrow().changeDestination(new End(external, mapping.get().port()));
        // RFC 5508 REQ-5: whoever inside has sent it, outside it comes from the translator.
        packet.address(Packet.V4_SOURCE, external, Packet.V4_CHECKSUM);
        sumUp(packet);
        return Outcome.CHANGED;
    }

    /** RFC 5508 REQ-3: an error whose checksum does not hold is dropped. */
    private static boolean isSound(Packet packet) {
        try {
            IcmpMessage.parse(message(packet), packet.source(), packet.destination());
            return true;
        } catch (MalformedPacket malformed) {
            return false;
        }
    }

    private static MemorySegment message(Packet packet) {
        return packet.bytes().asSlice(packet.fixedHeaderLength());
    }

    private static Optional<Ends> quoted(Packet packet) {
        return Packet.quoted(message(packet).asSlice(IcmpMessage.HEADER_LENGTH)).flatMap(Ends::of);
    }

    /** What it quotes has changed in many places: its own checksum, which held, is made anew. */
    private static void sumUp(Packet packet) {
        int checksumAt = packet.fixedHeaderLength() + CHECKSUM;
        packet.word(checksumAt, 0);
        packet.word(checksumAt, InternetChecksum.finish(InternetChecksum.sum(message(packet))));
    }
}
