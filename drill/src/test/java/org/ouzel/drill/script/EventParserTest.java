package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
    private static final long MS = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "0, At[ns=0]",
        "7, At[ns=7000000000]",
        ".1, At[ns=100000000]",
        "0.100, At[ns=100000000]",
        "0.000000001, At[ns=1]",
        "0.0000000019, At[ns=1]",
        "999999999, At[ns=999999999000000000]",
        "+0, After[ns=0]",
        "+.1, After[ns=100000000]",
        "+ 2.5, After[ns=2500000000]",
        "*, Anytime[]",
        "0.1~0.2, 'Within[fromNs=100000000, untilNs=200000000]'",
        "1~1, 'Within[fromNs=1000000000, untilNs=1000000000]'",
        "+0.1~+0.2, 'AfterWithin[fromNs=100000000, untilNs=200000000]'",
        "+0.1~0.2, 'AfterWithin[fromNs=100000000, untilNs=200000000]'",
    })
    void readsTimes(String written, String time) throws ScriptError {
        assertThat(Parsed.event(written + " > . 1:1(0) ack 1").time().toString())
                .isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+-1", "-.5", "1000000000", "99999999999999999999999", "x", "~1", "+", "0x1"})
    void refusesWhatIsNoTime(String written) {
        assertThatThrownBy(() -> Parsed.event(written + " > . 1:1(0) ack 1")).isInstanceOf(ScriptError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.2~0.1 > . 1:1(0)", "+0.2~+0.1 > . 1:1(0)", "0.2...0.1 read(3) = 0", "* close(3) = 0"})
    void refusesTimesThatMeanNothing(String written) {
        assertThatThrownBy(() -> Parsed.event(written)).isInstanceOf(ScriptError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"< . 1:1(0) ack 1", "close(3) = 0", "`true`", "%{ pass }%"})
    void onlyAPacketThatGoesOutMayComeAtAnyTime(String action) {
        for (String time : new String[] {"*", "0~1", "+0~+1"}) {
            assertThatThrownBy(() -> Parsed.event(time + " " + action))
                    .isInstanceOfSatisfying(
                            ScriptError.class, e -> assertThat(e.expected()).contains("outbound packet"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1...0.3", "0.1 ... 0.3", "+0.1...0.3", "+.1...+.3"})
    void readsWhenACallReturns(String time) throws ScriptError {
        Action.Call call =
                (Action.Call) Parsed.event(time + " read(4, ..., 10) = 10").action();
        assertThat(call.untilNs()).isEqualTo(OptionalLong.of(300 * MS));
    }

    @Test
    void readsAWholeNumberBeforeAnEllipsis() throws ScriptError {
        Event event = Parsed.event("+0...0.2 connect(3, ..., ...) = 0");
        assertThat(event.time()).isEqualTo(new EventTime.After(0));
        assertThat(((Action.Call) event.action()).untilNs()).isEqualTo(OptionalLong.of(200 * MS));
    }

    @Test
    void onlyACallBlocks() {
        assertThatThrownBy(() -> Parsed.event("0...1 < . 1:1(0) ack 1"))
                .isInstanceOfSatisfying(
                        ScriptError.class, e -> assertThat(e.expected()).contains("system call"));
        assertThatThrownBy(() -> Parsed.event("0~1...2 f() = 0")).isInstanceOf(ScriptError.class);
    }

    @Test
    void keepsCommandsOverSeveralLines() throws ScriptError {
        Event event = Parsed.event("0 `echo \\`date\\`\nsleep 1`");
        assertThat(event.action()).isEqualTo(new Action.Shell(new Position(1, 3), "echo \\`date\\`\nsleep 1"));
    }

    @Test
    void keepsCodeWithoutTheBlanksAround() throws ScriptError {
        Event event = Parsed.event("+0 %{  assert tcpi_state == 1, '}'\n  # not a comment \t}%");
        assertThat(event.action())
                .isEqualTo(new Action.Code(new Position(1, 4), "assert tcpi_state == 1, '}'\n  # not a comment"));
    }

    @Test
    void knowsWhereEventsAreWritten() throws ScriptError {
        Script script = Parsed.script("0 f() = 0", "", "  +.1 > S 0:0(0) // why", "+0 `a` +1 `b`");
        assertThat(script.events())
                .extracting(Event::position)
                .containsExactly(new Position(1, 1), new Position(3, 3), new Position(4, 1), new Position(4, 8));
        assertThat(script.events()).extracting(Event::source).contains("0 f() = 0", "+.1 > S 0:0(0) // why");
    }
}
