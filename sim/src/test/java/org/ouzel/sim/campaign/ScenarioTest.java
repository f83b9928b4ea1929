package org.ouzel.sim.campaign;

import org.junit.jupiter.api.Test;
import org.ouzel.sim.SimulationSettings;

class ScenarioTest {
    @Test
    void findsNothing() {
        Figures all = Figures.NONE;
        long from = Long.getLong("from", 1);
        long begin = System.nanoTime();
        int bad = 0;
        for (long seed = from; seed < from + Long.getLong("count", 200); seed++) {
            SeedReport report = Scenario.run(SimulationSettings.of(seed));
            all = all.plus(report.figures());
            if (!report.violations().isEmpty()) {
                bad++;
                System.out.println("SEED " + seed + " " + report.scenario() + " " + report.hazards());
                report.violations().stream().limit(3).forEach(v -> System.out.println("   V " + v));
            }
        }
        System.out.println(
                "ALL " + bad + " bad, " + (System.nanoTime() - begin) / 1e9 + " s " + all + " " + all.allFaults());
    }
}
