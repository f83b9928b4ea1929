package org.ouzel.drill.run;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.wire.CannotBeRead;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Datagram;
import org.ouzel.drill.wire.Envelope;
import org.ouzel.drill.wire.Icmp;
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Packet;
import org.ouzel.drill.wire.Segment;

/**
 * Where the tunnels of a host end. What comes to it in other packets is taken out before the host sees it; what the host sends goes
 * out in what its conversation came in, with the ends turned about. For one thread.
 */
public final class Edge {
    private final Tunnels tunnels;
    private final TcpInUdp host;

    /** What is around the packets that the host sends. */
    private final Map<Conversation, Envelope> ways = new HashMap<>();

    /** The numbers of the last packets of tunnels that have them. */
    private final Map<Envelope, Integer> sent = new HashMap<>();

    private final Map<Envelope, Integer> received = new HashMap<>();

    /**
     * Nothing has come yet.
     *
     * @param tunnels those that the script mentions
     * @param host what the host itself has been told of TCP in UDP
     */
    public Edge(Tunnels tunnels, TcpInUdp host) {
        this.tunnels = tunnels;
        this.host = host;
    }

    /** Whom packets are between; echoes have their identifier in place of ports. */
    private record Conversation(int protocol, IpAddress local, IpAddress remote, Ports outbound) {}

    // ---- In

    /** A packet has come; returns the one for the host, empty if it is dropped on the way. */
    public Optional<MemorySegment> in(MemorySegment packet) {
        try {
            Envelope.Opened opened = Envelope.open(packet, ports -> isForTcp(ports.destination()));
            Optional<MemorySegment> plain = opened.decapsulated();
            if (plain.isEmpty() || !isInTurn(opened.envelope())) {
                return Optional.empty();
            }
            Packet inner = Packet.read(plain.get());
            boolean taken = note(opened.envelope(), inner);
            return taken ? Optional.of(relayed(opened.envelope(), inner, plain.get())) : Optional.empty();
        } catch (CannotBeRead | CannotBeSent broken) {
            return Optional.empty();
        }
    }

    private boolean isForTcp(int port) {
        OptionalInt chosen = host.localPort();
        return chosen.isPresent() ? chosen.getAsInt() == port : tunnels.isLocalPort(port);
    }

    // RFC 2890 §2.2: what is not newer than the packet before is out of order, and dropped.
    private boolean isInTurn(Envelope envelope) {
        OptionalInt sequence = envelope.sequence();
        if (sequence.isEmpty()) {
            return true;
        }
        Envelope tunnel = envelope.tunnel();
        Integer before = received.get(tunnel);
        if (before != null && sequence.getAsInt() - before <= 0) {
            return false;
        }
        received.put(tunnel, sequence.getAsInt());
        return true;
    }

    /** Takes note of the way back; returns whether the packet is taken. */
    private boolean note(Envelope envelope, Packet packet) {
        Optional<Conversation> conversation = inbound(packet);
        if (conversation.isEmpty()) {
            return true;
        }
        Envelope back = envelope.mirrored();
        Envelope known = ways.get(conversation.get());
        if (known == null || (packet.content() instanceof Segment segment && isRequest(segment))) {
            ways.put(conversation.get(), back);
            return true;
        }
        // FreeBSD: a connection takes segments only as it began, in UDP from the same port or in none.
        return known.udp().equals(back.udp());
    }

    /**
     * A message that has not come through a tunnel, about a packet that went into one, is from a router that has seen what was around
     * the packet: there is so much less room inside (RFC 2003 §5.1).
     */
    private MemorySegment relayed(Envelope envelope, Packet packet, MemorySegment plain) throws CannotBeSent {
        if (!envelope.isEmpty() || !(packet.content() instanceof Icmp icmp) || !icmp.isTooBig(packet.ip())) {
            return plain;
        }
        int around = icmp.quote()
                .map(quote -> between(
                        quote.protocol(), quote.ip().mirrored(), quote.ports().reversed()))
                .map(ways::get)
                .map(Envelope::length)
                .orElse(0);
        return around == 0 ? plain : new Packet(packet.ip(), icmp.withLess(packet.ip(), around)).write();
    }

    private static boolean isRequest(Segment segment) {
        return segment.has(FlagSet.SYN) && !segment.has(FlagSet.ACK);
    }

    private static Optional<Conversation> inbound(Packet packet) {
        Ip ip = packet.ip();
        return switch (packet.content()) {
            case Segment segment -> Optional.of(between(Segment.PROTOCOL, ip, segment.ports()));
            case Datagram datagram -> Optional.of(between(Datagram.PROTOCOL, ip, datagram.ports()));
            case Icmp icmp when icmp.isEcho() -> Optional.of(between(ip.icmp(), ip, echo(icmp)));
            case Icmp _, Packet.Other _ -> Optional.empty();
        };
    }

    private static Conversation between(int protocol, Ip inbound, Ports ports) {
        return new Conversation(protocol, inbound.destination(), inbound.source(), ports.reversed());
    }

    private static Ports echo(Icmp icmp) {
        return new Ports(icmp.identifier(), icmp.identifier());
    }

    // ---- Out

    /** The host sends a packet; returns it with what is around it. */
    public MemorySegment out(MemorySegment packet) {
        try {
            Packet plain = Packet.read(packet);
            Envelope way = way(plain);
            if (way.isEmpty()) {
                return packet;
            }
            int sequence = sent.merge(way, 0, (before, _) -> before + 1);
            return way.on(plain.ip(), sequence).around(packet);
        } catch (CannotBeRead | CannotBeSent broken) {
            return packet; // as it is, so that it is seen
        }
    }

    private Envelope way(Packet packet) {
        Optional<Conversation> conversation = outbound(packet);
        if (conversation.isEmpty()) {
            return tunnels.first(packet);
        }
        if (packet.content() instanceof Segment segment && isRequest(segment)) {
            ways.remove(conversation.get()); // a new connection, whatever had that name before
        }
        return ways.computeIfAbsent(conversation.get(), _ -> chosen(packet).orElseGet(() -> tunnels.first(packet)));
    }

    /** What the host has been told to put a connection into that it opens. */
    private Optional<Envelope> chosen(Packet packet) {
        OptionalInt local = host.localPort();
        OptionalInt remote = packet.content() instanceof Segment segment
                ? host.remotePort(packet.ip(), segment.ports())
                : OptionalInt.empty();
        return local.isPresent() && remote.isPresent()
                ? Optional.of(new Envelope(List.of(), Optional.of(new Ports(local.getAsInt(), remote.getAsInt()))))
                : Optional.empty();
    }

    private static Optional<Conversation> outbound(Packet packet) {
        Ip ip = packet.ip().mirrored();
        return switch (packet.content()) {
            case Segment segment ->
                Optional.of(between(Segment.PROTOCOL, ip, segment.ports().reversed()));
            case Datagram datagram ->
                Optional.of(between(Datagram.PROTOCOL, ip, datagram.ports().reversed()));
            case Icmp icmp when icmp.isEcho() -> Optional.of(between(ip.icmp(), ip, echo(icmp)));
            // An error goes the way that its cause came.
            case Icmp icmp -> icmp.quote().map(cause -> between(cause.protocol(), cause.ip(), cause.ports()));
            case Packet.Other _ -> Optional.empty();
        };
    }
}
