package org.ouzel.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.drill.ScriptReport.Outcome;

class RecordingTest {
    private static final Optional<InetAddress> HOST = Optional.of(InetAddress.ofLiteral("192.0.2.1"));

    @TempDir
    private Path folder;

    private final Drill drill = new Drill(DrillSettings.DEFAULT);

    private Path captured(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("a.pkt"), script);
        Path capture = folder.resolve("a.pcapng");
        assertThat(drill.run(new ScriptFile(file, Optional.of(capture))))
                .returns("", ScriptReport::text)
                .returns(Outcome.OK, ScriptReport::outcome);
        return capture;
    }

    private void assertOk(String script) {
        assertThat(drill.run("recorded.pkt", script))
                .as(script)
                .returns("", ScriptReport::text)
                .returns(Outcome.OK, ScriptReport::outcome);
    }

    @Test
    void aConnectionThatCameInIsThereAgain() throws Exception {
        String script = Recording.of(captured(Scripts.PASSIVE)).script();

        assertThat(script)
                .contains(
                        "listen(3, 1) = 0\n",
                        "+0.1 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>\n+0 > S. 0:0(0) ack 1 <",
                        "+0 accept(3, ..., ...) = 4\n",
                        "+0.1 < P. 1:101(100) ack 1 win 257\n+0 read(4, ..., 100) = 100\n+0 > . 1:1(0) ack 101\n",
                        "+0.1 write(4, ..., 500) = 500\n+0 > P. 1:501(500) ack 101\n",
                        "+0 close(4) = 0\n+0 > F. 501:501(0) ack 101\n");
        assertOk(script);
    }

    @Test
    void aConnectionThatWasOpenedIsThereAgain() throws Exception {
        String script = new Recording(captured(Scripts.ACTIVE), 1, HOST).script();

        assertThat(script).contains("connect(3, ..., ...) = -1 EINPROGRESS", "+0 > S 0:0(0) <", "read(3, ..., 1) = 0");
        assertOk(script);
    }

    @Test
    void versionSixIsThereAgain() throws Exception {
        String script = Recording.of(captured("--ip_version=ipv6\n--mss=1300\n" + Scripts.PASSIVE))
                .script();

        assertThat(script).startsWith("--ip_version=ipv6\n--mss=1300\n");
        assertOk(script);
    }

    @Test
    void refusesWhatIsNotThere() throws Exception {
        Path capture = captured(Scripts.PASSIVE);
        Path text = Files.writeString(folder.resolve("text"), "no capture at all");
        Optional<InetAddress> stranger = Optional.of(InetAddress.ofLiteral("192.0.2.9"));

        assertThatThrownBy(() -> new Recording(capture, 2, Optional.empty()).script())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no connection 2");
        assertThatThrownBy(() -> new Recording(capture, 1, stranger).script()).hasMessageContaining("192.0.2.9");
        assertThatThrownBy(() -> Recording.of(text).script()).hasMessageContaining("neither a pcapng nor a pcap");
    }

    @Test
    void aCaptureThatIsCutAnywhereIsRefusedOrRead() throws Exception {
        byte[] whole = Files.readAllBytes(captured(Scripts.PASSIVE));
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            try {
                assertThat(Recording.of(cut).script()).isNotEmpty();
            } catch (IOException refused) {
                assertThat(refused.getMessage()).containsAnyOf("cut off", "no connection");
            }
        }
    }
}
