package org.ouzel.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.ouzel.Host;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Jack;
import org.ouzel.sim.net.Timeline;
import org.ouzel.sim.net.WireCapture;
import org.ouzel.sim.net.WireSettings;

/**
 * A network of machines in virtual time, with programs that run on them. Everything that happens follows from the seed: the same seed
 * gives the same {@link #digest}, on any computer. Idle time costs nothing.
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
    private static final Duration LONGEST = Duration.ofDays(120);

    private final SimulationSettings settings;
    private final Timeline timeline = new Timeline();
    private final Processes processes = new Processes(timeline);
    private final SplittableRandom seeds;
    private final TraceDigest digest = new TraceDigest();
    private final EventLog log;
    private final List<WireCapture> captures = new ArrayList<>();
    private final List<Hazard> hazards = new ArrayList<>();
    private int cables;
    private boolean run;

    /** Two machines that are on, and the cable between them. */
    public record Pair(Machine leftMachine, Machine rightMachine, Cable cable) {
        /** The host on the left machine. */
        public Host left() {
            return leftMachine.host();
        }

        /** The host on the right machine. */
        public Host right() {
            return rightMachine.host();
        }
    }

    /** A simulation in which nothing is yet, of all that the seed means. */
    public Simulation(long seed) {
        this(SimulationSettings.of(seed));
    }

    /** A simulation in which nothing is yet. */
    public Simulation(SimulationSettings settings) {
        this.settings = settings;
        this.seeds = new SplittableRandom(settings.seed());
        this.log = new EventLog(timeline, settings.logged());
    }

    /** The seed. */
    public long seed() {
        return settings.seed();
    }

    /** The timeline, to plan events on: changes, checks. They must not block. */
    public Timeline timeline() {
        return timeline;
    }

    /** Random numbers of their own for whoever asks: the same ones for the same seed, if it is asked in the same order. */
    public RandomGenerator random() {
        return seeds.split();
    }

    // ---- What there is

    /** A machine, which is off and has no cards yet. */
    public Machine machine(String name) {
        return machine(name, MachineSettings.DEFAULT);
    }

    /** A machine with settings of its own, which is off and has no cards yet. */
    public Machine machine(String name, MachineSettings of) {
        return new Machine(name, of, timeline, processes, seeds.nextLong());
    }

    /** Lays a cable that is the same both ways between cards of machines, ports of boxes, or both. */
    public Cable connect(Jack a, Jack b, WireSettings wires) {
        return connect(a, b, wires, wires);
    }

    /** Lays a cable between cards of machines, ports of boxes, or both. */
    public Cable connect(Jack a, Jack b, WireSettings aToB, WireSettings bToA) {
        Cable cable = new Cable(timeline, aToB, bToA, seeds.nextLong());
        String name = "cable-" + cables++;
        cable.fromA().observe(digest);
        cable.fromB().observe(digest);
        log.watch(name, cable);
        settings.captures().ifPresent(folder -> capture(folder.resolve(name + ".pcapng"), name, cable));
        cable.connect(a, b);
        a.connect(cable.fromA());
        b.connect(cable.fromB());
        return cable;
    }

    private void capture(Path file, String name, Cable cable) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            WireCapture capture = WireCapture.to(file, name);
            captures.add(capture);
            cable.fromA().observe(capture.sent());
            cable.fromB().observe(capture.arrived());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Two machines, 192.0.2.1 and 2001:db8::1 on the left, 192.0.2.2 and 2001:db8::2 on the right, with a cable between them.
     *
     * @param wires what the cable is like, both ways
     */
    public Pair pair(WireSettings wires) {
        int mtu = Math.min(wires.mtu(), 0xffff);
        Machine left = machine("left");
        Machine right = machine("right");
        Card leftCard = left.card(mtu, "192.0.2.1/24", "2001:db8::1/64");
        Card rightCard = right.card(mtu, "192.0.2.2/24", "2001:db8::2/64");
        Cable cable = connect(leftCard, rightCard, wires);
        left.turnOn();
        right.turnOn();
        return new Pair(left, right, cable);
    }

    // ---- What goes wrong

    /** Plans a hazard. Those that the settings spare do not happen. */
    public void plan(Hazard hazard) {
        int number = hazards.size();
        hazards.add(hazard);
        if (settings.spared().contains(number)) {
            return;
        }
        timeline.at(hazard.from().toNanos(), () -> {
            log.note("hazard " + number + ": " + hazard.what());
            hazard.onset().run();
        });
        timeline.at(hazard.from().plus(hazard.lasting()).toNanos(), () -> {
            log.note("hazard " + number + " is over: " + hazard.what());
            hazard.relief().run();
        });
    }

    /** All that was planned, in that order, the spared ones included. */
    public List<Hazard> hazards() {
        return List.copyOf(hazards);
    }

    // ---- What runs

    /** Starts a program as a process of the simulation, on no machine; it runs once {@link #run} does. */
    public void start(String name, Program program) {
        processes.start(name, program);
    }

    /** The virtual time that has passed. */
    public Duration now() {
        return Duration.ofNanos(timeline.now());
    }

    /**
     * A wall clock that shows virtual time, counted from 2026-01-01T00:00:00Z, in UTC. It may be read by anything of the
     * simulation, and by the thread that runs it before and after.
     */
    public Clock clock() {
        return new SimulatedClock(timeline, ZoneOffset.UTC);
    }

    /**
     * A new executor, for code that takes one. Each task runs as a process of its own, named {@code task-1} and so on; they take
     * turns as programs do. All times are virtual.
     *
     * <p><b>Threads.</b> Programs, tasks and events may call it, and the thread that runs the simulation before and after the
     * run. Only programs and tasks may wait, for a future or for the end of the executor: others get an {@link
     * IllegalStateException}, unless nothing is to be waited for. What waits in other ways, such as {@code
     * CompletableFuture.join} or a blocking queue, blocks the simulation, which ends with {@link SimulationStuck}.
     *
     * <p><b>Errors.</b> A task that was submitted and throws tells its future alone. One that was given to {@code execute} has
     * none, and fails the simulation as a program does. A task that still waits when the simulation ends fails then. Tasks run
     * on no machine, and outlive the crash of any.
     *
     * <p><b>Interrupts.</b> {@code cancel(true)} and {@code shutdownNow} end the wait of a task that waits on a host, in {@link
     * #sleep} or for a future. {@link Thread#interrupt} alone is noticed when the task would next wait or has waited.
     */
    public ExecutorService executor() {
        return scheduler();
    }

    /**
     * A new executor that also runs tasks later, and again and again, in virtual time; otherwise as {@link #executor}. After
     * {@code shutdown} delayed tasks still run, periodic ones do not.
     *
     * <p>Periodic tasks do not keep a simulation going, even if nobody shuts their executor down: they run while there is a
     * program, or a task that runs once, that has not ended. A run that is due when there is none waits for one to come. What
     * a run of a periodic task submits, and what the listener of a stream submits, counts no more than itself.
     */
    public ScheduledExecutorService scheduler() {
        return new SimulatedExecutor(timeline, processes);
    }

    /**
     * Lets virtual time pass; for processes of the simulation.
     *
     * @throws java.io.UncheckedIOException of an {@link java.io.InterruptedIOException} if the process is interrupted, as the
     *     calls of a stream throw it; the interrupt status stays set
     */
    public void sleep(Duration time) {
        processes.sleep(time.toNanos());
    }

    /**
     * Runs until every program has ended, and then on until nothing is left to happen but runs of periodic tasks; for 120 days of
     * virtual time at the most.
     *
     * @throws SimulationStuck if a program waits for what will never happen, or outside of the simulation
     * @throws Exception what the first program that failed threw
     */
    public void run() throws Exception {
        run = true;
        try {
            runAll();
        } finally {
            end();
        }
    }

    /** Whether {@link #run} has been called, and no program waits for another call. */
    public boolean hasRun() {
        return run && processes.isEmpty();
    }

    /**
     * Ends the programs that have not ended, wherever they wait, and completes the captures: for a simulation that is given up before
     * it is {@link #run}, which does this itself.
     *
     * @throws IOException if a capture could not be written
     */
    public void end() throws IOException {
        processes.end();
        for (WireCapture capture : captures) {
            capture.close();
        }
    }

    private void runAll() throws Exception {
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

    // ---- What is known of it

    /** Notes something among the events. */
    public void note(String event) {
        log.note(event);
    }

    /** The last events, the oldest first, as many as the settings say. */
    public List<String> lastEvents() {
        return log.last();
    }

    /** The digest of all that happened on the cables until now: each packet's time, fate and bytes. */
    public String digest() {
        return HexFormat.of().toHexDigits(digest.value());
    }
}
