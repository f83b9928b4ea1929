package org.ouzel.cli;

import java.time.Duration;
import org.ouzel.sim.campaign.CampaignReport;
import org.ouzel.sim.campaign.Figures;

/** What {@code ouzel sim} tells to programs. */
final class SimFigures {
    private SimFigures() {}

    static void put(Report report, CampaignReport all, Duration real) {
        Figures figures = all.figures();
        report.figure("seeds", all.seeds());
        report.figure("violations", all.violating().size());
        report.figure("faults", figures.allFaults());
        report.figure("bytes_verified", figures.bytesVerified());
        report.figure("wraps", figures.wraps());
        report.figure("connections", figures.connections());
        report.figure("graceful", figures.graceful());
        report.figure("packets", figures.packets());
        report.seconds("virtual_s", Duration.ofNanos(figures.virtualNs()));
        report.seconds("real_s", real);
        figures.faults().forEach((kind, count) -> report.figure("faults_" + kind.replace(' ', '_'), count));
        report.text("digest", all.digest());
    }
}
