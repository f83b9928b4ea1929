package org.ouzel.drill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.drill.run.Verdict;

/** What a profile does to packets, and what commands see of connections. */
class ProfileOnTheWireTest {
    private static final String LISTEN = """
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 bind(3, ..., ...) = 0
            +0 listen(3, 1) = 0
            """;

    private static final String ESTABLISHED = LISTEN + """
            +.1 < S 0:0(0) win 32792 <mss 1460>
            +0 > S. 0:0(0) ack 1 <mss 1460>
            +.1 < . 1:1(0) ack 1 win 257
            +0 accept(3, ..., ...) = 4
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linux   | mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7 | mss 1460,sackOK,TS val 0 ecr 100,nop,wscale 7",
                "linux   | mss 1460,sackOK,nop,wscale 7  | mss 1460,nop,nop,sackOK,nop,wscale 7",
                "linux   | mss 1460,nop,wscale 7         | mss 1460,nop,wscale 7",
                "rfc     | mss 1460,sackOK,nop,wscale 7  | mss 1460,nop,nop,sackOK,nop,wscale 7",
                "freebsd | mss 1460,sackOK,nop,wscale 7  | mss 1460,nop,wscale 6,sackOK,eol,eol",
                "freebsd | mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7 | mss 1460,nop,wscale 6,sackOK,TS val 0 ecr 100"
            })
    void aSynIsAnsweredAsTheProfileDoes(String profile, String offered, String answered) throws Exception {
        String script =
                LISTEN + "+.1 < S 0:0(0) win 32792 <" + offered + ">\n" + "+0 > S. 0:0(0) ack 1 <" + answered + ">\n";
        assertThat(Hosts.play(profile, Switches.NONE, script)).isEqualTo(new Verdict.Ok());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linux   | mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7",
                "freebsd | mss 1460,nop,wscale 6,sackOK,TS val 0 ecr 0"
            })
    void aSynIsSentAsTheProfileDoes(String profile, String options) throws Exception {
        String script = """
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
                +0 > S 0:0(0) <%s>
                """.formatted(options);
        assertThat(Hosts.play(profile, Switches.NONE, script)).isEqualTo(new Verdict.Ok());
    }

    @Test
    void aCommandBeforeTheFirstEventChangesTheHandshake() throws Exception {
        String script = "`sysctl -q net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0`\n" + LISTEN + """
                +.1 < S 0:0(0) win 32792 <mss 1460,sackOK,nop,wscale 7>
                +0 > S. 0:0(0) ack 1 <mss 1460>
                """;
        assertThat(Hosts.play("linux", Switches.NONE, script)).isEqualTo(new Verdict.Ok());
    }

    @Test
    void aCommandThatIsNotUnderstoodStopsTheScript() throws Exception {
        assertThat(Hosts.play("linux", Switches.NONE, "`insmod tcp_bbr.ko`\n" + LISTEN))
                .isEqualTo(new Verdict.Unsupported(1, "not understood: the command insmod"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test $(ss -tn | grep -c ESTAB) = 1",
                "ss -tln | grep -q LISTEN",
                "! ss -tn | grep -q LISTEN",
                "netstat -tan | grep -q ESTABLISHED",
                "[ $(netstat -an -p tcp | grep -c ESTABLISHED) -eq 1 ]",
                "sockstat -s -P tcp -p 8080 | grep -c ESTABLISHED",
                "! sockstat -s -p 81 | grep ESTABLISHED"
            })
    void aCommandSeesTheConnection(String command) throws Exception {
        assertThat(Hosts.play("linux", Switches.NONE, ESTABLISHED + "+0 `" + command + "`\n"))
                .isEqualTo(new Verdict.Ok());
    }

    @Test
    void statesHaveTheWordsOfEachProgram() throws Exception {
        String closed = ESTABLISHED + """
                +0 close(4) = 0
                +0 > F. 1:1(0) ack 1
                +.1 < . 1:1(0) ack 2 win 257
                +0 `ss -tan | grep -q FIN-WAIT-2`
                +0 `netstat -tan | grep -q FIN_WAIT2`
                +0 `sockstat -s | grep -q FIN_WAIT_2`
                +.1 < F. 1:1(0) ack 2 win 257
                +0 > . 2:2(0) ack 2
                +0 `ss -tan | grep -q TIME-WAIT`
                +0 `! ss -tn | grep -q TIME-WAIT`
                """;
        assertThat(Hosts.play("linux", Switches.NONE, closed)).isEqualTo(new Verdict.Ok());
    }

    @Test
    void whatIsSentInASleepIsKept() throws Exception {
        String script = ESTABLISHED + """
                +0 write(4, ..., 200) = 200
                +0 > P. 1:201(200) ack 1
                +0 `sleep 0.9`
                * > P. 1:201(200) ack 1
                """;
        assertThat(Hosts.play("linux", Switches.NONE.with("leftovers=ignore"), script))
                .isEqualTo(new Verdict.Ok());
    }
}
