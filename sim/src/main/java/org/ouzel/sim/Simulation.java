package org.ouzel.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.Host;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Timeline;
import org.ouzel.sim.net.WireSettings;
import org.ouzel.stack.StackHost;

/**
 * A network of hosts in virtual time, with programs that run on them. Everything that happens follows from the seed: the same seed
 * gives the same {@link #digest}, on any machine. Idle time costs nothing.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(seed);
 * Simulation.Pair hosts = simulation.pair(WireSettings.IDEAL.withDelay(Duration.ofMillis(20)));
 * simulation.start("server", () -> { … hosts.right().listen(…) … });
 * simulation.start("client", () -> { … hosts.left().newStream() … });
 * simulation.run();
 * }</pre>
 *
 * <p><b>Threads.</b> {@link #run} and everything before it belong to one thread. The programs run on threads of their own, one at a
 * time: they give way wherever they block on a host of the simulation and where they {@link #sleep}.
 */
public final class Simulation {
    /** Programs that have not ended after so much virtual time are said to be stuck. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Timeline timeline = new Timeline();
    private final Processes processes = new Processes(timeline);
    private final SplittableRandom seeds;
    private final TraceDigest digest = new TraceDigest();
    private final List<Host> hosts = new ArrayList<>();

    /** Two hosts and the cable between them. */
    public record Pair(Host left, Host right, Cable cable) {}

    /**
     * A simulation in which nothing is yet.
     *
     * @param seed what all that is random is drawn from
     */
    public Simulation(long seed) {
        this.seeds = new SplittableRandom(seed);
    }

    /** The timeline, to plan events on: partitions, changes, checks. They must not block. */
    public Timeline timeline() {
        return timeline;
    }

    /**
     * Two hosts, 192.0.2.1 and 2001:db8::1 on the left, 192.0.2.2 and 2001:db8::2 on the right, with a cable between them.
     *
     * @param settings what the cable is like, both ways
     */
    public Pair pair(WireSettings settings) {
        Cable cable = new Cable(timeline, settings, seeds.nextLong());
        cable.fromA().observe(digest);
        cable.fromB().observe(digest);
        int mtu = Math.min(settings.mtu(), 0xffff);
        SimulatedLink left = new SimulatedLink("left", timeline, mtu, cable.fromA());
        SimulatedLink right = new SimulatedLink("right", timeline, mtu, cable.fromB());
        cable.connect(left, right);
        return new Pair(
                host(left, "192.0.2.1/24", "2001:db8::1/64"), host(right, "192.0.2.2/24", "2001:db8::2/64"), cable);
    }

    private Host host(SimulatedLink link, String... addresses) {
        Host host = StackHost.builder()
                .name(link.name())
                .link(link, addresses)
                .open(new SimulatedSurroundings(timeline, processes, seeds.nextLong()));
        hosts.add(host);
        return host;
    }

    /** Starts a program as a process of the simulation; it runs once {@link #run} does. */
    public void start(String name, Program program) {
        processes.start(name, program);
    }

    /** The virtual time that has passed. */
    public Duration now() {
        return Duration.ofNanos(timeline.now());
    }

    /** Lets virtual time pass; for processes of the simulation. */
    public void sleep(Duration time) {
        processes.sleep(time.toNanos());
    }

    /**
     * Runs until every program has ended, and then on until nothing is left to happen.
     *
     * @throws SimulationStuck if a program waits for what will never happen, or outside of the simulation
     * @throws Exception what the first program that failed threw
     */
    public void run() throws Exception {
        processes.runUntil(timeline.now() + LONGEST.toNanos());
        Optional<Throwable> failure = processes.failure();
        if (failure.isPresent()) {
            throw rethrown(failure.get());
        }
        Optional<SimulationStuck> stuck = processes.stuck();
        if (stuck.isPresent()) {
            throw stuck.get();
        }
    }

    private static Exception rethrown(Throwable failure) {
        return switch (failure) {
            case Exception exception -> exception;
            case Error error -> throw error;
            default -> throw new AssertionError("a program threw what is neither exception nor error", failure);
        };
    }

    /** The digest of all that happened on the cables until now: each packet's time, fate and bytes. */
    public String digest() {
        return HexFormat.of().toHexDigits(digest.value());
    }
}
