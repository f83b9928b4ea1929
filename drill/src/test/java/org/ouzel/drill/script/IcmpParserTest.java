package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpParserTest {
    static Stream<Arguments> messages() {
        IcmpSpec.Echoed tcp = new IcmpSpec.Echoed.Tcp(SequenceRange.of(1, 1000));
        return Stream.of(
                Arguments.of("icmp unreachable", v4("unreachable", null, -1, -1, null)),
                Arguments.of("icmp unreachable port_unreachable", v4("unreachable", "port_unreachable", -1, -1, null)),
                Arguments.of(
                        "icmp unreachable frag_needed mtu 1200 [1:1001(1000)]",
                        v4("unreachable", "frag_needed", 1200, -1, tcp)),
                Arguments.of("icmp unreachable 4 mtu 0 [tcp 1:1001(1000)]", v4("unreachable", "4", 0, -1, tcp)),
                Arguments.of("icmp type_3 code_13", v4("type_3", "code_13", -1, -1, null)),
                Arguments.of("icmp 11 1", v4("11", "1", -1, -1, null)),
                Arguments.of("icmp echo_request id 65535", v4("echo_request", null, -1, 65535, null)),
                Arguments.of(
                        "icmp source_quench [udp (9)]", v4("source_quench", null, -1, -1, new IcmpSpec.Echoed.Udp(9))),
                Arguments.of(
                        "icmp source_quench [udplite (9,8)]",
                        v4("source_quench", null, -1, -1, new IcmpSpec.Echoed.UdpLite(9, 8))),
                Arguments.of("icmp echo_reply [raw(9)]", v4("echo_reply", null, -1, -1, new IcmpSpec.Echoed.Raw(9))),
                Arguments.of(
                        "icmp unreachable [sctp(7)/udp(1 > 2)]",
                        v4("unreachable", null, -1, -1, new IcmpSpec.Echoed.Unsupported("sctp(7)/udp(1 > 2)"))),
                Arguments.of(
                        "icmpv6 packet_too_big mtu 1280 [1:1001(1000)]",
                        new IcmpSpec(
                                IcmpSpec.Protocol.ICMPV6,
                                "packet_too_big",
                                Optional.empty(),
                                OptionalLong.of(1280),
                                OptionalInt.empty(),
                                Optional.of(tcp))));
    }

    private static IcmpSpec v4(String type, @Nullable String code, int mtu, int id, IcmpSpec.@Nullable Echoed echoed) {
        return new IcmpSpec(
                IcmpSpec.Protocol.ICMP,
                type,
                Optional.ofNullable(code),
                mtu < 0 ? OptionalLong.empty() : OptionalLong.of(mtu),
                id < 0 ? OptionalInt.empty() : OptionalInt.of(id),
                Optional.ofNullable(echoed));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsMessages(String written, IcmpSpec message) throws ScriptError {
        assertThat(Parsed.packet("< " + written).payload()).isEqualTo(message);
    }

    @Test
    void takesTheTimeInTheNextLineForNoCode() throws ScriptError {
        Script script = Parsed.script("0 < icmp unreachable", "1 close(3) = 0");
        assertThat(script.events()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "icmp",
                "icmp what",
                "icmp 256",
                "icmp type_256",
                "icmp unreachable what",
                "icmp unreachable 256",
                "icmp unreachable unknown_option",
                "icmpv6 source_quench",
                "icmpv6 unreachable frag_needed",
                "icmp unreachable mtu",
                "icmp unreachable mtu 4294967296",
                "icmp echo_request id 65536",
                "icmp unreachable [",
                "icmp unreachable [1:1(0)",
                "icmp unreachable []",
                "icmp unreachable [udp]",
            })
    void refusesWhatIsNoMessage(String written) {
        assertThatThrownBy(() -> Parsed.packet("< " + written)).isInstanceOf(ScriptError.class);
    }

    @ParameterizedTest
    @CsvSource({
        "4, unreachable, 3",
        "6, unreachable, 1",
        "4, time_exceeded, 11",
        "6, time_exceeded, 3",
        "4, echo_request, 8",
        "6, echo_request, 128",
        "6, packet_too_big, 2",
        "4, packet_too_big, -1",
        "6, source_quench, -1",
        "4, type_255, 255",
        "4, type_256, -1",
        "4, 12, 12",
    })
    void knowsTheNumbersOfTypes(int version, String type, int number) {
        assertThat(IcmpNames.type(version, type).orElse(-1)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "4, unreachable, net_unreachable, 0",
        "4, unreachable, frag_needed, 4",
        "4, unreachable, precedence_cutoff, 15",
        "6, unreachable, net_unreachable, 0",
        "6, unreachable, no_route, 0",
        "6, unreachable, port_unreachable, 4",
        "6, unreachable, frag_needed, -1",
        "4, time_exceeded, exceeded_frag_time, 1",
        "6, parameter_problem, unknown_option, 2",
        "6, param_problem, unknown_option, 2",
        "4, echo_request, code_7, 7",
        "4, echo_request, 7, 7",
        "4, echo_request, what, -1",
    })
    void knowsTheNumbersOfCodes(int version, String type, String code, int number) {
        assertThat(IcmpNames.code(version, type, code).orElse(-1)).isEqualTo(number);
    }
}
