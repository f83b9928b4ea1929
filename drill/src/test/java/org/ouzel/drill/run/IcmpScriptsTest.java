package org.ouzel.drill.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of ICMP in scripts: what is written of those that a host sends is compared. */
class IcmpScriptsTest {
    private static final Verdict OK = new Verdict.Ok();
    private static final String REFUSED = "0 < udp 5000 > 9 (100)\n+0 > ";
    private static final String REFUSED_V6 = "--ip_version=ipv6\n" + REFUSED;

    private static void fails(int line, String because, String script) throws IOException {
        assertThat(Ran.script(script)).isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
            assertThat(failed.line()).isEqualTo(line);
            assertThat(failed.text()).contains("differs: " + because);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "icmp unreachable port_unreachable",
                "icmp type_3 code_3 [udp (100)]",
                "icmp unreachable port_unreachable mtu 0",
                "(ttl 64, tos 0) icmp unreachable port_unreachable",
                "icmp unreachable port_unreachable [raw (136)]",
                "(ttl 64) ..."
            })
    void passesWhatIsWrittenOfAnError(String message) throws IOException {
        assertThat(Ran.script(REFUSED + message + "\n")).isEqualTo(OK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (ttl 63) icmp unreachable port_unreachable  | ttl 64 instead of 63
            (tos 4) icmp unreachable port_unreachable   | tos 0 instead of 4
            [ce] icmp unreachable port_unreachable      | ECN bits 0 instead of ce
            (ttl 63) ...                                | ttl 64 instead of 63
            icmp unreachable                            | code 3 instead of 0
            icmp unreachable frag_needed                | code 3 instead of 4
            icmp unreachable port_unreachable mtu 1200  | mtu 0 instead of 1200
            icmp unreachable port_unreachable [raw (135)] | length of the message 136 instead of 135
            icmp unreachable port_unreachable [1:1(0)]  | it quotes no segment
            icmp unreachable port_unreachable [udp (1)] | quoted data 100 instead of 1
            icmp packet_too_big                         | packet_too_big is no type of ICMP over IPv4
            icmp unreachable not_neighbour              | not_neighbour is no code of unreachable over IPv4
            icmpv6 unreachable port_unreachable         | not a message of ICMPv6
            """)
    void failsWhereAnErrorDiffers(String message, String because) throws IOException {
        fails(2, because, REFUSED + message + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (hlim 63) icmpv6 unreachable port_unreachable    | ttl 64 instead of 63
            (flowlabel 5) icmp unreachable port_unreachable  | flowlabel
            icmp source_quench                               | source_quench is no type of ICMP over IPv6
            icmp unreachable host_unreachable                | host_unreachable is no code of unreachable over IPv6
            """)
    void failsWhereAnErrorOverIpv6Differs(String message, String because) throws IOException {
        fails(3, because, REFUSED_V6 + message + "\n");
    }

    @Test
    void echoesHaveTheirLengthAndIdentifier() throws IOException {
        String request = "0 < icmp echo_request id 7 [raw (108)]\n";

        assertThat(Ran.script(request + "+0 > icmp echo_reply id 7 [raw (108)]\n"))
                .isEqualTo(OK);
        fails(2, "length of the message 108 instead of 107", request + "+0 > icmp echo_reply id 7 [raw (107)]\n");
        fails(2, "id 7 instead of 8", request + "+0 > icmp echo_reply id 8 [raw (108)]\n");
        assertThat(Ran.script("0 < icmp echo_request id 7 [raw (7)]\n")).isInstanceOf(Verdict.Unsupported.class);
    }
}
