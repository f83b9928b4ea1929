package org.ouzel.sim;

import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.sim.net.Timeline;
import org.ouzel.stack.around.Alarm;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Reading;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.link.Link;

/** What a host has from outside in a simulation: the timeline's time, processes for threads, secrets from the seed. */
final class SimulatedSurroundings implements Surroundings {
    private final Timeline timeline;
    private final Processes processes;
    private final SplittableRandom secrets;

    SimulatedSurroundings(Timeline timeline, Processes processes, long seed) {
        this.timeline = timeline;
        this.processes = processes;
        this.secrets = new SplittableRandom(seed);
    }

    @Override
    public long now() {
        return timeline.now();
    }

    @Override
    public long instantOf(long arrivedAtNs) {
        return arrivedAtNs;
    }

    @Override
    public long secret() {
        return secrets.nextLong();
    }

    @Override
    public Monitor monitor() {
        return new SimulatedMonitor(timeline, processes);
    }

    @Override
    public Alarm alarm(Runnable ring) {
        return new TimelineAlarm(timeline, ring);
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
        processes.startInBackground(name, task::run);
    }

    /** Never: when the collector runs is nothing that a seed decides. */
    @Override
    public void afterCollection(Object of, Runnable action) {}
}
