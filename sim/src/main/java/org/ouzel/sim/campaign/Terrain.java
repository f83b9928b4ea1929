package org.ouzel.sim.campaign;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ouzel.sim.Card;
import org.ouzel.sim.Machine;
import org.ouzel.sim.box.Nat;
import org.ouzel.sim.box.Port;
import org.ouzel.sim.box.Router;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Wire;

/**
 * The network of a scenario.
 *
 * @param name of what kind it is
 * @param clients the places of those who call
 * @param server the place of the one who is called
 * @param target the address that is called
 * @param cables all cables
 * @param narrow where the MTU may become smaller
 * @param nat the translator between, if there is one
 */
record Terrain(
        String name,
        List<Place> clients,
        Place server,
        InetSocketAddress target,
        List<Cable> cables,
        Optional<Narrow> narrow,
        Optional<Nat> nat) {

    /**
     * A machine and its one card.
     *
     * @param in the wire that leads there
     * @param out the wire that leads away
     */
    record Place(Machine machine, Card card, Wire in, Wire out) {}

    /** A port of a router, with the MTU behind it. */
    record Narrow(Router router, Port port, int mtu) {}

    /** The smallest MTU that a link may have: IPv6's own (RFC 8200 §5), or one that hosts do not take for an attack. */
    int smallestMtu() {
        return target.getAddress() instanceof Inet6Address ? 1280 : 600;
    }

    /** All machines' places, the server's last. */
    List<Place> places() {
        return Stream.concat(clients.stream(), Stream.of(server)).toList();
    }
}
