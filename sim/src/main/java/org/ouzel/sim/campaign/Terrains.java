package org.ouzel.sim.campaign;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ouzel.sim.Card;
import org.ouzel.sim.Machine;
import org.ouzel.sim.MachineSettings;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.box.EcnBleacher;
import org.ouzel.sim.box.Nat;
import org.ouzel.sim.box.NatSettings;
import org.ouzel.sim.box.OptionStripper;
import org.ouzel.sim.box.Port;
import org.ouzel.sim.box.Router;
import org.ouzel.sim.box.RouterSettings;
import org.ouzel.sim.campaign.Terrain.Narrow;
import org.ouzel.sim.campaign.Terrain.Place;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Jack;
import org.ouzel.sim.net.PacketSink;

/** Draws and builds networks: clients, a server, and what is between them. */
final class Terrains {
    static final int PORT = 7;

    private static final List<Integer> MTUS = List.of(1500, 1500, 1500, 1400, 1280, 9000);
    private static final List<Integer> NARROW_MTUS = List.of(1280, 1300, 1400, 1480);
    private static final long MEMORY_BYTES = 64L << 20;

    private static final int MOST_TO_WRAP = 200_000;

    private final int leastToWrap;
    private final Simulation simulation;
    private final Dice dice;
    private final Weather weather;
    private final boolean ipv6;
    private final int mtu;
    private final List<Cable> cables = new ArrayList<>();

    /**
     * What draws.
     *
     * @param attacked whether somebody will guess at sequence numbers: those that are to wrap at once can be guessed
     */
    Terrains(Simulation simulation, Dice dice, Weather weather, boolean attacked) {
        this.leastToWrap = attacked ? MOST_TO_WRAP / 2 : 1;
        this.simulation = simulation;
        this.dice = dice;
        this.weather = weather;
        this.ipv6 = dice.chance(0.4);
        this.mtu = dice.pick(MTUS);
    }

    Terrain next() {
        return switch (dice.between(0, 5)) {
            case 0, 1 -> direct();
            case 2, 3 -> routed();
            case 4 -> narrow();
            default -> ipv6 ? routed() : translated();
        };
    }

    // ---- The kinds

    private Terrain direct() {
        Machine client = machine("client");
        Machine server = machine("server");
        Card near = client.card(mtu, address(1, 1) + length());
        Card far = server.card(mtu, address(1, 2) + length());
        Cable cable = lay(near, far);
        client.turnOn();
        server.turnOn();
        return terrain(
                "direct",
                List.of(new Place(client, near, cable.fromB(), cable.fromA())),
                new Place(server, far, cable.fromA(), cable.fromB()),
                address(1, 2),
                Optional.empty());
    }

    private Terrain routed() {
        // One that drops in silence what is too large for a link does harm only while a link is narrow, which does not
        // last.
        Router router = router(dice.chance(0.5) ? RouterSettings.DEFAULT : RouterSettings.DEFAULT.withBlackHole());
        List<Place> clients = new ArrayList<>();
        int count = dice.between(1, 3);
        for (int number = 0; number < count; number++) {
            clients.add(behind(router, machine("client" + number), 10 + number));
        }
        Port port = router.port(mtu, address(1, 254) + length());
        Place server = at(port, machine("server"), 1);
        return terrain("routed", clients, server, address(1, 1), Optional.of(new Narrow(router, port, mtu)));
    }

    private Terrain narrow() {
        Router near = router(RouterSettings.DEFAULT);
        Router far = router(RouterSettings.DEFAULT);
        int middle = Math.min(mtu, dice.pick(NARROW_MTUS));
        Port nearPort = near.port(middle, address(20, 1) + length());
        Port farPort = far.port(middle, address(20, 2) + length());
        lay(nearPort, farPort);
        near.route(network(1), nearPort);
        far.route(network(10), farPort);
        Place client = behind(near, machine("client"), 10);
        Place server = behind(far, machine("server"), 1);
        return terrain("narrow", List.of(client), server, address(1, 1), Optional.of(new Narrow(far, farPort, middle)));
    }

