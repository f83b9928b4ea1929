package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.ip.Interfaces.Route;
import org.ouzel.core.ip.PathMtus;
import org.ouzel.core.node.PacketOutput;
import org.ouzel.core.node.Unfinished;
import org.ouzel.core.tcp.Ending.IcmpReport;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;

/**
 * The UDP of a machine (RFC 768, RFC 1122 §4.1): which socket has which port, and the way of datagrams between the sockets and IP.
 * What nobody here has asked for is the node's, which answers it.
 */
public final class Udp {
    /** Linux's own, so that scripts find the port where they expect it. */
    private static final int FIRST_EPHEMERAL = 32_768;

    private static final int LAST_EPHEMERAL = 60_999;
    private static final int MOST_BYTES = 0xffff;

    private final Interfaces interfaces;
    private final PacketOutput output;
    private final PathMtus pathMtus = new PathMtus();
    private final Map<UdpSocket, Bindings.Bound> bound = new LinkedHashMap<>();

    /**
     * No socket has a port.
     *
     * @param interfaces where the machine is
     * @param output where its packets go
     */
    public Udp(Interfaces interfaces, PacketOutput output) {
        this.interfaces = interfaces;
        this.output = output;
    }

    // ---- Ports

    /** Gives a port to a socket; 0 picks a free one. */
    Bindings.Bound claim(UdpSocket socket, IpAddress address, int port) throws Failure {
        if (!address.isUnspecified() && !interfaces.isOurs(address)) {
            throw Failure.of(Errno.EADDRNOTAVAIL);
        }
        Bindings.Bound claimed = new Bindings.Bound(address, port == 0 ? free() : port);
        if (port != 0 && conflicts(socket, claimed)) {
            throw Failure.of(Errno.EADDRINUSE);
        }
        bound.put(socket, claimed);
        return claimed;
    }

    private int free() throws Failure {
        for (int port = FIRST_EPHEMERAL; port <= LAST_EPHEMERAL; port++) {
            int candidate = port;
            if (bound.values().stream().noneMatch(other -> other.port() == candidate)) {
                return port;
            }
        }
        throw Failure.of(Errno.EADDRINUSE);
    }

    /** Linux: two share a port if both have SO_REUSEADDR, or if their addresses differ. */
    private boolean conflicts(UdpSocket socket, Bindings.Bound claimed) {
        return bound.entrySet().stream()
                .filter(other -> other.getValue().overlaps(claimed))
                .anyMatch(other ->
                        !(socket.options().reuseAddress && other.getKey().options().reuseAddress));
    }

    void release(UdpSocket socket) {
        bound.remove(socket);
    }

    // ---- Packets that come

    /**
     * A packet has come.
     *
     * @param packet the packet; lent for the call
     * @return whether it was for a socket of UDP; what was not is for the node
     */
    public boolean onPacket(MemorySegment packet, long now) {
        try {
            IpHeader header = IpHeader.parse(packet);
            if (interfaces.objection(header).isPresent()) {
                return false;
            }
            MemorySegment body = packet.asSlice(header.headerLength(), header.totalLength() - header.headerLength());
            return switch (header.protocol()) {
                case UdpDatagram.PROTOCOL -> onDatagram(header, body);
                case IcmpMessage.PROTOCOL_V4, IcmpMessage.PROTOCOL_V6 ->
                    onMessage(header, IcmpMessage.parse(body, header.source(), header.destination()), now);
                default -> false;
            };
        } catch (MalformedPacket malformed) {
            return false; // the node counts it
        }
    }

    private boolean onDatagram(IpHeader header, MemorySegment body) {
        Optional<UdpDatagram> datagram = UdpDatagram.parse(body, header.source(), header.destination());
        if (datagram.isEmpty()) {
            return true; // silently discarded
        }
        Flow flow = new Flow(
                header.destination(),
                datagram.get().destinationPort(),
                header.source(),
                datagram.get().sourcePort());
        Optional<UdpSocket> taker = taker(flow);
        taker.ifPresent(socket -> socket.onDatagram(
                flow.remote(), flow.remotePort(), datagram.get().data()));
        return taker.isPresent();
    }

    /** Whom a datagram is between. */
    private record Flow(IpAddress local, int localPort, IpAddress remote, int remotePort) {}

    /** The socket that a datagram is for: one that is connected to its sender goes before one that is not. */
    private Optional<UdpSocket> taker(Flow flow) {
        Optional<UdpSocket> best = Optional.empty();
        int most = 0;
        for (Map.Entry<UdpSocket, Bindings.Bound> entry : bound.entrySet()) {
            int score = score(entry.getKey(), entry.getValue(), flow);
            if (score >= most && score > 0) {
                most = score;
                best = Optional.of(entry.getKey());
            }
        }
        return best;
    }

