package org.ouzel.core.node;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.EcnPolicy;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.KeyedNumbers;
import org.ouzel.core.tcp.PagePool;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.TcpSegment;

/** Two nodes on one wire, in virtual time, over both versions of IP. */
final class TwoNodes {
    static final long MS = 1_000_000;
    private static final Node.Limits USUAL_LIMITS = new Node.Limits(Node.MAX_CONNECTIONS, Node.MAX_TIME_WAITS);
    private static final TcpSettings SETTINGS = new TcpSettings(
            TcpSettings.Buffer.of(50_000),
            TcpSettings.Buffer.of(50_000),
            new TcpSettings.UserTimeout(10_000 * MS, false),
            TcpSettings.Header.USUAL,
            TcpSettings.Output.UNBOUNDED,
            new TcpSettings.Times(0, 20 * MS, 60_000 * MS),
            EcnPolicy.ACCEPT,
            TcpTuning.DEFAULT);

    final Deque<MemorySegment> toServer = new ArrayDeque<>();
    final Deque<MemorySegment> toClient = new ArrayDeque<>();
    final Drops drops = new Drops();
    final Node client;
    final Node server;
    private final Environment environment = environment();
    long now;

    TwoNodes() {
        this(Territory.WHOLE, Territory.WHOLE);
    }

    /** Two that may each be one of several. */
    TwoNodes(Territory client, Territory server) {
        this(USUAL_LIMITS, client, server);
    }

    /** Two that each have room for so many. */
    TwoNodes(Node.Limits limits) {
        this(limits, Territory.WHOLE, Territory.WHOLE);
    }

    TwoNodes(Node.Limits limits, Territory ofClient, Territory ofServer) {
        client = node(new Node.Share(limits, ofClient), "192.0.2.1/24", "2001:db8::1/64", toServer);
        server = node(new Node.Share(limits, ofServer), "192.0.2.2/24", "2001:db8::2/64", toClient);
    }

    private Node node(Node.Share share, String v4, String v6, Deque<MemorySegment> wire) {
        Interface by = new Interface("wire", 1500, List.of(IpPrefix.parse(v4), IpPrefix.parse(v6)));
        return new Node(
                share, new Interfaces(List.of(by)), drops, new SipHash(1, 2), (index, headers, payload, unfinished) -> {
                    MemorySegment packet = MemorySegment.ofArray(new byte[(int) headers.byteSize() + payload.length()]);
                    packet.copyFrom(headers);
                    payload.copyTo(packet, headers.byteSize());
                    wire.add(packet);
                });
    }

    /** All share what connections of a node share. */
    private Environment environment() {
        PagePool pages = new PagePool() {
            @Override
            public Optional<MemorySegment> take() {
                return Optional.of(MemorySegment.ofArray(new byte[PAGE_BYTES]));
            }

            @Override
            public long freeBytes() {
                return Long.MAX_VALUE;
            }

            @Override
            public void give(MemorySegment page) {}
        };
        KeyedNumbers numbers = new KeyedNumbers(new SipHash(3, 4), new SipHash(5, 6));
        return new Environment(TcpParameters.DEFAULT, pages, numbers, drops);
    }

    Tcb block() {
        return new Tcb(environment, SETTINGS, NewReno::new);
    }

    /** A packet with a segment in it that no node has sent. */
    static MemorySegment packet(IpAddress from, IpAddress to, TcpSegment segment) {
        int length = segment.headerLength() + segment.payload().length();
        IpHeader header = IpHeader.of(from, to, new IpFields(0, 64, true, 0), TcpSegment.PROTOCOL, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
        header.write(packet);
        segment.writeHeader(packet.asSlice(header.headerLength()), from, to);
        segment.payload().copyTo(packet, header.headerLength() + (long) segment.headerLength());
        return packet;
    }

    /** Carries packets until none is under way. */
    void settle() {
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

    void pass(long durationNs) {
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

    static FourTuple port(int port) {
        return FourTuple.local(IpAddress.parse("::"), port);
    }

    Tcb listen(int port) throws OpenFailed, CallRefused {
        Tcb tcb = block();
        server.passiveOpen(tcb, port(port), Long.MAX_VALUE, now);
        return tcb;
    }

    Tcb connect(String address, int port) throws OpenFailed, CallRefused {
        Tcb tcb = block();
        client.activeOpen(tcb, FourTuple.to(IpAddress.parse(address), port), now);
        settle();
        return tcb;
    }

    void close(Tcb first, Tcb second) {
        first.close(now);
        client.settle(first, now);
        settle();
        second.close(now);
        server.settle(second, now);
        settle();
    }
}
