package org.ouzel.cli;

import java.io.PrintStream;
import org.ouzel.drill.ScriptReport;

/** What {@code ouzel drill} shows: the same bytes whenever the same scripts do the same. */
final class DrillText {
    private final PrintStream out;
    private final boolean failuresOnly;

    DrillText(PrintStream out, boolean failuresOnly) {
        this.out = out;
        this.failuresOnly = failuresOnly;
    }

    void script(ScriptReport report) {
        switch (report.outcome()) {
            case OK -> unlessQuiet("ok   " + report.name());
            case UNSUPPORTED -> unlessQuiet("UNSUPPORTED " + place(report) + " " + oneLine(report.text()));
            case FAILED -> {
                out.println("FAIL " + place(report));
                report.text().lines().forEach(line -> out.println("  " + line));
            }
        }
    }

    private void unlessQuiet(String line) {
        if (!failuresOnly) {
            out.println(line);
        }
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** Where a script did not go on. */
    static String place(ScriptReport report) {
        return report.line() == 0 ? report.name() : report.name() + ":" + report.line();
    }

    void totals(DrillTotals totals) {
        out.println(totals.ok() + " ok, " + totals.failed() + " failed, " + totals.unsupported() + " unsupported");
    }
}
