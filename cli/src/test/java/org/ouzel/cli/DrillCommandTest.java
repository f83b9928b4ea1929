package org.ouzel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Scripts, and what is shown of them. */
class DrillCommandTest {
    private static final String GOOD = """
            0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 bind(3, ..., ...) = 0
            +0 listen(3, 1) = 0
            +0 < S 0:0(0) win 1000 <mss 1000>
            +0 > S. 0:0(0) ack 1 <...>
            """;
    private static final String WRONG = GOOD.replace("ack 1 ", "ack 2 ");
    private static final String UNSUPPORTED = "0 open_a_door(3) = 0\n";

    @TempDir
    private Path folder;

    private Path good;
    private Path wrong;
    private Path unsupported;

    @BeforeEach
    void writeScripts() throws IOException {
        Files.createDirectory(folder.resolve("deep"));
        good = Files.writeString(folder.resolve("b.pkt"), GOOD);
        unsupported = Files.writeString(folder.resolve("a.pkt"), UNSUPPORTED);
        wrong = Files.writeString(folder.resolve("deep").resolve("c.pkt"), WRONG);
        Files.writeString(folder.resolve("notes.txt"), "no script");
    }

    @Test
    void showsALineForEachScriptAndTheTotals() {
        TestConsole console = new TestConsole();

        int status = console.run("drill", folder.toString(), good.toString(), "--jobs", "3");

        assertThat(status).isEqualTo(ExitStatus.FAILURE);
        assertThat(console.out().lines().filter(line -> !line.startsWith(" ")))
                .containsExactly(
                        "UNSUPPORTED " + unsupported + ":1 there is no open_a_door here",
                        "ok   " + good,
                        "FAIL " + wrong + ":5",
                        "ok   " + good,
                        "2 ok, 1 failed, 1 unsupported");
        assertThat(console.out()).contains("ack 2").contains("ack 1");
    }

    @Test
    void showsTheSameBytesEachTime() {
        TestConsole one = new TestConsole();
        TestConsole other = new TestConsole();
        one.run("drill", folder.toString(), "--jobs", "1");
        other.run("drill", folder.toString(), "--jobs", "4");

        assertThat(one.bytes()).isEqualTo(other.bytes());
    }

    @Test
    void endsWellIfNoneFailed() {
        TestConsole console = new TestConsole();

        int status = console.run("drill", "--quiet", good.toString(), unsupported.toString());

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(console.out().lines()).containsExactly("1 ok, 0 failed, 1 unsupported");
    }

    @Test
    void tellsPrograms() throws Exception {
        TestConsole console = new TestConsole();

        console.run("drill", "--json", folder.toString());

        Map<String, Object> object = JSON.std.mapFrom(console.lastLine());
        assertThat(object).containsEntry("command", "drill").containsEntry("ok", false);
        assertThat(object.get("figures"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("ok", 1)
                .containsEntry("failed", 1)
                .containsEntry("unsupported", 1)
                .containsKey("real_s");
    }

    @Test
    void writesJUnitsFormat() throws Exception {
        Path strange = Files.writeString(folder.resolve("z<&\".pkt"), "0 \u0001");
        Path file = folder.resolve("results.xml");

        new TestConsole().run("drill", folder.toString(), strange.toString(), "--junit", file.toString());

        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("3");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(5);
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .contains(wrong + ":5", "ack 2");
    }

    @Test
    void writesCapturesOfOneOrMany() throws Exception {
        Path one = folder.resolve("one.pcapng");
        Path many = folder.resolve("many");

        new TestConsole().run("drill", good.toString(), "--pcap", one.toString());
        new TestConsole().run("drill", good.toString(), wrong.toString(), "--pcap", many.toString());

        assertThat(Files.size(one)).isPositive();
        try (var files = Files.walk(many)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("b.pcapng", "c.pcapng");
        }
    }

    @Test
    void recordsWhatWasCaptured() throws Exception {
        Path capture = folder.resolve("one.pcapng");
        Path recorded = folder.resolve("recorded.pkt");
        new TestConsole().run("drill", good.toString(), "--pcap", capture.toString());
        TestConsole shown = new TestConsole();
        TestConsole again = new TestConsole();

        assertThat(shown.run("drill", "record", capture.toString())).isEqualTo(ExitStatus.OK);
        assertThat(new TestConsole().run("drill", "record", capture.toString(), "-o", recorded.toString()))
                .isEqualTo(ExitStatus.OK);

        assertThat(Files.readString(recorded)).isEqualTo(shown.out()).contains("+0 > S. 0:0(0) ack 1 <");
        assertThat(again.run("drill", recorded.toString())).as(again.out()).isEqualTo(ExitStatus.OK);
    }

    @Test
    void refusesToRecordWhatIsNotThere() {
        TestConsole console = new TestConsole();

        assertThat(console.run("drill", "record", good.toString())).isEqualTo(ExitStatus.FAILURE);
        assertThat(console.errLines()).singleElement().asString().contains("neither a pcapng nor a pcap file");
    }

    @Test
    void reportsFilesAndFoldersThatHaveNoScript() throws Exception {
        TestConsole missing = new TestConsole();
        TestConsole empty = new TestConsole();
        Path nothing = Files.createDirectory(folder.resolve("nothing"));

        assertThat(missing.run("drill", folder.resolve("gone.pkt").toString())).isEqualTo(ExitStatus.FAILURE);
        assertThat(missing.errLines()).singleElement().asString().contains("no such file", "gone.pkt");
        assertThat(empty.run("drill", nothing.toString())).isEqualTo(ExitStatus.FAILURE);
        assertThat(empty.errLines()).singleElement().asString().contains("no script", "nothing");
    }

    @Test
    void aScriptThatTakesTooLongFails() throws IOException {
        TestConsole console = new TestConsole();

        int status = console.run("drill", good.toString(), "--timeout", "1ns");

        assertThat(status).isEqualTo(ExitStatus.FAILURE);
        assertThat(console.out()).contains("FAIL " + good, "time limit", "it waited for:");
        assertThat(new TestConsole().run("drill", good.toString(), "--timeout", "1.5min"))
                .isEqualTo(ExitStatus.OK);
    }

    @Test
    void aTimeoutThatIsNoneIsWrongUsage() {
        for (String wrong : new String[] {"10", "soon", "-1s", "0s"}) {
            assertThat(new TestConsole().run("drill", good.toString(), "--timeout", wrong))
                    .as(wrong)
                    .isEqualTo(ExitStatus.USAGE);
        }
    }
}
