package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** {@code connect}, from the first call to the last error. */
class ConnectTest {
    private final TwoMachines machines = new TwoMachines();
    private final TwoMachines.Host client = machines.client;
    private final int fd = client.socket();

    private Call.Connect connect() {
        return new Call.Connect(fd, machines.there());
    }

    @Test
    void numbersDescriptorsFromThreeTheLowestFreeFirst() {
        assertThat(fd).isEqualTo(3);
        assertThat(client.socket()).isEqualTo(4);
        assertThat(client.socket()).isEqualTo(5);
        client.ok(new Call.Close(4));
        assertThat(client.socket()).isEqualTo(4);
        assertThat(client.errno(new Call.Close(9))).isEqualTo(Errno.EBADF);
    }

    @Test
    void waitsForTheHandshake() {
        machines.server.listen(5);
        Answer begun = client.call(connect());
        assertThat(begun).isInstanceOf(Answer.Pending.class);
        machines.pass(TwoMachines.DELAY_MS);
        assertThat(client.isEnded(begun)).isFalse();
        machines.pass(TwoMachines.DELAY_MS);
        assertThat(client.isEnded(begun)).isTrue();
        assertThat(TwoMachines.value(client.end(begun))).isZero();
        assertThat(client.errno(connect())).isEqualTo(Errno.EISCONN);
    }

    @Test
    void goesOnWithoutWaitingIfItIsNotToWait() {
        machines.server.listen(5);
        client.nonBlocking(fd);
        assertThat(client.errno(connect())).isEqualTo(Errno.EINPROGRESS);
        assertThat(client.errno(connect())).isEqualTo(Errno.EALREADY);
        assertThat(client.errno(new Call.Write(fd, Call.zeros(1)))).isEqualTo(Errno.EAGAIN);
        assertThat(client.errno(new Call.Read(fd, 1))).isEqualTo(Errno.EAGAIN);
        assertThat(client.poll(fd, Abi.POLLOUT)).isZero();
        machines.pass(100);
        assertThat(client.poll(fd, Abi.POLLOUT)).isEqualTo(Abi.POLLOUT);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isZero();
        assertThat(client.ok(connect()))
                .as("Linux tells the first that asks afterwards")
                .isZero();
        assertThat(client.errno(connect())).isEqualTo(Errno.EISCONN);
    }

    @Test
    void isRefusedByAReset() {
        assertThat(TwoMachines.errno(client.await(connect()))).isEqualTo(Errno.ECONNREFUSED);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isZero();
        machines.server.listen(5);
        assertThat(TwoMachines.value(client.await(connect())))
                .as("it can be tried again")
                .isZero();
    }

    @Test
    void tellsOfARefusalOnceWhereItDidNotWait() {
        client.nonBlocking(fd);
        assertThat(client.errno(connect())).isEqualTo(Errno.EINPROGRESS);
        machines.pass(100);
        assertThat(client.poll(fd, Abi.POLLIN | Abi.POLLOUT))
                .isEqualTo(Abi.POLLIN | Abi.POLLOUT | Abi.POLLERR | Abi.POLLHUP);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isEqualTo(Errno.ECONNREFUSED.number());
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isZero();
        assertThat(client.poll(fd, 0)).isEqualTo(Abi.POLLHUP);
        assertThat(client.errno(connect())).isEqualTo(Errno.ECONNABORTED);
    }

    @Test
    void timesOutAfterAsManySynsAsWereAskedFor() {
        machines.loses = segment -> true;
        client.set(fd, Abi.SOL_TCP, Abi.TCP_SYNCNT, 2);
        assertThat(client.number(fd, Abi.SOL_TCP, Abi.TCP_SYNCNT)).isEqualTo(2);
        assertThat(TwoMachines.errno(client.await(connect()))).isEqualTo(Errno.ETIMEDOUT);
        assertThat(machines.trace).hasSize(3).allMatch(segment -> segment.has(TcpFlags.SYN));
        assertThat(machines.now / TwoMachines.MS).isBetween(7_000L, 7_010L);
    }

    @Test
    void endsByItsOwnTimeoutInProgress() {
        machines.loses = segment -> true;
        client.ok(new Call.SetSockOpt(fd, Abi.SOL_SOCKET, Abi.SO_SNDTIMEO, new OptionValue.Time(0, 300_000), 16));
        assertThat(TwoMachines.errno(client.await(connect()))).isEqualTo(Errno.EINPROGRESS);
        assertThat(machines.now / TwoMachines.MS).isEqualTo(301);
    }

