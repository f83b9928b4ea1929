package org.ouzel.drill.run;

import java.util.Optional;
import org.ouzel.drill.script.PacketPayload;
import org.ouzel.drill.script.Ports;

/** Whom the datagrams of a script are between. Who writes no ports means those of the last datagram, or of the last socket. */
final class DatagramFlows {
    private static final int FIRST_REMOTE_PORT = 40_000;

    private int boundPort;
    private int nextRemotePort = FIRST_REMOTE_PORT;

    /** As datagrams of the host under test have them. */
    private Optional<Ports> last = Optional.empty();

    DatagramFlows(Network network) {
        this.boundPort = network.bindPort();
    }

    /** A socket of the host under test has a port. */
    void onBound(int port) {
        boundPort = port;
        last = Optional.empty();
    }

    /** A socket of the host under test has both. */
    void onConnected(Ports outbound) {
        last = Optional.of(outbound);
    }

    /** The ports of a datagram that comes. */
    Ports ofInbound(PacketPayload.Udp datagram) {
        Ports outbound = datagram.ports().map(Ports::reversed).orElseGet(this::current);
        last = Optional.of(outbound);
        return outbound.reversed();
    }

    /** The host under test has sent a datagram. */
    void onOutbound(Ports ports) {
        last = Optional.of(ports);
    }

    /** The ports of the last datagrams, as those of the host under test have them. */
    Ports current() {
        return last.orElseGet(() -> new Ports(boundPort, nextRemotePort++));
    }
}
