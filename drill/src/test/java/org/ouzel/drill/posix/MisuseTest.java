package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.IpAddress;

/** What Linux answers to calls at the wrong time, on the wrong thing, or with numbers that make no sense. */
class MisuseTest {
    private static final int SOL_UDP = 17;

    private final TwoMachines machines = new TwoMachines();
    private final TwoMachines.Host client = machines.client;
    private final TwoMachines.Host server = machines.server;
    private final int fd = client.socket();

    private static int symbol(String name) {
        return (int) Symbols.number(name).orElseThrow();
    }

    private static Call.SetSockOpt set(int fd, int level, int name, long value, int length) {
        return new Call.SetSockOpt(fd, level, name, new OptionValue.Numeric(value), length);
    }

    private static Call.SetSockOpt linger(int fd, int onOff, int seconds) {
        return new Call.SetSockOpt(fd, Abi.SOL_SOCKET, Abi.SO_LINGER, new OptionValue.Linger(onOff, seconds), 8);
    }

    private Call.Connect connect() {
        return new Call.Connect(fd, machines.there());
    }

    /** The socket is connected, and the server has it reset. */
    private void joinAndReset() {
        join();
        server.ok(linger(machines.right, 1, 0));
        server.ok(new Call.Close(machines.right));
        machines.pass(100);
    }

    private void join() {
        machines.listener = server.listen(5);
        machines.left = fd;
        machines.join();
    }

    @Nested
    class Descriptor {
        private final int epoll = (int) client.ok(new Call.EpollCreate(0));

        @Test
        void ofAnEpollInstanceHasNothingToReadOrWrite() {
            assertThat(client.errno(new Call.Read(epoll, 1))).isEqualTo(Errno.EINVAL);
            assertThat(client.errno(new Call.Readv(epoll, List.of(1)))).isEqualTo(Errno.EINVAL);
            assertThat(client.errno(new Call.Write(epoll, Call.zeros(1)))).isEqualTo(Errno.EINVAL);
            assertThat(client.errno(new Call.Writev(epoll, List.of(Call.zeros(1)))))
                    .isEqualTo(Errno.EINVAL);
            assertThat(client.errno(new Call.Ioctl(epoll, Abi.SIOCINQ))).isEqualTo(Errno.EINVAL);
            assertThat(client.errno(new Call.Recv(epoll, 1, 0))).isEqualTo(Errno.ENOTSOCK);
        }

        @Test
        void ofAnEpollInstanceHasStatusFlags() {
            assertThat(client.ok(new Call.Fcntl(epoll, Abi.F_GETFL, 0))).isEqualTo(Abi.O_RDWR);
        }

        @ParameterizedTest
        @CsvSource({
            "2, 1, 17, EPROTONOSUPPORT",
            "2, 1, 1, EPROTONOSUPPORT",
            "2, 1, 999, EINVAL",
            "2, 1, -1, EINVAL",
            "2, 99, 0, EINVAL",
            "2, 0x101, 0, EINVAL",
            "2, 0, 0, ESOCKTNOSUPPORT",
            "99, 1, 0, EAFNOSUPPORT"
        })
        void isNotHadOfASocketThatThereIsNot(int domain, String type, int protocol, Errno errno) {
            assertThat(client.errno(new Call.Socket(domain, Integer.decode(type), protocol)))
                    .isEqualTo(errno);
        }
    }

    @Nested
    class Reading {
        @Test
        void intoNoRoomTellsWhetherThereIsSomething() {
            join();
            client.nonBlocking(fd);
            assertThat(client.errno(new Call.Recv(fd, 0, 0))).isEqualTo(Errno.EAGAIN);
            server.ok(new Call.Write(machines.right, Call.zeros(10)));
            machines.pass(100);
            assertThat(client.ok(new Call.Recv(fd, 0, 0))).isZero();
            server.ok(linger(machines.right, 1, 0));
            server.ok(new Call.Close(machines.right));
            machines.pass(100);
            assertThat(client.ok(new Call.Recv(fd, 0, 0))).isZero();
            assertThat(client.ok(new Call.Recv(fd, 100, 0))).isEqualTo(10);
            assertThat(client.errno(new Call.Recv(fd, 0, 0))).isEqualTo(Errno.ECONNRESET);
        }

        @Test
        void orWritingEmptyVectorsIsNothing() {
            assertThat(client.ok(new Call.Readv(fd, List.of(0)))).isZero();
            assertThat(client.ok(new Call.Writev(fd, List.of(Call.zeros(0))))).isZero();
            assertThat(client.errno(new Call.Write(fd, Call.zeros(0)))).isEqualTo(Errno.EPIPE);
        }

