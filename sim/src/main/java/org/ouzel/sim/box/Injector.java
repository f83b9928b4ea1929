package org.ouzel.sim.box;

import java.util.SplittableRandom;
import org.ouzel.sim.net.PacketSink;
import org.ouzel.sim.net.Timeline;

/**
 * An attacker off the path: it sees nothing of what others send, and puts forged packets into the network (RFC 5961, RFC 5927).
 * Each salvo draws from a stream of its own, so that one more leaves the others as they were.
 */
public final class Injector {
    private final Timeline timeline;
    private final SplittableRandom seeds;
    private final PacketSink network;
    private long injected;

    /**
     * An attacker that does nothing yet.
     *
     * @param seed what its instants and guesses are drawn from
     * @param network where its packets go: a port of a router, or a victim
     */
    public Injector(Timeline timeline, long seed, PacketSink network) {
        this.timeline = timeline;
        this.seeds = new SplittableRandom(seed);
        this.network = network;
    }

    /** Sends a forgery once, at an instant. */
    public void inject(long instant, Forgery forgery) {
        SplittableRandom guesses = seeds.split();
        timeline.at(instant, () -> send(forgery, guesses));
    }

    /**
     * Sends a forgery many times, guessing anew each time, at instants drawn evenly.
     *
     * @param from the first instant that may be
     * @param until the instant before which all are sent
     * @param count how many times
     */
    public void salvo(long from, long until, int count, Forgery forgery) {
        SplittableRandom instants = seeds.split();
        SplittableRandom guesses = seeds.split();
        // Guesses are drawn when they are sent: planned in order, so that theirs is the order of the instants.
        instants.longs(count, from, until)
                .sorted()
                .forEach(instant -> timeline.at(instant, () -> send(forgery, guesses)));
    }

    private void send(Forgery forgery, SplittableRandom guesses) {
        injected++;
        network.packet(forgery.draw(guesses));
    }

    /** How many packets it has sent. */
    public long injected() {
        return injected;
    }
}
