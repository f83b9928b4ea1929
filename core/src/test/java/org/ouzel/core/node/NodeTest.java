package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.KeyedNumbers;
import org.ouzel.core.tcp.PagePool;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;

/** Two nodes on one wire, in virtual time, over both versions of IP. */
class NodeTest {
    private static final long MS = 1_000_000;
    private static final TcpSettings SETTINGS =
            new TcpSettings(50_000, 50_000, 10_000 * MS, false, 0, 64, true, true, 0, 20 * MS, 60_000 * MS);

    private final Deque<MemorySegment> toServer = new ArrayDeque<>();
    private final Deque<MemorySegment> toClient = new ArrayDeque<>();
    private final Drops drops = new Drops();
    private final Node client = node("192.0.2.1/24", "2001:db8::1/64", toServer);
    private final Node server = node("192.0.2.2/24", "2001:db8::2/64", toClient);
    private long now;

    private Node node(String v4, String v6, Deque<MemorySegment> wire) {
        Interface by = new Interface("wire", 1500, List.of(IpPrefix.parse(v4), IpPrefix.parse(v6)));
        return new Node(new Interfaces(List.of(by)), drops, new SipHash(1, 2), (index, headers, payload) -> {
            MemorySegment packet = MemorySegment.ofArray(new byte[(int) headers.byteSize() + payload.length()]);
            packet.copyFrom(headers);
            payload.copyTo(packet, headers.byteSize());
            wire.add(packet);
        });
    }

    private Tcb block() {
        PagePool pages = new PagePool() {
            @Override
            public Optional<MemorySegment> take() {
                return Optional.of(MemorySegment.ofArray(new byte[PAGE_BYTES]));
            }

            @Override
            public void give(MemorySegment page) {}
        };
        KeyedNumbers numbers = new KeyedNumbers(new SipHash(3, 4), new SipHash(5, 6));
        return new Tcb(new Environment(TcpParameters.DEFAULT, pages, numbers, drops), SETTINGS, NewReno::new);
    }

    /** Carries packets until none is under way. */
    private void settle() {
        while (!toServer.isEmpty() || !toClient.isEmpty()) {
            now += MS;
            if (!toServer.isEmpty()) {
                server.onPacket(0, toServer.remove(), now);
            }
            if (!toClient.isEmpty()) {
                client.onPacket(0, toClient.remove(), now);
            }
        }
    }

    private void pass(long durationNs) {
        long end = now + durationNs;
        settle();
        for (long at = Math.min(client.nextDeadline(), server.nextDeadline());
                at <= end;
                at = Math.min(client.nextDeadline(), server.nextDeadline())) {
            now = Math.max(now, at);
            client.onTimer(now);
            server.onTimer(now);
            settle();
        }
        now = end;
    }

    private static FourTuple port(int port) {
        return FourTuple.local(IpAddress.parse("::"), port);
    }

    private Tcb listen(int port) throws OpenFailed, CallRefused {
        Tcb tcb = block();
        server.passiveOpen(tcb, port(port), Long.MAX_VALUE, now);
        return tcb;
    }

    private Tcb connect(String address, int port) throws OpenFailed, CallRefused {
        Tcb tcb = block();
        client.activeOpen(tcb, Optional.empty(), 0, IpAddress.parse(address), port, now);
        settle();
        return tcb;
    }

    private void close(Tcb first, Tcb second) {
        first.close(now);
        client.settle(first, now);
        settle();
        second.close(now);
        server.settle(second, now);
        settle();
    }

