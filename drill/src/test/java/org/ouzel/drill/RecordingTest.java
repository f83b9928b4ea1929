package org.ouzel.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.drill.ScriptReport.Outcome;
import org.ouzel.drill.record.CaptureFile;
import org.ouzel.drill.record.CaptureFile.Captured;

class RecordingTest {
    private static final Optional<InetAddress> HOST = Optional.of(InetAddress.ofLiteral("192.0.2.1"));

    private static final long NS_PER_S = 1_000_000_000L;

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
    void theSameInFramesGivesTheSameScript() throws Exception {
        for (String script : List.of(Scripts.PASSIVE, Scripts.ACTIVE, "--ip_version=ipv6\n" + Scripts.PASSIVE)) {
            Path raw = captured(script);
            Path frames = Files.write(folder.resolve("frames.pcap"), framed(CaptureFile.read(raw)));

            assertThat(Recording.of(frames).script())
                    .isEqualTo(Recording.of(raw).script());
        }
    }

    /** A pcap file of Ethernet, to the nanosecond. Frames have at least the 60 bytes that Ethernet asks for. */
    private static byte[] framed(List<Captured> packets) {
        ByteBuffer file = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2_3c4d).putInt(0x0004_0002).putLong(0).putInt(1 << 16).putInt(1);
        for (Captured packet : packets) {
            byte[] bytes = packet.bytes().toArray(ValueLayout.JAVA_BYTE);
            int length = Math.max(60, 14 + bytes.length);
            file.putInt((int) (packet.at() / NS_PER_S)).putInt((int) (packet.at() % NS_PER_S));
            file.putInt(length).putInt(length);
            ByteBuffer frame = file.slice(file.position(), length).order(ByteOrder.BIG_ENDIAN);
            frame.putShort(12, (short) (bytes[0] >>> 4 == 4 ? 0x0800 : 0x86dd)).put(14, bytes);
            file.position(file.position() + length);
        }
        return Arrays.copyOf(file.array(), file.position());
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
