package org.ouzel.drill.script;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The names that scripts have for types and codes of ICMP and ICMPv6. A name means something else in the one and the other. */
public final class IcmpNames {
    // RFC 792, RFC 950: the types of ICMP.
    private static final Map<String, Integer> TYPES_V4 = Map.ofEntries(
            Map.entry("echo_reply", 0),
            Map.entry("unreachable", 3),
            Map.entry("source_quench", 4),
            Map.entry("redirect", 5),
            Map.entry("echo_request", 8),
            Map.entry("echo", 8),
            Map.entry("router_advertisement", 9),
            Map.entry("router_solicitation", 10),
            Map.entry("time_exceeded", 11),
            Map.entry("parameter_problem", 12),
            Map.entry("param_problem", 12),
            Map.entry("timestamp_request", 13),
            Map.entry("timestamp_reply", 14),
            Map.entry("information_request", 15),
            Map.entry("information_reply", 16),
            Map.entry("address_mask_request", 17),
            Map.entry("address_mask_reply", 18));

    // RFC 4443, RFC 4861: the types of ICMPv6.
    private static final Map<String, Integer> TYPES_V6 = Map.ofEntries(
            Map.entry("unreachable", 1),
            Map.entry("packet_too_big", 2),
            Map.entry("time_exceeded", 3),
            Map.entry("parameter_problem", 4),
            Map.entry("param_problem", 4),
            Map.entry("echo_request", 128),
            Map.entry("echo", 128),
            Map.entry("echo_reply", 129),
            Map.entry("router_solicitation", 133),
            Map.entry("router_advertisement", 134),
            Map.entry("neighbour_solicitation", 135),
            Map.entry("neighbour_advertisement", 136),
            Map.entry("redirect", 137));

    /** Codes by the name of their type; those with several names have these in one string. */
    private static final Map<String, List<String>> CODES_V4 = Map.of(
            "unreachable",
            List.of(
                    "net_unreachable",
                    "host_unreachable",
                    "protocol_unreachable",
                    "port_unreachable",
                    "frag_needed",
                    "source_route_failed",
                    "net_unknown",
                    "host_unknown",
                    "source_host_isolated",
                    "net_prohibited",
                    "host_prohibited",
                    "net_unreachable_for_tos",
                    "host_unreachable_for_tos",
                    "packet_filtered",
                    "precedence_violation",
                    "precedence_cutoff"),
            "redirect",
            List.of("net", "host", "net_for_tos", "host_for_tos"),
            "time_exceeded",
            List.of("exceeded_ttl exceeded_hop_limit", "exceeded_frag_time"),
            "parameter_problem",
            List.of("header_field", "missing_option", "bad_length"));

    private static final Map<String, List<String>> CODES_V6 = Map.of(
            "unreachable",
            List.of(
                    "no_route net_unreachable",
                    "admin_prohibited",
                    "not_neighbour",
                    "address_unreachable",
                    "port_unreachable"),
            "time_exceeded",
            List.of("exceeded_hop_limit", "exceeded_frag_time"),
            "parameter_problem",
            List.of("header_field", "unknown_next_header", "unknown_option"));

    private IcmpNames() {}

    /** The number of a type in that version of IP, 4 or 6: of a name, of {@code type_3} or of digits. */
    public static OptionalInt type(int ipVersion, String type) {
        OptionalInt numbered = numbered(type, "type_");
        Integer named = (ipVersion == 4 ? TYPES_V4 : TYPES_V6).get(type);
        return named == null ? numbered : OptionalInt.of(named);
    }

    /** The number of a code of that type in that version of IP, 4 or 6: of a name, of {@code code_4} or of digits. */
    public static OptionalInt code(int ipVersion, String type, String code) {
        String listed = type.equals("param_problem") ? "parameter_problem" : type;
        List<String> codes = (ipVersion == 4 ? CODES_V4 : CODES_V6).getOrDefault(listed, List.of());
        for (int i = 0; i < codes.size(); i++) {
            if (List.of(codes.get(i).split(" ")).contains(code)) {
                return OptionalInt.of(i);
            }
        }
        return numbered(code, "code_");
    }

    /** Whether it is a type in a version of IP that a message may be of. */
    static boolean isType(IcmpSpec.Protocol protocol, String type) {
        return type(6, type).isPresent()
                || (protocol == IcmpSpec.Protocol.ICMP && type(4, type).isPresent());
    }

    /** Whether it is a code of that type in a version of IP that a message may be of. */
    static boolean isCode(IcmpSpec.Protocol protocol, String type, String code) {
        return code(6, type, code).isPresent()
                || (protocol == IcmpSpec.Protocol.ICMP && code(4, type, code).isPresent());
    }

    private static OptionalInt numbered(String text, String prefix) {
        String digits = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > Numbers.U8) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(digits));
    }
}