    @Test
    void carriesDataOverBothVersionsOfIpAndForgetsAllAfterTwiceTheLifetime() throws OpenFailed, CallRefused {
        for (String address : List.of("192.0.2.2", "2001:db8::2")) {
            Tcb taker = listen(7);
            Tcb caller = connect(address, 7);
            assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
            byte[] said = "quack".getBytes(StandardCharsets.US_ASCII);
            caller.write(MemorySegment.ofArray(said), true, false, now);
            client.settle(caller, now);
            settle();
            byte[] heard = new byte[5];
            assertThat(taker.read(MemorySegment.ofArray(heard), now).count()).isEqualTo(5);
            assertThat(heard).isEqualTo(said);
            close(caller, taker);
            assertThat(caller.state()).isEqualTo(State.TIME_WAIT);
        }
        pass(60_000 * MS);
        assertThat(client.connections() + server.connections()).isZero();
        assertThat(client.deadlines() + server.deadlines()).isZero();
    }

    @Test
    void givesEachOfSeveralPassiveOpensOnOnePortOneConnection() throws OpenFailed, CallRefused {
        List<Tcb> takers = List.of(listen(7), listen(7));
        assertThat(connect("192.0.2.2", 7).state()).isEqualTo(State.ESTABLISHED);
        assertThat(connect("192.0.2.2", 7).state()).isEqualTo(State.ESTABLISHED);
        assertThat(takers).allMatch(tcb -> tcb.state() == State.ESTABLISHED);
        assertThat(connect("192.0.2.2", 7).ending()).contains(new Ending.Refused());
    }

    @Test
    void opensABlockAgainWhileItsLastFourTupleRests() throws OpenFailed, CallRefused {
        Tcb first = listen(7);
        Tcb caller = connect("192.0.2.2", 7);
        close(caller, first);
        listen(7);
        client.activeOpen(caller, Optional.empty(), 0, IpAddress.parse("192.0.2.2"), 7, now);
        settle();
        assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
        assertThat(client.connections()).isEqualTo(2);
    }