    /** How well a socket fits; 0 if it does not. */
    private static int score(UdpSocket socket, Bindings.Bound at, Flow flow) {
        boolean here = at.port() == flow.localPort() && socket.takes(at.address(), flow.local());
        if (!here || !socket.isOpenTo(flow.remote(), flow.remotePort())) {
            return 0;
        }
        return 1 + (at.address().isUnspecified() ? 0 : 1) + (socket.isConnected() ? 2 : 0);
    }

    // RFC 1122 §4.1.3.3: "UDP MUST pass to the application layer all ICMP error messages that it receives from the IP
    // layer."
    private boolean onMessage(IpHeader header, IcmpMessage message, long now) throws MalformedPacket {
        if (!IcmpErrors.isError(message.ipv6(), message.type())) {
            return false;
        }
        Optional<Quoted> quoted = quoted(MemorySegment.ofArray(message.body().toByteArray()));
        Optional<UdpSocket> whose = quoted.map(Quoted::flow).flatMap(this::taker);
        if (quoted.isEmpty() || whose.isEmpty()) {
            return false;
        }
        long extra = message.ipv6() ? Integer.toUnsignedLong(message.rest()) : message.rest() & 0xffff;
        IcmpReport report =
                new IcmpReport(message.ipv6() ? 6 : 4, message.type(), message.code(), extra, header.source());
        if (IcmpErrors.isTooBig(report)) {
            pathMtus.onTooBig(quoted.get().flow().remote(), (int) Math.min(extra, Integer.MAX_VALUE), now);
        }
        whose.get().onIcmp(report, quoted.get().flow().remote(), quoted.get().datagram());
        return true;
    }

    /** A datagram that a message quotes, and whom it is between. */
    private record Quoted(Flow flow, UdpDatagram datagram) {}

    /** The datagram that a message quotes; empty if it is none, or too little of it is there. */
    private static Optional<Quoted> quoted(MemorySegment quote) {
        return QuotedIp.parse(quote)
                .filter(ip -> ip.protocol() == UdpDatagram.PROTOCOL)
                .flatMap(ip -> UdpDatagram.quoted(ip.content())
                        .map(datagram -> new Quoted(
                                new Flow(
                                        ip.source(),
                                        datagram.sourcePort(),
                                        ip.destination(),
                                        datagram.destinationPort()),
                                datagram)));
    }

    // ---- Datagrams that go

    /** The address of ours that datagrams to another have. */
    Optional<IpAddress> source(IpAddress remote) {
        return interfaces.route(remote, Optional.empty()).map(Route::source);
    }

    boolean isOurs(IpAddress address) {
        return interfaces.isOurs(address);
    }

    boolean isBroadcast(IpAddress address) {
        return interfaces.isBroadcast(address);
    }

    /** The largest packet on the way to an address. */
    int mtu(IpAddress remote, long now) throws Failure {
        Route route = interfaces.route(remote, Optional.empty()).orElseThrow(() -> Failure.of(Errno.ENETUNREACH));
        return pathMtus.mtu(remote, route.by().mtu(), now);
    }

    /** Whether a datagram is not larger than a packet, nor than what the way carries if it must not be cut. */
    boolean fits(IpAddress remote, UdpOptions options, UdpDatagram datagram, long now) throws Failure {
        int header = remote instanceof Ipv4Address ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
        long body = UdpDatagram.HEADER + datagram.data().byteSize();
        long most = remote instanceof Ipv4Address ? MOST_BYTES - header : MOST_BYTES;
        boolean fitsPath = header + body <= mtu(remote, now);
        if (body > most || (!fitsPath && options.refusesLarge(remote))) {
            return false;
        }
        if (!fitsPath) {
            throw Failure.unsupported("a datagram that has to be fragmented");
        }
        return true;
    }

    /** Sends a datagram that fits. */
    void send(IpAddress source, IpAddress remote, UdpOptions options, UdpDatagram datagram) throws Failure {
        Route route = interfaces.route(remote, Optional.of(source)).orElseThrow(() -> Failure.of(Errno.ENETUNREACH));
        int length = UdpDatagram.HEADER + (int) datagram.data().byteSize();
        IpHeader ip = IpHeader.of(source, remote, options.fields(remote), UdpDatagram.PROTOCOL, length);
        MemorySegment headers = MemorySegment.ofArray(new byte[ip.headerLength() + UdpDatagram.HEADER]);
        ip.write(headers);
        headers.asSlice(ip.headerLength()).copyFrom(datagram.header(source, remote));
        output.packet(route.interfaceIndex(), headers, Payload.of(datagram.data()), Unfinished.NOTHING);
    }
}
