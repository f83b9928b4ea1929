package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.drill.posix.TwoMachines.bytes;
import static org.ouzel.drill.posix.TwoMachines.text;
import static org.ouzel.drill.posix.TwoMachines.value;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv6Address;
import org.ouzel.core.wire.Payload;

class UdpTest {
    private static final int PORT = 53;
    private static final Address MAPPED = Address.of(new Ipv6Address(0, 0xffff_c000_0202L), PORT);

    private final TwoMachines machines = new TwoMachines();
    private final TwoMachines.Host client = machines.client;
    private final TwoMachines.Host server = machines.server;

    private static Address at(String address, int port) {
        return Address.of(IpAddress.parse(address), port);
    }

    private static int socket(TwoMachines.Host host, int family) {
        return (int) host.ok(new Call.Socket(family, Abi.SOCK_DGRAM, 0));
    }

    private int bound() {
        int fd = socket(server, Address.AF_INET);
        server.ok(new Call.Bind(fd, at("0.0.0.0", PORT)));
        return fd;
    }

    private int connected() {
        int fd = socket(client, Address.AF_INET);
        client.ok(new Call.Connect(fd, at(server.v4, PORT)));
        return fd;
    }

    private static Call receive(int fd, int count, int flags) {
        return new Call.Recvmsg(fd, List.of(count), 0, flags);
    }

    private static Output.Message message(Answer answer) {
        value(answer);
        return (Output.Message) ((Answer.Result) answer).output();
    }

    private static Call send(int fd, String text) {
        return new Call.Send(fd, bytes(text), 0, Optional.empty());
    }

    @Nested
    class Datagrams {
        @Test
        void comeOneByOneWithTheAddressOfTheirSender() {
            int there = bound();
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
            int there = bound();
            int here = connected();
            client.ok(new Call.Write(here, bytes("question")));
            Output.Message question = message(server.await(receive(there, 100, 0)));
            server.ok(new Call.Sendmsg(there, question.name(), List.of(bytes("ans"), bytes("wer")), List.of(), 0));
            assertThat(text(client.await(new Call.Recv(here, 100, 0)))).isEqualTo("answer");
        }

        @Test
        void mayBeEmpty() {
            int there = bound();
            client.ok(send(connected(), ""));
            machines.pass(10);
            assertThat(value(server.call(new Call.Recv(there, 100, Abi.MSG_DONTWAIT))))
                    .isZero();
            assertThat(server.errno(new Call.Recv(there, 100, Abi.MSG_DONTWAIT)))
                    .isEqualTo(Errno.EAGAIN);
        }

