package org.ouzel.drill.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.drill.Scripts;
import org.ouzel.drill.posix.SystemSettings;
import org.ouzel.drill.run.Shell;
import org.ouzel.drill.run.SimTarget;
import org.ouzel.drill.run.TimeIsUp;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.drill.run.Verdict;
import org.ouzel.drill.script.ScriptOptions;

class SettingsShellTest {
    private static String value(SimTarget host, String knob) throws BadSetting {
        return Knob.named(knob).shown(new Draft(host.settings()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sysctl -q -w net.ipv4.tcp_sack=0                              | sack               | off",
                "sysctl net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=1          | timestamps         | off",
                "sysctl -qw net/ipv4/tcp_window_scaling=0                      | window-scaling     | off",
                "/sbin/sysctl -w net.ipv4.tcp_congestion_control=reno          | congestion         | newreno",
                "sysctl -w net.ipv4.tcp_ecn=1                                  | ecn                | request",
                "sysctl -w net.ipv4.tcp_ecn=0                                  | ecn                | off",
                "sysctl -w net.ipv4.tcp_rmem='4096 131072 15728640'            | wscale             | 8",
                "sysctl -w net.ipv4.tcp_rmem='4096 131072 6291456'             | wscale             | 7",
                "sysctl -w net.ipv4.tcp_rmem='4096 32768 6291456'              | receive-buffer     | 16384",
                "sysctl -w net.ipv4.tcp_wmem='4096 16384 4194304'              | send-buffer        | 87040",
                "sysctl -w net.ipv4.tcp_wmem='4096 16384 20000'                | send-buffer        | 20000",
                "sysctl -w net.ipv4.tcp_syn_retries=3                          | syn-retries        | 3",
                "sysctl -w net.ipv4.tcp_rto_min_us=5000                        | min-rto            | 5ms",
                "sysctl -w net.ipv4.tcp_rto_max_ms=10000                       | max-rto            | 10s",
                "sysctl -w net.ipv4.tcp_keepalive_time=10                      | keep-alive-time    | 10s",
                "sysctl -w net.ipv4.tcp_min_snd_mss=1000                       | least-mss          | 1000",
                "sysctl -w net.ipv4.ip_no_pmtu_disc=1                          | path-mtu-discovery | off",
                "sysctl -w net.core.somaxconn=10                               | backlog-limit      | 10",
                "echo 0 > /proc/sys/net/ipv4/tcp_sack                          | sack               | off",
                "true && sysctl -q net.ipv4.tcp_sack=0 && true                 | sack               | off",
                "../common/set_sysctls.py /proc/sys/net/ipv4/tcp_sack=0        | sack               | off",
                "ip route change 192.0.2.1 dev tun0 initcwnd 3                 | initial-window     | 3",
                "ip -4 ro replace 192.0.2.0/24 dev tun0 rto_min 5ms quickack 1 | min-rto            | 5ms",
                "ip route add 192.0.2.1 via 192.0.2.2 quickack 1               | acknowledging      | at-once",
                "ip tcp_metrics flush all; sysctl -q net.ipv4.tcp_sack=0       | sack               | off",
                "tc qdisc replace dev tun0 root fq && sysctl net.ipv4.tcp_sack=0 | sack             | off",
                "ip link set dev tun0 up && sysctl -q net.ipv4.tcp_sack=0      | sack               | off",
                "modprobe tcp_bbr; rm -f /tmp/x; sysctl -q net.ipv4.tcp_sack=0 | sack               | off",
                "test -f /proc/sys/net/ipv4/tcp_sack && sysctl net.ipv4.tcp_sack=0 | sack           | off",
                "sysctl net.inet.tcp.rfc1323=0                                 | timestamps         | off",
                "sysctl net.inet.tcp.rfc1323=3                                 | window-scaling     | off",
                "sysctl net.inet.tcp.sack.enable=0                             | sack               | off",
                "sysctl net.inet.tcp.ecn.enable=1                              | ecn                | request",
                "sysctl net.inet.tcp.delayed_ack=0                             | acknowledging      | at-once",
                "sysctl net.inet.tcp.delacktime=100                            | delayed-ack        | 100ms",
                "sysctl net.inet.tcp.rexmit_min=300                            | min-rto            | 300ms",
                "sysctl net.inet.tcp.rexmit_initial=3000                       | initial-rto        | 3s",
                "sysctl net.inet.tcp.initcwnd_segments=4                       | initial-window     | 4",
                "sysctl net.inet.tcp.recvspace=8192                            | receive-buffer     | 8192",
                "sysctl net.inet.tcp.keepidle=5000                             | keep-alive-time    | 5s",
                "sysctl net.inet.tcp.cc.algorithm=newreno                      | congestion         | newreno",
                "sysctl net.inet.tcp.udp_tunneling_port=9899                   | udp-tunneling-port | 9899",
                "sysctl net.inet.tcp.udp_tunneling_port=0                      | udp-tunneling-port | as-written",
                "sysctl kern.ipc.maxsockbuf=300000                             | wscale             | 3",
                "kldload -n cc_cubic; sysctl kern.ipc.soacceptqueue=5          | backlog-limit      | 5"
            })
    void aCommandSetsWhatItNames(String command, String knob, String shown) throws BadSetting {
        SimTarget host = Hosts.host("linux");
        assertThat(Hosts.command(host, command)).isEqualTo(new Shell.Done());
        assertThat(value(host, knob)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                ":",
                "sysctl -q net.ipv4.tcp_dsack=1",
                "sysctl net.inet.tcp.hostcache.purgenow=1",
                "sysctl kern.timecounter.alloweddeviation=0",
                "sysctl -n net.ipv4.tcp_sack | grep -q 1",
                "test $(sysctl -n net.ipv4.tcp_sack) = 1",
                "test 3 -gt 2",
                "[ \"$(cat /proc/sys/net/ipv4/tcp_congestion_control)\" != reno ]",
                "sysctl net.ipv4.tcp_sack | grep '^net.ipv4.tcp_sack = 1$' > /dev/null",
                "sysctl net.inet.tcp.sack.enable | grep -q 'enable: 1'",
                "false || true",
                "! false",
                "sudo sysctl -w net.ipv4.tcp_sack=1",
                "test $(ss -ta | grep -c ESTAB) = 0",
                "../../common/defaults.sh",
                "./defaults.sh\nsysctl -q net.ipv4.tcp_sack=0",
                "/tmp/sysctl_restore_${PPID}.sh",
                "set -e; false || true; ! true; true",
                "! test -e /proc/sys/net/ipv4/tcp_none",
                "true || exit 1; true",
                "exit 0; false"
            })
    void itIsDone(String command) throws BadSetting {
        assertThat(Hosts.command(Hosts.host("linux"), command)).isEqualTo(new Shell.Done());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "! true",
                "test a = b",
                "sysctl -n net.ipv4.tcp_sack | grep -q 0",
                "true; false",
                "ss -tn | grep ESTAB",
                "exit 1; true",
                "set -e; false; true",
                "ss -tn state established | grep -q 8080"
            })
    void itFails(String command) throws BadSetting {
        assertThat(Hosts.command(Hosts.host("linux"), command)).isInstanceOf(Shell.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ip route add 192.0.2.0/24 dev tun0 mtu 600 | ip route add 192.0.2.0/24 dev tun0 mtu 600",
                "ip route add 192.0.2.0/24 initcwnd 0     | initial-window cannot be \"0\"",
                "ip route show                            | ip route show",
                "ip addr add 192.0.2.1/24 dev tun0        | ip addr",
                "ip link set dev tun0 mtu 1400            | ip link set dev tun0 mtu 1400",
                "tc qdisc add dev tun0 root netem delay 1ms | tc qdisc add dev tun0 root netem",
                "modprobe dummy                           | modprobe dummy",
                "tc qdisc add dev tun0 root pfifo limit 1 | tc qdisc add dev tun0 root pfifo limit 1",
                "tc qdisc add dev tun0 root fq maxrate 1mbit | tc qdisc add dev tun0 root fq maxrate 1mbit",
                "ip route add 192.0.2.1 quickack 1; ip route change 192.0.2.1 quickack 0 | quickack 0",
                "ip route add 192.0.2.1 advmss 500        | advmss 500",
                "sleep s                                  | sleep s",
                "exit 1 2                                 | exit 1 2",
                "set -x                                   | set -x",
                "rm -f /proc/sys/net/ipv4/tcp_sack        | rm -f",
                "ss -tn sport = http                      | ss sport = http",
                "ss -tn state opened                      | ss state opened",
                "iptables -A INPUT -j DROP                | the command iptables",
                "nstat -n                                 | the command nstat",
                "ethtool -K tun0 tso off                  | the command ethtool",
                "ifconfig tun0 mtu 1400                   | the command ifconfig",
                "sysctl net.ipv4.tcp_nonsense=1           | a setting that is not known: net.ipv4.tcp_nonsense",
                "sysctl -w net.ipv4.tcp_mtu_probing=1     | path MTUs are not probed",
                "sysctl net.inet.tcp.functions_default=rack | there is one stack",
                "sysctl net.ipv4.tcp_sack=many            | \"many\" is none of 0, 1",
                "sysctl net.ipv4.tcp_syn_retries=x        | \"x\" is no number",
                "sysctl net.ipv4.tcp_keepalive_probes=0   | keep-alive-probes cannot be \"0\"",
                "sysctl net.ipv4.tcp_rmem=4096            | not three numbers",
                "sysctl net.inet.tcp.delacktime=500       | delayed-ack cannot be \"500ms\"",
                "sysctl net.inet.tcp.persmin=1            | the persist timer is the retransmission timer's",
                "sysctl -p                                | sysctl -p",
                "sysctl -n net.ipv4.tcp_rmem              | which was never set",
                "sysctl -n net.inet.tcp.persmin           | which was never set",
                "kldload if_tun                           | kldload if_tun",
                "echo 1 > /tmp/file                       | the file /tmp/file",
                "cat /etc/passwd                          | cat /etc/passwd",
                "ss -ti                                   | ss -ti",
                "grep -q '[0-9]\\+'                       | the pattern",
                "test 1 -a 1                              | test",
                "sleep soon                               | sleep soon",
                "sudo -u root true                        | sudo -u",
                "wc -c                                    | wc"
            })
    void whatIsNotUnderstoodSaysWhy(String command, String why) throws BadSetting {
        assertThat(Hosts.command(Hosts.host("linux"), command))
                .isInstanceOfSatisfying(Shell.NotUnderstood.class, not -> assertThat(not.reason())
                        .contains(why));
    }

