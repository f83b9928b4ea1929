package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Writes packets and the headers around them. */
final class PacketNotation {
    private PacketNotation() {}

    static String of(PacketPayload payload) {
        return switch (payload) {
            case TcpSpec tcp -> tcp(tcp);
            case IcmpSpec icmp -> icmp(icmp);
            case PacketPayload.Udp udp -> "udp " + before(udp.ports()) + "(" + udp.length() + ")";
            case PacketPayload.UdpLite udp ->
                "udplite " + before(udp.ports()) + "(" + udp.length() + ", " + udp.coverage() + ")";
            case PacketPayload.Anything _ -> "...";
            case PacketPayload.Unsupported unsupported -> unsupported.text();
        };
    }

    private static String tcp(TcpSpec tcp) {
        return before(tcp.ports())
                + FlagLetters.write(tcp.flags())
                + " "
                + tcp.sequence().map(PacketNotation::range).orElse("...")
                + field("ack", tcp.acknowledgment())
                + field("win", tcp.window())
                + field("urg", tcp.urgent())
                + options(tcp.options());
    }

    private static String field(String name, Optional<Amount> amount) {
        return amount.map(value -> " " + name + " " + of(value)).orElse("");
    }

    static String of(Amount amount) {
        return switch (amount) {
            case Amount.Exactly exactly -> Long.toString(exactly.value());
            case Amount.Any _ -> "*";
        };
    }

    private static String range(SequenceRange range) {
        if (range.start().isEmpty()) {
            return "...(" + range.length() + ")";
        }
        long start = range.start().getAsLong();
        return start + ":" + (start + range.length()) + "(" + range.length() + ")" + (range.absolute() ? "!" : "");
    }

    private static String options(OptionList options) {
        return switch (options) {
            case OptionList.Unchecked _ -> " <...>";
            case OptionList.Listed listed when listed.options().isEmpty() -> "";
            case OptionList.Listed listed ->
                listed.options().stream().map(TcpOptionNotation::of).collect(Collectors.joining(",", " <", ">"));
        };
    }

    private static String icmp(IcmpSpec icmp) {
        return (icmp.protocol() == IcmpSpec.Protocol.ICMP ? "icmp " : "icmpv6 ")
                + icmp.type()
                + icmp.code().map(code -> " " + code).orElse("")
                + (icmp.mtu().isPresent() ? " mtu " + icmp.mtu().getAsLong() : "")
                + (icmp.id().isPresent() ? " id " + icmp.id().getAsInt() : "")
                + icmp.echoed().map(echoed -> " [" + of(echoed) + "]").orElse("");
    }

    private static String of(IcmpSpec.Echoed echoed) {
        return switch (echoed) {
            case IcmpSpec.Echoed.Tcp tcp -> range(tcp.sequence());
            case IcmpSpec.Echoed.Udp udp -> "udp (" + udp.length() + ")";
            case IcmpSpec.Echoed.UdpLite udp -> "udplite (" + udp.length() + ", " + udp.coverage() + ")";
            case IcmpSpec.Echoed.Raw raw -> "raw (" + raw.length() + ")";
            case IcmpSpec.Echoed.Unsupported unsupported -> unsupported.text();
        };
    }

    static String ports(Ports ports) {
        return ports.source() + " > " + ports.destination();
    }

    private static String before(Optional<Ports> ports) {
        return ports.map(written -> ports(written) + " ").orElse("");
    }

    /** What is said of an IP header, with a blank behind it if there is any. */
    static String clause(IpSpec ip) {
        List<String> parts = new ArrayList<>();
        ip.ecn().ifPresent(mark -> parts.add(mark.written()));
        ip.tos().ifPresent(tos -> parts.add("tos 0x" + Integer.toHexString(tos)));
        ip.dscp().ifPresent(dscp -> parts.add("dscp 0x" + Integer.toHexString(dscp)));
        ip.flowLabel().ifPresent(label -> parts.add("flowlabel 0x" + Integer.toHexString(label)));
        ip.ttl().ifPresent(ttl -> parts.add("ttl " + ttl));
        if (parts.isEmpty()) {
            return "";
        }
        return parts.size() == 1 && ip.ecn().isPresent()
                ? "[" + parts.getFirst() + "] "
                : "(" + String.join(", ", parts) + ") ";
    }

    /** A header around a packet, without the colon behind it. */
    static String of(Encapsulation header) {
        return switch (header) {
            case Encapsulation.Ip ip ->
                "ipv" + ip.version() + " " + clause(ip.ip()) + ip.source() + " > " + ip.destination();
            case Encapsulation.Gre gre -> ("gre " + greFields(gre)).strip();
            case Encapsulation.Mpls mpls -> "mpls " + labels(mpls.labels());
        };
    }

    static String greFields(Encapsulation.Gre gre) {
        List<String> parts = new ArrayList<>();
        gre.flags().ifPresent(flags -> parts.add("flags 0x" + Long.toHexString(flags)));
        addTo(parts, "sum", gre.checksum());
        addTo(parts, "off", gre.offset());
        addTo(parts, "key", gre.key());
        addTo(parts, "seq", gre.sequence());
        return String.join(", ", parts);
    }

    private static void addTo(List<String> parts, String name, OptionalLong value) {
        value.ifPresent(number -> parts.add(name + " " + number));
    }

    static String labels(List<MplsLabel> labels) {
        return labels.stream().map(PacketNotation::label).collect(Collectors.joining(" "));
    }

    private static String label(MplsLabel label) {
        return "(label " + label.label() + ", tc " + label.trafficClass() + (label.bottom() ? ", [S]" : "") + ", ttl "
                + label.ttl() + ")";
    }
}
