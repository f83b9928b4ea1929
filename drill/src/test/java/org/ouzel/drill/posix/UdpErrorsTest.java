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
import static org.ouzel.drill.posix.TwoMachines.value;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Payload;

/** What sockets for datagrams are told of what has gone wrong, and that nothing broken is ever read. */
class UdpErrorsTest {
    private final DatagramSockets sockets = new DatagramSockets();
    private final TwoMachines machines = sockets.machines;
    private final TwoMachines.Host client = sockets.client;
    private final TwoMachines.Host server = sockets.server;

    @Test
    void aPortThatNobodyHasRefusesAConnectedSocketOnce() {
        int fd = sockets.connected();
        client.ok(send(fd, "x"));
        machines.pass(20);
        assertThat(client.poll(fd, 0)).isEqualTo(Abi.POLLERR);
        assertThat(client.errno(new Call.Read(fd, 100))).isEqualTo(Errno.ECONNREFUSED);
        assertThat(client.errno(new Call.Recv(fd, 100, Abi.MSG_DONTWAIT))).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void theNextSendIsToldToo() {
        int fd = sockets.connected();
        client.ok(send(fd, "x"));
        machines.pass(20);
        assertThat(client.errno(send(fd, "y"))).isEqualTo(Errno.ECONNREFUSED);
        client.ok(send(fd, "z"));
    }

    @Test
    void soErrorTellsThemToo() {
        int fd = sockets.connected();
        client.ok(send(fd, "x"));
        machines.pass(20);
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isEqualTo(Errno.ECONNREFUSED.number());
        assertThat(client.number(fd, Abi.SOL_SOCKET, Abi.SO_ERROR)).isZero();
    }

    @Test
    void aWaitingReceiveIsToldAtOnce() {
        int fd = sockets.connected();
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
        int fd = sockets.connected();
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
        int fd = sockets.bound();
        assertThat(server.errno(new Call.Listen(fd, 1))).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(server.errno(new Call.Accept(fd, 0))).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(server.errno(new Call.Shutdown(fd, 2))).isEqualTo(Errno.ENOTCONN);
    }

    @Test
    void tellOfAShutSender() {
        int fd = sockets.connected();
        client.ok(new Call.Shutdown(fd, 1));
        assertThat(client.errno(send(fd, "x"))).isEqualTo(Errno.EPIPE);
    }

    @Test
    void comeBeforeAShutSenderAndBehindWhatDoesNotFit() {
        for (int flags : List.of(0, Abi.MSG_DONTWAIT)) {
            int fd = sockets.connected();
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
        int fd = sockets.connected();
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

    @Test
    void whatIsBrokenOrCutOffIsNeverRead() {
        long seed = System.nanoTime();
        System.out.println("UdpErrorsTest.whatIsBrokenOrCutOffIsNeverRead: seed " + seed);
        Random random = new Random(seed);
        int there = sockets.bound();
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
}