    @Test
    void whatWasSetIsTold() throws BadSetting {
        SimTarget host = Hosts.host("linux");
        assertThat(Hosts.command(
                        host,
                        "sysctl -q net.ipv4.tcp_rmem=\"1 2 3\"; test \"$(sysctl -n net.ipv4.tcp_rmem)\" = '1 2 3'"))
                .isEqualTo(new Shell.Done());
    }

    @Test
    void defaultsAreThoseOfLinux() throws BadSetting {
        SimTarget host = Hosts.host("rfc");
        assertThat(Hosts.command(host, "sysctl net.ipv4.tcp_sack=0; ../common/defaults.sh"))
                .isEqualTo(new Shell.Done());
        assertThat(value(host, "congestion")).isEqualTo("cubic");
        assertThat(value(host, "sack")).isEqualTo("on");
        assertThat(value(host, "fast-open-every-listener")).isEqualTo("on");
        assertThat(value(host, "fast-open-key")).isEqualTo("a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4");
    }

    @Test
    void dataWithASynIsAllowedByBits() throws BadSetting {
        SimTarget host = Hosts.host("linux");
        String command = "sysctl net.ipv4.tcp_fastopen=0x602 net.ipv4.tcp_fastopen_key=1-2-3-4,5-6-7-8"
                + " net.ipv4.tcp_fastopen_blackhole_timeout_sec=60; ip tcp_metrics flush all";
        assertThat(Hosts.command(host, command)).isEqualTo(new Shell.Done());
        assertThat(value(host, "fast-open-client")).isEqualTo("off");
        assertThat(value(host, "fast-open-server")).isEqualTo("on");
        assertThat(value(host, "fast-open-sends-without-cookie")).isEqualTo("off");
        assertThat(value(host, "fast-open-takes-without-cookie")).isEqualTo("on");
        assertThat(value(host, "fast-open-pause")).isEqualTo("1min");
        assertThat(value(host, "fast-open-key"))
                .isEqualTo("00000001-00000002-00000003-00000004,00000005-00000006-00000007-00000008");
        assertThat(Hosts.command(host, "sysctl net.ipv4.tcp_fastopen_key=1-2-3"))
                .isNotEqualTo(new Shell.Done());
    }

