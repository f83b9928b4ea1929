package org.ouzel.cli;

import java.util.List;
import org.ouzel.drill.ScriptReport;
import org.ouzel.drill.ScriptReport.Outcome;

/**
 * How many scripts ended how.
 *
 * @param ok those in which everything was as it is written
 * @param failed those in which something was not
 * @param unsupported those that ask for what is not to be had
 */
record DrillTotals(long ok, long failed, long unsupported) {
    static DrillTotals of(List<ScriptReport> reports) {
        return new DrillTotals(
                count(reports, Outcome.OK), count(reports, Outcome.FAILED), count(reports, Outcome.UNSUPPORTED));
    }

    private static long count(List<ScriptReport> reports, Outcome outcome) {
        return reports.stream().filter(report -> report.outcome() == outcome).count();
    }
}
