package org.ouzel.sim.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.ouzel.sim.Hazard;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.SimulationSettings;
import org.ouzel.sim.SimulationStuck;
import org.ouzel.sim.campaign.Terrain.Place;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.FaultCounts;

/**
 * All that one seed of the campaign means: a {@linkplain Terrains drawn network} in drawn {@linkplain Weather weather}, drawn
 * {@linkplain Hazards hazards}, and {@linkplain Scripts drawn programs}; {@link Witness witnesses} at each machine, and a
 * {@link Judge} of each end. After a time the network becomes fair, and then all must come to its end.
 */
public final class Scenario {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LEAST_HORIZON = Duration.ofSeconds(5);
    private static final Duration MOST_HORIZON = Duration.ofMinutes(5);
    private static final int MOST_BYTES = 400_000;
    private static final List<String> LEFT = List.of("connections", "deadlines", "pages.lent", "streams.open");

    private final SimulationSettings settings;
    private final Simulation simulation;
    private final Dice dice;
    private final Verdict verdict;
    private final Weather weather;
    private final Terrain terrain;
    private final Map<Place, Witness> witnesses = new HashMap<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Attacker attacker;
    private final World world;
    private final Scripts scripts;
    private final Service service;
    private int clients;

    private Scenario(SimulationSettings settings) {
        this.settings = settings;
        this.simulation = new Simulation(settings);
        this.dice = new Dice(simulation.random());
        this.verdict = new Verdict(simulation);
        this.weather = new Weather(dice);
        boolean attacked = dice.chance(0.3);
        this.terrain = new Terrains(simulation, dice, weather, attacked).next();
        for (Place place : terrain.places()) {
            witnesses.put(place, new Witness(place, verdict));
        }
        Place victim = dice.pick(terrain.places());
        this.attacker = new Attacker(simulation, new Dice(simulation.random()), weather, victim, witness(victim));
        this.world = new World(simulation, verdict, terrain, planned(attacked), attacked);
        this.scripts = new Scripts(dice, MOST_BYTES, terrain.nat().isPresent());
        this.service = new Service(
                world,
                terrain.server(),
                witness(terrain.server()),
                scripts.options(),
                dice.chance(0.2) ? dice.between(1, 6) : 0);
    }

    /** Runs one seed. */
    public static SeedReport run(SimulationSettings settings) {
        return new Scenario(settings).run();
    }

    private Witness witness(Place place) {
        return Objects.requireNonNull(witnesses.get(place));
    }

    // ---- What goes wrong, and when no more

    /** Plans what goes wrong; gives from when on the network is fair. */
    private Duration planned(boolean attacked) {
        Duration horizon = dice.magnitude(LEAST_HORIZON, MOST_HORIZON);
        Hazards hazards = new Hazards(dice, weather, terrain, horizon, this::onCrash, this::onRestart);
        int count = dice.chance(0.3) ? 0 : dice.between(1, 8);
        Duration fair = horizon;
        for (int number = 0; number < count; number++) {
            Hazard hazard = hazards.next();
            simulation.plan(hazard);
            fair = later(fair, hazard.from().plus(hazard.lasting()));
        }
        if (attacked) {
            simulation.plan(attacker.attack(Duration.ofMillis(1), horizon));
        }
        simulation.timeline().at(fair.toNanos(), this::becomeFair);
        return fair;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void becomeFair() {
        for (Cable cable : terrain.cables()) {
            cable.change(
                    Weather.fair(cable.fromA().settings()),
                    Weather.fair(cable.fromB().settings()));
        }
    }

    private void onCrash(Place place) {
        if (!place.machine().isOn()) {
            return;
        }
        witness(place).onCrash();
        boolean serves = place.equals(terrain.server());
        for (Exchange exchange : exchanges) {
            // Before the client begins there is nothing to lose; from then on the server may know of it, if only its
            // TCP does.
            if ((serves || exchange.caller().equals(place))
                    && exchange.client().stream().isPresent()) {
                (serves ? exchange.server() : exchange.client()).onCrash();
            }
        }
    }

    private void onRestart(Place place) {
        if (place.equals(terrain.server())) {
            service.open();
        }
    }

    // ---- What is done

    private SeedReport run() {
        planClients();
        service.open();
        simulation.timeline().at(world.deadline().toNanos(), this::onDeadline);
        try {
            simulation.run();
            checkWhatIsLeft();
        } catch (SimulationStuck stuck) {
            verdict.violated(Property.LIVENESS, stuck.toString());
        } catch (Exception failure) {
            verdict.violated(Property.SOUNDNESS, "a program failed: " + failure);
        }
        return report();
    }

    private void planClients() {
        for (Place place : terrain.clients()) {
            int programs = dice.between(3, 10);
            for (int number = 0; number < programs; number++) {
                List<Exchange> calls = calls(place);
                exchanges.addAll(calls);
                Duration begin = dice.chance(0.5) ? Duration.ZERO : dice.magnitude(SOON, LEAST_HORIZON);
                Client client = new Client(world, place, witness(place), calls, this::onClientDone);
                clients++;
                simulation.timeline().at(begin.toNanos(), client::start);
            }
        }
        service.expect(exchanges);
    }

    /** One connection, or many short ones, one after the other. */
    private List<Exchange> calls(Place place) {
        boolean many = dice.chance(0.2);
        int count = many ? dice.between(5, 30) : 1;
        List<Exchange> calls = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Script script = many ? scripts.shortOne() : scripts.next();
            calls.add(new Exchange(verdict, exchanges.size() + number + 1, place, script, service.options()));
        }
        return calls;
    }

