package org.ouzel.drill.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.drill.Scripts;

/** Scripts that are right pass, and those that are wrong in one place fail there. */
class ScriptRunTest {
    private static final Verdict OK = new Verdict.Ok();

    @Test
    void passesWhatAHostSendsAndReads() throws IOException {
        assertThat(Ran.afterPassiveOpen("""
                +.1 < P. 1:1001(1000) ack 1 win 1024
                +0 > . 1:1(0) ack 1001
                +0 read(4, ..., 2000) = 1000
                +.1 write(4, ..., 500) = 500
                +0 > P. 1:501(500) ack 1001
                +.01 < . 1001:1001(0) ack 501 win 1024
                """)).isEqualTo(OK);
    }

    @Test
    void passesAnActiveOpen() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0...0.05 connect(3, ..., ...) = 0
                +0 > S 0:0(0) <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>
                +.05 < S. 1000:1000(0) ack 1 win 5840 <mss 1460,nop,nop,sackOK,TS val 700 ecr 100>
                +0 > . 1:1(0) ack 1 <...>
                +0 write(3, ..., 100) = 100
                +0 > P. 1:101(100) ack 1 <...>
                """, Judgement.STRICT.with(Judgement.Aspect.OPTION_ORDER, false)))
                .isEqualTo(OK);
    }

    @Test
    void putsSegmentsTogetherUpToWhatIsWritten() throws IOException {
        assertThat(Ran.afterPassiveOpen("""
                +0 write(4, ..., 3000) = 3000
                +0 > P. 1:3001(3000) ack 1
                """)).isEqualTo(OK);
    }

    @Test
    void letsBlockingCallsEndWhenTheyAreTo() throws IOException {
        assertThat(Ran.afterPassiveOpen("""
                +.1...0.3 read(4, ..., 100) = 10
                +.2 < P. 1:11(10) ack 1 win 1024
                +0 > . 1:1(0) ack 11
                """)).isEqualTo(OK);
    }

    @Test
    void whatTheRunIsLateByIsNotHeldAgainstTheHost() throws IOException {
        assertThat(Ran.late(Scripts.PASSIVE, Duration.ofMillis(20))).isEqualTo(OK);
        assertThat(Ran.late("""
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 bind(3, ..., ...) = 0
                +0 listen(3, 1) = 0
                +0...0.1 accept(3, ..., ...) = 4
                +.1 < S 0:0(0) win 65535 <mss 1000>
                +0 > S. 0:0(0) ack 1 <...>
                +0 < . 1:1(0) ack 1 win 1024
                +.1...0.2 read(4, ..., 100) = 10
                +.1 < P. 1:11(10) ack 1 win 1024
                +0 > . 1:1(0) ack 11
                """, Duration.ofMillis(20))).isEqualTo(OK);
    }

    @Test
    void whatTheHostIsLateByIsHeldAgainstIt() throws IOException {
        String again = """
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 bind(3, ..., ...) = 0
                +0 listen(3, 1) = 0
                +.1 < S 0:0(0) win 65535 <mss 1000>
                +0 > S. 0:0(0) ack 1 <...>
                +.1 < . 1:1(0) ack 1 win 1024
                +0 accept(3, ..., ...) = 4
                +0 write(4, ..., 100) = 100
                +0 > P. 1:101(100) ack 1
                +%s > P. 1:101(100) ack 1
                """;

        assertThat(Ran.late(again.formatted(".3"), Duration.ofMillis(20))).isEqualTo(OK);
        assertThat(Ran.late(again.formatted(".27"), Duration.ofMillis(20))).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void aCallThatIsNotWrittenToWaitMayBeLateByTheToleranceAndNoMore() throws IOException {
        String late = """
                0 epoll_create(1) = 3
                +0 epoll_wait(3, ..., 1, 4) = 0
                +.1 close(3) = 0
                """;

        assertThat(Ran.script(late, Judgement.STRICT.withTolerance(4_000_000, 0)))
                .isEqualTo(OK);
        assertThat(Ran.script(late, Judgement.STRICT.withTolerance(3_999_999, 0)))
                .isEqualTo(new Verdict.Failed(2, "epoll_wait waits, and is not written to"));
        assertThat(Ran.script(late)).isEqualTo(new Verdict.Failed(2, "epoll_wait waits, and is not written to"));
    }

    @Test
    void whatIsSentWhileACallIsLateIsNotLost() throws IOException {
        String late = """
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 connect(3, ..., ...) = -1 ETIMEDOUT (Connection timed out)
                +0 > S 0:0(0) <...>
                """;

        assertThat(Ran.script(late, Judgement.STRICT))
                .isEqualTo(new Verdict.Failed(2, "connect waits, and is not written to"));
        assertThat(Ran.script(
                        late.replace("= 3\n", "= 3\n+0 setsockopt(3, SOL_TCP, TCP_SYNCNT, [1], 4) = 0\n"),
                        Judgement.STRICT.withTolerance(5_000_000_000L, 0).with(Judgement.Aspect.LEFTOVERS, false)))
                .isEqualTo(OK);
    }

    @Test
    void goesOnBehindATimeout() throws IOException {
        assertThat(Ran.afterPassiveOpen("""
                +0 write(4, ..., 500) = 500
                +0 > P. 1:501(500) ack 1
                +.3~+.4 > P. 1:501(500) ack 1
                """)).isEqualTo(OK);
    }

    @Test
    void asksForFigures() throws IOException {
        assertThat(Ran.afterPassiveOpen("""
                +0 %{
                assert tcpi_snd_mss == 1000, tcpi_snd_mss
                assert tcpi_snd_cwnd == 10 and tcpi_state == TCP_ESTABLISHED
                }%
                """)).isEqualTo(OK);
    }

    @Test
    void takesTheSameRequestOnTheSamePortsForTheSameConnection() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 bind(3, ..., ...) = 0
                +0 listen(3, 1) = 0
                +.1 < 5000 > 8080 S 0:0(0) win 65535 <mss 1000>
                +0 > 8080 > 5000 S. 0:0(0) ack 1 <...>
                +.1 < 5000 > 8080 S 0:0(0) win 65535 <mss 1000>
                +0 > 8080 > 5000 . 1:1(0) ack 1
                """)).isEqualTo(OK);
    }

    @Test
    void takesTheSameRequestForTheAnswerToOursAgain() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
                +0 > S 0:0(0) <...>
                +.1 < S 0:0(0) win 65535 <mss 1000>
                +0 > S. 0:0(0) ack 1 <...>
                +.1 < S 0:0(0) win 65535 <mss 1000>
                +0 > . 1:1(0) ack 1
                """)).isEqualTo(OK);
    }

    @Test
    void keepsTheNumbersOfAConnectionThatAnotherRequestIsSentTo() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 bind(3, ..., ...) = 0
                +0 listen(3, 1) = 0
                +.1 < 5000 > 8080 S 0:0(0) win 65535 <mss 1000>
                +0 > 8080 > 5000 S. 0:0(0) ack 1 <...>
                +.1 < 5000 > 8080 . 1:1(0) ack 1 win 65535
                +1 < 5000 > 8080 S 70000:70000(0) win 65535 <mss 1000>
                +0 > 8080 > 5000 . 1:1(0) ack 1
                +.1 < 5000 > 8080 R 1:1(0) win 0
                +.1 < 5000 > 8080 S 70000:70000(0) win 65535 <mss 1000>
                +0 > 8080 > 5000 S. 0:0(0) ack 70001 <...>
                """)).isEqualTo(OK);
    }

    @Test
    void aBindThatFailsChangesNoPort() throws IOException {
        String elsewhere = """
                +0 bind(4, {sa_family=AF_INET, sin_port=htons(9090), sin_addr=inet_addr("203.0.113.1")}, 16)
                       = -1 EADDRNOTAVAIL (Cannot assign requested address)
                """;
        assertThat(Ran.script("""
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 bind(3, ..., ...) = 0
                +0 listen(3, 1) = 0
                +0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4
                """ + elsewhere + """
                +.1 < S 0:0(0) win 65535 <mss 1000>
                +0 > S. 0:0(0) ack 1 <...>
                """)).isEqualTo(OK);
        assertThat(Ran.script("""
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 bind(3, ..., ...) = 0
                +0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 4
                """ + elsewhere + """
                +.1 < udp (100)
                +0 read(3, ..., 1000) = 100
                """)).isEqualTo(OK);
    }

    @Test
    void aBindToNoPortInParticularTellsTheOneThatIsPicked() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 bind(3, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("0.0.0.0")}, 16) = 0
                +0 listen(3, 1) = 0
                +.1 < S 0:0(0) win 65535 <mss 1000>
                +0 > S. 0:0(0) ack 1 <...>
                """)).isEqualTo(OK);
    }

    @Test
    void aConnectThatFailsChangesNoPort() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 connect(3, ..., ...) = 0
                +0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 4
                +0 bind(4, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("0.0.0.0")}, 16) = 0
                +0 connect(3, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.255")}, 16)
                       = -1 EACCES (Permission denied)
                +.1 < udp (100)
                +0 read(4, ..., 1000) = 100
                """)).isEqualTo(OK);
    }

    @Test
    void tellsWhetherEcnIsAgreedOnAndUsed() throws IOException {
        assertThat(Ran.script("""
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 bind(3, ..., ...) = 0
                +0 listen(3, 1) = 0
                +.1 < [noecn] SEW 0:0(0) win 65535 <mss 1000,sackOK,nop,nop,nop,wscale 7>
                +0 > [noecn] SE. 0:0(0) ack 1 <...>
                +.1 < [noecn] . 1:1(0) ack 1 win 1024
                +0 accept(3, ..., ...) = 4
                +0 write(4, ..., 500) = 500
                +0 > [ect0] P. 1:501(500) ack 1
                +0 %{ assert tcpi_options == 2 | 4 | 8, tcpi_options }%
                +.01 < [ect0] P. 1:101(100) ack 501 win 1024
                +0 > [noecn] . 501:501(0) ack 101
                +0 %{ assert tcpi_options == 2 | 4 | 8 | 16, tcpi_options }%
                """)).isEqualTo(OK);
    }

    @Nested
    class Fails {
        private void fails(int line, String because, String text) throws IOException {
            assertThat(Ran.afterPassiveOpen(text)).isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
                assertThat(failed.line()).isEqualTo(8 + line);
                assertThat(failed.text()).contains(because);
            });
        }

        @Test
        void whereNothingIsSent() throws IOException {
            fails(1, "nothing was sent", "+1 > . 1:1(0) ack 1\n");
        }

        @Test
        void whereSomethingElseIsSent() throws IOException {
            fails(2, "length: 500 instead of 501", """
                    +0 write(4, ..., 500) = 500
                    +0 > P. 1:502(501) ack 1
                    """);
        }

        @Test
        void whereItIsSentAtAnotherTime() throws IOException {
            fails(2, "instead of 0.300000", """
                    +0 write(4, ..., 500) = 500
                    +.1 > P. 1:501(500) ack 1
                    """);
        }

        @Test
        void whereACallGivesSomethingElse() throws IOException {
            fails(1, "it gives -1 EAGAIN", "+0 recv(4, ..., 100, MSG_DONTWAIT) = 5\n");
        }

        @Test
        void whereSomethingIsSentThatIsWrittenNowhere() throws IOException {
            fails(1, "written nowhere", "+0 write(4, ..., 500) = 500\n");
        }

        @Test
        void whereAnAssertionDoesNotHold() throws IOException {
            fails(1, "not so: assert tcpi_snd_cwnd == 11", "+0 %{ assert tcpi_snd_cwnd == 11 }%\n");
        }

        @Test
        void whereACallStillWaits() throws IOException {
            fails(1, "still waits", "+0...0.4 read(4, ..., 100) = 10\n");
        }
    }

    @Test
    void aCommandThatTakesTooLongIsToldWithItsLine() throws IOException {
        Shell shell = command -> {
            if (command.equals("short")) {
                return new Shell.Done();
            }
            throw new TimeIsUp("over");
        };
        String socket = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n";
        Verdict tooLong = new Verdict.Failed(2, "over\n  it waited for: `long`");

        assertThat(ran("`short`\n`long`\n" + socket, shell)).isEqualTo(tooLong);
        assertThat(ran(socket + "+0 `long`\n", shell))
                .isEqualTo(new Verdict.Failed(2, "over\n  it waited for: +0 `long`"));
        assertThat(ran(socket + "`long`\n`short`\n", shell)).isEqualTo(tooLong);
        assertThat(ran("0 close(9) = 0\n`long`\n", shell))
                .isInstanceOfSatisfying(Verdict.Failed.class, failed -> assertThat(failed.text())
                        .contains("EBADF"));
    }

    private static Verdict ran(String text, Shell shell) throws IOException {
        return Ran.script(text, Judgement.STRICT, Duration.ofMinutes(1), shell);
    }

    @Test
    void tellsWhatIsNotToBeHad() throws IOException {
        assertThat(Ran.script("0 `ifconfig tun0 up`\n+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"))
                .isEqualTo(new Verdict.Unsupported(1, "ifconfig tun0 up"));
    }
}
