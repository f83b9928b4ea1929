package org.ouzel.drill.script;

import java.util.List;
import java.util.Optional;

/**
 * A packet as a script writes it.
 *
 * @param position where its direction is written
 * @param direction which way it goes
 * @param outer the headers around it, the outermost first
 * @param ip what is said of its IP header
 * @param payload what is in it
 * @param udp the ports of the UDP that carries it: {@code /udp(9899 > 9899)}
 */
public record PacketSpec(
        Position position,
        Direction direction,
        List<Encapsulation> outer,
        IpSpec ip,
        PacketPayload payload,
        Optional<Ports> udp) {
    /** Copies the list. */
    public PacketSpec {
        outer = List.copyOf(outer);
    }

    /** A packet with nothing around it. */
    public static PacketSpec of(Position position, Direction direction, IpSpec ip, PacketPayload payload) {
        return new PacketSpec(position, direction, List.of(), ip, payload, Optional.empty());
    }
}