    @Test
    void whatWasRememberedComesBack() throws BadSetting {
        SimTarget host = Hosts.host("linux");
        Hosts.command(host, "set_sysctls.py /proc/sys/net/ipv4/tcp_sack=0 /proc/sys/net/ipv4/tcp_timestamps=0");
        assertThat(value(host, "sack")).isEqualTo("off");
        Hosts.command(host, "/tmp/sysctl_restore_${PPID}.sh");
        assertThat(value(host, "sack")).isEqualTo("on");
        assertThat(value(host, "timestamps")).isEqualTo("on");
    }

    @Test
    void theWindowScaleIsWhatTheLargestBufferNeedsThatASocketMayAskFor() throws Exception {
        SimTarget host = Hosts.host("linux");
        Hosts.command(host, "sysctl -q net.core.rmem_max=33554432");
        assertThat(value(host, "wscale")).isEqualTo("10");
        Hosts.command(host, "sysctl -q net.ipv4.tcp_rmem=\"4096 131072 6291456\"");
        assertThat(value(host, "wscale")).isEqualTo("10");
        Hosts.command(host, "sysctl -q net.core.rmem_max=65536");
        assertThat(value(host, "wscale")).isEqualTo("7");
        assertThat(value(host, "receive-buffer-limit")).isEqualTo("65536");
        Hosts.command(host, "sysctl -q net.ipv4.tcp_rmem=\"4096 32768 40000\"");
        assertThat(value(host, "wscale")).isEqualTo("1");
        SimTarget unlimited = Hosts.host("rfc");
        Hosts.command(unlimited, "sysctl -q net.ipv4.tcp_rmem=\"4096 131072 6291456\"");
        assertThat(value(unlimited, "wscale")).isEqualTo("7");
    }

