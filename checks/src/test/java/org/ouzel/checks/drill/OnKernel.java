package org.ouzel.checks.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.ouzel.drill.Drill;
import org.ouzel.drill.DrillSettings;
import org.ouzel.drill.DrillSettings.TargetKind;
import org.ouzel.drill.ScriptReport;
import org.ouzel.drill.ScriptReport.Outcome;
import org.ouzel.drill.Tolerance;

/** Runs scripts against Linux's own TCP. */
final class OnKernel {
    /** Other processes may have the processors while a test runs. */
    static final DrillSettings SETTINGS = DrillSettings.DEFAULT
            .withTarget(TargetKind.KERNEL)
            .withTolerance(new Tolerance.Within(Duration.ofSeconds(2)));

    /** The beginning of scripts: a connection that has come in, as descriptor 4. */
    static final String CONNECTION = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +0  < S 0:0(0) win 32792 <mss 1000>
            +0  > S. 0:0(0) ack 1 <...>
            +0  < . 1:1(0) ack 1 win 32792
            +.1 accept(3, ..., ...) = 4
            """;

    private OnKernel() {}

    static ScriptReport run(String script) {
        return new Drill(SETTINGS).run("a.pkt", script);
    }

    static void assertOk(String script) {
        assertThat(run(script))
                .extracting(ScriptReport::text, ScriptReport::outcome)
                .containsExactly("", Outcome.OK);
    }
}
