package org.ouzel.core.node;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.ip.PathMtus;
import org.ouzel.core.node.Ports.Waiter;
import org.ouzel.core.node.TimeWaits.Resting;
import org.ouzel.core.node.Ways.Way;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FastOpenKeys;
import org.ouzel.core.tcp.FastOpenTuning;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Resets;
import org.ouzel.core.tcp.SegmentOutput;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TimeWait;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpHeaders;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.SegmentReader;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * One machine on its networks: packets and times go in, packets and the blocks that have something to tell come out.
 *
 * <p>After a user's call on a {@link Tcb}, {@link #settle} sends what it has to send.
 */
public final class Node {
    /** The most connections at a time, TIME-WAIT apart. */
    public static final int MAX_CONNECTIONS = 1 << 21;

    /** The most connections in TIME-WAIT at a time: beyond, the one that would end first makes room. */
    public static final int MAX_TIME_WAITS = 1 << 17;

    /** What has come last; both are lent to whom it is for, who does not keep them. */
    private final IpHeaders headers = new IpHeaders();

    private final SegmentReader arrivals = new SegmentReader();

    private final Share share;
    private final Interfaces interfaces;
    private final PathMtus pathMtus = new PathMtus();
    private final Drops drops;
    private final Ports ports;
    private final PacketWriter writer;
    private final SegmentOutput segments;
    private final Icmp icmp;

    private final Members members;
    private final Ways ways;
    private final Transitions transitions;
    private final FastOpens fastOpens;
    private final Settling settling;
    private final Requests requests;

    /**
     * How many there may be.
     *
     * @param connections the most connections at a time, TIME-WAIT apart
     * @param timeWaits the most in TIME-WAIT
     */
    record Limits(int connections, int timeWaits) {}

    /**
     * What is the node's of all connections to its addresses.
     *
     * @param limits how many may be
     * @param territory which are
     */
    record Share(Limits limits, Territory territory) {}

    /** What has got segments that may be answered together with others of the same batch. */
    private @Nullable Member waiting;

    /**
     * A node that has its addresses for itself.
     *
     * @param drops counts what is dropped; the same as in the environment of its connections
     * @param key the secret that ephemeral ports, identifications and cookies are made by
     * @param output where packets go
     */
    public Node(Interfaces interfaces, Drops drops, SipHash key, PacketOutput output) {
        this(interfaces, drops, key, output, Territory.WHOLE);
    }

    /**
     * A node that shares its addresses with others.
     *
     * @param drops counts what is dropped; the same as in the environment of its connections
     * @param key the secret that ephemeral ports, identifications and cookies are made by
     * @param output where packets go
     * @param territory which connections are this node's
     */
    public Node(Interfaces interfaces, Drops drops, SipHash key, PacketOutput output, Territory territory) {
        this(new Share(new Limits(MAX_CONNECTIONS, MAX_TIME_WAITS), territory), interfaces, drops, key, output);
    }

    /** A node that has room for so many. */
    Node(Share share, Interfaces interfaces, Drops drops, SipHash key, PacketOutput output) {
        this.share = share;
        this.interfaces = interfaces;
        this.drops = drops;
        this.ports = new Ports(key.derive(1), key.derive(2), share.territory());
        this.members = new Members(key.derive(5), share.territory());
        this.ways = new Ways(share, interfaces, pathMtus, ports, members);
        this.transitions = new Transitions(members, ports);
        this.writer =
                new PacketWriter(interfaces, drops, new Identifications(key.derive(3), share.territory()), output);
        this.segments = writer::segment;
        this.fastOpens = new FastOpens(FastOpenKeys.of(key.derive(4)));
        this.settling = new Settling(
                members, transitions, fastOpens, segments, share.limits().timeWaits());
        this.requests = new Requests(ways, ports, fastOpens, settling, drops);
        this.icmp = new Icmp(interfaces, members, pathMtus, drops, writer);
    }

    // ---- The user's opens

    /**
     * Opens a connection and sends its SYN.
     *
     * @param to the remote socket, and the local one: with an unspecified address for the route's own, and port 0 for an ephemeral one
     * @throws OpenFailed if it cannot begin
     * @throws CallRefused if the block is open already
     */
    public void activeOpen(Tcb tcb, FourTuple to, long now) throws OpenFailed, CallRefused {
        Way way = ways.way(to);
        tcb.leaveTimeWaitBehind(); // The name rests on by itself.
        tcb.activeOpen(way.tuple(), way.linkMtu(), now);
        ways.join(new Member(tcb), way, now);
        settle(tcb, now);
    }

