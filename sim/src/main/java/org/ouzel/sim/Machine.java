package org.ouzel.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.Host;
import org.ouzel.sim.net.Timeline;
import org.ouzel.stack.StackHost;

/**
 * A machine of a simulation: cards, a clock, memory, and the {@link Host} that runs on it while it is on. It may crash and be
 * turned on again with the same addresses, remembering nothing.
 *
 * {@snippet :
 * Machine server = simulation.machine("server");
 * Card card = server.card(1500, "192.0.2.2/24");
 * server.turnOn();
 * server.start("echo", () -> echo(server.host()));
 * }
 *
 * <p><b>Threads.</b> Its methods belong to the simulation's events and programs, and before {@link Simulation#run} to the thread that
 * made it.
 */
public final class Machine {
    private final String name;
    private final Timeline timeline;
    private final Processes processes;
    private final SplittableRandom seeds;
    private final MachineClock clock;
    private final MachineSettings settings;
    private final List<Card> cards = new ArrayList<>();
    private Optional<Running> running = Optional.empty();

    /** What there is of it while it is on. */
    private record Running(StackHost host, SimulatedSurroundings surroundings) {}

    Machine(String name, MachineSettings settings, Timeline timeline, Processes processes, long seed) {
        this.name = name;
        this.timeline = timeline;
        this.processes = processes;
        this.seeds = new SplittableRandom(seed);
        this.clock = new MachineClock(timeline);
        this.settings = settings;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /**
     * Adds a card, to be found by the host when the machine is turned on next.
     *
     * @param mtu the largest packet that the host sends there, in bytes
     * @param addresses its addresses, each with its prefix length, which is the route to its network: {@code 192.0.2.1/24}; a
     *     length of 0 makes it the way to everywhere
     */
    public Card card(int mtu, String... addresses) {
        Card card = new Card(name + "." + cards.size(), timeline, mtu, List.of(addresses));
        cards.add(card);
        return card;
    }

    // ---- On and off

    /**
     * Turns it on: its host is there from now on.
     *
     * @throws IllegalStateException if it is on
     */
    public Host turnOn() {
        if (running.isPresent()) {
            throw new IllegalStateException(name + " is on");
        }
        SimulatedSurroundings surroundings = new SimulatedSurroundings(name, clock, processes, seeds.nextLong());
        StackHost.Builder builder = StackHost.builder()
                .name(name)
                .memory(settings.memoryBytes())
                .maxSegmentLifetime(settings.maxSegmentLifetime());
        for (Card card : cards) {
            builder.link(card.plug(), card.addresses().toArray(String[]::new));
        }
        StackHost host = settings.opened(builder, surroundings, seeds.nextLong());
        running = Optional.of(new Running(host, surroundings));
        return host;
    }

    /** Whether it is on. */
    public boolean isOn() {
        return running.isPresent();
    }

    /**
     * Its host. Another one after it has been turned on again.
     *
     * @throws IllegalStateException if it is not on
     */
    public Host host() {
        return running().host();
    }

    private Running running() {
        return running.orElseThrow(() -> new IllegalStateException(name + " is off"));
    }

    /**
     * As if it lost its power: nothing that is on it is ever done any more, and its peers hear nothing. The programs that were
     * started on it end with an error wherever they wait; whoever else still uses its host has that error too.
     */
    public void crash() {
        Running gone = running();
        running = Optional.empty();
        cards.forEach(Card::unplug);
        gone.surroundings().crash();
    }

    // ---- What runs on it

    /** Starts a program on it, which ends when the machine crashes. */
    public void start(String program, Program what) {
        running().surroundings().start(program, what);
    }

    /** Its programs stand still for so long, whatever they wait for; its TCP goes on. */
    public void stall(Duration time) {
        running().surroundings().stall(timeline.now() + time.toNanos());
    }

    // ---- Its clock and its memory

    /**
     * Has its clock go so fast from now on. All that its TCP does is timed by it.
     *
     * @param factor how many seconds it counts in a second: 1.2 is 20 % fast
     */
    public void setClockRate(double factor) {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a clock cannot go " + factor + " seconds a second");
        }
        clock.drift(factor);
    }

    /** Its clock jumps forward: what was due meanwhile is due now. */
    public void jumpClock(Duration forward) {
        if (forward.isNegative()) {
            throw new IllegalArgumentException("a clock does not go back: " + forward);
        }
        clock.jump(forward.toNanos());
    }

    /** The time since it was made, by its clock. */
    public Duration clock() {
        return Duration.ofNanos(clock.now());
    }

    /** Whether from now on no memory can be had beyond what its host has taken already. */
    public void setMemoryFails(boolean fails) {
        running().surroundings().setMemoryFails(fails);
    }
}
