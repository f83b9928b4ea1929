package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpSegment;

/** What a node does with opens, requests and what is not for it. */
class NodeTest {
    private final TwoNodes net = new TwoNodes();

    @Test
    void carriesDataOverBothVersionsOfIpAndForgetsAllAfterTwiceTheLifetime() throws OpenFailed, CallRefused {
        for (String address : List.of("192.0.2.2", "2001:db8::2")) {
            Tcb taker = net.listen(7);
            Tcb caller = net.connect(address, 7);
            assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
            byte[] said = "quack".getBytes(StandardCharsets.US_ASCII);
            caller.write(MemorySegment.ofArray(said), true, false, net.now);
            net.client.settle(caller, net.now);
            net.settle();
            byte[] heard = new byte[5];
            assertThat(taker.read(MemorySegment.ofArray(heard), net.now).count())
                    .isEqualTo(5);
            assertThat(heard).isEqualTo(said);
            net.close(caller, taker);
            assertThat(caller.state()).isEqualTo(State.TIME_WAIT);
        }
        net.pass(60_000 * TwoNodes.MS);
        assertThat(net.client.connections() + net.server.connections()).isZero();
        assertThat(net.client.deadlines() + net.server.deadlines()).isZero();
    }

    // A reader that comes late to the lock tells when its packet came: what is sent on it is sent later
    // than that, and later than what others have sent meanwhile.
    @Test
    void sendsNothingEarlierThanWhatItHasSentBefore() throws OpenFailed, CallRefused, MalformedPacket {
        Tcb taker = net.listen(7);
        Tcb caller = net.connect("192.0.2.2", 7);
        long arrived = net.now;
        taker.write(MemorySegment.ofArray(new byte[100]), true, false, arrived);
        net.server.settle(taker, arrived);
        MemorySegment packet = net.toClient.remove();
        long later = arrived + 50 * TwoNodes.MS;
        caller.write(MemorySegment.ofArray(new byte[100]), true, false, later);
        net.client.settle(caller, later);
        int before = timestamp(net.toServer.remove());
        net.client.onPacket(0, packet, arrived);
        assertThat(timestamp(net.toServer.remove()) - before).isNotNegative();
    }

    private static int timestamp(MemorySegment packet) throws MalformedPacket {
        IpHeader header = IpHeader.parse(packet);
        TcpSegment segment =
                TcpSegment.parse(packet.asSlice(header.headerLength()), header.source(), header.destination());
        return segment.options().timestamps().orElseThrow().value();
    }

    @Test
    void givesEachOfSeveralPassiveOpensOnOnePortOneConnection() throws OpenFailed, CallRefused {
        List<Tcb> takers = List.of(net.listen(7), net.listen(7));
        assertThat(net.connect("192.0.2.2", 7).state()).isEqualTo(State.ESTABLISHED);
        assertThat(net.connect("192.0.2.2", 7).state()).isEqualTo(State.ESTABLISHED);
        assertThat(takers).allMatch(tcb -> tcb.state() == State.ESTABLISHED);
        assertThat(net.connect("192.0.2.2", 7).ending()).contains(new Ending.Refused());
    }

    @Test
    void opensABlockAgainWhileItsLastFourTupleRests() throws OpenFailed, CallRefused {
        Tcb first = net.listen(7);
        Tcb caller = net.connect("192.0.2.2", 7);
        net.close(caller, first);
        net.listen(7);
        net.client.activeOpen(caller, FourTuple.to(IpAddress.parse("192.0.2.2"), 7), net.now);
        net.settle();
        assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
        assertThat(net.client.connections()).isEqualTo(2);
    }

