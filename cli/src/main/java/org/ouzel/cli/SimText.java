package org.ouzel.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.ouzel.sim.Shrinker.Extent;
import org.ouzel.sim.campaign.CampaignReport;
import org.ouzel.sim.campaign.Examination;
import org.ouzel.sim.campaign.Figures;
import org.ouzel.sim.campaign.SeedReport;

/** What {@code ouzel sim} tells to people. */
final class SimText {
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream out;

    SimText(PrintStream out) {
        this.out = out;
    }

    // ---- A seed

    /** What a seed means. */
    void scenario(SeedReport report) {
        out.println("seed " + report.seed() + ": " + report.scenario());
        for (int number = 0; number < report.hazards().size(); number++) {
            out.println("  hazard " + number + ": " + report.hazards().get(number));
        }
        out.println();
    }

    /** A violation of which nothing more was found out. */
    void brief(SeedReport report) {
        out.println("seed " + report.seed() + " violates "
                + report.violations().getFirst().property() + "; replay: " + replay(report));
    }

    /** A violation, and what was found out about it. */
    void violation(Examination examination) {
        SeedReport first = examination.first();
        out.println("seed " + first.seed() + ": " + first.scenario());
        first.violations().forEach(violation -> out.println("  VIOLATION of " + violation));
        hazards(examination);
        if (examination.isRepeated()) {
            out.println("  last events, with these alone:");
            examination.last().lastEvents().forEach(event -> out.println("    " + event));
        } else {
            out.println("  run again with these hazards, it did not violate this: it depends on more than the seed");
        }
        examination.captures().ifPresent(folder -> out.println("  captures in " + folder));
        out.println("  replay: " + replay(first));
        out.println();
    }

    private void hazards(Examination examination) {
        out.println("  hazards that matter: " + examination.kept().items().size() + " of "
                + examination.first().hazards().size() + ", found in "
                + examination.kept().runs() + (examination.kept().runs() == 1 ? " run" : " runs")
                + (examination.kept().extent() == Extent.MINIMAL ? "" : "; fewer may do, there was no more time"));
        examination.hazards().forEach(hazard -> out.println("    hazard " + hazard));
    }

    private static String replay(SeedReport report) {
        return "./ouzel sim --seed " + report.seed();
    }

    // ---- All of it

    /** The sums. */
    void summary(CampaignReport all, Duration real) {
        Figures figures = all.figures();
        out.println("faults by kind");
        figures.faults().forEach((kind, count) -> row("  " + kind, count));
        row("  in all", figures.allFaults());
        row("seeds", all.seeds());
        row("connections", figures.connections());
        row("graceful ends", figures.graceful());
        row("bytes verified", figures.bytesVerified());
        row("wraps crossed", figures.wraps());
        row("packets", figures.packets());
        row("virtual time", days(Duration.ofNanos(figures.virtualNs())));
        row("speed", speed(all, real));
        row("digest", all.digest());
        out.println(
                all.isGood()
                        ? "Everything held."
                        : "VIOLATED in " + all.violating().size() + " of " + all.seeds() + " seeds.");
    }

    private void row(String name, Object value) {
        out.printf(Locale.ROOT, "%-22s %s%n", name, Objects.toString(value));
    }

    private void row(String name, long count) {
        row(name, String.format(Locale.ROOT, "%,d", count));
    }

    private static String days(Duration time) {
        return String.format(
                Locale.ROOT,
                "%d days %02d:%02d:%02d",
                time.toDaysPart(),
                time.toHoursPart(),
                time.toMinutesPart(),
                time.toSecondsPart());
    }

    private static String speed(CampaignReport all, Duration real) {
        double seconds = Math.max(1, real.toNanos()) / NANOS_PER_SECOND;
        return String.format(
                Locale.ROOT,
                "%.1f s, %.1f seeds/s, %,.0f s of virtual time in each",
                seconds,
                all.seeds() / seconds,
                all.figures().virtualNs() / NANOS_PER_SECOND / seconds);
    }
}