    @Test
    void theLimitOfReceiveBuffersBoundsWhatASocketAsksFor() throws Exception {
        assertThat(Hosts.play("linux", Switches.NONE, """
                `sysctl -q net.core.rmem_max=33554432`
                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 setsockopt(3, SOL_SOCKET, SO_RCVBUF, [100000000], 4) = 0
                +0 getsockopt(3, SOL_SOCKET, SO_RCVBUF, [67108864], [4]) = 0
                +0 bind(3, ..., ...) = 0
                +0 listen(3, 1) = 0
                +.1 < S 0:0(0) win 32792 <mss 1000,nop,wscale 7>
                +0 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 10>
                """)).isEqualTo(new Verdict.Ok());
    }

    @Test
    void datagramSocketsBeginWithTheirOwnDefaults() throws Exception {
        assertThat(Hosts.play("linux", Switches.NONE, """
                `sysctl -q net.core.rmem_default=100000 net.core.wmem_default=50000 net.ipv4.ip_no_pmtu_disc=1`
                0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 getsockopt(3, SOL_SOCKET, SO_RCVBUF, [100000], [4]) = 0
                +0 getsockopt(3, SOL_SOCKET, SO_SNDBUF, [50000], [4]) = 0
                +0 getsockopt(3, SOL_IP, IP_MTU_DISCOVER, [IP_PMTUDISC_DONT], [4]) = 0
                +0 `[ $(sysctl -n net.core.rmem_default) = 100000 ]`
                """)).isEqualTo(new Verdict.Ok());
    }

    @Test
    void aSwitchIsStrongerThanACommand() throws BadSetting {
        Switches switches = Switches.NONE.with("wscale=3");
        SimTarget host = Hosts.host("linux", switches, ScriptOptions.NONE);
        Hosts.command(host, "../common/defaults.sh; sysctl -q net.ipv4.tcp_rmem=\"4096 131072 15728640\"");
        assertThat(value(host, "wscale")).isEqualTo("3");
        assertThat(value(host, "max-receive-buffer")).isEqualTo("7864320");
    }

    @Test
    void sleepLetsTimePass() throws Exception {
        SimTarget host = Hosts.host("linux");
        host.pass(0);
        Hosts.command(host, "sleep 1; sleep .5; sleep 2s");
        assertThat(host.now()).isEqualTo(3_500_000_000L);
    }

    @Test
    void sleepBeforeTheFirstEventTakesNoTimeOfTheScript() throws Exception {
        assertThat(Hosts.play("rfc", Switches.NONE, "`sleep 3`\n" + Scripts.PASSIVE))
                .isEqualTo(new Verdict.Ok());
    }

    @Test
    void sleepTakesNoMoreRealTimeThanThereIs() throws Exception {
        try (SimTarget host = new SimTarget(
                Hosts.network(ScriptOptions.NONE),
                new TimeLimit(Duration.ofNanos(1)),
                environment -> SystemSettings.plain(environment, () -> 0),
                target -> new SettingsShell(target, Switches.NONE))) {
            assertThatThrownBy(() -> host.shell().run("sleep 100000")).isInstanceOf(TimeIsUp.class);
            assertThatThrownBy(() -> host.shell().run("test -z \"$(sudo sleep 100000)\""))
                    .isInstanceOf(TimeIsUp.class);
        }
    }
}
