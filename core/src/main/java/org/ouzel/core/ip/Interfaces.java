package org.ouzel.core.ip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;

/** The interfaces of a node: whose packets are taken, and which way packets go. */
public final class Interfaces {
    private final List<Interface> interfaces;
    private final Set<IpAddress> ours = new HashSet<>();
    private final Way[] waysByLength;

    /** A way to a destination. */
    public record Route(int interfaceIndex, Interface by, IpAddress source) {}

    private record Way(Optional<Route> route, IpPrefix prefix) {}

    /** The given interfaces; an address's prefix is the route to its network. */
    public Interfaces(List<Interface> interfaces) {
        this.interfaces = List.copyOf(interfaces);
        List<Way> all = new ArrayList<>();
        for (int index = 0; index < interfaces.size(); index++) {
            Interface by = interfaces.get(index);
            for (IpPrefix prefix : by.addresses()) {
                all.add(new Way(Optional.of(new Route(index, by, prefix.address())), prefix));
                ours.add(prefix.address());
            }
        }
        all.sort(Comparator.comparingInt((Way way) -> way.prefix().length()).reversed());
        this.waysByLength = all.toArray(Way[]::new);
    }

    /** The interfaces, in their order. */
    public List<Interface> all() {
        return interfaces;
    }

    /** Whether the address is one of ours. */
    public boolean isOurs(IpAddress address) {
        return ours.contains(address);
    }

    /**
     * The way to a destination: the longest prefix that holds it, and our address there as the source (RFC 9293 MUST-44). An
     * interface with one peer and a prefix of length 0 is the default route.
     *
     * @param source the source that is asked for; empty for the route's own
     */
    public Optional<Route> route(IpAddress destination, Optional<IpAddress> source) {
        for (Way way : waysByLength) {
            boolean fits = source.isEmpty() || source.get().equals(way.prefix().address());
            if (fits && way.prefix().contains(destination)) {
                return way.route();
            }
        }
        return Optional.empty();
    }

    /** Why a packet with this header is not for us; empty if it is. */
    public Optional<DropReason> objection(IpHeader header) {
        // RFC 1122 §3.2.1.3, RFC 4291 §2.7: nobody is such a source; hostile input I4 and I5.
        IpAddress source = header.source();
        if (!source.isUnicast() || source.isLoopback() || isOurs(source) || isBroadcast(source)) {
            return Optional.of(DropReason.BAD_SOURCE_ADDRESS);
        }
        if (!isOurs(header.destination())) {
            return Optional.of(DropReason.NOT_OURS);
        }
        return header.isFragment() ? Optional.of(DropReason.FRAGMENT) : Optional.empty();
    }

    /** Whether a packet to the address goes to everybody on one of our networks (RFC 1122 §3.2.1.3). */
    public boolean isBroadcast(IpAddress address) {
        for (Way way : waysByLength) {
            if (way.prefix().isBroadcast(address)) {
                return true;
            }
        }
        return false;
    }
}
