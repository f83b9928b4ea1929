package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;

import org.ouzel.core.tcp.Ending.IcmpReport;

/** What a block keeps of the ICMP errors that quote it, until its user asks. */
class IcmpReportTest {
    private static IcmpReport report(int extra) {
        return new IcmpReport(4, 3, 4, extra, Pair.CLIENT);
    }

    @InStates(ESTABLISHED)
    void keepsEachOnceAndAFewOfThem(StateFixture tcp) throws CallRefused {
        tcp.send(1);
        int quoted = tcp.lastSent().orElseThrow().seq();
        for (int again = 0; again < 1000; again++) {
            assertThat(tcp.tcb.onIcmp(report(again / 3), Ending.Severity.NONE, quoted))
                    .isTrue();
        }
        assertThat(tcp.tcb.takeReports())
                .hasSize(IcmpReports.MOST)
                .doesNotHaveDuplicates()
                .startsWith(report(0), report(1));
        assertThat(tcp.tcb.takeReports()).isEmpty();
    }
}
