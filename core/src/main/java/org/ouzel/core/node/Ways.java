package org.ouzel.core.node;

import java.util.Optional;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.ip.Interfaces.Route;
import org.ouzel.core.ip.PathMtus;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;

/** By which interface an open goes to its peer, and under which name; and what a block is told of the way that it has taken. */
final class Ways {
    private final Node.Share share;
    private final Interfaces interfaces;
    private final PathMtus pathMtus;
    private final Ports ports;
    private final Members members;

    Ways(Node.Share share, Interfaces interfaces, PathMtus pathMtus, Ports ports, Members members) {
        this.share = share;
        this.interfaces = interfaces;
        this.pathMtus = pathMtus;
        this.ports = ports;
        this.members = members;
    }

    /** The name of a connection that is to be opened, and the interface to its peer. */
    record Way(FourTuple tuple, Interface by) {
        int linkMtu() {
            return by.mtu();
        }
    }

    /** That of an active open to a remote socket from a local one: an unspecified address is the route's own, and port 0 any free one. */
    Way way(FourTuple to) throws OpenFailed {
        IpAddress remote = to.remoteAddress();
        // RFC 9293 §3.9.1.1: "A TCP implementation MUST reject as an error a local OPEN call for an invalid remote IP
        // address (e.g., a broadcast or multicast address)."
        if (to.remotePort() == 0 || !remote.isUnicast() || interfaces.isBroadcast(remote)) {
            throw new OpenFailed(OpenFailed.Cause.REMOTE_UNSPECIFIED);
        }
        if (interfaces.isOurs(remote)) {
            throw new OpenFailed(OpenFailed.Cause.NO_ROUTE);
        }
        requireOurs(to.localAddress());
        Route route = route(to).orElseThrow(() -> new OpenFailed(OpenFailed.Cause.NO_ROUTE));
        if (isFull()) {
            throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
        }
        FourTuple wanted = nameBy(route, to);
        return new Way(to.localPort() == 0 ? ports.ephemeral(wanted, members) : requireFree(wanted), route.by());
    }

    /** That of the answer to a request for a connection of that name; empty if there is none, or no room for another connection. */
    Optional<Way> back(FourTuple tuple) {
        return isFull() ? Optional.empty() : route(tuple).map(route -> new Way(tuple, route.by()));
    }

    private boolean isFull() {
        return members.live() >= share.limits().connections();
    }

    /** A block that has begun to open goes that way, and is to be found by its name from now on. */
    void join(Member member, Way way, long now) {
        Tcb tcb = member.tcb();
        tcb.onSegmentation(way.by().offload().largestPacket());
        tcb.onPathMtu(pathMtus.mtu(way.tuple().remoteAddress(), way.linkMtu(), now), now);
        members.name(member, way.tuple());
    }

    private FourTuple requireFree(FourTuple wanted) throws OpenFailed {
        if (members.isNamed(wanted) || !share.territory().holds(wanted)) {
            throw new OpenFailed(OpenFailed.Cause.ADDRESS_IN_USE);
        }
        return wanted;
    }

    /** The name of a connection that is opened to a remote socket from a local one, whose port is left as it is; empty without a route. */
    Optional<FourTuple> name(FourTuple to) {
        return route(to).map(route -> nameBy(route, to));
    }

    private static FourTuple nameBy(Route route, FourTuple to) {
        return new FourTuple(route.source(), to.localPort(), to.remoteAddress(), to.remotePort());
    }

    private Optional<Route> route(FourTuple to) {
        Optional<IpAddress> local = Optional.of(to.localAddress()).filter(address -> !address.isUnspecified());
        return interfaces.route(to.remoteAddress(), local);
    }

    /** Requires that a local address is unspecified or this node's. */
    void requireOurs(IpAddress address) throws OpenFailed {
        if (!address.isUnspecified() && !interfaces.isOurs(address)) {
            throw new OpenFailed(OpenFailed.Cause.NOT_OUR_ADDRESS);
        }
    }
}