    private Terrain translated() {
        NatSettings settings = dice.chance(0.5) ? NatSettings.DEFAULT : NatSettings.DEFAULT.withResets();
        Nat nat = new Nat(
                simulation.timeline(),
                dice.chance(0.5) ? settings.withPickingUp() : settings,
                address(30, 1),
                dice.between(0, Integer.MAX_VALUE - 1));
        Router router = router(RouterSettings.DEFAULT);
        Machine client = machine("client");
        Card card = client.card(mtu, "198.18.0.1/0");
        Cable inside = lay(card, nat.inside());
        Place place = new Place(client, card, inside.fromB(), inside.fromA());
        lay(nat.outside(), router.port(mtu, address(30, 254) + length()));
        client.turnOn();
        Place server = behind(router, machine("server"), 1);
        return new Terrain(
                "translated",
                List.of(place),
                server,
                target(address(1, 1)),
                cables,
                Optional.empty(),
                Optional.of(nat));
    }

    // ---- Their parts

    private Terrain terrain(String name, List<Place> clients, Place server, String target, Optional<Narrow> narrow) {
        return new Terrain(
                (ipv6 ? "IPv6 " : "IPv4 ") + name, clients, server, target(target), cables, narrow, Optional.empty());
    }

    private static InetSocketAddress target(String address) {
        return new InetSocketAddress(address, PORT);
    }

    private Machine machine(String name) {
        MachineSettings settings =
                MachineSettings.DEFAULT.withMemory(dice.chance(0.1) ? dice.magnitude(1 << 19, 4 << 20) : MEMORY_BYTES);
        return simulation.machine(
                name,
                dice.chance(0.65)
                        ? settings.withBytesToWrap((int) dice.magnitude(leastToWrap, MOST_TO_WRAP))
                        : settings);
    }

    private Router router(RouterSettings settings) {
        return new Router(simulation.timeline(), settings);
    }

    private Place behind(Router router, Machine machine, int net) {
        return at(router.port(mtu, address(net, 254) + length()), machine, net);
    }

    private Place at(Port port, Machine machine, int net) {
        Card card = machine.card(mtu, address(net, 1) + "/0");
        Cable cable = lay(card, port);
        machine.turnOn();
        return new Place(machine, card, cable.fromB(), cable.fromA());
    }

    private Cable lay(Jack a, Jack b) {
        Cable cable = simulation.connect(a, b, weather.wire(), weather.wire());
        cables.add(cable);
        // What strips options strips those of both sides: of what one has offered, and the other not, none must make
        // use.
        Set<Integer> kinds = dice.chance(0.1) ? strippedKinds() : Set.of();
        a.connect(disturbed(a, kinds, cable.fromA()));
        b.connect(disturbed(b, kinds, cable.fromB()));
        return cable;
    }

    /** Some ways lead through boxes that change what passes. */
    private PacketSink disturbed(Jack from, Set<Integer> kinds, PacketSink way) {
        PacketSink with = kinds.isEmpty() ? way : OptionStripper.of(kinds, way);
        if (dice.chance(0.05)) {
            with = OptionStripper.clampingMss(dice.between(300, 1400), with);
        }
        if (dice.chance(0.05)) {
            boolean ip = dice.chance(0.7);
            boolean tcp = dice.chance(0.7);
            // The witness of a machine hears what has passed the boxes at its card, and would take it for the
            // machine's own word when one bleaches there. What comes to the machine is bleached at the other end.
            with = from instanceof Card ? with : new EcnBleacher(ip, tcp, with);
        }
        return with;
    }

    private Set<Integer> strippedKinds() {
        Set<Integer> kinds = new HashSet<>();
        for (int kind :
                List.of(OptionStripper.WINDOW_SCALE, OptionStripper.SACK_PERMITTED, OptionStripper.TIMESTAMPS)) {
            if (dice.chance(0.5)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** Networks of 256 addresses: the first half of 198.18.0.0/15 leaves room for those inside a translator. */
    private String address(int net, int host) {
        return ipv6 ? "2001:db8:0:" + net + "::" + host : "198.19." + net + "." + host;
    }

    private String network(int net) {
        return ipv6 ? "2001:db8:0:" + net + "::/64" : "198.19." + net + ".0/24";
    }

    private String length() {
        return ipv6 ? "/64" : "/24";
    }
}
