package org.ouzel.checks.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.drill.Drill;
import org.ouzel.drill.DrillSettings;
import org.ouzel.drill.ScriptReport;
import org.ouzel.drill.ScriptReport.Outcome;
import org.ouzel.os.interop.Interop;

/** Datagram sockets of the host in virtual time answer as Linux's do. */
class DatagramsAlikeTest {
    @ParameterizedTest
    @ValueSource(strings = {"""
                0  socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 getsockopt(3, SOL_SOCKET, SO_RCVBUF, [212992], [4]) = 0
                +0 getsockopt(3, SOL_SOCKET, SO_SNDBUF, [212992], [4]) = 0
                +0 setsockopt(3, SOL_SOCKET, SO_SNDBUF, [2000], 4) = 0
                +0 getsockopt(3, SOL_SOCKET, SO_SNDBUF, [4608], [4]) = 0
                +0 getsockopt(3, SOL_IP, IP_MTU_DISCOVER, [IP_PMTUDISC_WANT], [4]) = 0
                """, """
                `sysctl -q net.ipv4.ip_no_pmtu_disc=1`
                0  socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 getsockopt(3, SOL_IP, IP_MTU_DISCOVER, [IP_PMTUDISC_DONT], [4]) = 0
                """, """
                0  socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 setsockopt(3, SOL_IP, IP_MTU_DISCOVER, [IP_PMTUDISC_DO], 4) = 0
                +0 connect(3, ..., ...) = 0
                +0 write(3, ..., 100) = 100
                +0 > udp (100)
                +.1 < icmp unreachable port_unreachable [udp (100)]
                +.1 shutdown(3, SHUT_WR) = 0
                +0 send(3, ..., 1473, MSG_DONTWAIT) = -1 EMSGSIZE (Message too long)
                +0 send(3, ..., 1473, 0) = -1 EMSGSIZE (Message too long)
                +0 send(3, ..., 65536, MSG_OOB) = -1 EMSGSIZE (Message too long)
                +0 send(3, ..., 100, MSG_OOB) = -1 EOPNOTSUPP (Operation not supported)
                +0 write(3, ..., 100) = -1 ECONNREFUSED (Connection refused)
                +0 write(3, ..., 100) = -1 EPIPE (Broken pipe)
                """, """
                0  socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 bind(3, {sa_family=AF_INET6, sin6_port=htons(9), sin6_addr=inet_pton("::")}, 28)
                       = -1 EAFNOSUPPORT (Address family not supported by protocol)
                +0 bind(3, {sa_family=AF_UNSPEC}, 16) = 0
                +0 sendto(3, ..., 100, 0, {sa_family=AF_UNSPEC}, 16) = -1 EINVAL (Invalid argument)
                +0 write(3, ..., 100) = -1 EDESTADDRREQ (Destination address required)
                """, """
                --ip_version=ipv4-mapped-ipv6
                0  socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 bind(3, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("0.0.0.0")}, 16)
                       = -1 EINVAL (Invalid argument)
                +0 sendto(3, ..., 100, 0, {sa_family=AF_INET, sin_port=htons(7), sin_addr=inet_addr("192.0.2.2")}, 16) = 100
                +0 > udp (100)
                +0 sendto(3, ..., 100, 0, {sa_family=AF_UNSPEC}, 16) = -1 EDESTADDRREQ (Destination address required)
                +0 connect(3, {sa_family=AF_INET, sin_port=htons(8), sin_addr=inet_addr("192.0.2.2")}, 16) = 0
                +0 write(3, ..., 200) = 200
                +0 > udp (200)
                +0 sendto(3, ..., 100, 0, {sa_family=AF_UNSPEC}, 16) = -1 ENETUNREACH (Network is unreachable)
                """, """
                --ip_version=ipv4-mapped-ipv6
                0  socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 setsockopt(3, SOL_IPV6, IPV6_V6ONLY, [1], 4) = 0
                +0 connect(3, {sa_family=AF_INET, sin_port=htons(8), sin_addr=inet_addr("192.0.2.2")}, 16)
                       = -1 EAFNOSUPPORT (Address family not supported by protocol)
                +0 connect(3, ..., ...) = -1 ENETUNREACH (Network is unreachable)
                +0 sendto(3, ..., 100, 0, {sa_family=AF_INET, sin_port=htons(7), sin_addr=inet_addr("192.0.2.2")}, 16)
                       = -1 ENETUNREACH (Network is unreachable)
                """, """
                0  socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0 setsockopt(3, SOL_IP, IP_RECVERR, [1], 4) = 0
                +0 setsockopt(3, SOL_IP, IP_MTU_DISCOVER, [IP_PMTUDISC_DO], 4) = 0
                +0 connect(3, ..., ...) = 0
                +0 write(3, ..., 100) = 100
                +0 > udp (100)
                +.1 < icmp unreachable port_unreachable [udp (100)]
                +.1 recvmsg(3, {msg_name(...)={sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("192.0.2.2")},
                                msg_iov(1)=[{..., 1000}], msg_flags=MSG_ERRQUEUE,
                                msg_control=[{cmsg_level=SOL_IP, cmsg_type=IP_RECVERR,
                                    cmsg_data={ee_errno=111, ee_origin=SO_EE_ORIGIN_ICMP, ee_type=3, ee_code=3,
                                               ee_info=0, ee_data=0}}]}, MSG_ERRQUEUE) = 0
                +0 write(3, ..., 1473) = -1 EMSGSIZE (Message too long)
                +0 recvmsg(3, {msg_name(...)={sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("192.0.2.2")},
                                msg_iov(1)=[{..., 1000}], msg_flags=MSG_ERRQUEUE,
                                msg_control=[{cmsg_level=SOL_IP, cmsg_type=IP_RECVERR,
                                    cmsg_data={ee_errno=90, ee_origin=SO_EE_ORIGIN_LOCAL, ee_type=0, ee_code=0,
                                               ee_info=1500, ee_data=0}}]}, MSG_ERRQUEUE) = 0
                +0 recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=0, msg_control=[]}, MSG_ERRQUEUE)
                       = -1 EAGAIN (Resource temporarily unavailable)
                """})
    void aScriptIsOkOnBoth(String script) {
        Interop.require();
        Drill simulated = new Drill(DrillSettings.DEFAULT.withProfile("linux"));

        assertThat(simulated.run("a.pkt", script))
                .extracting(ScriptReport::text, ScriptReport::outcome)
                .containsExactly("", Outcome.OK);
        OnKernel.assertOk(script);
    }
}
