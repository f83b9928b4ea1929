package org.ouzel.checks.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.checks.drill.OnKernel.CONNECTION;
import static org.ouzel.checks.drill.OnKernel.assertOk;
import static org.ouzel.checks.drill.OnKernel.run;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.drill.Drill;
import org.ouzel.drill.DrillSettings;
import org.ouzel.drill.DrillSettings.TargetKind;
import org.ouzel.drill.ScriptReport;
import org.ouzel.drill.ScriptReport.Outcome;
import org.ouzel.drill.Scripts;
import org.ouzel.os.interop.Interop;

/** Scripts against Linux's own TCP. */
class KernelTargetTest {
    @BeforeEach
    void needsRootAndDevices() {
        Interop.require();
    }

    @Test
    void isThere() throws Exception {
        new Drill(OnKernel.SETTINGS).requireTarget();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--ip_version=ipv6\n", "--ip_version=ipv4-mapped-ipv6\n"})
    void aConnectionThatComesIn(String options) {
        assertOk(options + Scripts.PASSIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--ip_version=ipv6\n"})
    void aConnectionThatIsOpened(String options) {
        assertOk(options + Scripts.ACTIVE);
    }

    @Test
    void aHostElsewhere() {
        assertOk("--local_ip=192.168.0.1\n--remote_ip=192.0.2.1\n" + Scripts.PASSIVE);
    }

    @Test
    void largeWritesAreCutIntoSegments() {
        // Linux pushes in the middle, too, once half of the window is filled.
        DrillSettings noPush = OnKernel.SETTINGS.withSwitches(List.of("psh=ignore"));
        ScriptReport report = new Drill(noPush).run("a.pkt", """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +.1 < S 0:0(0) win 32792 <mss 1000>
            +0  > S. 0:0(0) ack 1 <...>
            +.1 < . 1:1(0) ack 1 win 32792
            +0  accept(3, ..., ...) = 4
            +.1 write(4, ..., 3000) = 3000
            +0  > . 1:1001(1000) ack 1
            +0  > . 1001:2001(1000) ack 1
            +0  > P. 2001:3001(1000) ack 1
            +.1 < . 1:1(0) ack 3001 win 32792
            +.1 < R. 1:1(0) ack 3001 win 32792
            +.1 read(4, ..., 10) = -1 ECONNRESET (Connection reset by peer)
            """);

        assertThat(report).extracting(ScriptReport::text, ScriptReport::outcome).containsExactly("", Outcome.OK);
    }

    @Test
    void whatComesInMayBeLargerThanTheDevicesMtu() {
        assertOk(CONNECTION + """
                +0  < P. 1:8001(8000) ack 1 win 32792
                +0  > . 1:1(0) ack 8001
                +0  read(4, ..., 9000) = 8000
                """);
    }

    @Test
    void callsThatWaitEndWhenTheirTimeComes() {
        assertOk("""
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +0...0.2 accept(3, ..., ...) = 4
            +.1 < S 0:0(0) win 32792 <mss 1000>
            +0  > S. 0:0(0) ack 1 <...>
            +.1 < . 1:1(0) ack 1 win 32792
            +.1...0.2 read(4, ..., 100) = 10
            +.1 < P. 1:11(10) ack 1 win 32792
            +0  > . 1:1(0) ack 11
            """);
    }

    @Test
    void whatIcmpTellsIsTold() {
        assertOk("""
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0  connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
            +0  > S 0:0(0) <...>
            +.1 < icmp unreachable host_unreachable [0:0(0)]
            +.1 getsockopt(3, SOL_SOCKET, SO_ERROR, [113], [4]) = 0
            """);
    }

    @Test
    void datagramsGoBothWays() {
        assertOk("""
            0   socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
            +0  bind(3, ..., ...) = 0
            +.1 < udp 5000 > 8080 (100)
            +0  recvfrom(3, ..., 1000, 0, {sa_family=AF_INET, sin_port=htons(5000),
                         sin_addr=inet_addr("192.0.2.2")}, [16]) = 100
            +0  connect(3, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr("192.0.2.2")}, ...) = 0
            +0  write(3, ..., 200) = 200
            +0  > udp 8080 > 5000 (200)
            +.1 < icmp unreachable port_unreachable [udp (200)]
            +0  read(3, ..., 1000) = -1 ECONNREFUSED (Connection refused)
            +.1 < udp 5000 > 9 (100)
            +0  > icmp unreachable port_unreachable [udp (100)]
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipv4 %s > %s:",
                "ipv4 %s > %s: gre flags 0xb000, key 7:",
                "ipv4 %s > %s: gre: mpls (label 16, tc 0, [S], ttl 64):"
            })
    void connectionsGoThroughTunnels(String header) {
        String in = header.formatted("198.18.0.2", "198.18.0.1");
        String out = header.formatted("198.18.0.1", "198.18.0.2");

        assertOk("""
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0  connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
            +0  > %2$s S 0:0(0) <...>
            +.1 < %1$s S. 0:0(0) ack 1 win 5792 <mss 1460>
            +0  > %2$s . 1:1(0) ack 1
            """.formatted(in, out));
    }

    @Test
    void segmentsGoInUdp() {
        assertOk("""
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +.1 < S 0:0(0) win 32792 <mss 1000> /udp(5000 > 9899)
            +0  > S. 0:0(0) ack 1 <mss 1452> /udp(9899 > 5000)
            +.1 < . 1:1(0) ack 1 win 32792 /udp(5000 > 9899)
            """);
    }

    @Test
    void figuresCanBeAsserted() {
        assertOk(Scripts.PASSIVE.replace(
                "+0  close(4) = 0", "+0 %{ assert tcpi_state == TCP_ESTABLISHED, tcpi_state }%\n+0  close(4) = 0"));
    }

    @Test
    void settingsHoldForTheNamespaceAlone() {
        String without = Scripts.PASSIVE
                .replace("> S. 0:0(0) ack 1 <...>", "> S. 0:0(0) ack 1 <mss 1460>")
                .replace("nop,nop,nop,wscale 7", "nop,nop")
                .replace("win 257", "win 5000");

        assertOk("`sysctl -q net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0`\n" + without);
        assertThat(run(without).outcome()).isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"net.ipv4.tcp_ecn, 99", "net.ipv4.tcp_sack, often", "net.ipv4.tcp_no_such_setting, 1"})
    void aKernelThatIsNotSetAsAScriptWantsItIsNotJudged(String name, String value) {
        ScriptReport report = run("`sysctl -q " + name + "=" + value + "`\n" + Scripts.PASSIVE);

        assertThat(report.outcome()).isEqualTo(Outcome.UNSUPPORTED);
        assertThat(report.line()).isEqualTo(1);
        assertThat(report.text()).contains("this kernel", name);
    }

    @Test
    void otherCommandsAreNotRun() {
        ScriptReport report = run("`touch /tmp/drilled`\n" + Scripts.PASSIVE);

        assertThat(report.outcome()).isEqualTo(Outcome.UNSUPPORTED);
        assertThat(report.text()).contains("touch");
        assertThat(run("`sysctl -w kernel.hostname=drilled`\n" + Scripts.PASSIVE)
                        .outcome())
                .isEqualTo(Outcome.UNSUPPORTED);
    }

    @Test
    void descriptorsOfTheProgramAreOutOfReach() {
        assertOk("0 close(5) = -1 EBADF (Bad file descriptor)\n+0 read(0, ..., 5) = -1 EBADF (Bad file descriptor)\n");
    }

    @Test
    void whatIsNotAsWrittenIsToldWithItsLine() {
        ScriptReport report = run(Scripts.PASSIVE.replace("> P. 1:501(500)", "> P. 1:502(501)"));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.line()).isEqualTo(14);
        assertThat(report.text()).contains("1:501(500)");
    }

    @Test
    void whatComesAtAnotherTimeFails() {
        ScriptReport report = new Drill(DrillSettings.DEFAULT.withTarget(TargetKind.KERNEL))
                .run("a.pkt", Scripts.PASSIVE.replace("+0  > P. 1:501(500)", "+.09 > P. 1:501(500)"));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    }
}
