package org.ouzel.core.node;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.ouzel.core.ip.IcmpAnswers;
import org.ouzel.core.ip.IcmpMeaning;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.ip.PathMtus;
import org.ouzel.core.tcp.Ending.IcmpReport;
import org.ouzel.core.tcp.Ending.Severity;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.QuotedSegment;

/** What a node says by ICMP, and to which of its members an error matters that has come. */
final class Icmp {
    private final Interfaces interfaces;
    private final Members members;
    private final PathMtus pathMtus;
    private final Drops drops;
    private final PacketWriter writer;
    private final IcmpAnswers answers = new IcmpAnswers();

    Icmp(Interfaces interfaces, Members members, PathMtus pathMtus, Drops drops, PacketWriter writer) {
        this.interfaces = interfaces;
        this.members = members;
        this.pathMtus = pathMtus;
        this.drops = drops;
        this.writer = writer;
    }

    private int mtu(int interfaceIndex) {
        return interfaces.all().get(interfaceIndex).mtu();
    }

    /** A packet has come whose protocol nobody here speaks. */
    void onUnknownProtocol(int interfaceIndex, IpHeader header, MemorySegment packet, long now) {
        drops.count(DropReason.UNKNOWN_PROTOCOL);
        answers.unwanted(header, packet, mtu(interfaceIndex), now)
                .ifPresent(error -> writer.answer(interfaceIndex, header, error));
    }

    /** A packet has come with a header that is not accepted. */
    void onProblem(int interfaceIndex, Ipv6Header header, MemorySegment packet, long now) {
        drops.count(DropReason.BAD_IP_OPTION);
        answers.problem(header, packet, mtu(interfaceIndex), now)
                .ifPresent(error -> writer.answer(interfaceIndex, header, error));
    }

    /** A message has come; returns the member that it is news for. */
    Optional<Member> onMessage(int interfaceIndex, IpHeader header, MemorySegment body, long now)
            throws MalformedPacket {
        IcmpMessage message = IcmpMessage.parse(body, header.source(), header.destination());
        switch (IcmpMeaning.of(message)) {
            case ECHO_REQUEST -> writer.answer(interfaceIndex, header, IcmpAnswers.echo(message));
            case TOO_BIG, UNREACHABLE, SOFT_ERROR -> {
                return onError(header.source(), message, now);
            }
            case NONE -> drops.count(DropReason.ICMP_IGNORED);
        }
        return Optional.empty();
    }

    private Optional<Member> onError(IpAddress reporter, IcmpMessage message, long now) {
        Optional<QuotedSegment> quoted =
                QuotedSegment.parse(MemorySegment.ofArray(message.body().toByteArray()));
        Optional<Member> member = quoted.map(segment -> members.named(new FourTuple(
                        segment.source(), segment.sourcePort(), segment.destination(), segment.destinationPort())))
                .filter(Member.class::isInstance) // nothing is in flight in TIME-WAIT
                .map(Member.class::cast);
        IcmpMeaning meaning = IcmpMeaning.of(message);
        long extra = IcmpMeaning.extra(message);
        IcmpReport report = new IcmpReport(message.ipv6() ? 6 : 4, message.type(), message.code(), extra, reporter);
        if (member.isEmpty()
                || !member.get()
                        .tcb()
                        .onIcmp(report, severity(meaning), quoted.orElseThrow().seq())) {
            drops.count(DropReason.ICMP_NOT_OURS);
            return Optional.empty();
        }
        if (meaning == IcmpMeaning.TOO_BIG) {
            int told = (int) Math.min(extra, Integer.MAX_VALUE);
            member.get().tcb().onPathMtu(pathMtus.onTooBig(quoted.orElseThrow().destination(), told, now), now);
        }
        return member;
    }

    private static Severity severity(IcmpMeaning meaning) {
        return switch (meaning) {
            case UNREACHABLE -> Severity.HARD;
            case SOFT_ERROR -> Severity.SOFT;
            case TOO_BIG, ECHO_REQUEST, NONE -> Severity.NONE;
        };
    }
}
