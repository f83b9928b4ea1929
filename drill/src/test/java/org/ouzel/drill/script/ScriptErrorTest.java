package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptErrorTest {
    private static ScriptError error(String text) {
        return catchThrowableOfType(ScriptError.class, () -> Parsed.script(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'0 f() = 0\n+1 < X 1:1(0)', 2:6, '\"X\"', flags",
        "'0 f() = 0\n+1 < . 1:2(0)', 2:10, '\"2\"', '1, which is 1 and 0'",
        "'0 f() = 0\n+1 < . 1:1(0) win 65536', 2:19, '\"65536\"', 'win, a number up to 65535'",
        "'0 f() = 0\n\n  1 <', 3:6, 'the end of the script', flags",
        "'0 f(', 1:5, 'the end of the script', a value",
        "'0 f(1 2) = 0', 1:7, '\"2\"', or",
        "'0 < . 1:1(0) <mss 1460', 1:23, 'the end of the script', '''>'' behind an option'",
        "'0 < . 1:1(0) <frog>', 1:15, '\"frog\"', an option",
        "'0 \"a\nb\"', 1:3, '\"\"a\"…', a system call",
        "'0 `open\n', 1:3, 'the end of the script behind `', a back quote",
        "'0 f() = 0\n#ifdef A\n\n', 2:1, a condition without an end, '#endif'",
        "'  frog', 1:3, '\"frog\"', a time",
        "'0 f() = 0 extra extra', 1:17, '\"extra\"', a time",
    })
    void saysWhereAndWhatAndWhy(String text, String position, String found, String expected) {
        ScriptError error = error(text);
        assertThat(error.file()).isEqualTo("test.pkt");
        assertThat(error.position().toString()).isEqualTo(position);
        assertThat(error.found()).isEqualTo(found);
        assertThat(error.expected()).contains(expected);
    }

    @Test
    void readsLikeThatOfACompiler() {
        assertThat(error("0 f(= 0"))
                .hasMessage(
                        "test.pkt:1:5: expected a value: a number, a name, a string, [...], {...} or ..., found \"=\"");
    }

    @Test
    void showsNoControlCharactersAndNotTooMuch() {
        assertThat(error("0 \u001b").found()).isEqualTo("\"?\"");
        assertThat(error("a".repeat(1000)).found()).hasSizeLessThan(50).endsWith("…");
    }
}
