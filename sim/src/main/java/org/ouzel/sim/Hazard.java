package org.ouzel.sim;

import java.time.Duration;
import org.ouzel.sim.Card.Device;
import org.ouzel.sim.box.Port;
import org.ouzel.sim.box.Router;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Wire;
import org.ouzel.sim.net.WireSettings;

/**
 * Something that goes wrong at a time, and is put right later. {@linkplain Simulation#plan Planned}, it is one of the numbered
 * hazards that a failing simulation is tried without, to show which ones matter. Where two of a kind overlap on one machine, card
 * or wire, the relief of the first ends both; partitions add up.
 *
 * @param what what goes wrong, in words
 * @param from when, from the simulation's beginning
 * @param lasting for how long
 * @param onset does it
 * @param relief undoes it
 */
public record Hazard(String what, Duration from, Duration lasting, Runnable onset, Runnable relief) {
    /** Rejects times that cannot be. */
    public Hazard {
        if (from.isNegative() || lasting.isNegative()) {
            throw new IllegalArgumentException(what + " from " + from + " for " + lasting);
        }
    }

    /** A partition, both ways. */
    public static Hazard partition(Cable cable, Duration from, Duration lasting) {
        return new Hazard(
                "partition",
                from,
                lasting,
                () -> {
                    cutFor(cable.fromA(), lasting);
                    cutFor(cable.fromB(), lasting);
                },
                Hazard::nothing);
    }

    /** A partition of one way, of which the other end knows nothing. */
    public static Hazard partition(Wire wire, Duration from, Duration lasting) {
        return new Hazard("one-way partition", from, lasting, () -> cutFor(wire, lasting), Hazard::nothing);
    }

    /** A wire is another for a time; then it is what it was when the hazard was made. */
    public static Hazard change(String what, Wire wire, WireSettings meanwhile, Duration from, Duration lasting) {
        WireSettings before = wire.settings();
        return new Hazard(what, from, lasting, () -> wire.change(meanwhile), () -> wire.change(before));
    }

    private static void nothing() {}

    private static void cutFor(Wire wire, Duration lasting) {
        wire.cutAt(0, lasting);
    }

    /** A crash, and the machine turned on again; then runs what belongs on it. */
    public static Hazard crash(Machine machine, Duration from, Duration downFor, Runnable afterwards) {
        return new Hazard(
                "crash of " + machine.name(),
                from,
                downFor,
                () -> {
                    if (machine.isOn()) {
                        machine.crash();
                    }
                },
                () -> {
                    if (!machine.isOn()) {
                        machine.turnOn();
                        afterwards.run();
                    }
                });
    }

    /** The machine's programs stand still. */
    public static Hazard stall(Machine machine, Duration from, Duration lasting) {
        return new Hazard(
                "stall of " + machine.name(),
                from,
                lasting,
                () -> {
                    if (machine.isOn()) {
                        machine.stall(lasting);
                    }
                },
                Hazard::nothing);
    }

    /** The machine's clock goes wrong. */
    public static Hazard drift(Machine machine, double factor, Duration from, Duration lasting) {
        return new Hazard(
                "clock of " + machine.name() + " at " + factor,
                from,
                lasting,
                () -> machine.setClockRate(factor),
                () -> machine.setClockRate(1));
    }

    /** The machine's clock jumps forward, once. */
    public static Hazard jump(Machine machine, Duration by, Duration from) {
        return new Hazard(
                "jump of the clock of " + machine.name() + " by " + by,
                from,
                Duration.ZERO,
                () -> machine.jumpClock(by),
                Hazard::nothing);
    }

    /** The machine's memory is exhausted; what is in use stays so. */
    public static Hazard shortage(Machine machine, Duration from, Duration lasting) {
        return new Hazard(
                "shortage of memory on " + machine.name(),
                from,
                lasting,
                () -> setMemoryFails(machine, true),
                () -> setMemoryFails(machine, false));
    }

    private static void setMemoryFails(Machine machine, boolean fails) {
        if (machine.isOn()) {
            machine.setMemoryFails(fails);
        }
    }

    /** A card's device takes no packets. */
    public static Hazard refusal(Card card, Device how, Duration from, Duration lasting) {
        return new Hazard(
                card.name() + " " + how, from, lasting, () -> card.setDevice(how), () -> card.setDevice(Device.WORKS));
    }

    /** The network behind a router's port takes smaller packets. */
    public static Hazard narrowing(Router router, Port port, int mtu, Duration from, Duration lasting) {
        int before = router.mtu(port);
        return new Hazard("MTU of " + mtu, from, lasting, () -> router.mtu(port, mtu), () -> router.mtu(port, before));
    }

    @Override
    public String toString() {
        return what + " from " + seconds(from) + " for " + seconds(lasting);
    }

    private static String seconds(Duration time) {
        return "%d.%09d s".formatted(time.toSeconds(), time.toNanosPart());
    }
}