    /**
     * Opens a connection and sends its SYN, with data where the peer is known to take some, and with the request for what that
     * needs where it is not (RFC 7413).
     *
     * @param to the remote socket, and the local one, as {@link #activeOpen} has it
     * @param data what is to be sent
     * @return how many bytes of it have gone with the SYN; the rest was not taken
     * @throws OpenFailed if it cannot begin
     * @throws CallRefused if the block is open already
     */
    public int fastOpen(Tcb tcb, FourTuple to, MemorySegment data, long now) throws OpenFailed, CallRefused {
        Way way = ways.way(to);
        tcb.leaveTimeWaitBehind();
        tcb.activeOpen(way.tuple(), way.linkMtu(), fastOpens.attempt(way.tuple(), tcb, now), now);
        ways.join(new Member(tcb), way, now);
        long room = Math.min(tcb.synRoom(now), data.byteSize());
        int taken = room == 0 ? 0 : tcb.write(data.asSlice(0, room), true, false, now);
        settle(tcb, now);
        return taken;
    }

    /**
     * Whether data would go with the SYN of an open now.
     *
     * @param to the remote socket, and the local one, as {@link #activeOpen} has it
     * @param asking how the open would send it
     * @throws OpenFailed if there is no route
     */
    public boolean isKnownForFastOpen(FourTuple to, FastOpenTuning.Asking asking, long now) throws OpenFailed {
        FourTuple name = nameFor(to).orElseThrow(() -> new OpenFailed(OpenFailed.Cause.NO_ROUTE));
        return fastOpens.attempt(name, asking, now).carriesData();
    }

    /**
     * The name that a connection has which is opened; empty if there is no route. For any thread, at any time: it asks for nothing that
     * changes.
     *
     * @param to the remote socket, and the local one: with an unspecified address for the route's own, and port 0 left as it is
     */
    public Optional<FourTuple> nameFor(FourTuple to) {
        return ways.name(to);
    }

    /**
     * Waits for a connection. Several blocks may wait on one port: the first that fits takes it.
     *
     * @param filter the local address (or unspecified) and port (or 0 for a free one), and the remote ones that are accepted
     *     (unspecified and 0 for any)
     * @param commandDeadline when it fails for want of a request; {@link Long#MAX_VALUE} for never
     * @return the filter with the port that was picked
     */
    public FourTuple passiveOpen(Tcb tcb, FourTuple filter, long commandDeadline, long now)
            throws OpenFailed, CallRefused {
        ways.requireOurs(filter.localAddress());
        FourTuple on = ports.forOneConnection(filter);
        tcb.leaveTimeWaitBehind();
        tcb.passiveOpen(commandDeadline);
        Member member = new Member(tcb);
        member.waiter(ports.add(member, on));
        settling.settle(member, now);
        return on;
    }

    /**
     * Listens for any number of connections.
     *
     * @param local the local address (or unspecified) and port (or 0 for a free one)
     * @param capacity how many connections may wait to be accepted
     * @param blocks makes the block of each connection
     */
    public Backlog listen(FourTuple local, int capacity, Supplier<Tcb> blocks) throws OpenFailed {
        ways.requireOurs(local.localAddress());
        Backlog backlog = new Backlog(ports.forManyConnections(local), capacity, blocks);
        ports.add(backlog);
        return backlog;
    }

    /** Listens no longer: connections that were not accepted are aborted. */
    public void unlisten(Backlog backlog, long now) {
        ports.remove(backlog);
        for (Tcb tcb : backlog.drain()) {
            abort(tcb, now);
            tcb.release();
        }
    }

    // ---- The network

    /**
     * A packet has come.
     *
     * @param interfaceIndex the interface, by its place among the node's
     * @param packet the packet; lent for the call
     * @param now when it was read
     */
    public void onPacket(int interfaceIndex, MemorySegment packet, long now) {
        onPacketOfBatch(interfaceIndex, packet, false, now);
        onBatchEnd(now);
    }

