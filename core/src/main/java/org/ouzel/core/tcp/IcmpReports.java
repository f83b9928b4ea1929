package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.List;

/** The ICMP errors that were believed and not taken yet: each once, and the first of them. */
final class IcmpReports {
    /** The most that are kept for the user to ask for. */
    static final int MOST = 16;

    /** A list that can be changed where there are any. */
    private List<Ending.IcmpReport> reports = List.of();

    void add(Ending.IcmpReport report) {
        if (reports.isEmpty()) {
            reports = new ArrayList<>(1);
        }
        if (reports.size() < MOST && !reports.contains(report)) {
            reports.add(report);
        }
    }

    /** Those that there are; then there are none. */
    List<Ending.IcmpReport> take() {
        List<Ending.IcmpReport> taken = reports;
        reports = List.of();
        return taken;
    }
}
