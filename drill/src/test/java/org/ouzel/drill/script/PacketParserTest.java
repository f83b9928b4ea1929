package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketParserTest {
    static Stream<Arguments> payloads() {
        Optional<Ports> ports = Optional.of(new Ports(1, 2));
        return Stream.of(
                Arguments.of("> udp (1000)", new PacketPayload.Udp(Optional.empty(), 1000)),
                Arguments.of("< udp 1 > 2 (0)", new PacketPayload.Udp(ports, 0)),
                Arguments.of("< 1 > 2 udp (0)", new PacketPayload.Udp(ports, 0)),
                Arguments.of("< udplite (100, 8)", new PacketPayload.UdpLite(Optional.empty(), 100, 8)),
                Arguments.of("< udplite 1 > 2 (100,8)", new PacketPayload.UdpLite(ports, 100, 8)),
                Arguments.of("> ...", new PacketPayload.Anything()),
                Arguments.of(
                        "> sctp: INIT[flgs=0, tag=1, a_rwnd=...]",
                        new PacketPayload.Unsupported("sctp", "sctp: INIT[flgs=0, tag=1, a_rwnd=...]")));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void readsWhatIsInPackets(String written, PacketPayload payload) throws ScriptError {
        assertThat(Parsed.packet(written).payload()).isEqualTo(payload);
    }

    @Test
    void readsSegmentsThatSaySo() throws ScriptError {
        assertThat(Parsed.tcp("< tcp 1 > 2 . 1:1(0)")).isEqualTo(Parsed.tcp("< 1 > 2 . 1:1(0)"));
    }

    @Test
    void keepsWhatIsNotSupportedToTheNextEvent() throws ScriptError {
        Script script = Parsed.script(
                "0 < (ttl 4) 1 > 2 sctp(tag=5) / udp(7 > 8): DATA[flgs=BE, len=4, // why",
                "   sid=1];",
                "  COOKIE_ACK[flgs=0]",
                "+1 close(3) = 0");
        PacketPayload payload =
                ((Action.Packet) script.events().getFirst().action()).packet().payload();
        assertThat(payload)
                .isEqualTo(new PacketPayload.Unsupported(
                        "sctp", "1 > 2 sctp(tag=5) / udp(7 > 8): DATA[flgs=BE, len=4, sid=1]; COOKIE_ACK[flgs=0]"));
        assertThat(script.events()).hasSize(2);
    }

    static Stream<Arguments> headers() {
        Encapsulation.Gre empty = new Encapsulation.Gre(none(), none(), none(), none(), none());
        Encapsulation.Gre full = new Encapsulation.Gre(some(0x2000), some(1), some(2), some(3), some(4));
        Encapsulation.Gre flags = new Encapsulation.Gre(some(0xb000), none(), none(), none(), none());
        return Stream.of(
                Arguments.of("ipv4 192.0.2.1 > 198.51.100.2:", ip(4, IpSpec.UNSAID, "192.0.2.1", "198.51.100.2")),
                Arguments.of("ipv4 [ce] 192.0.2.1 > 192.0.2.2 :", ip(4, ecn(EcnMark.CE), "192.0.2.1", "192.0.2.2")),
                Arguments.of("ipv6 2001:db8::1 > 2001:db8::2:", ip(6, IpSpec.UNSAID, "2001:db8::1", "2001:db8::2")),
                Arguments.of("ipv6 :: > ::1: ", ip(6, IpSpec.UNSAID, "::", "::1")),
                Arguments.of("ipv6 1:2:3:4:5:6:7:8>fe80:::", ip(6, IpSpec.UNSAID, "1:2:3:4:5:6:7:8", "fe80::")),
                Arguments.of(
                        "ipv6 ::ffff:192.0.2.1 > 64:ff9b::1.2.3.4:",
                        ip(6, IpSpec.UNSAID, "::ffff:192.0.2.1", "64:ff9b::1.2.3.4")),
                Arguments.of("gre:", empty),
                Arguments.of("GREv0:", empty),
                Arguments.of("gre flags 0x2000, sum 1, off 2, key 3, seq 4:", full),
                Arguments.of("gre, Flags [key present] sum 0x1 off 2 key = 3 seq 4:", full),
                Arguments.of("gre flags [none, checksum present, key present, sequence# present]:", flags),
                Arguments.of(
                        "mpls (label 16, tc 1, ttl 64) (label 1048575, tc 7, [S], ttl 255):",
                        new Encapsulation.Mpls(
                                List.of(new MplsLabel(16, 1, false, 64), new MplsLabel(0xfffff, 7, true, 255)))));
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }

    private static OptionalLong some(long value) {
        return OptionalLong.of(value);
    }

    private static Encapsulation ip(int version, IpSpec ip, String source, String destination) {
        return new Encapsulation.Ip(version, ip, source, destination);
    }

    private static IpSpec ecn(EcnMark mark) {
        return spec(Optional.of(mark), -1, -1, -1, -1);
    }

    private static IpSpec spec(Optional<EcnMark> ecn, int tos, int dscp, int ttl, int flowLabel) {
        return new IpSpec(ecn, optional(tos), optional(dscp), optional(ttl), optional(flowLabel));
    }

    private static OptionalInt optional(int value) {
        return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void readsHeadersAroundAPacket(String written, Encapsulation header) throws ScriptError {
        assertThat(Parsed.packet("< " + written + " . 1:1(0) ack 1").outer()).containsExactly(header);
        assertThat(Parsed.packet("> gre: " + written + " [ect0] udp (1)").outer())
                .hasSize(2)
                .contains(header);
    }

    static Stream<Arguments> clauses() {
        Optional<EcnMark> unsaid = Optional.empty();
        return Stream.of(
                Arguments.of("[noecn]", ecn(EcnMark.NOT_ECT)),
                Arguments.of("[ect0]", ecn(EcnMark.ECT0)),
                Arguments.of("[ect1]", ecn(EcnMark.ECT1)),
                Arguments.of("[ce]", ecn(EcnMark.CE)),
                Arguments.of("[ect01]", ecn(EcnMark.ECT0_OR_ECT1)),
                Arguments.of("(ecn ce)", ecn(EcnMark.CE)),
                Arguments.of("(tos 0x10)", spec(unsaid, 0x10, -1, -1, -1)),
                Arguments.of("(class 0xff)", spec(unsaid, 0xff, -1, -1, -1)),
                Arguments.of("(dscp cs7)", spec(unsaid, -1, 56, -1, -1)),
                Arguments.of("(dscp AF43)", spec(unsaid, -1, 38, -1, -1)),
                Arguments.of("(dscp ef)", spec(unsaid, -1, 46, -1, -1)),
                Arguments.of("(dscp 0x3f, ecn ect1)", spec(Optional.of(EcnMark.ECT1), -1, 63, -1, -1)),
                Arguments.of("(ttl 64)", spec(unsaid, -1, -1, 64, -1)),
                Arguments.of("(hlim 255)", spec(unsaid, -1, -1, 255, -1)),
                Arguments.of("(hop limit 1)", spec(unsaid, -1, -1, 1, -1)),
                Arguments.of("[flowlabel 0xfffff]", spec(unsaid, -1, -1, -1, 0xfffff)),
                Arguments.of("(ect0, flowlabel 0x12345, ttl 3)", spec(Optional.of(EcnMark.ECT0), -1, -1, 3, 0x12345)));
    }

    @ParameterizedTest
    @MethodSource("clauses")
    void readsWhatIsSaidOfTheIpHeader(String written, IpSpec ip) throws ScriptError {
        assertThat(Parsed.packet("> " + written + " . 1:1(0) ack 1").ip()).isEqualTo(ip);
    }

    @Test
    void readsTheUdpThatCarriesAPacket() throws ScriptError {
        assertThat(Parsed.packet("> . 1:1(0) ack 1 <nop> /udp(9899 > 9900)").udp())
                .contains(new Ports(9899, 9900));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "< <",
                "< [ect2] . 1:1(0)",
                "< [ect01] . 1:1(0)",
                "< ipv4 [ect01] 192.0.2.1 > 192.0.2.2: . 1:1(0)",
                "< gre: ipv6 (ttl 3, ecn ect01) ::1 > ::2: . 1:1(0)",
                "< () . 1:1(0)",
                "< [ce . 1:1(0)",
                "< (ce] . 1:1(0)",
                "< (tos 0x100) . 1:1(0)",
                "< (dscp cs8) . 1:1(0)",
                "< (dscp 64) . 1:1(0)",
                "< (ttl 256) . 1:1(0)",
                "< (hop 1) . 1:1(0)",
                "< (flowlabel 0x100000) . 1:1(0)",
                "< udp",
                "< udp (65536)",
                "< udplite (1)",
                "< ipv4 1.2.3.4: . 1:1(0)",
                "< ipv4 1.2.3.4 > ::1: . 1:1(0)",
                "< ipv6 1::2::3 > ::1: . 1:1(0)",
                "< gre flags 0x10000: . 1:1(0)",
                "< gre flags [what]: . 1:1(0)",
                "< gre . 1:1(0)",
                "< mpls (label 1048576, tc 0, ttl 0): . 1:1(0)",
                "< mpls (label 1, tc 8, ttl 0): . 1:1(0)",
                "< mpls (label 1, tc 7, [T], ttl 0): . 1:1(0)",
                "< sctp: INIT[",
                "< sctp: ]",
                "< . 1:1(0) /udp(1)",
                "< . 1:1(0) /tcp(1 > 2)",
            })
    void refusesWhatIsNoPacket(String written) {
        assertThatThrownBy(() -> Parsed.packet(written)).isInstanceOf(ScriptError.class);
    }
}
