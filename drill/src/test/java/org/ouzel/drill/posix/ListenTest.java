package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.TcpFlags;

/** {@code bind}, {@code listen} and {@code accept}. */
class ListenTest {
    private final TwoMachines machines = new TwoMachines();
    private final TwoMachines.Host client = machines.client;
    private final TwoMachines.Host server = machines.server;

    private static Address any(int port) {
        return Address.of(IpAddress.parse("0.0.0.0"), port);
    }

    private Answer connect() {
        return client.await(new Call.Connect(client.socket(), machines.there()));
    }

    @Test
    void bindsAnAddressOfOursOnce() {
        int fd = server.socket();
        assertThat(server.errno(new Call.Bind(fd, Address.of(IpAddress.parse("192.0.2.99"), 80))))
                .isEqualTo(Errno.EADDRNOTAVAIL);
        server.ok(new Call.Bind(fd, any(80)));
        assertThat(server.errno(new Call.Bind(fd, any(81)))).isEqualTo(Errno.EINVAL);
        int other = server.socket();
        assertThat(server.errno(new Call.Bind(other, Address.of(IpAddress.parse(server.v4), 80))))
                .isEqualTo(Errno.EADDRINUSE);
        server.ok(new Call.Close(fd));
        server.ok(new Call.Bind(other, any(80)));
        Address v6 = Address.of(IpAddress.parse(server.v6), 80);
        assertThat(server.errno(new Call.Bind(server.socket(), v6))).isEqualTo(Errno.EAFNOSUPPORT);
    }

