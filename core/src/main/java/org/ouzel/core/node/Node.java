package org.ouzel.core.node;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.ip.IcmpAnswers;
import org.ouzel.core.ip.IcmpMeaning;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.ip.Interfaces.Route;
import org.ouzel.core.ip.PathMtus;
import org.ouzel.core.node.Ports.Listening;
import org.ouzel.core.node.Ports.Opened;
import org.ouzel.core.node.Ports.Waiter;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.Ending.IcmpReport;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Resets;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.QuotedSegment;
import org.ouzel.core.wire.TcpSegment;

/**
 * One machine on its networks: packets and times go in, packets and the blocks that have something to tell come out.
 *
 * <p>After a user's call on a {@link Tcb}, {@link #settle} sends what it has to send.
 */
public final class Node {
    /** The most connections at a time. */
    public static final int MAX_CONNECTIONS = 16_384;

    /** The most connections in TIME-WAIT at a time: beyond, the one that has rested longest makes room. */
    public static final int MAX_TIME_WAITS = 8_192;

    private final Interfaces interfaces;
    private final PathMtus pathMtus = new PathMtus();
    private final Drops drops;
    private final IcmpAnswers icmpAnswers = new IcmpAnswers();
    private final Ports ports;
    private final PacketWriter writer;

    private final Map<FourTuple, Tcb> connections = new HashMap<>();
    private final Map<Tcb, Backlog> halfOpen = new HashMap<>();
    private final Deadlines<Tcb> deadlines = new Deadlines<>();
    private final Map<Tcb, FourTuple> names = new HashMap<>();
    private final SequencedSet<Tcb> resting = new LinkedHashSet<>();
    private final Set<Tcb> touched = new LinkedHashSet<>();

    /**
     * A node.
     *
     * @param drops counts what is dropped; the same as in the environment of its connections
     * @param portKey the secret that ephemeral ports are chosen by
     * @param output where packets go
     */
    public Node(Interfaces interfaces, Drops drops, SipHash portKey, PacketOutput output) {
        this.interfaces = interfaces;
        this.drops = drops;
        this.ports = new Ports(portKey);
        this.writer = new PacketWriter(interfaces, drops, output);
    }

    // ---- The user's opens

    /**
     * Opens a connection and sends its SYN.
     *
     * @param local the source address; empty for the route's own
     * @param localPort the local port; 0 picks an ephemeral one
     * @throws OpenFailed if it cannot begin
     * @throws CallRefused if the block is open already
     */
    public void activeOpen(
            Tcb tcb, Optional<IpAddress> local, int localPort, IpAddress remote, int remotePort, long now)
            throws OpenFailed, CallRefused {
        if (remotePort == 0 || !remote.isUnicast()) {
            throw new OpenFailed(OpenFailed.Cause.REMOTE_UNSPECIFIED);
        }
        if (interfaces.isOurs(remote)) {
            throw new OpenFailed(OpenFailed.Cause.NO_ROUTE);
        }
        if (local.isPresent()) {
            requireOurs(local.get());
        }
        Route route = interfaces.route(remote, local).orElseThrow(() -> new OpenFailed(OpenFailed.Cause.NO_ROUTE));
        if (connections.size() >= MAX_CONNECTIONS) {
            throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
        }
        FourTuple wanted = new FourTuple(route.source(), localPort, remote, remotePort);
        FourTuple tuple = localPort == 0 ? ports.ephemeral(wanted, connections::containsKey) : wanted;
        if (connections.containsKey(tuple)) {
            throw new OpenFailed(OpenFailed.Cause.ADDRESS_IN_USE);
        }
        leaveTimeWaitBehind(tcb);
        tcb.activeOpen(tuple, pathMtus.mtu(remote, route.by().mtu(), now), now);
        enter(tuple, tcb);
        settle(tcb, now);
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
        requireOurs(filter.localAddress());
        FourTuple on = ports.forOneConnection(filter);
        leaveTimeWaitBehind(tcb);
        tcb.passiveOpen(commandDeadline);
        ports.add(tcb, on);
        settle(tcb, now);
        return on;
    }

    /**
     * Listens for any number of connections.
     *
     * @param local the local address (or unspecified) and port (or 0 for a free one)
     * @param capacity how many connections may be half-open or wait to be accepted
     * @param blocks makes the block of each connection
     */
    public Backlog listen(FourTuple local, int capacity, Supplier<Tcb> blocks) throws OpenFailed {
        requireOurs(local.localAddress());
        Backlog backlog = new Backlog(ports.forManyConnections(local), capacity, blocks);
        ports.add(backlog);
        return backlog;
    }