    @Test
    void letsANewRequestTakeOverAFourTupleThatRestsOnTheOtherSide() throws OpenFailed, CallRefused {
        Tcb taker = listen(7);
        Tcb caller = block();
        IpAddress there = IpAddress.parse("192.0.2.2");
        client.activeOpen(caller, Optional.empty(), 5000, there, 7, now);
        settle();
        taker.close(now);
        server.settle(taker, now);
        settle();
        caller.close(now);
        client.settle(caller, now);
        settle();
        assertThat(taker.state()).isEqualTo(State.TIME_WAIT);
        Tcb next = listen(7);
        pass(10 * MS);
        client.activeOpen(caller, Optional.empty(), 5000, there, 7, now);
        settle();
        assertThat(next.state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void saysWhyAnOpenCannotBegin() throws OpenFailed, CallRefused {
        listen(7);
        IpAddress there = IpAddress.parse("192.0.2.2");
        client.activeOpen(block(), Optional.empty(), 5000, there, 7, now);
        assertThatThrownBy(() -> client.activeOpen(block(), Optional.empty(), 5000, there, 7, now))
                .hasMessage("ADDRESS_IN_USE");
        assertThatThrownBy(() -> connect("198.51.100.1", 7)).hasMessage("NO_ROUTE");
        assertThatThrownBy(() -> connect("192.0.2.2", 0)).hasMessage("REMOTE_UNSPECIFIED");
        Optional<IpAddress> foreign = Optional.of(IpAddress.parse("198.51.100.9"));
        assertThatThrownBy(() -> client.activeOpen(block(), foreign, 0, there, 7, now))
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
            server.onPacket(0, packet, now);
            MemorySegment answer = toClient.remove();
            IpHeader answered = IpHeader.parse(answer);
            IcmpMessage reply = IcmpMessage.parse(answer.asSlice(answered.headerLength()), to, from);
            assertThat(reply.type()).isEqualTo(ipv6 ? 129 : 0);
            assertThat(reply.rest()).isEqualTo(77);
            assertThat(reply.body().toByteArray()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void countsWhatItDrops() {
        server.onPacket(0, MemorySegment.ofArray(new byte[0]), now);
        server.onPacket(0, MemorySegment.ofArray(new byte[19]), now);
        assertThat(drops.snapshot())
                .containsEntry(DropReason.TRUNCATED, 1L)
                .containsEntry(DropReason.BAD_IP_VERSION, 1L);
    }

    @Test
    void letsABacklogHoldSoManyConnectionsAndNoMore() throws OpenFailed, CallRefused {
        Backlog backlog = server.listen(port(7), 2, this::block);
        Tcb first = connect("192.0.2.2", 7);
        Tcb second = connect("2001:db8::2", 7);
        Tcb third = connect("192.0.2.2", 7);
        assertThat(List.of(first.state(), second.state())).containsOnly(State.ESTABLISHED);
        assertThat(third.state()).isEqualTo(State.SYN_SENT);
        assertThat(drops.snapshot()).containsEntry(DropReason.BACKLOG_FULL, 1L);
        assertThat(backlog.accept().orElseThrow().tuple().orElseThrow().remotePort())
                .isEqualTo(first.tuple().orElseThrow().localPort());
        // The request that was dropped comes again, as the caller's timer wants it.
        pass(2000 * MS);
        assertThat(third.state()).isEqualTo(State.ESTABLISHED);
        assertThat(backlog.acceptable()).isEqualTo(2);
    }

    @Test
    void resetsWhatWasNotAcceptedWhenABacklogEnds() throws OpenFailed, CallRefused {
        Backlog backlog = server.listen(port(7), 2, this::block);
        Tcb caller = connect("192.0.2.2", 7);
        server.unlisten(backlog, now);
        settle();
        assertThat(caller.ending()).contains(new Ending.RemoteAbort());
        assertThat(connect("192.0.2.2", 7).ending()).contains(new Ending.Refused());
        assertThat(server.connections()).isZero();
    }

    @Test
    void keepsThePortOfABacklogForIt() throws OpenFailed, CallRefused {
        Backlog backlog = server.listen(port(0), 1, this::block);
        int port = backlog.local().localPort();
        assertThat(port).isBetween(49_152, 65_535);
        assertThatThrownBy(() -> server.listen(port(port), 1, this::block)).hasMessage("ADDRESS_IN_USE");
        assertThatThrownBy(() -> listen(port)).hasMessage("ADDRESS_IN_USE");
        server.unlisten(backlog, now);
        assertThat(listen(port).state()).isEqualTo(State.LISTEN);
        assertThatThrownBy(() -> server.listen(port(port), 1, this::block)).hasMessage("ADDRESS_IN_USE");
    }

    @Test
    void picksAFreePortForAPassiveOpen() throws OpenFailed, CallRefused {
        Tcb taker = block();
        FourTuple on = server.passiveOpen(taker, port(0), Long.MAX_VALUE, now);
        assertThat(connect("192.0.2.2", on.localPort()).state()).isEqualTo(State.ESTABLISHED);
        assertThat(taker.state()).isEqualTo(State.ESTABLISHED);
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
            server.onPacket(0, packet, now);
            MemorySegment answer = toClient.remove();
            IpHeader answered = IpHeader.parse(answer);
            IcmpMessage error = IcmpMessage.parse(answer.asSlice(answered.headerLength()), to, from);
            boolean ipv6 = from.length() == 16;
            assertThat(List.of(error.type(), error.code())).isEqualTo(ipv6 ? List.of(1, 4) : List.of(3, 3));
            assertThat(error.body().toByteArray()).isEqualTo(packet.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void keepsSoManyFourTuplesAtRestAndNoMore() throws OpenFailed, CallRefused {
        for (int i = 0; i < Node.MAX_TIME_WAITS + 100; i++) {
            Backlog backlog = server.listen(port(0), 1, this::block);
            Tcb caller = connect("192.0.2.2", backlog.local().localPort());
            close(caller, backlog.accept().orElseThrow());
            server.unlisten(backlog, now);
        }
        assertThat(client.connections()).isEqualTo(Node.MAX_TIME_WAITS);
        assertThat(server.connections()).isZero();
        pass(60_000 * MS);
        assertThat(client.connections() + client.deadlines()).isZero();
    }
}
