package org.ouzel.sim.campaign;

import java.time.Duration;
import org.ouzel.sim.Simulation;

/**
 * What all in a scenario know of it.
 *
 * @param simulation the simulation
 * @param verdict where violations go
 * @param terrain the network
 * @param fairFrom from when on nothing goes wrong any more
 * @param isAttacked whether somebody forges segments
 */
record World(Simulation simulation, Verdict verdict, Terrain terrain, Duration fairFrom, boolean isAttacked) {
    /** All must have come to its end so long after the network has become fair. */
    private static final Duration BOUND = Duration.ofMinutes(30);

    /**
     * How long after that a connection may still not know it: two retransmission timeouts of 60 seconds (RFC 6298 §2.5), by a slow
     * clock.
     */
    private static final Duration UNAWARE = Duration.ofSeconds(160);

    /** Whether a connection that gives up when it has heard nothing for so long may rightly have done so now. */
    boolean mayHaveGivenUp(Duration after) {
        return simulation.now().compareTo(fairFrom.plus(after).plus(UNAWARE)) <= 0;
    }

    /** Whether something between the machines may forget a connection, so that its ends hear no more of each other. */
    boolean isForgetful() {
        return terrain.nat().isPresent();
    }

    Duration deadline() {
        return fairFrom.plus(BOUND);
    }
}