    /** Listens no longer: connections that were not accepted are aborted. */
    public void unlisten(Backlog backlog, long now) {
        ports.remove(backlog);
        for (Tcb tcb : backlog.drain()) {
            tcb.abort();
            tcb.release();
            settle(tcb, now);
        }
    }

    private void requireOurs(IpAddress address) throws OpenFailed {
        if (!address.isUnspecified() && !interfaces.isOurs(address)) {
            throw new OpenFailed(OpenFailed.Cause.NOT_OUR_ADDRESS);
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
        try {
            IpHeader header = IpHeader.parse(packet);
            Optional<DropReason> objection = interfaces.objection(header);
            if (objection.isPresent()) {
                drops.count(objection.get());
                return;
            }
            int length = header.totalLength() - header.headerLength();
            MemorySegment body = packet.asSlice(header.headerLength(), length);
            int icmp = header instanceof Ipv6Header ? IcmpMessage.PROTOCOL_V6 : IcmpMessage.PROTOCOL_V4;
            if (header.protocol() == TcpSegment.PROTOCOL) {
                onTcp(header, body, now);
            } else if (header.protocol() == icmp) {
                onIcmp(interfaceIndex, header, body, now);
            } else {
                onUnknownProtocol(interfaceIndex, header, packet, now);
            }
        } catch (MalformedPacket malformed) {
            drops.count(malformed.reason());
        }
    }

    private void onTcp(IpHeader header, MemorySegment body, long now) throws MalformedPacket {
        TcpSegment segment = TcpSegment.parse(body, header.source(), header.destination());
        FourTuple tuple =
                new FourTuple(header.destination(), segment.destinationPort(), header.source(), segment.sourcePort());
        Tcb tcb = connections.get(tuple);
        boolean takesOver = tcb != null && tcb.yieldsTo(segment);
        if (tcb != null && !takesOver) {
            tcb.onSegment(segment, now);
            settle(tcb, now);
            return;
        }
        Optional<Waiter> taker = ports.taker(tuple);
        if (taker.isPresent() && Tcb.isRequest(segment)) {
            endTimeWait(tcb, now);
            onRequest(taker.get(), tuple, segment, now);
        } else if (tcb != null) {
            tcb.onSegment(segment, now);
            settle(tcb, now);
        } else {
            drops.count(DropReason.NO_CONNECTION);
            Optional<TcpSegment> reset =
                    taker.isPresent() ? Resets.answeringInListen(segment) : Resets.answering(segment);
            reset.ifPresent(answer -> writer.segment(tuple, answer));
        }
    }

    private void endTimeWait(@Nullable Tcb rest, long now) {
        if (rest != null) {
            rest.abort();
            settle(rest, now);
        }
    }

    private void onRequest(Waiter taker, FourTuple tuple, TcpSegment request, long now) {
        Optional<Route> route = interfaces.route(tuple.remoteAddress(), Optional.of(tuple.localAddress()));
        if (route.isEmpty() || connections.size() >= MAX_CONNECTIONS) {
            drops.count(DropReason.BACKLOG_FULL);
            return;
        }
        Optional<Tcb> tcb = block(taker);
        if (tcb.isEmpty()) {
            drops.count(DropReason.BACKLOG_FULL);
            return;
        }
        int mtu = pathMtus.mtu(tuple.remoteAddress(), route.get().by().mtu(), now);
        tcb.get().onRequest(tuple, mtu, request, now);
        enter(tuple, tcb.get());
        settle(tcb.get(), now);
    }

    /** The block that takes a connection; empty if there is no room for another. */
    private Optional<Tcb> block(Waiter taker) {
        return switch (taker) {
            case Opened open -> Optional.of(open.tcb());
            case Listening listening when listening.backlog().isFull() -> Optional.empty();
            case Listening listening -> {
                Tcb tcb = listening.backlog().begin();
                halfOpen.put(tcb, listening.backlog());
                yield Optional.of(tcb);
            }
        };
    }

    private void onUnknownProtocol(int interfaceIndex, IpHeader header, MemorySegment packet, long now) {
        drops.count(DropReason.UNKNOWN_PROTOCOL);
        icmpAnswers.unwanted(header, packet, now).ifPresent(error -> writer.answer(interfaceIndex, header, error));
    }

    private void onIcmp(int interfaceIndex, IpHeader header, MemorySegment body, long now) throws MalformedPacket {
        IcmpMessage message = IcmpMessage.parse(body, header.source(), header.destination());
        switch (IcmpMeaning.of(message)) {
            case ECHO_REQUEST -> writer.answer(interfaceIndex, header, IcmpAnswers.echo(message));
            case TOO_BIG, UNREACHABLE, OTHER_ERROR -> onIcmpError(header.source(), message, now);
            case NONE -> drops.count(DropReason.ICMP_IGNORED);
        }
    }

    private void onIcmpError(IpAddress reporter, IcmpMessage message, long now) {
        Optional<QuotedSegment> quoted =
                QuotedSegment.parse(MemorySegment.ofArray(message.body().toByteArray()));
        Optional<Tcb> tcb = quoted.map(segment -> connections.get(new FourTuple(
                segment.source(), segment.sourcePort(), segment.destination(), segment.destinationPort())));
        IcmpMeaning meaning = IcmpMeaning.of(message);
        long extra = IcmpMeaning.extra(message);
        IcmpReport report = new IcmpReport(message.ipv6() ? 6 : 4, message.type(), message.code(), extra, reporter);
        boolean unreachable = meaning == IcmpMeaning.UNREACHABLE;
        if (tcb.isEmpty()
                || !tcb.get().onIcmp(report, unreachable, quoted.orElseThrow().seq())) {
            drops.count(DropReason.ICMP_NOT_OURS);
            return;
        }
        if (meaning == IcmpMeaning.TOO_BIG) {
            int told = (int) Math.min(extra, Integer.MAX_VALUE);
            tcb.get().onPathMtu(pathMtus.onTooBig(quoted.orElseThrow().destination(), told, now), now);
        }
        settle(tcb.get(), now);
    }

    // ---- Time, and what follows from everything

    /** When {@link #onTimer} is to be called, nanoseconds since the node began; {@link Long#MAX_VALUE} for never. */
    public long nextDeadline() {
        return deadlines.next();
    }

    /** Lets all whose deadline has passed act. */
    public void onTimer(long now) {
        for (Optional<Tcb> due = deadlines.takeDue(now); due.isPresent(); due = deadlines.takeDue(now)) {
            due.get().onTimer(now);
            settle(due.get(), now);
        }
    }

    /** Sends what a block has to send after a call on it, and takes note of its deadline and its state. */
    public void settle(Tcb tcb, long now) {
        tcb.poll(now, writer::segment);
        deadlines.set(tcb, tcb.nextDeadline());
        switch (tcb.state()) {
            case CLOSED -> {
                leave(tcb);
                ports.remove(tcb);
            }
            case LISTEN -> leave(tcb);
            case SYN_SENT, SYN_RECEIVED -> {}
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK -> {
                ports.remove(tcb);
                established(tcb);
            }
            case TIME_WAIT -> {
                ports.remove(tcb);
                established(tcb);
                rest(tcb, now);
            }
        }
        touched.add(tcb);
    }

    private void rest(Tcb tcb, long now) {
        resting.add(tcb);
        if (resting.size() > MAX_TIME_WAITS) {
            Tcb longest = resting.getFirst();
            longest.abort();
            settle(longest, now);
        }
    }

    private void established(Tcb tcb) {
        Backlog backlog = halfOpen.remove(tcb);
        if (backlog != null) {
            backlog.established(tcb);
        }
    }

    /** A block that is opened again leaves the TIME-WAIT of its last connection to the node. */
    private void leaveTimeWaitBehind(Tcb tcb) {
        FourTuple tuple = names.get(tcb);
        if (tuple != null) {
            tcb.splitTimeWait().ifPresent(heir -> {
                leave(tcb);
                enter(tuple, heir);
                deadlines.set(heir, heir.nextDeadline());
                resting.add(heir);
            });
        }
    }

    private void enter(FourTuple tuple, Tcb tcb) {
        connections.put(tuple, tcb);
        names.put(tcb, tuple);
    }

    private void leave(Tcb tcb) {
        resting.remove(tcb);
        FourTuple tuple = names.remove(tcb);
        if (tuple != null) {
            connections.remove(tuple);
        }
        Backlog backlog = halfOpen.remove(tcb);
        if (backlog != null) {
            backlog.failed(tcb);
        }
    }

    // ---- What others ask

    /** The blocks that something has happened to since this was last asked. */
    public List<Tcb> takeTouched() {
        List<Tcb> taken = touched.isEmpty() ? List.of() : List.copyOf(touched);
        touched.clear();
        return taken;
    }

    /** How many connections there are, TIME-WAIT included. */
    public int connections() {
        return connections.size();
    }

    /** How many deadlines are set. */
    public int deadlines() {
        return deadlines.size();
    }
}
