package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.drill.posix.DatagramSockets.MAPPED;
import static org.ouzel.drill.posix.DatagramSockets.PORT;
import static org.ouzel.drill.posix.DatagramSockets.at;
import static org.ouzel.drill.posix.DatagramSockets.message;
import static org.ouzel.drill.posix.DatagramSockets.receive;
import static org.ouzel.drill.posix.DatagramSockets.send;
import static org.ouzel.drill.posix.DatagramSockets.socket;
import static org.ouzel.drill.posix.TwoMachines.bytes;
import static org.ouzel.drill.posix.TwoMachines.text;
import static org.ouzel.drill.posix.TwoMachines.value;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv6Address;

class UdpTest {
    private final DatagramSockets sockets = new DatagramSockets();
    private final TwoMachines machines = sockets.machines;
    private final TwoMachines.Host client = sockets.client;
    private final TwoMachines.Host server = sockets.server;

    @Nested
    class Datagrams {
        @Test
        void comeOneByOneWithTheAddressOfTheirSender() {
            int there = sockets.bound();
            int here = socket(client, Address.AF_INET);
            client.ok(new Call.Send(here, bytes("one"), 0, Optional.of(at(server.v4, PORT))));
            client.ok(new Call.Send(here, bytes("three"), 0, Optional.of(at(server.v4, PORT))));
            machines.pass(10);
            Output.Message first = message(server.call(receive(there, 100, 0)));
            assertThat(first.name()).contains(at(client.v4, 32_768));
            assertThat(first.bytes().byteSize()).isEqualTo(3);
            assertThat(text(server.call(new Call.Read(there, 100)))).isEqualTo("three");
        }

        @Test
        void goBothWaysOnceBothKnowEachOther() {
            int there = sockets.bound();
            int here = sockets.connected();
            client.ok(new Call.Write(here, bytes("question")));
            Output.Message question = message(server.await(receive(there, 100, 0)));
            server.ok(new Call.Sendmsg(there, question.name(), List.of(bytes("ans"), bytes("wer")), List.of(), 0));
            assertThat(text(client.await(new Call.Recv(here, 100, 0)))).isEqualTo("answer");
        }

        @Test
        void mayBeEmpty() {
            int there = sockets.bound();
            client.ok(send(sockets.connected(), ""));
            machines.pass(10);
            assertThat(value(server.call(new Call.Recv(there, 100, Abi.MSG_DONTWAIT))))
                    .isZero();
            assertThat(server.errno(new Call.Recv(there, 100, Abi.MSG_DONTWAIT)))
                    .isEqualTo(Errno.EAGAIN);
        }

        @Test
        void areCutToWhatThereIsRoomFor() {
            int there = sockets.bound();
            int here = sockets.connected();
            client.ok(send(here, "0123456789"));
            client.ok(send(here, "next"));
            machines.pass(10);
            Output.Message peeked = message(server.call(receive(there, 4, Abi.MSG_PEEK | Abi.MSG_TRUNC)));
            assertThat(peeked.flags()).isEqualTo(Abi.MSG_TRUNC);
            assertThat(value(server.call(new Call.Recv(there, 4, Abi.MSG_PEEK | Abi.MSG_TRUNC))))
                    .isEqualTo(10);
            assertThat(server.ioctl(there, Abi.SIOCINQ)).isEqualTo(10);
            assertThat(text(server.call(new Call.Read(there, 4)))).isEqualTo("0123");
            assertThat(text(server.call(new Call.Read(there, 4)))).isEqualTo("next");
        }

        @Test
        void goOverIpv6AndToMappedAddresses() {
            int there = socket(server, Address.AF_INET6);
            server.ok(new Call.Bind(there, at("::", PORT)));
            int here = socket(client, Address.AF_INET6);
            client.ok(new Call.Send(here, bytes("six"), 0, Optional.of(at(server.v6, PORT))));
            client.ok(new Call.Send(here, bytes("four"), 0, Optional.of(MAPPED)));
            machines.pass(10);
            assertThat(message(server.call(receive(there, 100, 0))).name()).contains(at(client.v6, 32_768));
            Address mapped = message(server.call(receive(there, 100, 0))).name().orElseThrow();
            assertThat(mapped.ip()).isEqualTo(new Ipv6Address(0, 0xffff_c000_0201L));
        }

