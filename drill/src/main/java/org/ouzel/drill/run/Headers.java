package org.ouzel.drill.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.script.EcnMark;
import org.ouzel.drill.script.Encapsulation;
import org.ouzel.drill.script.IpSpec;
import org.ouzel.drill.script.Notation;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Envelope;
import org.ouzel.drill.wire.Gre;
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Mpls;
import org.ouzel.drill.wire.Outer;

/** Headers of IP, and those around packets, between what a script writes and what is on the wire. */
final class Headers {
    private static final int KNOWN_FLAGS = Gre.CHECKSUM_PRESENT | Gre.KEY_PRESENT | Gre.SEQUENCE_PRESENT;

    private Headers() {}

    // ---- To the wire

    /** What a script puts around a packet. */
    static Envelope envelope(List<Encapsulation> written, Optional<Ports> udp) throws CannotBeSent {
        List<Outer> headers = new ArrayList<>();
        for (Encapsulation header : written) {
            headers.add(
                    switch (header) {
                        case Encapsulation.Ip ip -> ip(address(ip.source()), address(ip.destination()), ip.ip());
                        case Encapsulation.Gre gre -> gre(gre);
                        case Encapsulation.Mpls mpls -> new Mpls(mpls.labels());
                    });
        }
        return new Envelope(headers, udp);
    }

    private static IpAddress address(String text) throws CannotBeSent {
        return Addresses.parse(text).orElseThrow(() -> new CannotBeSent("the address " + text));
    }

    /** A header of IP. What is not said is as hosts usually have it. */
    static Ip ip(IpAddress source, IpAddress destination, IpSpec spec) {
        int ecn = spec.ecn().map(Headers::bits).orElse(0);
        int tos = spec.tos().orElse(spec.dscp().orElse(0) << 2) | ecn;
        return new Ip(
                source,
                destination,
                tos,
                spec.ttl().orElse(Ip.USUAL_TIME_TO_LIVE),
                spec.flowLabel().orElse(0));
    }

    /** The two bits of ECN. */
    private static int bits(EcnMark mark) {
        return switch (mark) {
            case NOT_ECT -> 0;
            case ECT1 -> 1;
            case ECT0, ECT0_OR_ECT1 -> 2;
            case CE -> 3;
        };
    }

    // A checksum of zero is one that nobody has computed: it is made to hold.
    private static Gre gre(Encapsulation.Gre written) {
        return new Gre(
                flags(written),
                written.checksum().orElse(0) == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of((int) written.checksum().getAsLong()),
                (int) written.offset().orElse(0),
                (int) written.key().orElse(0),
                (int) written.sequence().orElse(0));
    }

    /** The flags that are written, or those of what is. */
    private static int flags(Encapsulation.Gre written) {
        boolean sum = written.checksum().isPresent() || written.offset().isPresent();
        int ofFields = (sum ? Gre.CHECKSUM_PRESENT : 0)
                | (written.key().isPresent() ? Gre.KEY_PRESENT : 0)
                | (written.sequence().isPresent() ? Gre.SEQUENCE_PRESENT : 0);
        return (int) written.flags().orElse(ofFields);
    }

    // ---- From the wire

    /** What is around a packet, as a script writes it. */
    static List<Encapsulation> written(Envelope envelope) {
        return envelope.headers().stream().map(Headers::written).toList();
    }

    private static Encapsulation written(Outer header) {
        return switch (header) {
            case Ip ip ->
                new Encapsulation.Ip(
                        ip.version(),
                        IpSpec.UNSAID,
                        ip.source().toString(),
                        ip.destination().toString());
            case Gre gre ->
                new Encapsulation.Gre(
                        gre.flags() == 0 ? OptionalLong.empty() : OptionalLong.of(gre.flags()),
                        gre.checksum().isPresent()
                                ? OptionalLong.of(gre.checksum().getAsInt())
                                : OptionalLong.empty(),
                        gre.reserved() == 0 ? OptionalLong.empty() : OptionalLong.of(gre.reserved()),
                        ifPresent(gre, Gre.KEY_PRESENT, gre.key()),
                        ifPresent(gre, Gre.SEQUENCE_PRESENT, gre.sequence()));
            case Mpls mpls -> new Encapsulation.Mpls(mpls.labels());
        };
    }

    private static OptionalLong ifPresent(Gre gre, int flag, int value) {
        return gre.has(flag) ? OptionalLong.of(Integer.toUnsignedLong(value)) : OptionalLong.empty();
    }

