package org.ouzel.drill.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.drill.settings.CommandLine.Piece;
import org.ouzel.drill.settings.CommandLine.Simple;
import org.ouzel.drill.settings.CommandLine.Step;
import org.ouzel.drill.settings.CommandLine.When;

class CommandParserTest {
    private static List<String> words(Simple command) {
        return command.words().stream()
                .map(word -> ((Piece.Text) word.pieces().getFirst()).text())
                .toList();
    }

    private static Simple only(String text) throws CommandNotUnderstood {
        List<Step> steps = CommandLine.parse(text).steps();
        assertThat(steps).hasSize(1);
        assertThat(steps.getFirst().commands()).hasSize(1);
        return steps.getFirst().commands().getFirst();
    }

    @Test
    void quotesHoldWordsTogether() throws CommandNotUnderstood {
        assertThat(words(only(" sysctl -q net.ipv4.tcp_rmem=\"4096 16384 4194304\" 'a b'  c\\ d \"\" ")))
                .containsExactly("sysctl", "-q", "net.ipv4.tcp_rmem=4096 16384 4194304", "a b", "c d", "");
    }

    @Test
    void listsKnowWhenTheyGoOn() throws CommandNotUnderstood {
        List<Step> steps =
                CommandLine.parse("# first\na; b && c || d\n\n ! e # last\n").steps();
        assertThat(steps)
                .extracting(Step::when)
                .containsExactly(When.ALWAYS, When.ALWAYS, When.AFTER_SUCCESS, When.AFTER_FAILURE, When.ALWAYS);
        assertThat(steps.getLast().negated()).isTrue();
    }

    @Test
    void aLineGoesOnBehindABackslash() throws CommandNotUnderstood {
        assertThat(words(only("set_sysctls.py \\\n  /proc/sys/net/ipv4/tcp_sack=0 \\\n  x")))
                .hasSize(3);
    }

    @Test
    void pipesJoinAndErrorsGoNowhere() throws CommandNotUnderstood {
        Step step = CommandLine.parse("ss -tn 2>/dev/null | grep -c ESTAB > /dev/null 2>&1")
                .steps()
                .getFirst();
        assertThat(step.commands()).hasSize(2);
        assertThat(step.commands().getLast().output()).isPresent();
    }

    @Test
    void whatACommandWritesIsAPiece() throws CommandNotUnderstood {
        Simple test = only("[ \"x$(sysctl -n a.b)y\" = $(echo $(echo z)) ]");
        assertThat(test.words()).hasSize(5);
        assertThat(test.words().get(1).pieces()).hasSize(3).element(1).isInstanceOf(Piece.Substitution.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "a &&",
                "| a",
                "a |",
                "a & b",
                "(a)",
                "a )",
                "if true; then a; fi",
                "for x in 1 2; do a; done",
                "a $HOME",
                "a ${x}",
                "a $?",
                "a $((1 + 1))",
                "a $(b",
                "a 'b",
                "a \"b",
                "a 2> file",
                "a < file",
                "a `b`",
                "a *",
                "a\\"
            })
    void whatIsMoreThanAListIsNotUnderstood(String text) {
        assertThatExceptionOfType(CommandNotUnderstood.class).isThrownBy(() -> CommandLine.parse(text));
    }

    @Test
    void anyTextIsUnderstoodOrNot() {
        String alphabet = "ab =\"'$()|&;<>\\\n#!{}[]*`?2.-";
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(CommandLine.parse(text.toString()).steps())
                        .as("seed %d: %s", seed, text)
                        .isNotEmpty();
            } catch (CommandNotUnderstood not) {
                assertThat(not.reason()).as("seed %d: %s", seed, text).isNotBlank();
            }
        }
    }
}
