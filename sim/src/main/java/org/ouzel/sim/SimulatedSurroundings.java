package org.ouzel.sim;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.sim.Processes.SimulatedProcess;
import org.ouzel.stack.around.Alarm;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Reading;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.link.Link;

/** What a host has from outside on a machine of a simulation, from when that is turned on until it crashes. */
final class SimulatedSurroundings implements Surroundings {
    private final String machine;
    private final MachineClock clock;
    private final Processes processes;
    private final SplittableRandom secrets;
    private final List<SimulatedProcess> programs = new ArrayList<>();
    private final List<ClockAlarm> alarms = new ArrayList<>();
    private long stalledUntil;
    private boolean memoryFails;
    private boolean crashed;

    SimulatedSurroundings(String machine, MachineClock clock, Processes processes, long seed) {
        this.machine = machine;
        this.clock = clock;
        this.processes = processes;
        this.secrets = new SplittableRandom(seed);
    }

    // ---- What a host asks for

    @Override
    public long now() {
        return clock.now();
    }

    @Override
    public long instantOf(long arrivedAtNs) {
        return clock.readingAt(arrivedAtNs);
    }

    @Override
    public long secret() {
        return secrets.nextLong();
    }

    /** Native, as the headers and the received packets of a host are: sums over memory of both kinds are slow. */
    @Override
    public MemorySegment memory(long bytes) {
        if (memoryFails) {
            throw new OutOfMemoryError("the simulated memory of " + machine + " is exhausted");
        }
        return Arena.ofAuto().allocate(bytes, Long.BYTES);
    }

    @Override
    public Monitor monitor() {
        return new SimulatedMonitor(this, clock, processes);
    }

    @Override
    public Monitor separateMonitor() {
        return monitor();
    }

    @Override
    public Alarm alarm(Runnable ring) {
        ClockAlarm alarm = new ClockAlarm(clock, ring);
        alarms.add(alarm);
        return alarm;
    }

    @Override
    public Reading read(Link link, FrameSink into) {
        if (!(link instanceof SimulatedLink simulated)) {
            throw new IllegalArgumentException("link " + link.name() + " is of no simulation");
        }
        simulated.readInto(into);
        return new Reading() {
            @Override
            public Optional<IOException> failure() {
                return Optional.empty();
            }

            @Override
            public void awaitEnd() {}
        };
    }

    /** In the background: what a listener is told may be a heartbeat's doing, and must not keep the heart beating. */
    @Override
    public void start(String name, Runnable task) {
        requireAlive();
        adopt(processes.startInBackground(machine + " " + name, task::run));
    }

    /** Never: when the collector runs is nothing that a seed decides. */
    @Override
    public void afterCollection(Object of, Runnable action) {}

    // ---- What befalls the machine

    /** Starts a program that ends with the machine. */
    void start(String name, Program program) {
        requireAlive();
        adopt(processes.start(machine + " " + name, program));
    }

    private void adopt(SimulatedProcess program) {
        programs.removeIf(SimulatedProcess::hasEnded);
        programs.add(program);
        program.stall(stalledUntil);
    }

    /** Its programs stand still until an instant of the timeline. */
    void stall(long until) {
        stalledUntil = Math.max(stalledUntil, until);
        programs.forEach(process -> process.stall(until));
    }

    /** Whether memory can be had no more. */
    void setMemoryFails(boolean fails) {
        memoryFails = fails;
    }

    /** Ends everything here at once: nothing of it is ever done any more. */
    void crash() {
        crashed = true;
        clock.clear();
        // A program that is ended sets it once more while it leaves what it was in.
        alarms.forEach(ClockAlarm::end);
        programs.forEach(process -> process.kill(new Crash(machine + " has crashed")));
        programs.clear();
    }

    /** Whoever still holds a host that is gone must not do anything with it. */
    void requireAlive() {
        if (crashed) {
            throw new Crash(machine + " has crashed");
        }
    }
}
