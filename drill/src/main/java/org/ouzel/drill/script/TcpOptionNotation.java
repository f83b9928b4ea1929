package org.ouzel.drill.script;

import java.util.List;
import java.util.stream.Collectors;

/** Writes options of segments. */
final class TcpOptionNotation {
    private static final List<String> COUNTERS = List.of("e0b", "ceb", "e1b");

    private TcpOptionNotation() {}

    static String of(TcpOption option) {
        return switch (option) {
            case TcpOption.NoOperation _ -> "nop";
            case TcpOption.EndOfList _ -> "eol";
            case TcpOption.MaximumSegmentSize mss -> "mss " + PacketNotation.of(mss.bytes());
            case TcpOption.WindowScale scale -> "wscale " + PacketNotation.of(scale.shift());
            case TcpOption.SackPermitted _ -> "sackOK";
            case TcpOption.Sack sack ->
                sack.blocks().stream()
                        .map(block -> " " + block.left() + ":" + block.right())
                        .collect(Collectors.joining("", "sack", ""));
            case TcpOption.Timestamps stamps ->
                "TS val " + PacketNotation.of(stamps.value()) + " ecr " + PacketNotation.of(stamps.echo())
                        + (stamps.absolute() ? "!" : "");
            case TcpOption.FastOpen open -> (open.experimental() ? "FOEXP" : "FO") + bytes(open.cookie());
            case TcpOption.Md5 md5 ->
                "md5" + md5.digest().map(TcpOptionNotation::bytes).orElse(" none");
            case TcpOption.AccurateEcn ecn -> accurateEcn(ecn);
            case TcpOption.Experimental experimental ->
                "exp-option 0x%04x".formatted(experimental.id()) + bytes(experimental.data());
            case TcpOption.Generic generic -> "kind " + generic.kind() + bytes(generic.data());
            case TcpOption.Multipath multipath -> multipath.text();
        };
    }

    private static String bytes(Hex data) {
        return data.digits().isEmpty() ? "" : " " + data.digits();
    }

    private static String accurateEcn(TcpOption.AccurateEcn ecn) {
        boolean first = ecn.order() == 0;
        StringBuilder text = new StringBuilder();
        if (ecn.experimental()) {
            text.append("exp-AccECN").append(ecn.order());
        } else {
            text.append(ecn.counters().isEmpty() ? "ECN" + ecn.order() : "ECN");
        }
        List<String> names = first ? COUNTERS : COUNTERS.reversed();
        for (int i = 0; i < ecn.counters().size(); i++) {
            text.append(' ')
                    .append(names.get(i))
                    .append(' ')
                    .append(PacketNotation.of(ecn.counters().get(i)));
        }
        return text.toString();
    }
}
