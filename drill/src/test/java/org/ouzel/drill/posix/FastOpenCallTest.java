package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.posix.SystemSettings.FastOpen;

/** Calls that send data with a SYN, as Linux has them (RFC 7413). */
class FastOpenCallTest {
    private static final FastOpen BOTH = new FastOpen(true, true, false, false, false, Optional.empty());
    private static final String KEY = "0123456789abcdef";

    private final TwoMachines machines = new TwoMachines();
    private final TwoMachines.Host client = machines.client;
    private final TwoMachines.Host server = machines.server;
    private final Address there = Address.of(IpAddress.parse("192.0.2.2"), TwoMachines.PORT);

    FastOpenCallTest() {
        allow(client, BOTH);
        allow(server, BOTH);
    }

    private static void allow(TwoMachines.Host host, FastOpen fastOpen) {
        SystemSettings of = host.settings;
        host.settings =
                new SystemSettings(of.environment(), of.tcp(), of.congestion(), of.random(), of.limits(), fastOpen);
    }

    private int listen() {
        int fd = server.listen(5);
        server.set(fd, Abi.SOL_TCP, Abi.TCP_FASTOPEN, 5);
        return fd;
    }

    private Call.Send send(int fd, int count) {
        return new Call.Send(fd, Call.zeros(count), Abi.MSG_FASTOPEN, Optional.of(there));
    }

    private int nonBlocking() {
        int fd = client.socket();
        client.nonBlocking(fd);
        return fd;
    }

    private void learn(int listening) {
        assertThat(client.errno(send(nonBlocking(), 1))).isEqualTo(Errno.EINPROGRESS);
        machines.pass(100);
        assertThat(server.ok(new Call.Accept(listening, 0))).isPositive();
    }

    private Map<String, Long> info(TwoMachines.Host host, int fd) {
        return ((OptionValue.Fields) host.get(fd, Abi.SOL_TCP, Abi.TCP_INFO)).values();
    }

    @Test
    void tellsHowMuchHasGoneWithTheSyn() {
        int listening = listen();
        learn(listening);
        int fd = nonBlocking();
        assertThat(client.ok(send(fd, 5000))).isEqualTo(1460 - 32);
        machines.pass(TwoMachines.DELAY_MS);
        int taken = (int) server.ok(new Call.Accept(listening, 0));
        assertThat(info(server, taken)).containsEntry("tcpi_state", 3L);
        assertThat(server.ok(new Call.Read(taken, 9000))).isEqualTo(1428);
        assertThat(server.ok(new Call.Write(taken, Call.zeros(10)))).isEqualTo(10);
        machines.pass(100);
        assertThat(client.ok(new Call.Read(fd, 100))).isEqualTo(10);
        assertThat(info(client, fd)).containsEntry("tcpi_options", 32 | 7L);
        assertThat(info(server, taken)).containsEntry("tcpi_options", 32 | 7L);
        assertThat(client.errno(send(fd, 1))).isEqualTo(Errno.EISCONN);
    }

    @Test
    void waitsForTheHandshakeAndSendsTheRest() {
        int listening = listen();
        learn(listening);
        Answer sends = client.call(send(client.socket(), 5000));
        assertThat(sends).isInstanceOf(Answer.Pending.class);
        assertThat(client.end(sends)).isEqualTo(Answer.Result.of(5000));
        machines.pass(100);
        int taken = (int) server.ok(new Call.Accept(listening, 0));
        assertThat(server.ok(new Call.Read(taken, 9000))).isEqualTo(5000);
    }

    @Test
    void saysThatAnOpenGoesOn() {
        listen();
        int fd = nonBlocking();
        assertThat(client.errno(send(fd, 1))).isEqualTo(Errno.EINPROGRESS);
        assertThat(info(client, fd)).containsEntry("tcpi_fastopen_client_fail", 1L);
        assertThat(client.errno(send(fd, 1))).isEqualTo(Errno.EALREADY);
        machines.pass(100);
        assertThat(client.ok(send(fd, 1))).isEqualTo(1);
    }

