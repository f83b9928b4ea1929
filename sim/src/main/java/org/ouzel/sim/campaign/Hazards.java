package org.ouzel.sim.campaign;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.ouzel.sim.Card.Device;
import org.ouzel.sim.Hazard;
import org.ouzel.sim.campaign.Terrain.Narrow;
import org.ouzel.sim.campaign.Terrain.Place;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Wire;

/** Draws what goes wrong beyond the weather. */
final class Hazards {
    private static final Duration SOONEST = Duration.ofMillis(5);
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** RFC 9293 §3.4.3: a machine that knows nothing of its former numbers keeps quiet until nothing of them is on its way. */
    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Dice dice;
    private final Weather weather;
    private final Terrain terrain;
    private final Duration horizon;
    private final Consumer<Place> onCrash;
    private final Consumer<Place> onRestart;

    /**
     * What draws.
     *
     * @param horizon when the last one begins at the latest
     * @param onCrash told of a machine that crashes
     * @param onRestart told of a machine that is on again
     */
    Hazards(
            Dice dice,
            Weather weather,
            Terrain terrain,
            Duration horizon,
            Consumer<Place> onCrash,
            Consumer<Place> onRestart) {
        this.dice = dice;
        this.weather = weather;
        this.terrain = terrain;
        this.horizon = horizon;
        this.onCrash = onCrash;
        this.onRestart = onRestart;
    }

    Hazard next() {
        Duration from = dice.magnitude(SOONEST, horizon);
        Duration lasting = dice.magnitude(SHORTEST, dice.chance(0.2) ? LONGEST : Duration.ofSeconds(20));
        Place place = dice.pick(terrain.places());
        Cable cable = dice.pick(terrain.cables());
        Wire wire = dice.chance(0.5) ? cable.fromA() : cable.fromB();
        return switch (dice.between(0, 13)) {
            case 0 -> Hazard.partition(cable, from, lasting);
            case 1, 2 -> Hazard.partition(wire, from, lasting);
            case 3 -> crash(place, from, lasting.plus(QUIET));
            case 4 -> Hazard.stall(place.machine(), from, lasting);
            case 5 -> Hazard.drift(place.machine(), dice.between(0.8, 1.2), from, lasting);
            case 6 -> Hazard.jump(place.machine(), dice.magnitude(SHORTEST, Duration.ofDays(30)), from);
            case 7 -> Hazard.shortage(place.machine(), from, lasting);
            case 8 -> Hazard.refusal(place.card(), dice.pick(List.of(Device.IS_FULL, Device.FAILS)), from, lasting);
            case 9, 10 ->
                terrain.narrow()
                        .map(narrow -> narrowing(narrow, from, lasting))
                        .orElseGet(() -> worse(wire, from, lasting));
            case 11 -> terrain.nat().isPresent() ? forgetting(from) : worse(wire, from, lasting);
            default -> worse(wire, from, lasting);
        };
    }

    private Hazard crash(Place place, Duration from, Duration lasting) {
        Hazard crash = Hazard.crash(place.machine(), from, lasting, () -> onRestart.accept(place));
        return new Hazard(
                crash.what(),
                from,
                lasting,
                () -> {
                    onCrash.accept(place);
                    crash.onset().run();
                },
                crash.relief());
    }

    private Hazard narrowing(Narrow narrow, Duration from, Duration lasting) {
        int mtu = dice.between(Math.min(narrow.mtu(), terrain.smallestMtu()), narrow.mtu());
        return Hazard.narrowing(narrow.router(), narrow.port(), mtu, from, lasting);
    }

    private Hazard forgetting(Duration from) {
        return new Hazard(
                "the translator forgets",
                from,
                Duration.ZERO,
                () -> terrain.nat().orElseThrow().restart(),
                () -> {});
    }

    private Hazard worse(Wire wire, Duration from, Duration lasting) {
        double severity = dice.between(0.3, 1.0);
        return Hazard.change("storm", wire, wire.settings().withFaults(weather.faults(severity)), from, lasting);
    }
}