        @Test
        void thatDoNotFitTheQueueAreLost() {
            int there = sockets.bound();
            server.set(there, Abi.SOL_SOCKET, Abi.SO_RCVBUF, 2000);
            int here = sockets.connected();
            for (int i = 0; i < 3; i++) {
                client.ok(new Call.Write(here, Call.zeros(1000)));
            }
            machines.pass(10);
            server.ok(new Call.Read(there, 1000));
            server.ok(new Call.Read(there, 1000));
            assertThat(server.errno(new Call.Recv(there, 1000, Abi.MSG_DONTWAIT)))
                    .isEqualTo(Errno.EAGAIN);
        }

        @Test
        void ofTheirPeerAloneAreForAConnectedSocket() {
            int any = sockets.bound();
            int only = socket(server, Address.AF_INET);
            server.set(any, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
            server.set(only, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
            server.ok(new Call.Bind(only, at("0.0.0.0", PORT)));
            server.ok(new Call.Connect(only, at(client.v4, 32_768)));
            int peer = sockets.connected();
            int stranger = sockets.connected();
            client.ok(send(peer, "peer"));
            client.ok(send(stranger, "stranger"));
            machines.pass(10);
            assertThat(text(server.call(new Call.Read(only, 100)))).isEqualTo("peer");
            assertThat(text(server.call(new Call.Read(any, 100)))).isEqualTo("stranger");
        }
    }

    @Nested
    class Waiting {
        @Test
        void aReceiveWaitsForADatagram() {
            int there = sockets.bound();
            Answer begun = server.call(new Call.Read(there, 100));
            assertThat(begun).isInstanceOf(Answer.Pending.class);
            client.ok(send(sockets.connected(), "late"));
            assertThat(text(server.end(begun))).isEqualTo("late");
        }

        @Test
        void aReceiveGivesUpAfterItsTime() {
            int there = sockets.bound();
            server.ok(new Call.SetSockOpt(there, Abi.SOL_SOCKET, Abi.SO_RCVTIMEO, new OptionValue.Time(0, 20_000), 16));
            assertThat(TwoMachines.errno(server.await(new Call.Read(there, 100))))
                    .isEqualTo(Errno.EAGAIN);
        }

        @Test
        void aNonBlockingSocketDoesNotWait() {
            int there = sockets.bound();
            server.nonBlocking(there);
            assertThat(server.errno(new Call.Read(there, 100))).isEqualTo(Errno.EAGAIN);
        }

        @Test
        void aShutSocketEndsAReceiveThatWouldWait() {
            int here = sockets.connected();
            Answer begun = client.call(new Call.Read(here, 100));
            client.ok(new Call.Shutdown(here, 0));
            assertThat(value(client.end(begun))).isZero();
            assertThat(client.poll(here, Abi.POLLIN | Abi.POLLRDHUP)).isEqualTo(Abi.POLLIN | Abi.POLLRDHUP);
        }

        @Test
        void pollAndEpollTellWhatHasCome() {
            int there = sockets.bound();
            int epoll = (int) server.ok(new Call.EpollCreate(0));
            server.ok(new Call.EpollCtl(
                    epoll, Abi.EPOLL_CTL_ADD, there, new EpollEvent(Abi.POLLIN | Abi.EPOLLET, there)));
            assertThat(server.poll(there, Abi.POLLIN | Abi.POLLOUT)).isEqualTo(Abi.POLLOUT);
            int here = sockets.connected();
            for (int i = 0; i < 2; i++) {
                client.ok(send(here, "x"));
                machines.pass(10);
                assertThat(server.poll(there, Abi.POLLIN | Abi.POLLOUT)).isEqualTo(Abi.POLLIN | Abi.POLLOUT);
                assertThat(server.ok(new Call.EpollWait(epoll, 5, 0))).isEqualTo(1);
                assertThat(server.ok(new Call.EpollWait(epoll, 5, 0))).isZero();
            }
        }
    }

    @Nested
    class Names {
        @Test
        void ofANewSocketAreNone() {
            int fd = socket(client, Address.AF_INET);
            assertThat(name(fd)).isEqualTo(at("0.0.0.0", 0));
            assertThat(client.errno(new Call.GetPeerName(fd))).isEqualTo(Errno.ENOTCONN);
        }

        @Test
        void ofAConnectedSocketAreThoseOfBothEnds() {
            int fd = sockets.connected();
            assertThat(name(fd)).isEqualTo(at(client.v4, 32_768));
            Answer.Result peer = (Answer.Result) client.call(new Call.GetPeerName(fd));
            assertThat(peer.output()).isEqualTo(new Output.Name(at(server.v4, PORT)));
        }

        @Test
        void ofASocketThatIsConnectedNoLongerAreThoseItWasBoundTo() {
            int fd = socket(client, Address.AF_INET);
            client.ok(new Call.Bind(fd, at("0.0.0.0", 1000)));
            client.ok(new Call.Connect(fd, at(server.v4, PORT)));
            assertThat(name(fd)).isEqualTo(at(client.v4, 1000));
            client.ok(new Call.Connect(fd, Address.UNSPECIFIED));
            assertThat(name(fd)).isEqualTo(at("0.0.0.0", 1000));
            assertThat(client.errno(send(fd, "x"))).isEqualTo(Errno.EDESTADDRREQ);
        }

        @Test
        void areGivenOnce() {
            int first = sockets.bound();
            int second = socket(server, Address.AF_INET);
            assertThat(server.errno(new Call.Bind(second, at("0.0.0.0", PORT)))).isEqualTo(Errno.EADDRINUSE);
            assertThat(server.errno(new Call.Bind(first, at("0.0.0.0", 9)))).isEqualTo(Errno.EINVAL);
            assertThat(server.errno(new Call.Bind(second, at("203.0.113.1", 9))))
                    .isEqualTo(Errno.EADDRNOTAVAIL);
            server.ok(new Call.Close(first));
            server.ok(new Call.Bind(second, at("0.0.0.0", PORT)));
        }

        @Test
        void ofIpv4AreTakenByASocketOfIpv6() {
            int fd = socket(client, Address.AF_INET6);
            client.ok(new Call.Connect(fd, at(server.v4, PORT)));
            assertThat(name(fd).ip()).isEqualTo(new Ipv6Address(0, 0xffff_c000_0201L));
            client.ok(send(fd, "x"));
            assertThat(client.errno(new Call.Send(fd, bytes("x"), 0, Optional.of(Address.UNSPECIFIED))))
                    .isEqualTo(Errno.ENETUNREACH);
            client.ok(new Call.Send(socket(client, Address.AF_INET6), bytes("x"), 0, Optional.of(at(server.v4, PORT))));
            int only = socket(client, Address.AF_INET6);
            client.set(only, Abi.SOL_IPV6, Abi.IPV6_V6ONLY, 1);
            assertThat(client.errno(new Call.Connect(only, at(server.v4, PORT))))
                    .isEqualTo(Errno.EAFNOSUPPORT);
            assertThat(client.errno(new Call.Connect(only, MAPPED))).isEqualTo(Errno.ENETUNREACH);
            assertThat(client.errno(new Call.Send(only, bytes("x"), 0, Optional.of(at(server.v4, PORT)))))
                    .isEqualTo(Errno.ENETUNREACH);
        }

        @Test
        void areBoundInTheirFamily() {
            int fd6 = socket(client, Address.AF_INET6);
            assertThat(client.errno(new Call.Bind(fd6, at("0.0.0.0", 9)))).isEqualTo(Errno.EINVAL);
            assertThat(client.errno(new Call.Bind(fd6, Address.UNSPECIFIED))).isEqualTo(Errno.EINVAL);
            int fd = socket(client, Address.AF_INET);
            assertThat(client.errno(new Call.Bind(fd, at("::", 9)))).isEqualTo(Errno.EAFNOSUPPORT);
            IpAddress ours = IpAddress.parse(client.v4);
            assertThat(client.errno(new Call.Bind(fd, new Address(Address.AF_UNSPEC, ours, 9))))
                    .isEqualTo(Errno.EAFNOSUPPORT);
            client.ok(new Call.Bind(fd, new Address(Address.AF_UNSPEC, IpAddress.parse("0.0.0.0"), 9)));
            assertThat(name(fd)).isEqualTo(at("0.0.0.0", 9));
            int tcp = client.socket();
            client.ok(new Call.Bind(tcp, new Address(Address.AF_UNSPEC, IpAddress.parse("0.0.0.0"), 9)));
            assertThat(name(tcp)).isEqualTo(at("0.0.0.0", 9));
        }

        @Test
        void ofNoFamilyAreNowhere() {
            Optional<Address> none = Optional.of(Address.UNSPECIFIED);
            assertThat(client.errno(new Call.Send(socket(client, Address.AF_INET), bytes("x"), 0, none)))
                    .isEqualTo(Errno.EINVAL);
            int fd6 = socket(client, Address.AF_INET6);
            assertThat(client.errno(new Call.Send(fd6, bytes("x"), 0, none))).isEqualTo(Errno.EDESTADDRREQ);
            client.ok(new Call.Connect(fd6, at(server.v6, PORT)));
            client.ok(new Call.Send(fd6, bytes("x"), 0, none));
        }

        @Test
        void ofTcpAreOthers() {
            sockets.bound();
            int tcp = server.socket();
            server.ok(new Call.Bind(tcp, at("0.0.0.0", PORT)));
            server.ok(new Call.Listen(tcp, 1));
        }

        private Address name(int fd) {
            Answer.Result result = (Answer.Result) client.call(new Call.GetSockName(fd));
            return ((Output.Name) result.output()).address();
        }
    }

    @Test
    void aSocketBeginsWithTheSystemsBuffersAndDiscovery() {
        int fd = socket(client, Address.AF_INET);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_RCVBUF)).isEqualTo(212_992);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_SNDBUF)).isEqualTo(212_992);
        assertThat(client.number(fd, Abi.SOL_IP, Abi.IP_MTU_DISCOVER)).isEqualTo(Abi.IP_PMTUDISC_WANT);
        client.set(fd, Abi.SOL_SOCKET, Abi.SO_SNDBUF, 2000);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_SNDBUF)).isEqualTo(4608);
        SystemSettings before = client.settings;
        client.settings = new SystemSettings(
                before.environment(),
                before.tcp().with(before.tcp().header().withDontFragment(false)),
                before.congestion(),
                before.random(),
                before.limits(),
                before.fastOpen());
        assertThat(client.number(socket(client, Address.AF_INET), Abi.SOL_IP, Abi.IP_MTU_DISCOVER))
                .isEqualTo(Abi.IP_PMTUDISC_DONT);
        int fd6 = socket(client, Address.AF_INET6);
        assertThat(client.number(fd6, Abi.SOL_IP, Abi.IP_MTU_DISCOVER)).isEqualTo(Abi.IP_PMTUDISC_DONT);
        assertThat(client.number(fd6, Abi.SOL_IPV6, Abi.IPV6_MTU_DISCOVER)).isEqualTo(Abi.IP_PMTUDISC_WANT);
    }

    @Test
    void optionsAreThoseOfDatagrams() {
        int fd = sockets.bound();
        assertThat(server.number(fd, Abi.SOL_SOCKET, Abi.SO_TYPE)).isEqualTo(Abi.SOCK_DGRAM);
        assertThat(server.number(fd, Abi.SOL_SOCKET, Abi.SO_PROTOCOL)).isEqualTo(Abi.IPPROTO_UDP);
        server.set(fd, Abi.SOL_IP, Abi.IP_TTL, 9);
        assertThat(server.number(fd, Abi.SOL_IP, Abi.IP_TTL)).isEqualTo(9);
        assertThat(server.errno(new Call.SetSockOpt(fd, Abi.SOL_TCP, Abi.TCP_NODELAY, new OptionValue.Numeric(1), 4)))
                .isEqualTo(Errno.ENOPROTOOPT);
    }
}
