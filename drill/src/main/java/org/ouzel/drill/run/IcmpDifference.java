package org.ouzel.drill.run;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.ouzel.drill.script.IcmpNames;
import org.ouzel.drill.script.IcmpSpec;
import org.ouzel.drill.script.SequenceRange;
import org.ouzel.drill.wire.Datagram;
import org.ouzel.drill.wire.Icmp;
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Segment;

/** What a message of ICMP has otherwise than it is written. What it is about came from the other host. */
final class IcmpDifference {
    private final Flows flows;

    IcmpDifference(Flows flows) {
        this.flows = flows;
    }

    /**
     * The first thing that differs, for people; empty if nothing does.
     *
     * @param written the script's
     * @param actual what was sent
     * @param version the version of IP that it was sent over
     */
    Optional<String> problem(IcmpSpec written, Icmp actual, int version) {
        if (written.protocol() == IcmpSpec.Protocol.ICMPV6 && version == 4) {
            return Optional.of("not a message of ICMPv6");
        }
        OptionalInt type = IcmpNames.type(version, written.type());
        if (type.isEmpty()) {
            return Optional.of(written.type() + " is no type of ICMP over IPv" + version);
        }
        String code = written.code().orElse("0");
        OptionalInt codeNumber = IcmpNames.code(version, written.type(), code);
        if (codeNumber.isEmpty()) {
            return Optional.of(code + " is no code of " + written.type() + " over IPv" + version);
        }
        return Headers.number("type", type, actual.type())
                .or(() -> Headers.number("code", codeNumber, actual.code()))
                .or(() -> mtu(written.mtu(), actual))
                .or(() -> Headers.number("id", written.id(), actual.identifier()))
                .or(() -> written.echoed().flatMap(echoed -> cause(echoed, actual)));
    }

    // RFC 792, RFC 1191 §4, RFC 4443 §3.2: the word where a message tells an MTU is zero where it tells none.
    private static Optional<String> mtu(OptionalLong written, Icmp actual) {
        long mtu = Integer.toUnsignedLong(actual.rest());
        return written.isPresent() && written.getAsLong() != mtu
                ? Optional.of("mtu " + mtu + " instead of " + written.getAsLong())
                : Optional.empty();
    }

    private Optional<String> cause(IcmpSpec.Echoed written, Icmp actual) {
        return switch (written) {
            case IcmpSpec.Echoed.Udp(int length) -> datagram(length, actual);
            case IcmpSpec.Echoed.Tcp(SequenceRange range) -> segment(range, actual);
            case IcmpSpec.Echoed.Raw(int length) ->
                Headers.number("length of the message", OptionalInt.of(length), actual.length());
            case IcmpSpec.Echoed.UdpLite _, IcmpSpec.Echoed.Unsupported _ ->
                Optional.of("it is about something else than what is written");
        };
    }

    private static Optional<String> datagram(int length, Icmp actual) {
        Optional<Icmp.Quote> quote = quote(actual, Datagram.PROTOCOL);
        return quote.isEmpty()
                ? Optional.of("it quotes no datagram of UDP")
                : Headers.number(
                        "quoted data", OptionalInt.of(length), quote.get().length());
    }

    private Optional<String> segment(SequenceRange written, Icmp actual) {
        Optional<Icmp.Quote> quoted = quote(actual, Segment.PROTOCOL);
        if (quoted.isEmpty()) {
            return Optional.of("it quotes no segment");
        }
        Icmp.Quote quote = quoted.get();
        return flows.ofQuoted(quote.ports()).hasCome(written, quote.second(), quote.length())
                ? Optional.empty()
                : Optional.of("it quotes " + place(quote));
    }

    private String place(Icmp.Quote quote) {
        SequenceRange range = flows.ofQuoted(quote.ports()).cameAt(quote.second(), quote.length());
        long start = range.start().orElseThrow();
        return start + ":" + (start + range.length()) + "(" + range.length() + ")";
    }

    private static Optional<Icmp.Quote> quote(Icmp message, int protocol) {
        return message.quote().filter(quote -> quote.protocol() == protocol);
    }

    /** A message as a script would write it. */
    IcmpSpec written(Icmp icmp, Ip ip) {
        return new IcmpSpec(
                IcmpSpec.Protocol.ICMP,
                "type_" + icmp.type(),
                Optional.of("code_" + icmp.code()),
                icmp.isTooBig(ip) ? OptionalLong.of(Integer.toUnsignedLong(icmp.rest())) : OptionalLong.empty(),
                icmp.isEcho() ? OptionalInt.of(icmp.identifier()) : OptionalInt.empty(),
                icmp.quote().map(this::echoed));
    }

    private IcmpSpec.Echoed echoed(Icmp.Quote quote) {
        return quote.protocol() == Datagram.PROTOCOL
                ? new IcmpSpec.Echoed.Udp(quote.length())
                : new IcmpSpec.Echoed.Tcp(flows.ofQuoted(quote.ports()).cameAt(quote.second(), quote.length()));
    }
}
