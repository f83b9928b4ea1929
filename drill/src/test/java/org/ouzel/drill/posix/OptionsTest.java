package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** {@code setsockopt} and {@code getsockopt}. */
class OptionsTest {
    private final TwoMachines machines = new TwoMachines();
    private final TwoMachines.Host client = machines.client;
    private final int fd = client.socket();

    private static int symbol(String name) {
        return (int) Symbols.number(name).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "SOL_SOCKET, SO_REUSEADDR, 1, 1",
        "SOL_SOCKET, SO_KEEPALIVE, 1, 1",
        "SOL_SOCKET, SO_OOBINLINE, 5, 1",
        "SOL_SOCKET, SO_RCVLOWAT, 0, 1",
        "SOL_SOCKET, SO_RCVLOWAT, 9, 9",
        "SOL_SOCKET, SO_RCVLOWAT, -1, 4194304",
        "SOL_SOCKET, SO_RCVLOWAT, 9000000, 4194304",
        "SOL_SOCKET, SO_SNDBUF, 10000, 20000",
        "SOL_SOCKET, SO_SNDBUF, 1, 4608",
        "SOL_SOCKET, SO_SNDBUF, 9000000, 425984",
        "SOL_SOCKET, SO_RCVBUF, 10000, 20000",
        "SOL_SOCKET, SO_RCVBUF, 1, 2304",
        "SOL_TCP, TCP_NODELAY, 1, 1",
        "SOL_TCP, TCP_FASTOPEN, 5, 5",
        "SOL_TCP, TCP_FASTOPEN, 9000, 4096",
        "SOL_TCP, TCP_FASTOPEN_CONNECT, 1, 1",
        "SOL_TCP, TCP_FASTOPEN_NO_COOKIE, 1, 1",
        "SOL_TCP, TCP_CORK, 1, 1",
        "SOL_TCP, TCP_MAXSEG, 1000, 1000",
        "SOL_TCP, TCP_MAXSEG, 0, 536",
        "SOL_TCP, TCP_KEEPIDLE, 9, 9",
        "SOL_TCP, TCP_KEEPINTVL, 8, 8",
        "SOL_TCP, TCP_KEEPCNT, 7, 7",
        "SOL_TCP, TCP_SYNCNT, 3, 3",
        "SOL_TCP, TCP_LINGER2, 30, 30",
        "SOL_TCP, TCP_LINGER2, 500, 120",
        "SOL_TCP, TCP_LINGER2, 0, 60",
        "SOL_TCP, TCP_DEFER_ACCEPT, 0, 0",
        "SOL_TCP, TCP_WINDOW_CLAMP, 5000, 5000",
        "SOL_TCP, TCP_WINDOW_CLAMP, 1, 1152",
        "SOL_TCP, TCP_QUICKACK, 0, 0",
        "SOL_TCP, TCP_QUICKACK, 1, 1",
        "SOL_TCP, TCP_USER_TIMEOUT, 1234, 1234",
        "SOL_TCP, TCP_INQ, 1, 1",
        "SOL_TCP, TCP_NOTSENT_LOWAT, 100, 100",
        "SOL_TCP, TCP_NOTSENT_LOWAT, -1, -1",
        "SOL_IP, IP_TOS, 0x2b, 0x28",
        "SOL_IP, IP_TTL, 9, 9",
        "SOL_IP, IP_TTL, -1, 64",
        "SOL_IP, IP_MTU_DISCOVER, 0, 0",
        "SOL_IP, IP_MTU_DISCOVER, 2, 2",
        "SOL_IP, IP_RECVERR, 1, 1"
    })
    void keepsWhatItIsTold(String level, String name, String given, long told) {
        client.set(fd, symbol(level), symbol(name), Long.decode(given));
        assertThat(client.number(fd, symbol(level), symbol(name))).isEqualTo(told);
    }

    @Test
    void takesBuffersAsLargeAsOneForces() {
        client.set(fd, Abi.SOL_SOCKET, Abi.SO_RCVBUFFORCE, 9_000_000);
        client.set(fd, Abi.SOL_SOCKET, Abi.SO_SNDBUFFORCE, 9_000_000);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_RCVBUF)).isEqualTo(18_000_000);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_SNDBUF)).isEqualTo(18_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP_MAXSEG, 87",
        "TCP_MAXSEG, 32768",
        "TCP_KEEPIDLE, 0",
        "TCP_KEEPINTVL, 32768",
        "TCP_KEEPCNT, 128",
        "TCP_SYNCNT, 0",
        "TCP_USER_TIMEOUT, -1",
        "TCP_INQ, 2",
        "TCP_FASTOPEN, -1",
        "TCP_FASTOPEN_CONNECT, 2",
        "TCP_FASTOPEN_NO_COOKIE, -1"
    })
    void refusesNumbersThatMakeNoSense(String name, long value) {
        assertThat(client.errno(new Call.SetSockOpt(fd, Abi.SOL_TCP, symbol(name), new OptionValue.Numeric(value), 4)))
                .isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP_MD5SIG", "TCP_ULP", "TCP_TIMESTAMP", "TCP_FUNCTION_BLK", "TCP_SAVE_SYN"})
    void saysThatItDoesNotHaveAnOption(String name) {
        assertThat(client.call(new Call.SetSockOpt(fd, Abi.SOL_TCP, symbol(name), new OptionValue.Numeric(1), 4)))
                .isInstanceOf(Answer.Unsupported.class);
        assertThat(client.call(new Call.GetSockOpt(fd, Abi.SOL_TCP, symbol(name), 4)))
                .isInstanceOf(Answer.Unsupported.class);
    }

    @Test
    void saysThatItDoesNotHaveAMeaning() {
        for (String name : new String[] {"TCP_DEFER_ACCEPT", "TCP_LINGER2"}) {
            long value = name.equals("TCP_LINGER2") ? -1 : 3;
            assertThat(client.call(
                            new Call.SetSockOpt(fd, Abi.SOL_TCP, symbol(name), new OptionValue.Numeric(value), 4)))
                    .isInstanceOf(Answer.Unsupported.class);
        }
        assertThat(client.call(new Call.SetSockOpt(fd, Abi.SOL_IP, Abi.IP_MTU_DISCOVER, new OptionValue.Numeric(3), 4)))
                .isInstanceOf(Answer.Unsupported.class);
    }

    @Test
    void tellsWhatASocketIs() {
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_TYPE)).isEqualTo(Abi.SOCK_STREAM);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_DOMAIN)).isEqualTo(Address.AF_INET);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_PROTOCOL)).isEqualTo(Abi.IPPROTO_TCP);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ACCEPTCONN)).isZero();
        assertThat(machines.server.number(machines.server.listen(1), Abi.SOL_SOCKET, Abi.SO_ACCEPTCONN))
                .isOne();
        assertThat(client.errno(new Call.SetSockOpt(fd, Abi.SOL_SOCKET, Abi.SO_TYPE, new OptionValue.Numeric(1), 4)))
                .isEqualTo(Errno.ENOPROTOOPT);
        assertThat(client.errno(new Call.SetSockOpt(fd, Abi.SOL_TCP, Abi.TCP_NODELAY, new OptionValue.Numeric(1), 3)))
                .isEqualTo(Errno.EINVAL);
        assertThat(client.errno(new Call.GetSockOpt(fd, Abi.SOL_IP, Abi.IP_MTU, 4)))
                .isEqualTo(Errno.ENOTCONN);
    }

    @Test
    void choosesCongestionControlByName() {
        OptionValue reno = new OptionValue.Text("reno");
        assertThat(client.get(fd, Abi.SOL_TCP, Abi.TCP_CONGESTION)).isEqualTo(new OptionValue.Text("cubic"));
        client.ok(new Call.SetSockOpt(fd, Abi.SOL_TCP, Abi.TCP_CONGESTION, reno, 4));
        assertThat(client.get(fd, Abi.SOL_TCP, Abi.TCP_CONGESTION)).isEqualTo(reno);
        OptionValue none = new OptionValue.Text("vegas");
        assertThat(client.errno(new Call.SetSockOpt(fd, Abi.SOL_TCP, Abi.TCP_CONGESTION, none, 5)))
                .isEqualTo(Errno.ENOENT);
    }

    @Test
    void offersTheSegmentAndTheWindowThatWereChosen() {
        machines.listener = machines.server.listen(5);
        machines.left = fd;
        client.set(fd, Abi.SOL_TCP, Abi.TCP_MAXSEG, 1000);
        client.set(fd, Abi.SOL_TCP, Abi.TCP_WINDOW_CLAMP, 5000);
        machines.join();
        TcpSegment syn = machines.trace.getFirst();
        assertThat(((TcpOptions.Handshake) syn.options()).mss()).hasValue(1000);
        assertThat(syn.window()).isEqualTo(5000);
        assertThat(client.number(fd, Abi.SOL_TCP, Abi.TCP_MAXSEG)).isEqualTo(988);
        assertThat(machines.server.number(machines.right, Abi.SOL_TCP, Abi.TCP_MAXSEG))
                .isEqualTo(988);
        assertThat(client.number(fd, Abi.SOL_IP, Abi.IP_MTU)).isEqualTo(1500);
    }

    @Test
    void handsOptionsOnToWhatIsAccepted() {
        int listener = machines.server.listen(5);
        machines.server.set(listener, Abi.SOL_TCP, Abi.TCP_NODELAY, 1);
        machines.server.set(listener, Abi.SOL_TCP, Abi.TCP_KEEPIDLE, 33);
        machines.listener = listener;
        machines.left = fd;
        machines.join();
        assertThat(machines.server.number(machines.right, Abi.SOL_TCP, Abi.TCP_NODELAY))
                .isOne();
        assertThat(machines.server.number(machines.right, Abi.SOL_TCP, Abi.TCP_KEEPIDLE))
                .isEqualTo(33);
    }

    @Test
    void tellsTheFiguresOfAConnection() {
        machines.listener = machines.server.listen(5);
        machines.left = fd;
        assertThat(info()).containsExactly(Map.entry("tcpi_state", 7L));
        machines.join();
        client.ok(new Call.Write(fd, Call.zeros(20 * 1448)));
        assertThat(info())
                .containsEntry("tcpi_state", 1L)
                .containsEntry("tcpi_ca_state", 0L)
                .containsEntry("tcpi_options", 7L)
                .containsEntry("tcpi_snd_wscale", 7L)
                .containsEntry("tcpi_rcv_wscale", 7L)
                .containsEntry("tcpi_snd_mss", 1448L)
                .containsEntry("tcpi_advmss", 1460L)
                .containsEntry("tcpi_pmtu", 1500L)
                .containsEntry("tcpi_snd_cwnd", 10L)
                .containsEntry("tcpi_snd_ssthresh", 0x7fff_ffffL)
                .containsEntry("tcpi_unacked", 10L)
                .containsEntry("tcpi_notsent_bytes", 10L * 1448)
                .containsEntry("tcpi_rtt", 10_000L)
                .containsEntry("tcpi_min_rtt", 10_000L);
        machines.pass(1000);
        assertThat(info())
                .containsEntry("tcpi_unacked", 0L)
                .containsEntry("tcpi_bytes_acked", 20L * 1448)
                .containsEntry("tcpi_total_retrans", 0L);
    }

    @Test
    void tellsOfLossesAndRetransmissions() {
        machines.listener = machines.server.listen(5);
        machines.left = fd;
        machines.join();
        machines.loses = segment -> true;
        client.ok(new Call.Write(fd, Call.zeros(3 * 1448)));
        machines.pass(1500);
        assertThat(info()).containsEntry("tcpi_ca_state", 4L).containsEntry("tcpi_unacked", 3L);
        assertThat(info().get("tcpi_retransmits")).isPositive();
        assertThat(info().get("tcpi_total_retrans")).isPositive();
    }

    private Map<String, Long> info() {
        return ((OptionValue.Fields) client.get(fd, Abi.SOL_TCP, Abi.TCP_INFO)).values();
    }
}
