package org.ouzel.sim.box;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.IpAddress;

/**
 * In whose name, and to whom, a forged segment goes.
 *
 * @param source the address and port of whom it pretends to come from
 * @param sourcePort how the attacker comes by the source's port
 * @param destination the victim's address and port
 * @param destinationPort how the attacker comes by the victim's port
 */
public record Spoof(InetSocketAddress source, Guess sourcePort, InetSocketAddress destination, Guess destinationPort) {

    /** A four-tuple that the attacker was told. */
    public static Spoof told(InetSocketAddress source, InetSocketAddress destination) {
        return new Spoof(source, Guess.told(source.getPort()), destination, Guess.told(destination.getPort()));
    }

    /** The same, with the victim's port to be guessed. */
    public Spoof guessingDestinationPort(Guess port) {
        return new Spoof(source, sourcePort, destination, port);
    }

    /** The same, with the port of whom it pretends to come from to be guessed. */
    public Spoof guessingSourcePort(Guess port) {
        return new Spoof(source, port, destination, destinationPort);
    }

    /** The sender that is pretended is the local end. */
    FourTuple draw(SplittableRandom random) {
        return new FourTuple(
                IpAddress.of(source.getAddress()),
                sourcePort.draw(random) & 0xffff,
                IpAddress.of(destination.getAddress()),
                destinationPort.draw(random) & 0xffff);
    }
}