    @Test
    void isRefusedWhereItIsNotAllowedOrLeadsNowhere() {
        int fd = nonBlocking();
        assertThat(client.errno(new Call.Send(fd, Call.zeros(1), Abi.MSG_FASTOPEN, Optional.of(Address.UNSPECIFIED))))
                .isEqualTo(Errno.EOPNOTSUPP);
        assertThat(client.errno(new Call.Send(fd, Call.zeros(1), Abi.MSG_FASTOPEN, Optional.empty())))
                .isEqualTo(Errno.EINVAL);
        assertThat(server.errno(new Call.Send(listen(), Call.zeros(1), Abi.MSG_FASTOPEN, Optional.of(there))))
                .isEqualTo(Errno.EISCONN);
        allow(client, new FastOpen(false, true, false, false, false, Optional.empty()));
        assertThat(client.errno(send(fd, 1))).isEqualTo(Errno.EOPNOTSUPP);
        Call connect = new Call.SetSockOpt(fd, Abi.SOL_TCP, Abi.TCP_FASTOPEN_CONNECT, new OptionValue.Numeric(1), 4);
        assertThat(client.errno(connect)).isEqualTo(Errno.EOPNOTSUPP);
    }

    @Test
    void connectsByTheFirstWriteOnceTheCookieIsKnown() {
        int listening = listen();
        int first = nonBlocking();
        client.set(first, Abi.SOL_TCP, Abi.TCP_FASTOPEN_CONNECT, 1);
        assertThat(client.errno(new Call.Connect(first, there))).isEqualTo(Errno.EINPROGRESS);
        machines.pass(100);
        int second = nonBlocking();
        client.set(second, Abi.SOL_TCP, Abi.TCP_FASTOPEN_CONNECT, 1);
        int sent = machines.trace.size();
        assertThat(client.ok(new Call.Connect(second, there))).isZero();
        assertThat(machines.trace).hasSize(sent);
        assertThat(client.errno(new Call.Connect(second, there))).isEqualTo(Errno.EISCONN);
        assertThat(client.poll(second, Abi.POLLOUT)).isEqualTo(Abi.POLLOUT);
        assertThat(client.ok(new Call.Write(second, Call.zeros(7)))).isEqualTo(7);
        assertThat(machines.trace.getLast().payload().length()).isEqualTo(7);
        machines.pass(100);
        server.ok(new Call.Accept(listening, 0));
        int taken = (int) server.ok(new Call.Accept(listening, 0));
        assertThat(server.ok(new Call.Read(taken, 100))).isEqualTo(7);
    }

    @Test
    void everyListenerTakesDataWhereTheSystemHasItSo() {
        allow(server, new FastOpen(true, true, true, false, true, Optional.empty()));
        allow(client, new FastOpen(true, true, false, true, false, Optional.empty()));
        int listening = server.listen(5);
        assertThat(client.ok(send(nonBlocking(), 9))).isEqualTo(9);
        machines.pass(TwoMachines.DELAY_MS);
        int taken = (int) server.ok(new Call.Accept(listening, 0));
        assertThat(server.ok(new Call.Read(taken, 100))).isEqualTo(9);
    }

    @Test
    void keysHaveSixteenBytesOrTwiceAsMany() {
        int fd = server.socket();
        for (String key : new String[] {KEY, KEY + KEY}) {
            Call set = new Call.SetSockOpt(fd, Abi.SOL_TCP, Abi.TCP_FASTOPEN_KEY, new OptionValue.Text(key), 32);
            assertThat(server.ok(set)).isZero();
            assertThat(server.get(fd, Abi.SOL_TCP, Abi.TCP_FASTOPEN_KEY)).isEqualTo(new OptionValue.Text(key));
        }
        Call odd = new Call.SetSockOpt(fd, Abi.SOL_TCP, Abi.TCP_FASTOPEN_KEY, new OptionValue.Text("short"), 5);
        assertThat(server.errno(odd)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void isRefusedAsAnyOpenIs() {
        Answer sends = client.call(send(client.socket(), 10));
        assertThat(client.end(sends)).isEqualTo(Failure.of(Errno.ECONNREFUSED).answer());
    }
}