        @Test
        void whatIsNotInTheStreamNeedsNoConnection() {
            assertThat(client.errno(new Call.Recv(fd, 10, Abi.MSG_OOB))).isEqualTo(Errno.EINVAL);
            assertThat(client.errno(new Call.Recv(fd, 10, Abi.MSG_ERRQUEUE))).isEqualTo(Errno.EAGAIN);
            int listener = server.listen(1);
            assertThat(server.errno(new Call.Recv(listener, 10, Abi.MSG_OOB))).isEqualTo(Errno.ENOTCONN);
            assertThat(server.errno(new Call.Recv(listener, 10, Abi.MSG_ERRQUEUE)))
                    .isEqualTo(Errno.EAGAIN);
        }

        @ParameterizedTest
        @ValueSource(strings = {"MSG_EOR", "MSG_CTRUNC", "MSG_CONFIRM", "MSG_DONTROUTE", "MSG_MORE", "MSG_ZEROCOPY"})
        void passesOverFlagsOfSends(String flag) {
            join();
            server.ok(new Call.Write(machines.right, Call.zeros(10)));
            machines.pass(100);
            assertThat(client.ok(new Call.Recv(fd, 100, symbol(flag)))).isEqualTo(10);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "MSG_WAITALL",
                    "MSG_PEEK",
                    "MSG_TRUNC",
                    "MSG_CTRUNC",
                    "MSG_CONFIRM",
                    "MSG_DONTROUTE",
                    "MSG_ZEROCOPY"
                })
        void hasFlagsThatWritingPassesOver(String flag) {
            join();
            assertThat(client.ok(new Call.Send(fd, Call.zeros(10), symbol(flag), Optional.empty())))
                    .isEqualTo(10);
        }
    }

    @Nested
    class AfterTheEnd {
        @Test
        void aConnectionIsStillOneToConnect() {
            joinAndReset();
            assertThat(client.errno(connect())).isEqualTo(Errno.EISCONN);
            assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isEqualTo(Errno.ECONNRESET.number());
        }

        @Test
        void theErrorIsToldToAConnectThatWasNotTold() {
            server.listen(5);
            client.nonBlocking(fd);
            client.errno(connect());
            machines.pass(100);
            int right = (int) server.ok(new Call.Accept(3, 0));
            server.ok(linger(right, 1, 0));
            server.ok(new Call.Close(right));
            machines.pass(100);
            assertThat(client.errno(connect())).isEqualTo(Errno.ECONNRESET);
        }

        @Test
        void aSocketWithoutAPortOfItsOwnCanBeBound() {
            joinAndReset();
            Call bind = new Call.Bind(fd, Address.of(IpAddress.parse(client.v4), 4242));
            assertThat(client.ok(bind)).isZero();
            assertThat(client.errno(bind)).isEqualTo(Errno.EINVAL);
            Answer.Result name = (Answer.Result) client.call(new Call.GetSockName(fd));
            assertThat(((Output.Name) name.output()).address().port()).isEqualTo(4242);
        }

        @Test
        void thePathIsStillKnown() {
            joinAndReset();
            assertThat(client.number(fd, Abi.SOL_IP, Abi.IP_MTU)).isEqualTo(1500);
        }
    }

    @Nested
    class Binding {
        @Test
        void allAddressesNeedsNoFamily() {
            assertThat(client.ok(new Call.Bind(fd, Address.UNSPECIFIED))).isZero();
            assertThat(client.errno(new Call.Bind(client.socket6(), Address.UNSPECIFIED)))
                    .isEqualTo(Errno.EINVAL);
        }
    }

    @Nested
    class Options {
        @ParameterizedTest
        @ValueSource(ints = {SOL_UDP, 999, Abi.SOL_IPV6})
        void areNotAtALevelThatASocketDoesNotHave(int level) {
            assertThat(client.errno(set(fd, level, 1, 1, 4))).isEqualTo(Errno.ENOPROTOOPT);
            assertThat(client.errno(new Call.GetSockOpt(fd, level, 1, 4))).isEqualTo(Errno.EOPNOTSUPP);
        }

        @Test
        void areNotAtALevelThatASocketOfIpv6DoesNotHave() {
            int six = client.socket6();
            assertThat(client.errno(set(six, SOL_UDP, 1, 1, 4))).isEqualTo(Errno.ENOPROTOOPT);
            assertThat(client.errno(new Call.GetSockOpt(six, SOL_UDP, 1, 4))).isEqualTo(Errno.ENOPROTOOPT);
        }

        @Test
        void thatForceAreNotTold() {
            assertThat(client.errno(new Call.GetSockOpt(fd, Abi.SOL_SOCKET, Abi.SO_SNDBUFFORCE, 4)))
                    .isEqualTo(Errno.ENOPROTOOPT);
            assertThat(client.errno(new Call.GetSockOpt(fd, Abi.SOL_SOCKET, Abi.SO_RCVBUFFORCE, 4)))
                    .isEqualTo(Errno.ENOPROTOOPT);
        }

        @Test
        void thatBoundWhatIsKnownAreNotSet() {
            assertThat(client.errno(set(fd, Abi.SOL_IP, Abi.IP_MTU, 1000, 4))).isEqualTo(Errno.ENOPROTOOPT);
        }

        @Test
        void keepTheTimeToLingerWhereOneDoesNot() {
            client.ok(linger(fd, 1, 7));
            client.ok(linger(fd, 0, 9));
            assertThat(client.get(fd, Abi.SOL_SOCKET, Abi.SO_LINGER)).isEqualTo(new OptionValue.Linger(0, 7));
        }

        @Test
        void lingerForEverWhereTheTimeHasASign() {
            join();
            client.ok(linger(fd, 1, -1));
            client.ok(new Call.Write(fd, Call.zeros(10)));
            Answer close = client.call(new Call.Close(fd));
            assertThat(close).isInstanceOf(Answer.Pending.class);
            assertThat(TwoMachines.value(client.end(close))).isZero();
        }

        @Test
        void haveNoWindowOfNothingOnceASocketIsInUse() {
            assertThat(client.ok(set(fd, Abi.SOL_TCP, Abi.TCP_WINDOW_CLAMP, 0, 4)))
                    .isZero();
            assertThat(server.errno(set(server.listen(1), Abi.SOL_TCP, Abi.TCP_WINDOW_CLAMP, 0, 4)))
                    .isEqualTo(Errno.EINVAL);
        }

        @Test
        void tellWhatASegmentCarriesUntilThePeerHasSpoken() {
            client.nonBlocking(fd);
            client.errno(connect());
            assertThat(client.number(fd, Abi.SOL_TCP, Abi.TCP_MAXSEG))
                    .as("536 without timestamps")
                    .isEqualTo(524);
        }

        @Test
        void leaveSegmentsAloneOnceTheirSizeIsAgreedOn() {
            join();
            client.set(fd, Abi.SOL_TCP, Abi.TCP_MAXSEG, 500);
            assertThat(client.number(fd, Abi.SOL_TCP, Abi.TCP_MAXSEG)).isEqualTo(1448);
            client.ok(new Call.Write(fd, Call.zeros(2000)));
            machines.pass(100);
            assertThat(machines.trace).anyMatch(segment -> segment.payload().length() == 1448);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 6})
        void haveNoOtherKindsOfDiscovery(int kind) {
            assertThat(client.errno(set(fd, Abi.SOL_IP, Abi.IP_MTU_DISCOVER, kind, 4)))
                    .isEqualTo(Errno.EINVAL);
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 1_000_000})
        void haveNoTimesOfWhichTheMicrosecondsAreTooMany(long microseconds) {
            OptionValue time = new OptionValue.Time(0, microseconds);
            assertThat(client.errno(new Call.SetSockOpt(fd, Abi.SOL_SOCKET, Abi.SO_RCVTIMEO, time, 16)))
                    .isEqualTo(Errno.EDOM);
        }

        @Test
        void ofIpMayBeBytes() {
            client.ok(set(fd, Abi.SOL_IP, Abi.IP_TOS, 0x110, 1));
            assertThat(client.number(fd, Abi.SOL_IP, Abi.IP_TOS)).isEqualTo(0x10);
            client.ok(set(fd, Abi.SOL_IP, Abi.IP_TOS, 0x10, 0));
            assertThat(client.number(fd, Abi.SOL_IP, Abi.IP_TOS)).isZero();
            assertThat(client.errno(set(fd, Abi.SOL_IP, Abi.IP_TOS, 1, -1))).isEqualTo(Errno.EINVAL);
        }

        @Test
        void boundTheRateAtWhichSegmentsLeave() {
            join();
            int rate = symbol("SO_MAX_PACING_RATE");
            assertThat(client.number(fd, Abi.SOL_SOCKET, rate)).isEqualTo(-1);
            client.set(fd, Abi.SOL_SOCKET, rate, 100_000);
            assertThat(client.number(fd, Abi.SOL_SOCKET, rate)).isEqualTo(100_000);
            client.ok(new Call.Write(fd, Call.zeros(60_000)));
            machines.pass(400);
            assertThat(server.ioctl(machines.right, Abi.SIOCINQ))
                    .as("a first burst, and what the rate allows")
                    .isBetween(30_000L, 60_000L);
            client.set(fd, Abi.SOL_SOCKET, rate, -1);
            machines.pass(200);
            assertThat(server.ioctl(machines.right, Abi.SIOCINQ)).isEqualTo(60_000);
        }
    }
}
