package org.ouzel.drill.run;

import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.ouzel.drill.script.Action;
import org.ouzel.drill.script.Direction;
import org.ouzel.drill.script.EcnMark;
import org.ouzel.drill.script.Event;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.IcmpNames;
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
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Packet;
import org.ouzel.drill.wire.Segment;

/** Holds packets of the host under test against what a script has written. */
final class Outbound {
    private static final Position NOWHERE = new Position(1, 1);

    private final Flows flows;
    private final Difference difference;
    private final boolean strictSegments;

    Outbound(Flows flows, Difference difference, boolean strictSegments) {
        this.flows = flows;
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
        if (!packet.outer().isEmpty() || packet.udp().isPresent()) {
            throw Stop.unsupported(line, "a packet in another one");
        }
        if (packet.payload() instanceof PacketPayload.Unsupported unsupported) {
            throw Stop.unsupported(line, unsupported.what());
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
        return segment(first)
                .flatMap(one -> segment(second).flatMap(one::joined))
                .flatMap(joined -> {
                    try {
                        Ip ip = Packet.read(first.bytes()).ip();
                        MemorySegment bytes = new Packet(ip, joined).write();
                        return Optional.of(new Target.Sent(first.at(), bytes));
                    } catch (CannotBeRead | CannotBeSent impossible) {
                        return Optional.empty();
                    }
                });
    }

    private static Optional<Segment> segment(Target.Sent sent) {
        try {
            return Packet.read(sent.bytes()).content() instanceof Segment segment
                    ? Optional.of(segment)
                    : Optional.empty();
        } catch (CannotBeRead broken) {
            return Optional.empty();
        }
    }

    // ---- Comparing

    /** Throws if the packet is not what is written. */
    void check(Event event, Wanted wanted, Target.Sent sent, Supplier<String> state) throws Stop {
        Optional<String> problem;
        try {
            problem = problem(wanted.packet(), Packet.read(sent.bytes()));
        } catch (CannotBeRead broken) {
            problem = Optional.of(broken.why());
        }
        if (problem.isPresent()) {
            throw Stop.failed(
                    event.position().line(), report(event, sent) + "\n  differs: " + problem.get() + state.get());
        }
    }

    private Optional<String> problem(PacketSpec written, Packet actual) {
        return switch (written.payload()) {
            case PacketPayload.Anything _ -> Optional.empty();
            case TcpSpec tcp ->
                actual.content() instanceof Segment segment
                        ? tcpProblem(tcp, segment).or(() -> ipProblem(written.ip(), actual.ip()))
                        : Optional.of("not a segment");
            case IcmpSpec icmp ->
                actual.content() instanceof Icmp message
                        ? icmpProblem(icmp, message, actual.ip().version())
                        : Optional.of("not an ICMP message");
            case PacketPayload.Udp _, PacketPayload.UdpLite _, PacketPayload.Unsupported _ ->
                Optional.of("not what is written");
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

    private static Optional<String> ipProblem(IpSpec written, Ip actual) {
        int ecn = actual.typeOfService() & 3;
        if (written.ecn().isPresent() && !allows(written.ecn().get(), ecn)) {
            return Optional.of(
                    "ECN bits " + ecn + " instead of " + written.ecn().get().written());
        }
        return number("tos", written.tos(), actual.typeOfService())
                .or(() -> number("dscp", written.dscp(), actual.typeOfService() >> 2))
                .or(() -> number("ttl", written.ttl(), actual.timeToLive()))
                .or(() -> number("flowlabel", written.flowLabel(), actual.flowLabel()));
    }

    private static boolean allows(EcnMark written, int bits) {
        return written == EcnMark.ECT0_OR_ECT1 ? bits == 1 || bits == 2 : Inbound.bits(written) == bits;
    }

    private static Optional<String> number(String what, OptionalInt written, int actual) {
        return written.isPresent() && written.getAsInt() != actual
                ? Optional.of(what + " " + actual + " instead of " + written.getAsInt())
                : Optional.empty();
    }

    private static Optional<String> icmpProblem(IcmpSpec written, Icmp actual, int version) {
        OptionalInt type = IcmpNames.type(version, written.type());
        OptionalInt code = written.code().isEmpty()
                ? OptionalInt.empty()
                : IcmpNames.code(version, written.type(), written.code().get());
        return number("type", type, actual.type()).or(() -> number("code", code, actual.code()));
    }

    // ---- Reports

    /** What is written and what was sent, one below the other. */
    String report(Event event, Target.Sent sent) {
        return "  written: " + event.source() + "\n  sent:    " + Times.of(sent.at()) + " " + notation(sent);
    }

    private String notation(Target.Sent sent) {
        try {
            Packet packet = Packet.read(sent.bytes());
            return switch (packet.content()) {
                case Segment segment -> {
                    Flow flow = flows.ofOutbound(segment).orElseGet(flows::current);
                    yield Notation.of(
                            PacketSpec.of(NOWHERE, Direction.OUTBOUND, IpSpec.UNSAID, flow.outbound(segment)));
                }
                case Datagram datagram -> "> udp (" + datagram.length() + ")";
                case Icmp icmp -> "> icmp type_" + icmp.type() + " code_" + icmp.code();
                case Packet.Other other -> "> protocol " + other.protocol() + " (" + other.length() + ")";
            };
        } catch (CannotBeRead broken) {
            return "> " + broken.why();
        }
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