    @Test
    void sharesAPortAmongThoseThatSayThatTheyDo() {
        int one = server.socket();
        int two = server.socket();
        server.set(one, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
        server.set(two, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
        server.ok(new Call.Bind(one, any(80)));
        server.ok(new Call.Bind(two, any(80)));
        server.ok(new Call.Listen(one, 1));
        assertThat(server.errno(new Call.Listen(two, 1))).isEqualTo(Errno.EADDRINUSE);
        int three = server.socket();
        server.set(three, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
        assertThat(server.errno(new Call.Bind(three, any(80)))).isEqualTo(Errno.EADDRINUSE);
    }

    @Test
    void bindsAPortOfWhichAConnectionIsLeftOnlyIfToldTo() {
        machines.connect();
        server.ok(new Call.Close(machines.listener));
        int fd = server.socket();
        assertThat(server.errno(new Call.Bind(fd, any(80)))).isEqualTo(Errno.EADDRINUSE);
        server.set(fd, Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1);
        server.ok(new Call.Bind(fd, any(80)));
    }

    @Test
    void findsAPortWhereNoneIsAskedFor() {
        int fd = server.socket();
        server.ok(new Call.Bind(fd, any(0)));
        Answer.Result name = (Answer.Result) server.call(new Call.GetSockName(fd));
        assertThat(((Output.Name) name.output()).address().port()).isEqualTo(32_768);
        int other = server.socket();
        server.ok(new Call.Listen(other, 1));
        name = (Answer.Result) server.call(new Call.GetSockName(other));
        assertThat(((Output.Name) name.output()).address().port()).isEqualTo(32_769);
    }

    @Test
    void acceptsConnectionsInTheOrderOfTheCalls() {
        int listener = server.listen(5);
        List<Answer> waiting = new ArrayList<>();
        for (int call = 0; call < 3; call++) {
            waiting.add(server.call(new Call.Accept(listener, 0)));
        }
        for (int call = 0; call < 3; call++) {
            connect();
            machines.pass(100);
            assertThat(server.isEnded(waiting.get(call))).isTrue();
            assertThat(TwoMachines.value(server.end(waiting.get(call)))).isEqualTo(4 + call);
            assertThat(call == 2 || !server.isEnded(waiting.get(call + 1))).isTrue();
        }
    }

    @Test
    void tellsWhoHasConnected() {
        machines.connect();
        Answer.Result peer = (Answer.Result) server.call(new Call.GetPeerName(machines.right));
        Answer.Result own = (Answer.Result) client.call(new Call.GetSockName(machines.left));
        assertThat(peer.output()).isEqualTo(own.output());
    }

    @Test
    void doesNotWaitIfItIsNotTo() {
        int listener = server.listen(5);
        server.nonBlocking(listener);
        assertThat(server.errno(new Call.Accept(listener, 0))).isEqualTo(Errno.EAGAIN);
        connect();
        machines.pass(100);
        int fd = (int) server.ok(new Call.Accept(listener, Abi.SOCK_NONBLOCK));
        assertThat(server.ok(new Call.Fcntl(fd, Abi.F_GETFL, 0))).isEqualTo(Abi.O_RDWR | Abi.O_NONBLOCK);
        assertThat(server.errno(new Call.Accept(fd, 0))).isEqualTo(Errno.EINVAL);
        assertThat(server.errno(new Call.Accept(listener, 1))).isEqualTo(Errno.EINVAL);
        assertThat(server.errno(new Call.Read(listener, 1))).isEqualTo(Errno.ENOTCONN);
        assertThat(server.errno(new Call.Write(listener, Call.zeros(1)))).isEqualTo(Errno.EPIPE);
        assertThat(server.errno(new Call.Connect(listener, machines.there()))).isEqualTo(Errno.EISCONN);
    }

    // Linux lets one more wait than the backlog says, and drops what ends a handshake beyond that.
    @Test
    void letsOneMoreWaitThanWasAskedFor() {
        int listener = server.listen(1);
        for (int call = 0; call < 3; call++) {
            int fd = client.socket();
            client.nonBlocking(fd);
            client.call(new Call.Connect(fd, machines.there()));
        }
        machines.pass(100);
        assertThat(infoOf(listener)).containsEntry("tcpi_unacked", 2L).containsEntry("tcpi_sacked", 1L);
        server.ok(new Call.Listen(listener, 5));
        machines.pass(2000);
        assertThat(infoOf(listener)).as("there is room now").containsEntry("tcpi_unacked", 3L);
    }

    private Map<String, Long> infoOf(int fd) {
        return ((OptionValue.Fields) server.get(fd, Abi.SOL_TCP, Abi.TCP_INFO)).values();
    }

    @Test
    void resetsWhatWasNotAcceptedWhenItIsClosed() {
        int listener = server.listen(5);
        connect();
        machines.pass(100);
        server.ok(new Call.Close(listener));
        machines.pass(100);
        assertThat(machines.trace.getLast().has(TcpFlags.RST)).isTrue();
        assertThat(machines.connections()).isZero();
    }

    @Test
    void showsIpv4MappedToASocketOfIpv6() {
        int listener = server.socket6();
        server.ok(new Call.Bind(listener, Address.of(IpAddress.parse("::"), TwoMachines.PORT)));
        server.ok(new Call.Listen(listener, 5));
        connect();
        Answer.Result accepted = (Answer.Result) server.await(new Call.Accept(listener, 0));
        Address peer = ((Output.Name) accepted.output()).address();
        assertThat(peer.family()).isEqualTo(Address.AF_INET6);
        assertThat(Family.onTheWire(peer.ip())).isEqualTo(IpAddress.parse(client.v4));
        int six = client.socket6();
        Address mapped = Family.INET6.shown(IpAddress.parse(server.v4), TwoMachines.PORT);
        assertThat(TwoMachines.value(client.await(new Call.Connect(six, mapped))))
                .isZero();
        int only = client.socket6();
        client.set(only, Abi.SOL_IPV6, Abi.IPV6_V6ONLY, 1);
        assertThat(client.errno(new Call.Connect(only, mapped))).isEqualTo(Errno.ENETUNREACH);
        assertThat(TwoMachines.value(
                        client.await(new Call.Connect(only, Address.of(IpAddress.parse(server.v6), TwoMachines.PORT)))))
                .isZero();
    }

    @Test
    void saysWhatItDoesNotHave() {
        int only = server.socket6();
        server.set(only, Abi.SOL_IPV6, Abi.IPV6_V6ONLY, 1);
        assertThat(server.call(new Call.Listen(only, 5))).isInstanceOf(Answer.Unsupported.class);
    }
}
