package org.ouzel.sim.campaign;

import java.util.List;

/**
 * What came of one seed.
 *
 * @param seed the seed
 * @param scenario what was drawn, in words
 * @param violations what did not hold
 * @param figures what was counted
 * @param digest the digest of all that happened on the cables
 * @param hazards what went wrong beyond the weather, in words, in its order
 * @param lastEvents the last events, if they were asked for
 */
public record SeedReport(
        long seed,
        String scenario,
        List<Violation> violations,
        Figures figures,
        String digest,
        List<String> hazards,
        List<String> lastEvents) {}
