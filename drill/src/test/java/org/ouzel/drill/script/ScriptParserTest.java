package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptParserTest {
    private static final String EVENT = "0 f() = 0";

    @Test
    void readsOptions() throws ScriptError {
        ScriptOptions options = Parsed.script(
                        "// first",
                        "--tolerance_usecs=10000",
                        "--ip_version=ipv4-mapped-ipv6",
                        "--local_ip=192.0.2.1",
                        "--remote_ip=\"2001:db8::1\"",
                        "--non_fatal=packet,syscall",
                        "--udp_encapsulation=tcp:9899,sctp:9900",
                        "--strict_segments",
                        "--send_omit_free=0",
                        "--mss=1460 --mtu=1500",
                        "--mss=1000",
                        "--anything=at-all",
                        EVENT)
                .options();
        assertThat(options.all()).hasSize(12);
        assertThat(options.number(KnownOption.TOLERANCE_USECS)).isEqualTo(OptionalLong.of(10000));
        assertThat(options.text(KnownOption.IP_VERSION)).contains("ipv4-mapped-ipv6");
        assertThat(options.text(KnownOption.REMOTE_IP)).contains("2001:db8::1");
        assertThat(options.list(KnownOption.NON_FATAL)).containsExactly("packet", "syscall");
        assertThat(options.list(KnownOption.WIRE_CLIENT_DEV)).isEmpty();
        assertThat(options.isOn(KnownOption.STRICT_SEGMENTS)).isTrue();
        assertThat(options.isOn(KnownOption.SEND_OMIT_FREE)).isFalse();
        assertThat(options.isOn(KnownOption.VERBOSE)).isFalse();
        assertThat(options.number(KnownOption.MSS)).isEqualTo(OptionalLong.of(1000));
        assertThat(options.number(KnownOption.SPEED)).isEmpty();
        assertThat(options.find("anything"))
                .contains(new ScriptOption(new Position(12, 1), "anything", Optional.of("at-all")));
        assertThatThrownBy(() -> options.number(KnownOption.LOCAL_IP)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--mss",
                "--mss=",
                "--mss=x",
                "--mss=-1",
                "--mss=99999999999999999999",
                "--ip_version=ipv5",
                "--define",
                "--define=A",
                "--define=A=",
                "--define==B",
                "--a=\"open",
                "-- a",
            })
    void refusesOptionsThatMeanNothing(String option) {
        assertThatThrownBy(() -> Parsed.script(option, EVENT))
                .isInstanceOfSatisfying(
                        ScriptError.class, e -> assertThat(e.position().line()).isEqualTo(1));
    }

    @Test
    void takesOptionsAtTheTopAlone() {
        assertThatThrownBy(() -> Parsed.script(EVENT, "--mss=1460")).isInstanceOf(ScriptError.class);
    }

    @Test
    void readsCommandsBeforeAndBehindTheEvents() throws ScriptError {
        Script script = Parsed.script("--mss=1", "`first`", "`second", "third`", EVENT, "+0 `event`", "`last`");
        assertThat(script.setUp())
                .containsExactly(
                        new Action.Shell(new Position(2, 1), "first"),
                        new Action.Shell(new Position(3, 1), "second\nthird"));
        assertThat(script.events()).hasSize(2);
        assertThat(script.cleanUp()).containsExactly(new Action.Shell(new Position(7, 1), "last"));
    }

    @Test
    void putsDefinitionsInThePlaceOfNames() throws ScriptError {
        Script script = Parsed.script(
                "--define=PROTO=IPPROTO_TCP",
                "--define=CC=\"reno slow\"",
                "--define=FD=4",
                "--define=BITS=0x10",
                "--define=AGAIN=PROTO",
                "--define=RUN=`true`",
                "RUN",
                "0 f(PROTO, CC, FD, BITS, AGAIN, RUNS) = FD");
        assertThat(script.setUp()).hasSize(1);
        assertThat(Notation.of(script.events().getFirst().action()))
                .isEqualTo("f(IPPROTO_TCP, \"reno slow\", 4, 0x10, PROTO, RUNS) = 4");
    }

    @Test
    void takesDefinitionsFromOutside() throws ScriptError {
        ScriptParser parser = new ScriptParser(Map.of("FD", "7"), Set.of("FAST"));
        String text = "0 f(FD) = 0\n#ifdef FAST\n1 g() = 0\n#endif\n#ifdef FD\n2 h() = 0\n#endif\n";
        assertThat(Notation.of(parser.parse("a.pkt", text))).isEqualTo("0 f(7) = 0\n1 g() = 0\n2 h() = 0\n");
        assertThat(Notation.of(new ScriptParser().parse("a.pkt", text))).isEqualTo("0 f(FD) = 0\n");
    }

    @Test
    void knowsWhatTheScriptItselfDefines() throws ScriptError {
        Script script = Parsed.script("--define=A=1", "#ifdef A", "0 f() = 0", "#else", "0 g() = 0", "#endif");
        assertThat(Notation.of(script.events().getFirst())).isEqualTo("0 f() = 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "// nothing", "--mss=1", "`only`"})
    void wantsAnEvent(String text) {
        assertThatThrownBy(() -> Parsed.script(text))
                .isInstanceOfSatisfying(
                        ScriptError.class, e -> assertThat(e.expected()).contains("a time"));
    }

    @Test
    void refusesWhatIsFarTooLong() {
        String text = EVENT + "\n".repeat(SourceText.LONGEST);
        assertThatThrownBy(() -> Parsed.script(text)).isInstanceOf(ScriptError.class);
    }
}