    @Test
    void tellsThatTheHostCannotBeReachedWhenItGivesUp() {
        machines.loses = segment -> true;
        client.set(fd, Abi.SOL_TCP, Abi.TCP_SYNCNT, 1);
        Answer begun = client.call(connect());
        machines.inject(client, hostUnreachable(machines.trace.getFirst()));
        assertThat(client.isEnded(begun)).as("a soft error ends nothing").isFalse();
        assertThat(TwoMachines.errno(client.end(begun))).isEqualTo(Errno.EHOSTUNREACH);
    }

    @Test
    void queuesErrorsOfTheNetworkIfAskedTo() {
        machines.loses = segment -> true;
        client.nonBlocking(fd);
        client.set(fd, Abi.SOL_IP, Abi.IP_RECVERR, 1);
        assertThat(client.errno(connect())).isEqualTo(Errno.EINPROGRESS);
        Call receive = new Call.Recvmsg(fd, List.of(100), 100, Abi.MSG_ERRQUEUE);
        assertThat(client.errno(receive)).isEqualTo(Errno.EAGAIN);
        machines.inject(client, hostUnreachable(machines.trace.getFirst()));
        assertThat(client.poll(fd, 0)).isEqualTo(Abi.POLLERR);
        Answer.Result result = (Answer.Result) client.call(receive);
        Output.Message message = (Output.Message) result.output();
        assertThat(message.flags()).isEqualTo(Abi.MSG_ERRQUEUE);
        ControlMessage.ExtendedError error =
                (ControlMessage.ExtendedError) message.controls().getFirst();
        assertThat(error.errno()).isEqualTo(Errno.EHOSTUNREACH.number());
        assertThat(error.origin()).isEqualTo(Abi.SO_EE_ORIGIN_ICMP);
        assertThat(error.icmpType()).isEqualTo(3);
        assertThat(error.icmpCode()).isEqualTo(1);
        assertThat(client.errno(receive)).isEqualTo(Errno.EAGAIN);
    }

    private MemorySegment hostUnreachable(TcpSegment quoted) {
        IpAddress ours = IpAddress.parse(client.v4);
        IpAddress theirs = IpAddress.parse(machines.server.v4);
        MemorySegment quote = packet(ours, theirs, TcpSegment.PROTOCOL, quoted.headerLength());
        quoted.writeHeader(quote.asSlice(20), ours, theirs);
        IcmpMessage message = new IcmpMessage(false, 3, 1, 0, Payload.of(quote));
        int length = IcmpMessage.HEADER_LENGTH + message.body().length();
        MemorySegment packet = packet(theirs, ours, IcmpMessage.PROTOCOL_V4, length);
        message.writeHeader(packet.asSlice(20), theirs, ours);
        message.body().copyTo(packet, 20 + IcmpMessage.HEADER_LENGTH);
        return packet;
    }

    private static MemorySegment packet(IpAddress from, IpAddress to, int protocol, int length) {
        IpHeader header = IpHeader.of(from, to, new IpFields(0, 64, true, 0), protocol, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
        header.write(packet);
        return packet;
    }

    @Test
    void failsWhereNoRouteLeadsAndWithTheWrongFamily() {
        assertThat(client.errno(new Call.Connect(fd, Address.of(IpAddress.parse("198.51.100.1"), 80))))
                .isEqualTo(Errno.ENETUNREACH);
        Address v6 = Address.of(IpAddress.parse(machines.server.v6), 80);
        assertThat(client.errno(new Call.Connect(fd, v6))).isEqualTo(Errno.EAFNOSUPPORT);
        assertThat(client.errno(new Call.Connect(client.socket6(), machines.there())))
                .isEqualTo(Errno.EINVAL);
        assertThat(client.call(new Call.Connect(fd, Address.of(IpAddress.parse("127.0.0.1"), 80))))
                .isInstanceOf(Answer.Unsupported.class);
        assertThat(client.errno(new Call.Socket(99, 1, 0))).isEqualTo(Errno.EAFNOSUPPORT);
        assertThat(client.call(new Call.Socket(Address.AF_INET, 3, 0))).isInstanceOf(Answer.Unsupported.class);
    }

    @Test
    void dissolvesAConnectionForNoAddress() {
        machines.server.listen(5);
        client.await(connect());
        machines.pass(100);
        assertThat(client.ok(new Call.Connect(fd, Address.UNSPECIFIED))).isZero();
        machines.pass(100);
        assertThat(machines.trace.getLast().has(TcpFlags.RST)).isTrue();
        assertThat(client.errno(new Call.Shutdown(fd, 2))).isEqualTo(Errno.ENOTCONN);
        assertThat(client.errno(new Call.GetPeerName(fd))).isEqualTo(Errno.ENOTCONN);
        assertThat(TwoMachines.value(client.await(connect()))).isZero();
    }
}
