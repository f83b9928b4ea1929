package org.ouzel.drill.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Datagrams in scripts. */
class DatagramScriptsTest {
    private static final Verdict OK = new Verdict.Ok();

    private static void fails(int line, String because, String script) throws IOException {
        assertThat(Ran.script(script)).isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
            assertThat(failed.line()).isEqualTo(line);
            assertThat(failed.text()).contains(because);
        });
    }

    @Test
    void areReceivedOnTheBoundPortAndAnswered() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 bind(3, ..., ...) = 0
                +.1 < udp 5000 > 8080 (100)
                +0 recvfrom(3, ..., 1000, 0, {sa_family=AF_INET, sin_port=htons(5000),
                            sin_addr=inet_addr("192.0.2.2")}, [16]) = 100
                +0 sendto(3, ..., 200, 0, {sa_family=AF_INET, sin_port=htons(5000),
                            sin_addr=inet_addr("192.0.2.2")}, 16) = 200
                +0 > udp 8080 > 5000 (200)
                """)).isEqualTo(OK);
    }

    @Test
    void withoutPortsAreThoseOfTheConnectedSocket() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 connect(3, ..., ...) = 0
                +0 write(3, ..., 300) = 300
                +0 > udp (300)
                +.1...0.2 read(3, ..., 1000) = 400
                +.1 < udp (400)
                """)).isEqualTo(OK);
    }

    @Test
    void thatComeFirstFindTheConnectedSocketToo() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 connect(3, ..., ...) = 0
                +.1 < udp (400)
                +0 read(3, ..., 1000) = 400
                """)).isEqualTo(OK);
    }

    @Test
    void areComparedByTheirLengthAndPorts() throws IOException {
        fails(4, "length: 300 instead of 301", """
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 connect(3, ..., ...) = 0
                +0 write(3, ..., 300) = 300
                +0 > udp (301)
                """);
        fails(5, "ports", """
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 bind(3, {sa_family=AF_INET, sin_port=htons(1000), sin_addr=inet_addr("0.0.0.0")}, ...) = 0
                +0 connect(3, ..., ...) = 0
                +0 write(3, ..., 300) = 300
                +0 > udp 1001 > 8080 (300)
                """);
    }

    @Test
    void areComparedByTheAddressThatIsTold() throws IOException {
        fails(4, "instead of", """
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 bind(3, ..., ...) = 0
                +.1 < udp 5000 > 8080 (100)
                +0 recvfrom(3, ..., 1000, 0, {sa_family=AF_INET, sin_port=htons(5001), sin_addr=inet_addr("192.0.2.2")}, [16]) = 100
                """);
    }

    @Test
    void toAPortThatNobodyHasAreAnsweredByIcmp() throws IOException {
        assertThat(Ran.script("""
                0 < udp 5000 > 9 (100)
                +0 > icmp unreachable port_unreachable [udp (100)]
                """)).isEqualTo(OK);
        fails(2, "quoted data 100 instead of 99", """
                0 < udp 5000 > 9 (100)
                +0 > icmp unreachable port_unreachable [udp (99)]
                """);
    }

    @Test
    void thatAreRefusedTellTheSocket() throws IOException {
        assertThat(Ran.script("""
                --ip_version=ipv6
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 connect(3, ..., ...) = 0
                +0 write(3, ..., 300) = 300
                +0 > udp (300)
                +.1 < icmpv6 unreachable port_unreachable [udp (300)]
                +0 read(3, ..., 1000) = -1 ECONNREFUSED (Connection refused)
                """)).isEqualTo(OK);
    }

    @Test
    void andSegmentsKeepTheirPortsApart() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 bind(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("0.0.0.0")}, ...) = 0
                +0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4
                +0 bind(4, ..., ...) = 0
                +0 listen(4, 1) = 0
                +.1 < udp (100)
                +0 read(3, ..., 1000) = 100
                +.1 < S 0:0(0) win 65535 <mss 1000>
                +0 > S. 0:0(0) ack 1 <...>
                """)).isEqualTo(OK);
    }

    @Test
    void ofUdpLiteAreNotToBeHad() throws IOException {
        assertThat(Ran.script("0 < udplite 5000 > 9 (100, 8)\n")).isEqualTo(new Verdict.Unsupported(1, "UDP-Lite"));
    }
}