    @Test
    void letsANewRequestTakeOverAFourTupleThatRestsOnTheOtherSide() throws OpenFailed, CallRefused {
        Tcb taker = net.listen(7);
        Tcb caller = net.block();
        IpAddress there = IpAddress.parse("192.0.2.2");
        net.client.activeOpen(caller, FourTuple.to(there, 7).withLocalPort(5000), net.now);
        net.settle();
        taker.close(net.now);
        net.server.settle(taker, net.now);
        net.settle();
        caller.close(net.now);
        net.client.settle(caller, net.now);
        net.settle();
        assertThat(taker.state()).isEqualTo(State.TIME_WAIT);
        Tcb next = net.listen(7);
        net.pass(10 * TwoNodes.MS);
        net.client.activeOpen(caller, FourTuple.to(there, 7).withLocalPort(5000), net.now);
        net.settle();
        assertThat(next.state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void saysWhyAnOpenCannotBegin() throws OpenFailed, CallRefused {
        net.listen(7);
        IpAddress there = IpAddress.parse("192.0.2.2");
        net.client.activeOpen(net.block(), FourTuple.to(there, 7).withLocalPort(5000), net.now);
        assertThatThrownBy(() -> net.client.activeOpen(
                        net.block(), FourTuple.to(there, 7).withLocalPort(5000), net.now))
                .hasMessage("ADDRESS_IN_USE");
        assertThatThrownBy(() -> net.connect("198.51.100.1", 7)).hasMessage("NO_ROUTE");
        assertThatThrownBy(() -> net.connect("192.0.2.2", 0)).hasMessage("REMOTE_UNSPECIFIED");
        FourTuple foreign = new FourTuple(IpAddress.parse("198.51.100.9"), 0, there, 7);
        assertThatThrownBy(() -> net.client.activeOpen(net.block(), foreign, net.now))
                .hasMessage("NOT_OUR_ADDRESS");
    }

    @Test
    void answersAnEchoRequest() throws MalformedPacket {
        for (String version : List.of("192.0.2.", "2001:db8::")) {
            IpAddress from = IpAddress.parse(version + 1);
            IpAddress to = IpAddress.parse(version + 2);
            boolean ipv6 = from.length() == 16;
            Payload body = Payload.of(new byte[] {1, 2, 3});
            IcmpMessage request = new IcmpMessage(ipv6, ipv6 ? 128 : 8, 0, 77, body);
            IpHeader header = IpHeader.of(from, to, new IpFields(0, 64, true, 0), request.protocol(), 11);
            MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
            header.write(packet);
            request.writeHeader(packet.asSlice(header.headerLength()), from, to);
            body.copyTo(packet, header.headerLength() + 8L);
            net.server.onPacket(0, packet, net.now);
            MemorySegment answer = net.toClient.remove();
            IpHeader answered = IpHeader.parse(answer);
            IcmpMessage reply = IcmpMessage.parse(answer.asSlice(answered.headerLength()), to, from);
            assertThat(reply.type()).isEqualTo(ipv6 ? 129 : 0);
            assertThat(reply.rest()).isEqualTo(77);
            assertThat(reply.body().toByteArray()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void countsWhatItDrops() {
        net.server.onPacket(0, MemorySegment.ofArray(new byte[0]), net.now);
        net.server.onPacket(0, MemorySegment.ofArray(new byte[19]), net.now);
        assertThat(net.drops.snapshot())
                .containsEntry(DropReason.TRUNCATED, 1L)
                .containsEntry(DropReason.BAD_IP_VERSION, 1L);
    }

    @Test
    void letsABacklogHoldSoManyConnectionsAndNoMore() throws OpenFailed, CallRefused {
        Backlog backlog = net.server.listen(TwoNodes.port(7), 2, net::block);
        Tcb first = net.connect("192.0.2.2", 7);
        Tcb second = net.connect("2001:db8::2", 7);
        Tcb third = net.connect("192.0.2.2", 7);
        assertThat(List.of(first.state(), second.state())).containsOnly(State.ESTABLISHED);
        assertThat(third.state()).isEqualTo(State.SYN_SENT);
        assertThat(net.drops.snapshot()).containsEntry(DropReason.BACKLOG_FULL, 1L);
        assertThat(backlog.accept().orElseThrow().tuple().orElseThrow().remotePort())
                .isEqualTo(first.tuple().orElseThrow().localPort());
        // The request that was dropped comes again, as the caller's timer wants it.
        net.pass(2000 * TwoNodes.MS);
        assertThat(third.state()).isEqualTo(State.ESTABLISHED);
        assertThat(backlog.acceptable()).isEqualTo(2);
    }

    @Test
    void resetsWhatWasNotAcceptedWhenABacklogEnds() throws OpenFailed, CallRefused {
        Backlog backlog = net.server.listen(TwoNodes.port(7), 2, net::block);
        Tcb caller = net.connect("192.0.2.2", 7);
        net.server.unlisten(backlog, net.now);
        net.settle();
        assertThat(caller.ending()).contains(new Ending.RemoteAbort());
        assertThat(net.connect("192.0.2.2", 7).ending()).contains(new Ending.Refused());
        assertThat(net.server.connections()).isZero();
    }

    @Test
    void keepsThePortOfABacklogForIt() throws OpenFailed, CallRefused {
        Backlog backlog = net.server.listen(TwoNodes.port(0), 1, net::block);
        int port = backlog.local().localPort();
        assertThat(port).isBetween(32_768, 65_535);
        assertThatThrownBy(() -> net.server.listen(TwoNodes.port(port), 1, net::block))
                .hasMessage("ADDRESS_IN_USE");
        assertThatThrownBy(() -> net.listen(port)).hasMessage("ADDRESS_IN_USE");
        net.server.unlisten(backlog, net.now);
        assertThat(net.listen(port).state()).isEqualTo(State.LISTEN);
        assertThatThrownBy(() -> net.server.listen(TwoNodes.port(port), 1, net::block))
                .hasMessage("ADDRESS_IN_USE");
    }

    @Test
    void picksAFreePortForAPassiveOpen() throws OpenFailed, CallRefused {
        Tcb taker = net.block();
        FourTuple on = net.server.passiveOpen(taker, TwoNodes.port(0), Long.MAX_VALUE, net.now);
        assertThat(net.connect("192.0.2.2", on.localPort()).state()).isEqualTo(State.ESTABLISHED);
        assertThat(taker.state()).isEqualTo(State.ESTABLISHED);
    }

    // A link refuses what is larger than it carries: an error never is.
    @Test
    void quotesNoMoreThanTheInterfaceCarries() throws MalformedPacket {
        for (int mtu : new int[] {68, 100, 576, 1500}) {
            List<Integer> lengths = new ArrayList<>();
            Interface by = new Interface("wire", mtu, List.of(IpPrefix.parse("192.0.2.2/24")));
            Node node = new Node(
                    new Interfaces(List.of(by)),
                    net.drops,
                    new SipHash(1, 2),
                    (index, headers, payload, unfinished) -> lengths.add((int) headers.byteSize() + payload.length()));
            IpAddress from = IpAddress.parse("192.0.2.1");
            IpAddress to = IpAddress.parse("192.0.2.2");
            for (int protocol : new int[] {17, 200}) {
                IpHeader header = IpHeader.of(from, to, new IpFields(0, 64, true, 0), protocol, 1000);
                MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
                header.write(packet);
                node.onPacket(0, packet, net.now);
            }
            assertThat(lengths).containsExactly(Math.min(mtu, 576), Math.min(mtu, 576));
            IcmpMessage echo = new IcmpMessage(false, 8, 0, 77, Payload.of(new byte[mtu]));
            IpHeader header = IpHeader.of(from, to, new IpFields(0, 64, true, 0), 1, mtu + 8);
            MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
            header.write(packet);
            echo.writeHeader(packet.asSlice(header.headerLength()), from, to);
            node.onPacket(0, packet, net.now);
            assertThat(lengths).hasSize(2);
        }
        assertThat(net.drops.snapshot()).containsEntry(DropReason.ANSWER_TOO_LARGE, 4L);
    }

    // RFC 1122 §3.2.2.1, RFC 4443 §3.1 and §3.4
    @Test
    void saysThatNobodyHereSpeaksUdp() throws MalformedPacket {
        for (String version : List.of("192.0.2.", "2001:db8::")) {
            IpAddress from = IpAddress.parse(version + 1);
            IpAddress to = IpAddress.parse(version + 2);
            IpHeader header = IpHeader.of(from, to, new IpFields(0, 64, true, 0), 17, 8);
            MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
            header.write(packet);
            net.server.onPacket(0, packet, net.now);
            MemorySegment answer = net.toClient.remove();
            IpHeader answered = IpHeader.parse(answer);
            IcmpMessage error = IcmpMessage.parse(answer.asSlice(answered.headerLength()), to, from);
            boolean ipv6 = from.length() == 16;
            assertThat(List.of(error.type(), error.code())).isEqualTo(ipv6 ? List.of(1, 4) : List.of(3, 3));
            assertThat(error.body().toByteArray()).isEqualTo(packet.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void keepsSoManyFourTuplesAtRestAndNoMore() throws OpenFailed, CallRefused {
        TwoNodes small = new TwoNodes(new Node.Limits(1, 500));
        for (int i = 0; i < 600; i++) {
            Backlog backlog = small.server.listen(TwoNodes.port(0), 1, small::block);
            Tcb caller = small.connect("192.0.2.2", backlog.local().localPort());
            small.close(caller, backlog.accept().orElseThrow());
            small.server.unlisten(backlog, small.now);
        }
        assertThat(small.client.connections()).isEqualTo(500);
        assertThat(small.server.connections()).isZero();
        small.pass(60_000 * TwoNodes.MS);
        assertThat(small.client.connections() + small.client.deadlines()).isZero();
    }
}
