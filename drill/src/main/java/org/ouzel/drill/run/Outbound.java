package org.ouzel.drill.run;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.ouzel.drill.script.Action;
import org.ouzel.drill.script.Direction;
import org.ouzel.drill.script.Event;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.IcmpSpec;
import org.ouzel.drill.script.IpSpec;
import org.ouzel.drill.script.Notation;
import org.ouzel.drill.script.PacketPayload;
import org.ouzel.drill.script.PacketSpec;
import org.ouzel.drill.script.Position;
import org.ouzel.drill.script.Script;
import org.ouzel.drill.script.SequenceRange;
import org.ouzel.drill.script.TcpSpec;
import org.ouzel.drill.wire.CannotBeRead;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Datagram;
import org.ouzel.drill.wire.Icmp;
import org.ouzel.drill.wire.Packet;
import org.ouzel.drill.wire.Segment;

/** Holds packets of the host under test against what a script has written. */
final class Outbound {
    private static final Position NOWHERE = new Position(1, 1);

    private final Tunnels tunnels;
    private final Flows flows;
    private final DatagramFlows datagrams;
    private final IcmpDifference messages;
    private final Difference difference;
    private final boolean strictSegments;

    Outbound(Tunnels tunnels, Flows flows, DatagramFlows datagrams, Difference difference, boolean strictSegments) {
        this.tunnels = tunnels;
        this.flows = flows;
        this.datagrams = datagrams;
        this.messages = new IcmpDifference(flows);
        this.difference = difference;
        this.strictSegments = strictSegments;
    }

    /** What a script waits for. */
    record Wanted(PacketSpec packet) {
        boolean isPureAcknowledgment() {
            return packet.payload() instanceof TcpSpec tcp
                    && tcp.flags().bits() == FlagSet.ACK
                    && tcp.sequence().map(SequenceRange::length).orElse(0) == 0;
        }

        int length() {
            return packet.payload() instanceof TcpSpec tcp
                    ? tcp.sequence().map(SequenceRange::length).orElse(0)
                    : 0;
        }
    }

    Wanted wanted(Event event) throws Stop {
        PacketSpec packet = ((Action.Packet) event.action()).packet();
        int line = event.position().line();
        switch (packet.payload()) {
            case PacketPayload.Unsupported unsupported -> throw Stop.unsupported(line, unsupported.what());
            case PacketPayload.UdpLite _ -> throw Stop.unsupported(line, "UDP-Lite");
            default -> {}
        }
        try {
            tunnels.around(packet);
        } catch (CannotBeSent reason) {
            throw Stop.unsupported(line, reason.why());
        }
        return new Wanted(packet);
    }

    // ---- Putting segments together

    boolean isPureAcknowledgment(Target.Sent sent) {
        return segment(sent).map(Segment::isPureAcknowledgment).orElse(false);
    }

    /** Whether a segment is shorter than what is written, and may be joined by the next. */
    boolean wantsMore(Wanted wanted, Target.Sent sent) {
        return !strictSegments
                && segment(sent)
                        .map(segment -> segment.length() > 0 && segment.length() < wanted.length())
                        .orElse(false);
    }

