package org.ouzel.core.node;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.ip.Interfaces.Route;
import org.ouzel.core.ip.PathMtus;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.Ending.IcmpReport;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Resets;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
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

    /** RFC 6335 §6: the dynamic ports. */
    private static final int FIRST_EPHEMERAL = 49_152;

    private static final int EPHEMERALS = 16_384;
    private static final int ECHO_REQUEST_V4 = 8;
    private static final int ECHO_REQUEST_V6 = 128;
    private static final int ECHO_REPLY_V4 = 0;
    private static final int ECHO_REPLY_V6 = 129;
    private static final int UNREACHABLE_V4 = 3;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int EXPIRED_V4 = 11;
    private static final int PARAMETER_PROBLEM_V4 = 12;
    private static final int UNREACHABLE_V6 = 1;
    private static final int TOO_BIG_V6 = 2;
    private static final int PARAMETER_PROBLEM_V6 = 4;
    private static final int MAX_HEADERS = 40 + 60;
    private static final IpFields ANSWER = new IpFields(0, 64, true, 0);

    private final Interfaces interfaces;
    private final PathMtus pathMtus = new PathMtus();
    private final Drops drops;
    private final SipHash portKey;
    private final PacketOutput output;
    private final MemorySegment headers = MemorySegment.ofArray(new byte[MAX_HEADERS]);

    private final Map<FourTuple, Tcb> connections = new HashMap<>();
    private final Map<Integer, List<PassiveOpen>> listening = new HashMap<>();
    private final Deadlines<Tcb> deadlines = new Deadlines<>();
    private final Map<Tcb, FourTuple> names = new HashMap<>();
    private final Deque<Tcb> touched = new ArrayDeque<>();
    private long portsGiven;

    private record PassiveOpen(Tcb tcb, FourTuple filter) {
        boolean takes(FourTuple caller) {
            IpAddress local = filter.localAddress();
            boolean addressed = local.isUnspecified() || local.equals(caller.localAddress());
            boolean fromAddress = filter.remoteAddress().isUnspecified()
                    || filter.remoteAddress().equals(caller.remoteAddress());
            boolean fromPort = filter.remotePort() == 0 || filter.remotePort() == caller.remotePort();
            return tcb.state() == State.LISTEN && addressed && fromAddress && fromPort;
        }
    }

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
        this.portKey = portKey;
        this.output = output;
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
        if (local.isPresent() && !interfaces.isOurs(local.get())) {
            throw new OpenFailed(OpenFailed.Cause.NOT_OUR_ADDRESS);
        }
        Route route = interfaces.route(remote, local).orElseThrow(() -> new OpenFailed(OpenFailed.Cause.NO_ROUTE));
        if (connections.size() >= MAX_CONNECTIONS) {
            throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
        }
        FourTuple tuple = localPort == 0
                ? ephemeral(route.source(), remote, remotePort)
                : new FourTuple(route.source(), localPort, remote, remotePort);
        if (connections.containsKey(tuple)) {
            throw new OpenFailed(OpenFailed.Cause.ADDRESS_IN_USE);
        }
        leaveTimeWaitBehind(tcb);
        tcb.activeOpen(tuple, pathMtus.mtu(remote, route.by().mtu(), now), now);
        enter(tuple, tcb);
        settle(tcb, now);
    }

    /** RFC 6056 §3.3.4: each destination has a row of ports of its own, which nobody outside can guess. */
    private FourTuple ephemeral(IpAddress source, IpAddress remote, int remotePort) throws OpenFailed {
        long offset = portKey.hash(source.hashCode(), remote.hashCode(), remotePort);
        for (int attempt = 0; attempt < EPHEMERALS; attempt++) {
            int port = FIRST_EPHEMERAL + (int) Math.floorMod(offset + portsGiven++, (long) EPHEMERALS);
            FourTuple tuple = new FourTuple(source, port, remote, remotePort);
            if (!connections.containsKey(tuple) && !listening.containsKey(port)) {
                return tuple;
            }
        }
        throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
    }

    /**
     * Waits for a connection. Several blocks may wait on one port: the first that fits takes it.
     *
     * @param filter the local address (or unspecified) and port, and the remote ones that are accepted (unspecified and 0 for
     *     any)
     * @param commandDeadline when it fails for want of a request; {@link Long#MAX_VALUE} for never
     */
    public void passiveOpen(Tcb tcb, FourTuple filter, long commandDeadline, long now) throws OpenFailed, CallRefused {
        IpAddress address = filter.localAddress();
        if (!address.isUnspecified() && !interfaces.isOurs(address)) {
            throw new OpenFailed(OpenFailed.Cause.NOT_OUR_ADDRESS);
        }
        leaveTimeWaitBehind(tcb);
        tcb.passiveOpen(commandDeadline);
        listening.computeIfAbsent(filter.localPort(), port -> new ArrayList<>()).add(new PassiveOpen(tcb, filter));
        settle(tcb, now);
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
            switch (header.protocol()) {
                case TcpSegment.PROTOCOL -> onTcp(header, body, now);
                case IcmpMessage.PROTOCOL_V4, IcmpMessage.PROTOCOL_V6 -> onIcmp(interfaceIndex, header, body, now);
                default -> drops.count(DropReason.UNKNOWN_PROTOCOL);
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
        List<PassiveOpen> waiting = listening.getOrDefault(tuple.localPort(), List.of());
        Optional<PassiveOpen> taker = Tcb.isRequest(segment)
                ? waiting.stream().filter(open -> open.takes(tuple)).findFirst()
                : Optional.empty();
        if (tcb != null && !(taker.isPresent() && tcb.yieldsTo(segment))) {
            tcb.onSegment(segment, now);
            settle(tcb, now);
        } else if (taker.isPresent()) {
            if (tcb != null) {
                tcb.abort();
                settle(tcb, now);
            }
            accept(taker.get().tcb(), tuple, segment, now);
        } else {
            drops.count(DropReason.NO_CONNECTION);
            boolean listens = waiting.stream().anyMatch(open -> open.takes(tuple));
            Optional<TcpSegment> reset = listens ? Resets.answeringInListen(segment) : Resets.answering(segment);
            reset.ifPresent(answer -> send(tuple, ANSWER, answer));
        }
    }

    private void accept(Tcb tcb, FourTuple tuple, TcpSegment request, long now) {
        Optional<Route> route = interfaces.route(tuple.remoteAddress(), Optional.of(tuple.localAddress()));
        if (route.isEmpty() || connections.size() >= MAX_CONNECTIONS) {
            drops.count(DropReason.BACKLOG_FULL);
            return;
        }
        int mtu = pathMtus.mtu(tuple.remoteAddress(), route.get().by().mtu(), now);
        tcb.onRequest(tuple, mtu, request, now);
        enter(tuple, tcb);
        settle(tcb, now);
    }

    private void onIcmp(int interfaceIndex, IpHeader header, MemorySegment body, long now) throws MalformedPacket {
        IcmpMessage message = IcmpMessage.parse(body, header.source(), header.destination());
        if (message.type() == (message.ipv6() ? ECHO_REQUEST_V6 : ECHO_REQUEST_V4)) {
            answerEcho(interfaceIndex, header, message);
        } else if (isError(message)) {
            onIcmpError(header.source(), message, now);
        } else {
            drops.count(DropReason.ICMP_IGNORED);
        }
    }

    /** Source quench is none (RFC 6633), redirects are not believed. */
    private static boolean isError(IcmpMessage message) {
        return message.ipv6()
                ? message.type() >= UNREACHABLE_V6 && message.type() <= PARAMETER_PROBLEM_V6
                : message.type() == UNREACHABLE_V4
                        || message.type() == EXPIRED_V4
                        || message.type() == PARAMETER_PROBLEM_V4;
    }

    private void onIcmpError(IpAddress reporter, IcmpMessage message, long now) {
        Optional<QuotedSegment> quoted =
                QuotedSegment.parse(MemorySegment.ofArray(message.body().toByteArray()));
        Optional<Tcb> tcb = quoted.map(segment -> connections.get(new FourTuple(
                segment.source(), segment.sourcePort(), segment.destination(), segment.destinationPort())));
        boolean tooBig = message.ipv6()
                ? message.type() == TOO_BIG_V6
                : message.type() == UNREACHABLE_V4 && message.code() == FRAGMENTATION_NEEDED;
        boolean unreachable = !tooBig && message.type() == (message.ipv6() ? UNREACHABLE_V6 : UNREACHABLE_V4);
        long extra = message.ipv6() ? message.rest() & 0xffff_ffffL : message.rest() & 0xffff;
        IcmpReport report = new IcmpReport(message.ipv6() ? 6 : 4, message.type(), message.code(), extra, reporter);
        if (tcb.isEmpty()
                || !tcb.get().onIcmp(report, unreachable, quoted.orElseThrow().seq())) {
            drops.count(DropReason.ICMP_NOT_OURS);
            return;
        }
        if (tooBig) {
            int told = (int) Math.min(extra, Integer.MAX_VALUE);
            tcb.get().onPathMtu(pathMtus.onTooBig(quoted.orElseThrow().destination(), told, now));
        }
        settle(tcb.get(), now);
    }

    private void answerEcho(int interfaceIndex, IpHeader header, IcmpMessage message) {
        // RFC 1122 §3.2.2.6, RFC 4443 §4.2
        int type = message.ipv6() ? ECHO_REPLY_V6 : ECHO_REPLY_V4;
        IcmpMessage reply = new IcmpMessage(message.ipv6(), type, 0, message.rest(), message.body());
        int length = IcmpMessage.HEADER_LENGTH + reply.body().length();
        IpAddress us = header.destination();
        IpHeader answer = IpHeader.of(us, header.source(), ANSWER, reply.protocol(), length);
        answer.write(headers);
        reply.writeHeader(headers.asSlice(answer.headerLength()), answer.source(), answer.destination());
        MemorySegment written = headers.asSlice(0, answer.headerLength() + (long) IcmpMessage.HEADER_LENGTH);
        output.packet(interfaceIndex, written, reply.body());
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
        tcb.poll(now, (tuple, settings, segment) -> send(tuple, fields(settings), segment));
        deadlines.set(tcb, tcb.nextDeadline());
        if (tcb.state() == State.CLOSED || tcb.state() == State.LISTEN) {
            leave(tcb);
        }
        if (tcb.state() == State.CLOSED) {
            listening.values().forEach(opens -> opens.removeIf(open -> open.tcb() == tcb));
            listening.values().removeIf(List::isEmpty);
        }
        touched.add(tcb);
    }

    /** A block that is opened again leaves the TIME-WAIT of its last connection to the node. */
    private void leaveTimeWaitBehind(Tcb tcb) {
        FourTuple tuple = names.get(tcb);
        if (tuple != null) {
            tcb.splitTimeWait().ifPresent(heir -> {
                leave(tcb);
                enter(tuple, heir);
                deadlines.set(heir, heir.nextDeadline());
            });
        }
    }

    private void enter(FourTuple tuple, Tcb tcb) {
        connections.put(tuple, tcb);
        names.put(tcb, tuple);
    }

    private void leave(Tcb tcb) {
        FourTuple tuple = names.remove(tcb);
        if (tuple != null) {
            connections.remove(tuple);
        }
    }

    private static IpFields fields(TcpSettings settings) {
        return new IpFields(settings.typeOfService(), settings.timeToLive(), settings.dontFragment(), 0);
    }

    private void send(FourTuple tuple, IpFields fields, TcpSegment segment) {
        Optional<Route> route = interfaces.route(tuple.remoteAddress(), Optional.of(tuple.localAddress()));
        if (route.isEmpty()) {
            drops.count(DropReason.NOT_OURS);
            return;
        }
        int length = segment.headerLength() + segment.payload().length();
        IpHeader ip = IpHeader.of(tuple.localAddress(), tuple.remoteAddress(), fields, TcpSegment.PROTOCOL, length);
        ip.write(headers);
        segment.writeHeader(headers.asSlice(ip.headerLength()), ip.source(), ip.destination());
        MemorySegment written = headers.asSlice(0, ip.headerLength() + (long) segment.headerLength());
        output.packet(route.get().interfaceIndex(), written, segment.payload());
    }

    // ---- What others ask

    /** The blocks that something has happened to since this was last asked. */
    public List<Tcb> takeTouched() {
        List<Tcb> taken = List.copyOf(touched);
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