    // ---- Comparing

    /** What is otherwise around a packet than it is written; empty if nothing is. */
    static Optional<String> problem(List<Encapsulation> written, Optional<Ports> udp, Envelope actual) {
        boolean sameKinds = written.size() == actual.headers().size();
        for (int i = 0; sameKinds && i < written.size(); i++) {
            Optional<String> problem = problem(written.get(i), actual.headers().get(i));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return sameKinds
                ? udpProblem(udp, actual.udp())
                : Optional.of("around it: " + text(written(actual)) + " instead of " + text(written));
    }

    private static Optional<String> problem(Encapsulation written, Outer actual) {
        boolean same =
                switch (written) {
                    case Encapsulation.Ip ip -> actual instanceof Ip found && same(ip, found);
                    case Encapsulation.Gre gre -> actual instanceof Gre found && same(gre, found);
                    case Encapsulation.Mpls mpls ->
                        actual instanceof Mpls found && mpls.labels().equals(found.labels());
                };
        if (!same) {
            return Optional.of("around it: " + Notation.of(written(actual)) + " instead of " + Notation.of(written));
        }
        return written instanceof Encapsulation.Ip ip && actual instanceof Ip found
                ? problem(ip.ip(), found).map(problem -> "around it: " + problem)
                : Optional.empty();
    }

    private static boolean same(Encapsulation.Ip written, Ip actual) {
        return Addresses.parse(written.source()).equals(Optional.of(actual.source()))
                && Addresses.parse(written.destination()).equals(Optional.of(actual.destination()));
    }

    private static boolean same(Encapsulation.Gre written, Gre actual) {
        int flags = flags(written);
        boolean key = (flags & Gre.KEY_PRESENT) == 0 || same(written.key(), actual.key());
        boolean sequence = (flags & Gre.SEQUENCE_PRESENT) == 0 || same(written.sequence(), actual.sequence());
        boolean checksum = written.checksum().orElse(0) == 0
                || actual.checksum()
                        .equals(OptionalInt.of((int) written.checksum().getAsLong()));
        boolean sameFlags = written.flags().isEmpty() || flags == actual.flags();
        // RFC 2784 §2.5: where there is a checksum, there is what was called an offset once.
        boolean offset = (flags & Gre.CHECKSUM_PRESENT) == 0 || same(written.offset(), actual.reserved());
        return sameFlags && (flags & KNOWN_FLAGS & ~actual.flags()) == 0 && key && sequence && checksum && offset;
    }

    private static boolean same(OptionalLong written, int actual) {
        return written.isEmpty() || written.getAsLong() == Integer.toUnsignedLong(actual);
    }

    private static Optional<String> udpProblem(Optional<Ports> written, Optional<Ports> actual) {
        return written.equals(actual) ? Optional.empty() : Optional.of(text(actual) + " instead of " + text(written));
    }

    private static String text(List<Encapsulation> headers) {
        return headers.isEmpty()
                ? "nothing"
                : headers.stream().map(Notation::of).collect(Collectors.joining(": "));
    }

    private static String text(Optional<Ports> udp) {
        return udp.map(ports -> "/udp(" + ports.source() + " > " + ports.destination() + ")")
                .orElse("nothing");
    }

    /** What a header of IP has otherwise than it is written; empty if nothing is. */
    static Optional<String> problem(IpSpec written, Ip actual) {
        int ecn = actual.typeOfService() & 3;
        if (written.ecn().isPresent() && !allows(written.ecn().get(), ecn)) {
            return Optional.of(
                    "ECN bits " + ecn + " instead of " + written.ecn().get().written());
        }
        return number("tos", written.tos(), actual.typeOfService())
                .or(() -> number("dscp", written.dscp(), actual.typeOfService() >> 2))
                .or(() -> number("ttl", written.ttl(), actual.timeToLive()))
                .or(() -> number("flowlabel", written.flowLabel(), actual.flowLabel()));
    }

    private static boolean allows(EcnMark written, int bits) {
        return written == EcnMark.ECT0_OR_ECT1 ? bits == 1 || bits == 2 : bits(written) == bits;
    }

    /** What is wrong with a number; empty if it is the one that is written, or none is. */
    static Optional<String> number(String what, OptionalInt written, int actual) {
        return written.isPresent() && written.getAsInt() != actual
                ? Optional.of(what + " " + actual + " instead of " + written.getAsInt())
                : Optional.empty();
    }
}
