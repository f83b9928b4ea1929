package org.ouzel.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.drill.DrillSettings.Definitions;
import org.ouzel.drill.DrillSettings.TargetKind;
import org.ouzel.drill.ScriptReport.Outcome;

class DrillTest {
    private static ScriptReport run(DrillSettings settings, String text) {
        return new Drill(settings).run("a.pkt", text);
    }

    private static ScriptReport run(String text) {
        return run(DrillSettings.DEFAULT, text);
    }

    @Test
    void connectionsThatComeInAndGoOutAreOk() {
        assertThat(run(Scripts.PASSIVE))
                .returns(Outcome.OK, ScriptReport::outcome)
                .returns("", ScriptReport::text);
        assertThat(run(Scripts.ACTIVE)).returns(Outcome.OK, ScriptReport::outcome);
    }

    @Test
    void whatIsNotAsWrittenIsToldWithItsLine() {
        ScriptReport report = run(Scripts.PASSIVE.replace("> P. 1:501(500)", "> P. 1:502(501)"));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.line()).isEqualTo(14);
        assertThat(report.text()).contains("> P. 1:502(501) ack 101", "1:501(500)");
    }

    @Test
    void aBrokenScriptIsAFailureThatNamesThePlaceAndWhatWasExpected() {
        ScriptReport report = run("0 socket(...) = 3\n+0 bind(3, ..., ...) 0\n");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.line()).isEqualTo(2);
        assertThat(report.text()).isEqualTo("column 22: expected '=' and the result of the call, found \"0\"");
    }

    @Test
    void whatIsNotToBeHadIsUnsupported() {
        ScriptReport report = run("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 open_a_door(3) = 0\n");

        assertThat(report.outcome()).isEqualTo(Outcome.UNSUPPORTED);
        assertThat(report.line()).isEqualTo(2);
        assertThat(report.text()).contains("open_a_door");
    }

    @Test
    void definitionsStandForTheirValues() {
        String script = Scripts.PASSIVE.replace("read(4, ..., 200) = 100", "read(4, ..., 200) = EXPECTED");
        DrillSettings settings =
                DrillSettings.DEFAULT.withDefinitions(new Definitions(Map.of("EXPECTED", "100"), Set.of()));

        assertThat(run(settings, script).outcome()).isEqualTo(Outcome.OK);
        assertThat(run(script).outcome()).isNotEqualTo(Outcome.OK);
    }

    @Test
    void definedNamesCountForConditions() {
        String script = "#ifdef BROKEN\n0 close(9) = 0\n#endif\n" + Scripts.PASSIVE;
        DrillSettings settings = DrillSettings.DEFAULT.withDefinitions(new Definitions(Map.of(), Set.of("BROKEN")));

        assertThat(run(script).outcome()).isEqualTo(Outcome.OK);
        assertThat(run(settings, script).outcome()).isEqualTo(Outcome.FAILED);
    }

    // ---- Strictness

    private static final String LATE = Scripts.PASSIVE.replace("+0  > P. 1:501(500)", "+.003 > P. 1:501(500)");

    @Test
    void timesAreExactUnlessAToleranceIsGiven() {
        assertThat(run(LATE).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run(DrillSettings.DEFAULT.withTolerance(new Tolerance.Packetdrills()), LATE)
                        .outcome())
                .isEqualTo(Outcome.OK);
        assertThat(run(DrillSettings.DEFAULT.withTolerance(new Tolerance.Within(Duration.ofMillis(3))), LATE)
                        .outcome())
                .isEqualTo(Outcome.OK);
        assertThat(run(DrillSettings.DEFAULT.withTolerance(new Tolerance.Within(Duration.ofMillis(2))), LATE)
                        .outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void packetdrillsToleranceIsThatOfTheScriptIfItHasOne() {
        DrillSettings settings = DrillSettings.DEFAULT.withTolerance(new Tolerance.Packetdrills());

        assertThat(run(settings, "--tolerance_usecs=1000\n--tolerance_percent=1\n" + LATE)
                        .outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(run(settings, "--tolerance_usecs=3000\n--tolerance_percent=1\n" + LATE)
                        .outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void whatIsSwitchedOffIsNotCompared() {
        String script = Scripts.PASSIVE.replace("> P. 1:501(500)", "> . 1:501(500)");

        assertThat(run(script).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run(DrillSettings.DEFAULT.withSwitches(List.of("psh=ignore")), script)
                        .outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void refusesProfilesAndSwitchesThatThereAreNot() {
        assertThatThrownBy(() -> new Drill(DrillSettings.DEFAULT.withProfile("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no profile \"none\"");
        assertThatThrownBy(() -> new Drill(DrillSettings.DEFAULT.withSwitches(List.of("all=off"))))
                .hasMessageContaining("psh");
        assertThatThrownBy(() -> new Drill(DrillSettings.DEFAULT.withSwitches(List.of("psh=maybe"))))
                .hasMessageContaining("it is compare, ignore");
        assertThatThrownBy(() -> new Drill(DrillSettings.DEFAULT.withSwitches(List.of("psh"))))
                .hasMessageContaining("name=value");
    }

    // ---- Limits

    private static final DrillSettings NO_TIME = DrillSettings.DEFAULT.withTimeout(Duration.ofNanos(1));

    @Test
    void aScriptThatTakesTooLongFailsWithWhatItWaitedFor() {
        ScriptReport report = run(NO_TIME, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+900000000 close(3) = 0\n");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.text()).contains("time limit of 0.000000 s is over", "waited for: 0 socket(");
    }

    @Test
    void aScriptHasItsTimeForItself() {
        Drill drill = new Drill(DrillSettings.DEFAULT.withTimeout(Duration.ofMinutes(1)));

        assertThat(drill.run("a.pkt", Scripts.PASSIVE).outcome()).isEqualTo(Outcome.OK);
        assertThat(drill.run("b.pkt", Scripts.ACTIVE).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void refusesALimitThatIsNone() {
        assertThatThrownBy(() -> DrillSettings.DEFAULT.withTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }

    // ---- Options of scripts

    private static void assertBadOption(TargetKind target, String options, int line, String... parts) {
        assertThat(run(DrillSettings.DEFAULT.withTarget(target), options + Scripts.PASSIVE))
                .returns(Outcome.FAILED, ScriptReport::outcome)
                .returns(line, ScriptReport::line)
                .extracting(ScriptReport::text, InstanceOfAssertFactories.STRING)
                .contains(parts);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void aDeviceThatIsTooSmallForItsIpIsToldAtItsOption(TargetKind target) {
        assertBadOption(
                target,
                "--ip_version=ipv6\n--mss=1000\n",
                2,
                "--mss=1000: a packet with that has 1060 bytes, and the device has to take 1280 for IPv6",
                "write 1220 or more");
        assertBadOption(
                target,
                "--mtu=1279\n--ip_version=ipv6\n",
                1,
                "--mtu=1279: the device has to take packets of 1280 bytes for IPv6");
        assertBadOption(target, "--mss=27\n", 1, "67 bytes", "68 for IPv4", "write 28 or more");
    }

    @Test
    void theSmallestDevicesThereCanBeAreHad() {
        String small = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n";

        assertThat(run("--ip_version=ipv6\n--mss=1220\n" + small).outcome()).isEqualTo(Outcome.OK);
        assertThat(run("--mtu=68\n" + small).outcome()).isEqualTo(Outcome.OK);
        assertThat(run("--ip_version=ipv4-mapped-ipv6\n--mss=1000\n" + small).outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void anAddressThatIsNoneIsToldAtItsOption() {
        assertBadOption(TargetKind.SIM, "--mss=1000\n--remote_ip=nowhere\n", 2, "--remote_ip=nowhere: not an address");
    }

    // ---- Files

    @TempDir
    private Path folder;

    private ScriptFile file(String name, String text) throws IOException {
        return ScriptFile.of(Files.writeString(folder.resolve(name), text));
    }

    @Test
    void reportsComeInTheOrderOfTheFilesWhateverTheJobs() throws Exception {
        List<ScriptFile> files = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            files.add(file("s" + i, i % 3 == 0 ? Scripts.PASSIVE : "broken"));
        }
        files.add(ScriptFile.of(folder.resolve("missing")));
        List<ScriptReport> told = new ArrayList<>();

        List<ScriptReport> reports = new Drill(DrillSettings.DEFAULT.withJobs(4)).run(files, told::add);

        assertThat(reports).isEqualTo(told);
        assertThat(reports)
                .extracting(ScriptReport::name)
                .isEqualTo(files.stream().map(file -> file.path().toString()).toList());
        assertThat(reports.getLast().text()).startsWith("no such file");
    }

    @Test
    void whatIsNoTextIsAFailureThatSaysSo() throws Exception {
        Path latin1 = Files.write(folder.resolve("latin1.pkt"), new byte[] {'/', '/', ' ', (byte) 0xe4, '\n'});

        List<ScriptReport> reports = new Drill(DrillSettings.DEFAULT).run(List.of(ScriptFile.of(latin1)), report -> {});

        assertThat(reports).singleElement().returns("is not a text in UTF-8", ScriptReport::text);
    }

    @Test
    void capturesWhatGoesBothWays() throws Exception {
        Path capture = folder.resolve("in/side.pcapng");
        ScriptFile file = new ScriptFile(file("a.pkt", Scripts.PASSIVE).path(), Optional.of(capture));

        assertThat(new Drill(DrillSettings.DEFAULT).run(file).outcome()).isEqualTo(Outcome.OK);
        assertThat(Files.size(capture)).isGreaterThan(10 * 40);
    }

    @Test
    void aCaptureThatCannotBeWrittenFailsTheScriptAlone() throws Exception {
        ScriptFile bad = new ScriptFile(file("a.pkt", Scripts.PASSIVE).path(), Optional.of(folder));

        List<ScriptReport> reports =
                new Drill(DrillSettings.DEFAULT).run(List.of(bad, file("b.pkt", Scripts.PASSIVE)), _ -> {});

        assertThat(reports).extracting(ScriptReport::outcome).containsExactly(Outcome.FAILED, Outcome.OK);
        assertThat(reports.getFirst().text()).contains("could not be run");
    }

    @Test
    void whatIsUnexpectedIsToldWithItsClassAndPlace() {
        ScriptReport report = Drill.timed("a.pkt", () -> {
            throw new AssertionError("7 of 3");
        });

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.text()).contains("java.lang.AssertionError: 7 of 3", "at ", "DrillTest.java");
    }
}