    /**
     * A packet has come with others. What comes in order may be answered once for all of the batch, with its end.
     *
     * @param interfaceIndex the interface, by its place among the node's
     * @param packet the packet; lent for the call
     * @param checked whether its transport checksum need not be checked
     * @param now when it was read
     */
    public void onPacketOfBatch(int interfaceIndex, MemorySegment packet, boolean checked, long now) {
        try {
            IpHeader header = headers.read(packet);
            Optional<DropReason> objection = interfaces.objection(header);
            if (objection.isPresent()) {
                drops.count(objection.get());
            } else if (header.protocol() == TcpSegment.PROTOCOL && !isProblem(header)) {
                onTcp(header, arrivals.read(packet, header, checked), now);
            } else {
                onOther(interfaceIndex, header, packet, now);
            }
        } catch (MalformedPacket malformed) {
            drops.count(malformed.reason());
        }
    }

    private static boolean isProblem(IpHeader header) {
        return header instanceof Ipv6Header v6 && v6.problem().isPresent();
    }

    /** All packets of a batch have come. */
    public void onBatchEnd(long now) {
        if (waiting != null) {
            Member member = waiting;
            waiting = null;
            settling.settle(member, now);
        }
    }

    private void onOther(int interfaceIndex, IpHeader header, MemorySegment packet, long now) throws MalformedPacket {
        int icmpHere = header instanceof Ipv6Header ? IcmpMessage.PROTOCOL_V6 : IcmpMessage.PROTOCOL_V4;
        if (header instanceof Ipv6Header v6 && v6.problem().isPresent()) {
            icmp.onProblem(interfaceIndex, v6, packet, now);
        } else if (header.protocol() == icmpHere) {
            int length = header.totalLength() - header.headerLength();
            icmp.onMessage(interfaceIndex, header, packet.asSlice(header.headerLength(), length), now)
                    .ifPresent(member -> settling.settle(member, now));
        } else {
            icmp.onUnknownProtocol(interfaceIndex, header, packet, now);
        }
    }

    private void onTcp(IpHeader header, TcpSegment segment, long now) {
        Named named =
                members.named(header.destination(), segment.destinationPort(), header.source(), segment.sourcePort());
        if (named != waiting) {
            onBatchEnd(now);
        }
        switch (named) {
            case null -> onAnybodys(null, segment, header, now);
            case Member member -> onSegment(member, segment, header.ecn(), now);
            case Resting rest
            when Tcb.isRequest(segment) && rest.timeWait().admits(segment) -> onAnybodys(rest, segment, header, now);
            case Resting rest -> onSegment(rest, segment, now);
        }
    }

    /**
     * A segment of no connection, or one that asks for another in the place of one that rests.
     *
     * @param rest the one that rests; null if there is none
     */
    private void onAnybodys(@Nullable Resting rest, TcpSegment segment, IpHeader header, long now) {
        FourTuple tuple =
                new FourTuple(header.destination(), segment.destinationPort(), header.source(), segment.sourcePort());
        boolean asks = Tcb.isRequest(segment);
        if (asks && !share.territory().holds(tuple)) {
            // Another node was given the name while this was on its way. It comes again, and to that one: no reset is
            // due.
            drops.count(DropReason.OF_ANOTHER_NODE);
            return;
        }
        Optional<Waiter> taker = asks ? ports.taker(tuple) : Optional.empty();
        if (taker.isPresent()) {
            requests.onRequest(taker.get(), tuple, segment, header.ecn(), now);
        } else if (rest != null) {
            onSegment(rest, segment, now);
        } else {
            onNobodys(tuple, segment);
        }
    }

    private void onNobodys(FourTuple tuple, TcpSegment segment) {
        drops.count(DropReason.NO_CONNECTION);
        // Who would take a request is not asked for every segment: that somebody listens on the port is enough.
        boolean inListen = !Tcb.isRequest(segment) && ports.isListening(tuple.localPort());
        Optional<TcpSegment> reset = inListen ? Resets.answeringInListen(segment) : Resets.answering(segment);
        reset.ifPresent(answer -> writer.segment(tuple, answer));
    }

