package org.ouzel.drill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets in others in scripts. */
class TunnelScriptsTest {
    private static final Verdict OK = new Verdict.Ok();
    private static final String LISTEN = """
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 bind(3, ..., ...) = 0
            +0 listen(3, 1) = 0
            """;
    private static final String CONNECT = """
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
            """;

    private static void fails(int line, String because, String script) throws IOException {
        assertThat(Ran.script(script)).isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
            assertThat(failed.text()).contains(because);
            assertThat(failed.line()).isEqualTo(line);
        });
    }

    /** A connection that comes in inside headers, and an answer in the mirrored ones. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ipv4 198.18.0.2 > 198.18.0.1:                         | ipv4 198.18.0.1 > 198.18.0.2:                         | 1440
            ipv6 2001:db8:1::2 > 2001:db8:1::1:                   | ipv6 2001:db8:1::1 > 2001:db8:1::2:                   | 1420
            ipv4 198.18.0.2 > 198.18.0.1: gre:                    | ipv4 198.18.0.1 > 198.18.0.2: gre:                    | 1436
            ipv4 198.18.0.2 > 198.18.0.1: gre flags 0xb000, key 7, seq 0: | ipv4 198.18.0.1 > 198.18.0.2: gre flags 0xb000, key 7, seq 0: | 1424
            ipv4 198.18.0.2 > 198.18.0.1: gre: mpls (label 16, tc 0, [S], ttl 64): | ipv4 198.18.0.1 > 198.18.0.2: gre: mpls (label 16, tc 0, [S], ttl 64): | 1432
            """)
    void aConnectionComesAndIsAnsweredInTheSameTunnel(String in, String out, int mss) throws IOException {
        assertThat(Ran.script(LISTEN + "+.1 < " + in + " S 0:0(0) win 65535 <mss 1460>\n+0 > " + out
                        + " S. 0:0(0) ack 1 <mss " + mss + ">\n"))
                .isEqualTo(OK);
    }

    @Test
    void aConnectionIsOpenedInTheTunnelThatTheScriptMentions() throws IOException {
        assertThat(Ran.script(CONNECT + """
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre flags 0x2000, key 5: S 0:0(0) <...>
                +.1 < ipv4 198.18.0.2 > 198.18.0.1: gre flags 0x2000, key 5: S. 0:0(0) ack 1 win 65535 <mss 1460>
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre flags 0x2000, key 5: . 1:1(0) ack 1
                +0 write(3, ..., 2864) = 2864
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre: . 1:1433(1432) ack 1
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre: P. 1433:2865(1432) ack 1
                """)).isEqualTo(OK);
    }

    @Test
    void oneTunnelForEachConnection() throws IOException {
        assertThat(Ran.script(LISTEN + """
                +.1 < ipv4 198.18.0.2 > 198.18.0.1: 5000 > 8080 S 0:0(0) win 65535 <mss 1460>
                +0 > ipv4 198.18.0.1 > 198.18.0.2: 8080 > 5000 S. 0:0(0) ack 1 <...>
                +.1 < 5001 > 8080 S 0:0(0) win 65535 <mss 1460>
                +0 > 8080 > 5001 S. 0:0(0) ack 1 <...>
                +.1 < ipv4 198.18.0.2 > 198.18.0.1: 5000 > 8080 . 1:1(0) ack 1 win 65535
                +.1 < 5001 > 8080 . 1:1(0) ack 1 win 65535
                +0 accept(3, ..., ...) = 4
                +0 write(4, ..., 10) = 10
                +0 > ipv4 198.18.0.1 > 198.18.0.2: 8080 > 5000 P. 1:11(10) ack 1
                """)).isEqualTo(OK);
    }

    @Test
    void anEchoIsAnsweredTheWayItCame() throws IOException {
        assertThat(Ran.script("""
                0 < ipv4 198.18.0.2 > 198.18.0.1: icmp echo_request id 7
                +0 > ipv4 198.18.0.1 > 198.18.0.2: icmp echo_reply id 7
                """)).isEqualTo(OK);
    }

    @Test
    void anErrorGoesTheWayThatItsCauseCame() throws IOException {
        assertThat(Ran.script("""
                0 < ipv4 198.18.0.2 > 198.18.0.1: gre: udp 5000 > 9 (100)
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre: icmp unreachable port_unreachable [udp (100)]
                """)).isEqualTo(OK);
    }

    @Test
    void numbersOfGreGoOnAndOldOnesAreDropped() throws IOException {
        assertThat(Ran.script("""
                0 < ipv4 198.18.0.2 > 198.18.0.1: gre flags 0x1000, seq 5: udp 5000 > 9 (100)
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre flags 0x1000, seq 0: icmp unreachable port_unreachable
                +.1 < ipv4 198.18.0.2 > 198.18.0.1: gre flags 0x1000, seq 5: udp 5000 > 9 (100)
                +.1 < ipv4 198.18.0.2 > 198.18.0.1: gre flags 0x1000, seq 6: udp 5000 > 9 (100)
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre flags 0x1000, seq 1: icmp unreachable port_unreachable
                """)).isEqualTo(OK);
    }

    @Test
    void aWrongChecksumOfGreIsDropped() throws IOException {
        assertThat(Ran.script("""
                0 < ipv4 198.18.0.2 > 198.18.0.1: gre flags 0x8000, sum 0x1234: udp 5000 > 9 (100)
                +.1 < ipv4 198.18.0.2 > 198.18.0.1: gre flags 0x8000: udp 5000 > 9 (100)
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre flags 0x8000: icmp unreachable port_unreachable
                """)).isEqualTo(OK);
    }

    @Test
    void congestionOnTheWayIsTakenOver() throws IOException {
        assertThat(Ran.script(LISTEN + """
                +.1 < ipv4 [noecn] 198.18.0.2 > 198.18.0.1: [noecn] SEW 0:0(0) win 65535 <mss 1000>
                +0 > ipv4 [noecn] 198.18.0.1 > 198.18.0.2: [noecn] SE. 0:0(0) ack 1 <...>
                +.1 < ipv4 198.18.0.2 > 198.18.0.1: . 1:1(0) ack 1 win 65535
                +.1 < ipv4 [ce] 198.18.0.2 > 198.18.0.1: [ect0] P. 1:101(100) ack 1 win 65535
                +0 > ipv4 198.18.0.1 > 198.18.0.2: E. 1:1(0) ack 101
                +.1 < ipv4 [ce] 198.18.0.2 > 198.18.0.1: [noecn] P. 101:201(100) ack 1 win 65535
                """)).isEqualTo(OK);
    }

    @Nested
    class Fails {
        @Test
        void whereAnotherHeaderIsAround() throws IOException {
            fails(5, "ipv4 198.18.0.1 > 198.18.0.2 instead of ipv4 198.18.0.1 > 198.18.0.3", LISTEN + """
                    +.1 < ipv4 198.18.0.2 > 198.18.0.1: S 0:0(0) win 65535 <mss 1460>
                    +0 > ipv4 198.18.0.1 > 198.18.0.3: S. 0:0(0) ack 1 <...>
                    """);
        }

        @Test
        void whereNoHeaderIsAround() throws IOException {
            fails(5, "nothing instead of ipv4 198.18.0.1 > 198.18.0.2: gre", LISTEN + """
                    +.1 < S 0:0(0) win 65535 <mss 1460>
                    +0 > ipv4 198.18.0.1 > 198.18.0.2: gre: S. 0:0(0) ack 1 <...>
                    """);
        }

        @Test
        void whereAHeaderIsAroundThatIsNotWritten() throws IOException {
            fails(5, "ipv4 198.18.0.1 > 198.18.0.2 instead of nothing", LISTEN + """
                    +.1 < ipv4 198.18.0.2 > 198.18.0.1: S 0:0(0) win 65535 <mss 1460>
                    +0 > S. 0:0(0) ack 1 <...>
                    """);
        }

        @Test
        void whereAKeyIsAnother() throws IOException {
            fails(5, "key 7", LISTEN + """
                    +.1 < ipv4 198.18.0.2 > 198.18.0.1: gre flags 0x2000, key 7: S 0:0(0) win 65535 <mss 1460>
                    +0 > ipv4 198.18.0.1 > 198.18.0.2: gre flags 0x2000, key 8: S. 0:0(0) ack 1 <...>
                    """);
        }
    }

    /** What stands behind the checksum of GRE is there where that is (RFC 2784 §2.5), and hosts send zero. */
    @ParameterizedTest
    @ValueSource(strings = {"gre flags 0x8000, off %s:", "gre sum 0, off %s:", "gre off %s:"})
    void theOffsetOfGreIsCompared(String header) throws IOException {
        String script = "0 < ipv4 198.18.0.2 > 198.18.0.1: gre flags 0x8000, sum 0, off 3: udp 5000 > 9 (100)\n"
                + "+0 > ipv4 198.18.0.1 > 198.18.0.2: " + header + " icmp unreachable port_unreachable\n";
        assertThat(Ran.script(script.formatted("0"))).isEqualTo(OK);
        fails(2, "around it", script.formatted("3"));
    }

    @Test
    void theOffsetOfGreIsNotComparedWhereThereIsNone() throws IOException {
        assertThat(Ran.script("""
                0 < ipv4 198.18.0.2 > 198.18.0.1: gre: udp 5000 > 9 (100)
                +0 > ipv4 198.18.0.1 > 198.18.0.2: gre flags 0x0, sum 0, off 3, key 5: icmp unreachable port_unreachable
                """)).isEqualTo(OK);
    }

    @Nested
    class TcpInUdp {
        @Test
        void isAnsweredOnTheSamePorts() throws IOException {
            assertThat(Ran.script(LISTEN + """
                    +.1 < S 0:0(0) win 65535 <mss 1460> /udp(5000 > 9899)
                    +0 > S. 0:0(0) ack 1 <mss 1452> /udp(9899 > 5000)
                    +.1 < . 1:1(0) ack 1 win 65535 /udp(5000 > 9899)
                    """)).isEqualTo(OK);
        }

        @Test
        void isForTheWholeScriptIfAnOptionSaysSo() throws IOException {
            assertThat(Ran.script("--udp_encapsulation=tcp:9899:1234\n" + CONNECT + """
                    +0 > S 0:0(0) <...>
                    +.1 < S. 0:0(0) ack 1 win 65535 <mss 1460>
                    +0 > . 1:1(0) ack 1 /udp(9899 > 1234)
                    """))
                    .isEqualTo(OK);
        }

        @Test
        void isNotWhereTheOptionSaysNone() throws IOException {
            assertThat(Ran.script("--udp_encapsulation=none\n" + CONNECT + "+0 > S 0:0(0) <...>\n"))
                    .isEqualTo(OK);
        }

        @ParameterizedTest
        @ValueSource(strings = {"udp", "tcp:1", "tcp:1:65536", "9899:9899"})
        void isNotAskedForInOtherWords(String value) {
            assertThatThrownBy(() -> Ran.script("--udp_encapsulation=" + value + "\n" + CONNECT))
                    .hasRootCauseInstanceOf(BadOption.class);
        }

        @Test
        void failsWhereItIsNotWritten() throws IOException {
            fails(5, "/udp(9899 > 5000) instead of nothing", LISTEN + """
                    +.1 < S 0:0(0) win 65535 <mss 1460> /udp(5000 > 9899)
                    +0 > S. 0:0(0) ack 1 <...>
                    """);
        }

        @Test
        void takesSegmentsOfAConnectionInItsOwnUdpAlone() throws IOException {
            assertThat(Ran.script(LISTEN + """
                    +.1 < S 0:0(0) win 65535 <mss 1460> /udp(5000 > 9899)
                    +0 > S. 0:0(0) ack 1 <...> /udp(9899 > 5000)
                    +.1 < . 1:1(0) ack 1 win 65535 /udp(5000 > 9899)
                    +.1 < P. 1:11(10) ack 1 win 65535 /udp(5001 > 9899)
                    +.1 < P. 1:11(10) ack 1 win 65535
                    +.1 < P. 1:11(10) ack 1 win 65535 /udp(5000 > 9899)
                    +0 > . 1:1(0) ack 11 /udp(9899 > 5000)
                    """)).isEqualTo(OK);
        }

        @Test
        void isRefusedToASocketWhereTheHostHasNoPortForIt() throws IOException {
            assertThat(Ran.script("""
                    0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                    +0 setsockopt(3, IPPROTO_TCP, TCP_REMOTE_UDP_ENCAPS_PORT, [1234], 4) = -1 EINVAL (Invalid argument)
                    """)).isEqualTo(OK);
        }
    }

    @Test
    void whatCannotBeWrittenIsNotToBeHad() throws IOException {
        assertThat(Ran.script("0 < gre: udp 5000 > 9 (100)\n")).isInstanceOf(Verdict.Unsupported.class);
    }
}
