package org.ouzel.sim.campaign;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.sim.Hazard;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.box.ForgedError;
import org.ouzel.sim.box.Forgery;
import org.ouzel.sim.box.Guess;
import org.ouzel.sim.box.Injector;
import org.ouzel.sim.box.Spoof;
import org.ouzel.sim.campaign.Terrain.Place;
import org.ouzel.sim.net.Wire;

/**
 * Somebody off the path who knows the ends of connections, and near which numbers they are, but not the numbers: what it sends must
 * do no harm (RFC 5961, RFC 5927).
 */
final class Attacker {
    /** What one who does not know the number guesses among; the number itself is not in it. */
    private static final int NEARBY = 60_000;

    private final Simulation simulation;
    private final Dice dice;
    private final Witness witness;
    private final Injector injector;

    /**
     * An attacker with a way of its own to its victim, on which the faults of a wire befall what it sends.
     *
     * @param witness the victim's
     */
    Attacker(Simulation simulation, Dice dice, Weather weather, Place victim, Witness witness) {
        this.simulation = simulation;
        this.dice = dice;
        this.witness = witness;
        Wire way = new Wire(simulation.timeline(), weather.wire(), dice.between(0, 1 << 30), victim.card());
        witness.watchIn(way);
        this.injector = new Injector(simulation.timeline(), dice.between(0, 1 << 30), way);
    }

    /** Attacks what is alive on the machine, again and again. */
    Hazard attack(Duration from, Duration lasting) {
        int count = dice.between(20, 800);
        return new Hazard(
                "attack on " + witness.name(),
                from,
                lasting,
                () -> {
                    for (int number = 0; number < count; number++) {
                        long later = dice.between(0, 1000) * (lasting.toNanos() / 1000);
                        simulation.timeline().after(later, this::strike);
                    }
                },
                () -> {});
    }

    private void strike() {
        List<Track> alive = witness.tracks().stream()
                .filter(track -> track.next().isPresent())
                .toList();
        if (!alive.isEmpty()) {
            Track track = dice.pick(alive);
            injector.inject(
                    simulation.timeline().now(),
                    forgery(track.tuple(), track.next().orElseThrow()));
        }
    }

    private Forgery forgery(FourTuple victim, int next) {
        InetSocketAddress us = address(victim.localAddress().toInetAddress(), victim.localPort());
        InetSocketAddress peer = address(victim.remoteAddress().toInetAddress(), victim.remotePort());
        Spoof spoof = Spoof.told(peer, us);
        Guess seq = dice.chance(0.7) ? Guess.within(next + 1, NEARBY) : Guess.blind();
        boolean ipv6 = victim.localAddress().length() == 16;
        return switch (dice.between(0, 6)) {
            case 0 -> Forgery.reset(spoof, seq);
            case 1 -> Forgery.resetWithAck(spoof, seq, Guess.blind());
            case 2 -> Forgery.syn(spoof, seq);
            case 3 -> Forgery.synAck(spoof, seq, Guess.blind());
            case 4 -> Forgery.ack(spoof, seq, Guess.blind());
            case 5 ->
                Forgery.error(
                        peer.getAddress(),
                        Spoof.told(us, peer),
                        Guess.blind(),
                        ipv6 ? ForgedError.packetTooBig(1280) : ForgedError.fragmentationNeeded(dice.between(0, 1500)));
            default ->
                Forgery.error(
                        peer.getAddress(),
                        Spoof.told(us, peer),
                        Guess.blind(),
                        ipv6 ? ForgedError.portUnreachableV6() : ForgedError.portUnreachable());
        };
    }

    private static InetSocketAddress address(InetAddress address, int port) {
        return new InetSocketAddress(address, port);
    }

    long injected() {
        return injector.injected();
    }
}
