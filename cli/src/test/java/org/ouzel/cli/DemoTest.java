package org.ouzel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo, played whole in this process. */
class DemoTest {
    private static final long SIZE = 2 << 20;

    @Test
    void showsFiveActsAndTellsThatAllWentWell() throws Exception {
        TestConsole console = new TestConsole();

        int status = console.run("demo", "--size", "2M", "--seed", "7", "--json");

        assertThat(console.out()).doesNotContain("FAILED");
        assertThat(status).as(console.out() + console.err()).isEqualTo(ExitStatus.OK);
        assertThat(console.out())
                .contains("1. A transfer of 2097152 bytes")
                .contains("2. An interrupt", "received    9 bytes, mark: \"interrupt\"")
                .contains("3. A close", "1048576 bytes are acknowledged, none is outstanding")
                .contains("4. An abort", "the receiver's call fails with: connection reset")
                .contains("5. The status", "retransmitted", "Everything went as it has to.");
        assertThat(console.err()).contains("transfer: 2.0 MiB, 100 %");
        json(console);
    }

    private static void json(TestConsole console) throws Exception {
        Map<String, Object> object = JSON.std.mapFrom(console.lastLine());
        assertThat(object).containsEntry("command", "demo").containsEntry("ok", true);
        assertThat(object.get("sha256")).asString().hasSize(64);
        assertThat(object.get("figures"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("bytes", (int) SIZE)
                .containsKeys(
                        "seconds",
                        "close_ms",
                        "segments_in",
                        "segments_out",
                        "retransmitted_segments",
                        "packets_lost",
                        "packets_duplicated",
                        "packets_reordered");
    }

    @Test
    void needsNoBadNetwork() {
        TestConsole console = new TestConsole();

        int status = console.run(
                "demo", "--size", "70000", "--loss", "0", "--reordering", "0", "--duplication", "0", "--delay", "0");

        assertThat(status).as(console.out() + console.err()).isEqualTo(ExitStatus.OK);
        assertThat(console.out()).contains("The network lost 0 packets, duplicated 0, reordered 0");
    }
}
