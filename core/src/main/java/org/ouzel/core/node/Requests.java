package org.ouzel.core.node;

import java.util.Optional;
import org.ouzel.core.node.Ports.Listening;
import org.ouzel.core.node.Ports.Opened;
import org.ouzel.core.node.Ports.Waiter;
import org.ouzel.core.node.Ways.Way;
import org.ouzel.core.tcp.FastOpenAnswer;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Request;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/** Requests for connections that somebody waits for. */
final class Requests {
    private final Ways ways;
    private final Ports ports;
    private final FastOpens fastOpens;
    private final Settling settling;
    private final Drops drops;

    Requests(Ways ways, Ports ports, FastOpens fastOpens, Settling settling, Drops drops) {
        this.ways = ways;
        this.ports = ports;
        this.fastOpens = fastOpens;
        this.settling = settling;
        this.drops = drops;
    }

    /** A request has come that somebody waits for. What rests under its name ends if it is taken. */
    void onRequest(Waiter taker, FourTuple tuple, TcpSegment segment, EcnCodepoint ecn, long now) {
        Optional<Way> way = ways.back(tuple);
        Optional<Member> member = way.isPresent() ? member(taker, now) : Optional.empty();
        if (member.isEmpty()) {
            drops.count(DropReason.BACKLOG_FULL);
            return;
        }
        take(member.get(), way.get(), segment, ecn, now);
    }

    private void take(Member member, Way way, TcpSegment segment, EcnCodepoint ecn, long now) {
        FastOpenAnswer fastOpen = fastOpens.answer(member, way.tuple(), segment, now);
        member.tcb().onRequest(way.tuple(), way.linkMtu(), new Request(segment, ecn, fastOpen), now);
        FastOpens.count(member);
        ways.join(member, way, now);
        settling.settle(member, now);
    }

    /** The member that takes a connection; empty if there is no room for another. */
    private Optional<Member> member(Waiter taker, long now) {
        return switch (taker) {
            case Opened open -> {
                ports.takes(open);
                yield Optional.of(open.member());
            }
            case Listening listening when listening.backlog().isFull() -> Optional.empty();
            case Listening listening -> {
                listening.backlog().inTheWay().ifPresent(oldest -> evict(oldest, now));
                Member member = new Member(listening.backlog().begin());
                member.handshakeFor(listening.backlog());
                yield Optional.of(member);
            }
        };
    }

    /** Nobody is told: a reset to a sender that was forged would be one more packet for whoever has that address. */
    private void evict(Tcb halfOpen, long now) {
        drops.count(DropReason.HANDSHAKE_EVICTED);
        halfOpen.drop();
        settling.settle(halfOpen, now);
    }
}
