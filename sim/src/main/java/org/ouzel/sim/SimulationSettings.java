package org.ouzel.sim;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a simulation is run.
 *
 * @param seed what all that is random is drawn from
 * @param spared the numbers of the {@linkplain Simulation#plan hazards} that do not happen, counted from 0 in the order in which they
 *     are planned
 * @param captures the folder that gets a pcapng file of each cable, made if it is not there
 * @param logged how many of the last events {@link Simulation#lastEvents} tells; 0 costs nothing
 */
public record SimulationSettings(long seed, Set<Integer> spared, Optional<Path> captures, int logged) {
    /** Copies the set. */
    public SimulationSettings {
        spared = Set.copyOf(spared);
        if (logged < 0) {
            throw new IllegalArgumentException("number of events out of range: " + logged);
        }
    }

    /** All of a seed, noting nothing. */
    public static SimulationSettings of(long seed) {
        return new SimulationSettings(seed, Set.of(), Optional.empty(), 0);
    }

    /** The same without some of the hazards. */
    public SimulationSettings sparing(Set<Integer> hazards) {
        return new SimulationSettings(seed, hazards, captures, logged);
    }

    /** The same with some of the hazards alone, of which so many are planned. */
    public SimulationSettings keeping(Collection<Integer> hazards, int planned) {
        Set<Integer> others = IntStream.range(0, planned).boxed().collect(Collectors.toSet());
        others.removeAll(hazards);
        return sparing(others);
    }

    /** The same, with each cable captured. */
    public SimulationSettings withCaptures(Path folder) {
        return new SimulationSettings(seed, spared, Optional.of(folder), logged);
    }

    /** The same, remembering the last events. */
    public SimulationSettings withLog(int events) {
        return new SimulationSettings(seed, spared, captures, events);
    }
}