        @Test
        void areCutToWhatThereIsRoomFor() {
            int there = bound();
            int here = connected();
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
            int there = bound();
            server.set(there, Abi.SOL_SOCKET, Abi.SO_RCVBUF, 2000);
            int here = connected();
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
            int any = bound();
            int only = socket(server, Address.AF_INET);
            server.set(any, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
            server.set(only, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
            server.ok(new Call.Bind(only, at("0.0.0.0", PORT)));
            server.ok(new Call.Connect(only, at(client.v4, 32_768)));
            int peer = connected();
            int stranger = connected();
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
            int there = bound();
            Answer begun = server.call(new Call.Read(there, 100));
            assertThat(begun).isInstanceOf(Answer.Pending.class);
            client.ok(send(connected(), "late"));
            assertThat(text(server.end(begun))).isEqualTo("late");
        }

        @Test
        void aReceiveGivesUpAfterItsTime() {
            int there = bound();
            server.ok(new Call.SetSockOpt(there, Abi.SOL_SOCKET, Abi.SO_RCVTIMEO, new OptionValue.Time(0, 20_000), 16));
            assertThat(TwoMachines.errno(server.await(new Call.Read(there, 100))))
                    .isEqualTo(Errno.EAGAIN);
        }

        @Test
        void aNonBlockingSocketDoesNotWait() {
            int there = bound();
            server.nonBlocking(there);
            assertThat(server.errno(new Call.Read(there, 100))).isEqualTo(Errno.EAGAIN);
        }

        @Test
        void aShutSocketEndsAReceiveThatWouldWait() {
            int here = connected();
            Answer begun = client.call(new Call.Read(here, 100));
            client.ok(new Call.Shutdown(here, 0));
            assertThat(value(client.end(begun))).isZero();
            assertThat(client.poll(here, Abi.POLLIN | Abi.POLLRDHUP)).isEqualTo(Abi.POLLIN | Abi.POLLRDHUP);
        }

        @Test
        void pollAndEpollTellWhatHasCome() {
            int there = bound();
            int epoll = (int) server.ok(new Call.EpollCreate(0));
            server.ok(new Call.EpollCtl(
                    epoll, Abi.EPOLL_CTL_ADD, there, new EpollEvent(Abi.POLLIN | Abi.EPOLLET, there)));
            assertThat(server.poll(there, Abi.POLLIN | Abi.POLLOUT)).isEqualTo(Abi.POLLOUT);
            int here = connected();
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
            int fd = connected();
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
            int first = bound();
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
            bound();
            int tcp = server.socket();
            server.ok(new Call.Bind(tcp, at("0.0.0.0", PORT)));
            server.ok(new Call.Listen(tcp, 1));
        }

        private Address name(int fd) {
            Answer.Result result = (Answer.Result) client.call(new Call.GetSockName(fd));
            return ((Output.Name) result.output()).address();
        }
    }

    @Nested
    class Errors {
        @Test
        void aPortThatNobodyHasRefusesAConnectedSocketOnce() {
            int fd = connected();
            client.ok(send(fd, "x"));
            machines.pass(20);
            assertThat(client.poll(fd, 0)).isEqualTo(Abi.POLLERR);
            assertThat(client.errno(new Call.Read(fd, 100))).isEqualTo(Errno.ECONNREFUSED);
            assertThat(client.errno(new Call.Recv(fd, 100, Abi.MSG_DONTWAIT))).isEqualTo(Errno.EAGAIN);
        }

        @Test
        void theNextSendIsToldToo() {
            int fd = connected();
            client.ok(send(fd, "x"));
            machines.pass(20);
            assertThat(client.errno(send(fd, "y"))).isEqualTo(Errno.ECONNREFUSED);
            client.ok(send(fd, "z"));
        }

        @Test
        void soErrorTellsThemToo() {
            int fd = connected();
            client.ok(send(fd, "x"));
            machines.pass(20);
            assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isEqualTo(Errno.ECONNREFUSED.number());
            assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isZero();
        }

        @Test
        void aWaitingReceiveIsToldAtOnce() {
            int fd = connected();
            client.ok(send(fd, "x"));
            assertThat(TwoMachines.errno(client.await(new Call.Read(fd, 100)))).isEqualTo(Errno.ECONNREFUSED);
        }

        @Test
        void areNotToldToASocketThatIsNotConnected() {
            int fd = socket(client, Address.AF_INET);
            client.ok(new Call.Send(fd, bytes("x"), 0, Optional.of(at(server.v4, PORT))));
            machines.pass(20);
            assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isZero();
        }

        @Test
        void areQueuedForWhoAsks() {
            int fd = socket(client, Address.AF_INET);
            client.set(fd, Abi.SOL_IP, Abi.IP_RECVERR, 1);
            client.ok(new Call.Send(fd, bytes("x"), 0, Optional.of(at(server.v4, PORT))));
            machines.pass(20);
            Output.Message queued = message(client.call(receive(fd, 100, Abi.MSG_ERRQUEUE)));
            assertThat(queued.controls())
                    .singleElement()
                    .isInstanceOfSatisfying(ControlMessage.ExtendedError.class, error -> assertThat(error.errno())
                            .isEqualTo(Errno.ECONNREFUSED.number()));
            assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isZero();
        }

        @Test
        void ofIpv6AreTheSame() {
            int fd = socket(client, Address.AF_INET6);
            client.ok(new Call.Connect(fd, at(server.v6, PORT)));
            client.ok(send(fd, "x"));
            machines.pass(20);
            assertThat(client.errno(new Call.Read(fd, 100))).isEqualTo(Errno.ECONNREFUSED);
        }

        @Test
        void tellWhatCannotBeSent() {
            int fd = connected();
            client.set(fd, Abi.SOL_IP, Abi.IP_MTU_DISCOVER, Abi.IP_PMTUDISC_DO);
            client.ok(new Call.Write(fd, Call.zeros(1472)));
            assertThat(client.errno(new Call.Write(fd, Call.zeros(1473)))).isEqualTo(Errno.EMSGSIZE);
            assertThat(client.errno(new Call.Write(fd, Call.zeros(65_508)))).isEqualTo(Errno.EMSGSIZE);
            assertThat(client.number(fd, Abi.SOL_IP, Abi.IP_MTU)).isEqualTo(1500);
            client.set(fd, Abi.SOL_IP, Abi.IP_MTU_DISCOVER, Abi.IP_PMTUDISC_WANT);
            assertThat(client.call(new Call.Write(fd, Call.zeros(1473)))).isInstanceOf(Answer.Unsupported.class);
        }

        @Test
        void tellOfCallsThatStreamsAloneHave() {
            int fd = bound();
            assertThat(server.errno(new Call.Listen(fd, 1))).isEqualTo(Errno.EOPNOTSUPP);
            assertThat(server.errno(new Call.Accept(fd, 0))).isEqualTo(Errno.EOPNOTSUPP);
            assertThat(server.errno(new Call.Shutdown(fd, 2))).isEqualTo(Errno.ENOTCONN);
        }

        @Test
        void tellOfAShutSender() {
            int fd = connected();
            client.ok(new Call.Shutdown(fd, 1));
            assertThat(client.errno(send(fd, "x"))).isEqualTo(Errno.EPIPE);
        }

        @Test
        void comeBeforeAShutSenderAndBehindWhatDoesNotFit() {
            for (int flags : List.of(0, Abi.MSG_DONTWAIT)) {
                int fd = connected();
                client.set(fd, Abi.SOL_IP, Abi.IP_MTU_DISCOVER, Abi.IP_PMTUDISC_DO);
                client.ok(send(fd, "x"));
                machines.pass(20);
                client.ok(new Call.Shutdown(fd, 1));
                for (int length : List.of(1473, 65_508, 65_536)) {
                    assertThat(client.errno(new Call.Send(fd, Call.zeros(length), flags, Optional.empty())))
                            .isEqualTo(Errno.EMSGSIZE);
                }
                assertThat(client.errno(new Call.Send(fd, bytes("y"), flags, Optional.empty())))
                        .isEqualTo(Errno.ECONNREFUSED);
                assertThat(client.errno(new Call.Send(fd, bytes("y"), flags, Optional.empty())))
                        .isEqualTo(Errno.EPIPE);
            }
        }

        @Test
        void tellFirstOfWhatNoDatagramIsOverIpv4() {
            int fd = socket(client, Address.AF_INET);
            int fd6 = socket(client, Address.AF_INET6);
            Call.Send large = new Call.Send(fd, Call.zeros(65_536), 0, Optional.empty());
            assertThat(client.errno(large)).isEqualTo(Errno.EMSGSIZE);
            assertThat(client.errno(new Call.Send(fd, large.data(), Abi.MSG_OOB, Optional.empty())))
                    .isEqualTo(Errno.EMSGSIZE);
            assertThat(client.errno(new Call.Send(fd, bytes("x"), Abi.MSG_OOB, Optional.empty())))
                    .isEqualTo(Errno.EOPNOTSUPP);
            assertThat(client.errno(new Call.Send(fd6, large.data(), Abi.MSG_OOB, Optional.empty())))
                    .isEqualTo(Errno.EDESTADDRREQ);
            assertThat(client.errno(new Call.Send(fd6, bytes("x"), Abi.MSG_OOB, Optional.of(MAPPED))))
                    .isEqualTo(Errno.EOPNOTSUPP);
            client.ok(new Call.Send(fd6, bytes("x"), Abi.MSG_OOB, Optional.of(at(server.v6, PORT))));
        }

        @Test
        void inTheQueueHaveTheNameAndTheDataOfTheirDatagram() {
            int fd = socket(client, Address.AF_INET);
            client.set(fd, Abi.SOL_IP, Abi.IP_RECVERR, 1);
            for (int i = 0; i < 2; i++) {
                client.ok(new Call.Send(fd, bytes("hello"), 0, Optional.of(at(server.v4, PORT + i))));
            }
            machines.pass(20);
            Output.Message cut = message(client.call(receive(fd, 3, Abi.MSG_ERRQUEUE)));
            assertThat(cut.name()).contains(at(server.v4, PORT));
            assertThat(cut.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(new byte[] {'h', 'e', 'l'});
            assertThat(cut.flags()).isEqualTo(Abi.MSG_ERRQUEUE | Abi.MSG_TRUNC);
            assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isEqualTo(Errno.ECONNREFUSED.number());
            Answer whole = client.call(receive(fd, 100, Abi.MSG_ERRQUEUE));
            assertThat(value(whole)).isEqualTo(5);
            assertThat(message(whole).name()).contains(at(server.v4, PORT + 1));
            assertThat(message(whole).flags()).isEqualTo(Abi.MSG_ERRQUEUE);
            assertThat(client.errno(receive(fd, 100, Abi.MSG_ERRQUEUE))).isEqualTo(Errno.EAGAIN);
        }

        @Test
        void ofIpv4AreToldToASocketOfIpv6InItsWords() {
            int fd = socket(client, Address.AF_INET6);
            client.set(fd, Abi.SOL_IPV6, Abi.IPV6_RECVERR, 1);
            client.ok(new Call.Send(fd, bytes("x"), 0, Optional.of(MAPPED)));
            machines.pass(20);
            assertThat(client.errno(receive(fd, 100, Abi.MSG_ERRQUEUE))).isEqualTo(Errno.EAGAIN);
            client.set(fd, Abi.SOL_IP, Abi.IP_RECVERR, 1);
            client.ok(new Call.Send(fd, bytes("x"), 0, Optional.of(MAPPED)));
            machines.pass(20);
            Output.Message queued = message(client.call(receive(fd, 100, Abi.MSG_ERRQUEUE)));
            assertThat(queued.name()).contains(MAPPED);
            assertThat(queued.controls())
                    .singleElement()
                    .isInstanceOfSatisfying(ControlMessage.ExtendedError.class, error -> assertThat(error)
                            .returns(Abi.SOL_IPV6, ControlMessage.ExtendedError::level)
                            .returns(Abi.SO_EE_ORIGIN_ICMP, ControlMessage.ExtendedError::origin)
                            .returns(Optional.of(Address.of(MAPPED.ip(), 0)), ControlMessage.ExtendedError::offender));
        }

        @Test
        void ofOurOwnAreQueuedWithWhatTheWayCarries() {
            int fd = connected();
            client.set(fd, Abi.SOL_IP, Abi.IP_MTU_DISCOVER, Abi.IP_PMTUDISC_DO);
            client.set(fd, Abi.SOL_IP, Abi.IP_RECVERR, 1);
            assertThat(client.errno(new Call.Write(fd, Call.zeros(1473)))).isEqualTo(Errno.EMSGSIZE);
            assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isZero();
            assertThat(client.poll(fd, 0)).isEqualTo(Abi.POLLERR);
            Output.Message queued = message(client.call(receive(fd, 100, Abi.MSG_ERRQUEUE)));
            assertThat(queued.name()).contains(at(server.v4, PORT));
            assertThat(queued.controls())
                    .containsExactly(new ControlMessage.ExtendedError(
                            Abi.SOL_IP,
                            Abi.IP_RECVERR,
                            Errno.EMSGSIZE.number(),
                            Abi.SO_EE_ORIGIN_LOCAL,
                            0,
                            0,
                            1500,
                            0,
                            Optional.empty()));
        }

        @Test
        void tellOfABroadcastThatWasNotAskedFor() {
            int fd = socket(client, Address.AF_INET);
            Call all = new Call.Send(fd, bytes("x"), 0, Optional.of(at("192.0.2.255", PORT)));
            assertThat(client.errno(all)).isEqualTo(Errno.EACCES);
            client.set(fd, Abi.SOL_SOCKET, Abi.SO_BROADCAST, 1);
            client.ok(all);
        }
    }

    @Test
    void whatIsBrokenOrCutOffIsNeverRead() {
        long seed = System.nanoTime();
        System.out.println("UdpTest.whatIsBrokenOrCutOffIsNeverRead: seed " + seed);
        Random random = new Random(seed);
        int there = bound();
        for (byte[] whole : List.of(datagram(), refusal())) {
            for (int length = 0; length < whole.length; length++) {
                server.udp.onPacket(MemorySegment.ofArray(Arrays.copyOf(whole, length)), 1);
            }
            for (int round = 0; round < 5_000; round++) {
                byte[] mutated = whole.clone();
                mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
                server.udp.onPacket(MemorySegment.ofArray(mutated), 1);
            }
        }
        assertThat(server.errno(new Call.Recv(there, 100, Abi.MSG_DONTWAIT)))
                .as("seed %s", seed)
                .isEqualTo(Errno.EAGAIN);
    }

    private byte[] datagram() {
        IpAddress from = IpAddress.parse(client.v4);
        IpAddress to = IpAddress.parse(server.v4);
        UdpDatagram datagram = new UdpDatagram(1000, PORT, bytes("data"));
        return packet(from, to, UdpDatagram.PROTOCOL, datagram.header(from, to), datagram.data());
    }

    /** A port unreachable about a datagram of the server's. */
    private byte[] refusal() {
        IpAddress from = IpAddress.parse(client.v4);
        IpAddress to = IpAddress.parse(server.v4);
        UdpDatagram datagram = new UdpDatagram(PORT, 1000, bytes("data"));
        byte[] quote = packet(to, from, UdpDatagram.PROTOCOL, datagram.header(to, from), datagram.data());
        IcmpMessage message = new IcmpMessage(false, 3, 3, 0, Payload.of(quote));
        MemorySegment header = MemorySegment.ofArray(new byte[IcmpMessage.HEADER_LENGTH]);
        message.writeHeader(header, from, to);
        return packet(from, to, IcmpMessage.PROTOCOL_V4, header, MemorySegment.ofArray(quote));
    }

    private static byte[] packet(IpAddress from, IpAddress to, int protocol, MemorySegment header, MemorySegment data) {
        int length = (int) (header.byteSize() + data.byteSize());
        IpHeader ip = IpHeader.of(from, to, new IpFields(0, 64, true, 0), protocol, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[ip.totalLength()]);
        ip.write(packet);
        packet.asSlice(ip.headerLength(), header.byteSize()).copyFrom(header);
        packet.asSlice(ip.headerLength() + header.byteSize()).copyFrom(data);
        return packet.toArray(ValueLayout.JAVA_BYTE);
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
        int fd = bound();
        assertThat(server.number(fd, Abi.SOL_SOCKET, Abi.SO_TYPE)).isEqualTo(Abi.SOCK_DGRAM);
        assertThat(server.number(fd, Abi.SOL_SOCKET, Abi.SO_PROTOCOL)).isEqualTo(Abi.IPPROTO_UDP);
        server.set(fd, Abi.SOL_IP, Abi.IP_TTL, 9);
        assertThat(server.number(fd, Abi.SOL_IP, Abi.IP_TTL)).isEqualTo(9);
        assertThat(server.errno(new Call.SetSockOpt(fd, Abi.SOL_TCP, Abi.TCP_NODELAY, new OptionValue.Numeric(1), 4)))
                .isEqualTo(Errno.ENOPROTOOPT);
    }
}