    private void onClientDone() {
        clients--;
        if (clients == 0) {
            service.close();
        }
    }

    // ---- What must hold at the end

    private void onDeadline() {
        for (Exchange exchange : exchanges) {
            new Judge(world, exchange.client(), exchange.server()).onDeadline();
            new Judge(world, exchange.server(), exchange.client()).onDeadline();
        }
        service.close();
    }

    private void checkWhatIsLeft() {
        for (Place place : terrain.places()) {
            if (place.machine().isOn()) {
                Map<String, Long> counters = place.machine().host().counters();
                for (String counter : LEFT) {
                    verdict.require(
                            Property.CONSERVATION,
                            counters.getOrDefault(counter, 0L) == 0,
                            () -> place.machine().name() + " has " + counter + " left: " + counters);
                }
                verdict.require(
                        Property.SOUNDNESS,
                        counters.getOrDefault("faults", 0L) == 0,
                        () -> place.machine().name() + " had faults of its own: " + counters);
            }
        }
        for (Exchange exchange : exchanges) {
            for (End end : List.of(exchange.client(), exchange.server())) {
                verdict.require(Property.FAILURE, end.hasEndedOnce(), () -> "not told once of the end: " + end);
            }
        }
    }

    // ---- What is told

    private SeedReport report() {
        return new SeedReport(
                settings.seed(),
                terrain.name() + ", " + exchanges.size() + " connections, fair after " + world.fairFrom(),
                verdict.violations(),
                figures(),
                simulation.digest(),
                simulation.hazards().stream().map(Hazard::toString).toList(),
                simulation.lastEvents());
    }

    private Figures figures() {
        FaultCounts counts = terrain.cables().stream()
                .map(Cable::counts)
                .reduce(FaultCounts::plus)
                .orElseThrow();
        Map<String, Long> faults = new TreeMap<>();
        faults.put("lost", counts.lost());
        faults.put("overflowed", counts.overflowed());
        faults.put("shed", counts.shed());
        faults.put("cut", counts.cut());
        faults.put("too large", counts.tooLarge());
        faults.put("marked", counts.marked());
        faults.put("duplicated", counts.duplicated());
        faults.put("reordered", counts.reordered());
        faults.put("corrupted", counts.corrupted());
        faults.put("truncated", counts.truncated());
        faults.put("padded", counts.padded());
        faults.put("injected", attacker.injected());
        faults.put("hazards", (long) simulation.hazards().size());
        faults.put(
                "refused by devices",
                terrain.places().stream()
                        .mapToLong(place -> place.card().refused())
                        .sum());
        return new Figures(
                faults,
                exchanges.stream().mapToLong(Exchange::verified).sum(),
                witnesses.values().stream().mapToLong(Witness::wraps).sum(),
                exchanges.size(),
                exchanges.stream()
                        .flatMap(exchange -> List.of(exchange.client(), exchange.server()).stream())
                        .filter(end -> end.outcome() == End.Outcome.GRACEFUL)
                        .count(),
                counts.entered(),
                simulation.now().toNanos());
    }
}