    private void onSegment(Member member, TcpSegment segment, EcnCodepoint ecn, long now) {
        Backlog backlog = member.handshakeFor();
        boolean ends = segment.has(TcpFlags.ACK) && !segment.has(TcpFlags.RST);
        if (backlog != null && backlog.isFull() && ends) {
            // There is no place to wait in yet: our SYN,ACK will come again, and have it acknowledged again.
            drops.count(DropReason.BACKLOG_FULL);
            return;
        }
        member.tcb().onSegment(segment, ecn, now);
        if (member.tcb().mayWaitForMore()) {
            waiting = member;
            return;
        }
        waiting = null;
        settling.settle(member, now);
    }

    private void onSegment(Resting rest, TcpSegment segment, long now) {
        TimeWait timeWait = rest.timeWait();
        long ends = timeWait.nextDeadline();
        timeWait.onSegment(segment, now);
        timeWait.poll(settling.notBefore(now), segments);
        if (timeWait.isOver()) {
            members.leave(rest);
        } else if (timeWait.nextDeadline() != ends) {
            members.restart(rest);
        }
    }

    // ---- Time, and what follows from everything

    /** When {@link #onTimer} is to be called, nanoseconds since the node began; {@link Long#MAX_VALUE} for never. */
    public long nextDeadline() {
        return members.nextDeadline();
    }

    /** Lets all whose deadline has passed act. */
    public void onTimer(long now) {
        for (Optional<Tcb> due = takeDue(now); due.isPresent(); due = takeDue(now)) {
            onTimer(due.get(), now);
        }
    }

    /** A block whose deadline has passed. Whoever asks calls {@link #onTimer(Tcb, long)} for it. */
    public Optional<Tcb> takeDue(long now) {
        members.leaveRested(now);
        return members.takeDue(now).map(Member::tcb);
    }

    /** Lets a block act whose deadline has passed. */
    public void onTimer(Tcb tcb, long now) {
        tcb.onTimer(now);
        settle(tcb, now);
    }

    /** Aborts what is open on a block. It is gone even if its reset cannot be sent. */
    public void abort(Tcb tcb, long now) {
        try {
            tcb.abort(now);
            settle(tcb, now);
        } finally {
            Member member = members.of(tcb);
            if (member != null) {
                waiting = member == waiting ? null : waiting;
                transitions.leave(member, now);
                settling.touch(tcb);
            }
        }
    }

    /** Sends what a block has to send after a call on it, and takes note of its deadline and its state. */
    public void settle(Tcb tcb, long now) {
        settling.settle(tcb, now);
    }

    // ---- What others ask

    /** Whether there are blocks that something has happened to, and that were not {@linkplain #takeTouched taken} yet. */
    public boolean hasTouched() {
        return settling.hasTouched();
    }

    /** The one of them to which it happened first. */
    public Tcb takeTouched() {
        return settling.takeTouched();
    }

    /** Forgets the peers' cookies, and which of them have taken no data with a SYN. */
    public void forgetPeers() {
        fastOpens.forget();
    }

    /**
     * Ends the TIME-WAIT that a name is in here, if a request may begin another connection in its place (RFC 9293 §3.10.7.4), which comes to
     * another node.
     */
    public void giveUpRest(FourTuple name, TcpSegment request) {
        if (members.named(name) instanceof Resting rest && rest.timeWait().admits(request)) {
            members.cut(rest);
        }
    }

    /** Whether the address is one of this node's. */
    public boolean isOurs(IpAddress address) {
        return interfaces.isOurs(address);
    }

    /** Whether a connection has this name, TIME-WAIT included. */
    public boolean isNamed(FourTuple name) {
        return members.isNamed(name);
    }

    /** Whether a connection has this local port, TIME-WAIT included. Asked rarely: it looks at all of them. */
    public boolean isPortConnected(int port) {
        return members.isPortNamed(port);
    }

    /** The blocks on which something is open. Asked rarely. */
    public List<Tcb> blocks() {
        return members.all().map(Member::tcb).toList();
    }

    /** The connections and their states, TIME-WAIT included, in the order of their names. Asked rarely. */
    public SortedMap<FourTuple, State> states() {
        return members.states();
    }

    /** How many connections there are, TIME-WAIT included. */
    public int connections() {
        return members.connections();
    }

    /** How many deadlines are set. */
    public int deadlines() {
        return members.deadlines();
    }
}