    /** Two segments as one; empty if they are not two of a row. */
    Optional<Target.Sent> joined(Target.Sent first, Target.Sent second) {
        try {
            Packet one = read(first);
            Packet next = read(second);
            if (!one.isAroundAs(next)
                    || !(one.content() instanceof Segment begun)
                    || !(next.content() instanceof Segment going)) {
                return Optional.empty();
            }
            Optional<Segment> whole = begun.joined(going);
            return whole.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Target.Sent(first.at(), new Packet(one.around(), one.ip(), whole.get()).write()));
        } catch (CannotBeRead | CannotBeSent impossible) {
            return Optional.empty();
        }
    }

    private Packet read(Target.Sent sent) throws CannotBeRead {
        return Packet.read(sent.bytes(), ports -> tunnels.isLocalPort(ports.source()));
    }

    private Optional<Segment> segment(Target.Sent sent) {
        try {
            return read(sent).content() instanceof Segment segment ? Optional.of(segment) : Optional.empty();
        } catch (CannotBeRead broken) {
            return Optional.empty();
        }
    }

    // ---- Comparing

    /** Throws if the packet is not what is written. */
    void check(Event event, Wanted wanted, Target.Sent sent, Supplier<String> state) throws Stop {
        Optional<String> problem;
        try {
            problem = problem(wanted.packet(), read(sent));
        } catch (CannotBeRead broken) {
            problem = Optional.of(broken.why());
        }
        if (problem.isPresent()) {
            throw Stop.failed(
                    event.position().line(), report(event, sent) + "\n  differs: " + problem.get() + state.get());
        }
    }

    private Optional<String> problem(PacketSpec written, Packet actual) {
        boolean open = written.payload() instanceof PacketPayload.Anything
                && written.outer().isEmpty();
        Optional<String> around =
                open ? Optional.empty() : Headers.problem(written.outer(), tunnels.udp(written), actual.around());
        return around.or(() -> contentProblem(written, actual)).or(() -> Headers.problem(written.ip(), actual.ip()));
    }

    private Optional<String> contentProblem(PacketSpec written, Packet actual) {
        return switch (written.payload()) {
            case PacketPayload.Anything _ -> Optional.empty();
            case TcpSpec tcp ->
                actual.content() instanceof Segment segment ? tcpProblem(tcp, segment) : Optional.of("not a segment");
            case IcmpSpec icmp ->
                actual.content() instanceof Icmp message
                        ? messages.problem(icmp, message, actual.ip().version())
                        : Optional.of("not an ICMP message");
            case PacketPayload.Udp udp ->
                actual.content() instanceof Datagram datagram
                        ? udpProblem(udp, datagram)
                        : Optional.of("not a datagram of UDP");
            case PacketPayload.UdpLite _, PacketPayload.Unsupported _ -> Optional.of("not what is written");
        };
    }

    private Optional<String> tcpProblem(TcpSpec written, Segment actual) {
        Flow flow = flows.ofOutbound(actual).orElseGet(flows::current);
        if (written.ports().isPresent() && !written.ports().get().equals(actual.ports())) {
            return Optional.of("ports " + actual.ports());
        }
        if (written.flags().has(FlagSet.SYN) && actual.has(FlagSet.SYN)) {
            flow.learn(written, actual);
        }
        flow.learnStamps(written, actual);
        return difference.between(written, flow.outbound(actual), flow.firstStamp());
    }

    private Optional<String> udpProblem(PacketPayload.Udp written, Datagram actual) {
        datagrams.onOutbound(actual.ports());
        if (written.ports().isPresent() && !written.ports().get().equals(actual.ports())) {
            return Optional.of("ports " + actual.ports());
        }
        return Headers.number("length:", OptionalInt.of(written.length()), actual.length());
    }

    // ---- Reports

    /** What is written and what was sent, one below the other. */
    String report(Event event, Target.Sent sent) {
        return "  written: " + event.source() + "\n  sent:    " + Times.of(sent.at()) + " " + notation(sent);
    }

    private String notation(Target.Sent sent) {
        try {
            Packet packet = read(sent);
            Optional<PacketPayload> payload = payload(packet);
            return payload.isEmpty()
                    ? "> " + packet.content()
                    : Notation.of(new PacketSpec(
                            NOWHERE,
                            Direction.OUTBOUND,
                            Headers.written(packet.around()),
                            IpSpec.UNSAID,
                            payload.get(),
                            packet.around().udp()));
        } catch (CannotBeRead broken) {
            return "> " + broken.why();
        }
    }

    private Optional<PacketPayload> payload(Packet packet) {
        return switch (packet.content()) {
            case Segment segment ->
                Optional.of(flows.ofOutbound(segment).orElseGet(flows::current).outbound(segment));
            case Datagram datagram ->
                Optional.of(new PacketPayload.Udp(Optional.of(datagram.ports()), datagram.length()));
            case Icmp icmp -> Optional.of(messages.written(icmp, packet.ip()));
            case Packet.Other _ -> Optional.empty();
        };
    }

    /** Throws if something was sent that nobody waited for. */
    void requireNothing(Script script, Collection<Target.Sent> left, boolean everyAck) throws Stop {
        for (Target.Sent sent : left) {
            if (everyAck || !isPureAcknowledgment(sent)) {
                int line = script.events().getLast().position().line();
                throw Stop.failed(line, "sent, and written nowhere: " + Times.of(sent.at()) + " " + notation(sent));
            }
        }
    }
}
