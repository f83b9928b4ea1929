package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
    private static List<Token> tokens(String text, String... defined) throws ScriptError {
        Lexer lexer = new Lexer(new SourceText("test.pkt", text), Set.of(defined)::contains);
        List<Token> tokens = new ArrayList<>();
        for (Token token = lexer.next(); token.kind() != TokenKind.END; token = lexer.next()) {
            tokens.add(token);
        }
        return tokens;
    }

    private static String texts(String text, String... defined) throws ScriptError {
        return String.join(" ", tokens(text, defined).stream().map(Token::text).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "word_1, WORD",
        "1word, WORD",
        "abcd, WORD",
        "0x, WORD",
        "0xfg, WORD",
        "sequence#, WORD",
        "12, NUMBER",
        "-12, NUMBER",
        "0x1F, HEX",
        ".5, FLOAT",
        "-.5, FLOAT",
        "0.100, FLOAT",
        "..., ELLIPSIS",
        "1.2.3.4, IPV4",
        "::, IPV6",
        "::1, IPV6",
        "2001:db8::1, IPV6",
        "1:2:3:4:5:6:7:8, IPV6",
        "::ffff:1.2.3.4, IPV6",
        "\"a \\\" b\", STRING",
        "`a b`, COMMAND",
        "%{ a }%, CODE",
        "--mss=1, OPTION",
        "--a=`b c`\"d e\", OPTION",
        "-, SYMBOL",
        "., SYMBOL",
        ":, SYMBOL",
        "%, SYMBOL",
        "é, SYMBOL",
    })
    void takesTheLongest(String written, TokenKind kind) throws ScriptError {
        assertThat(tokens(written)).hasSize(1);
        assertThat(tokens(written).getFirst().kind()).isEqualTo(kind);
        assertThat(tokens(written).getFirst().raw()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "1:1001(1000), '1 : 1001 ( 1000 )'",
        "0...0.3, '0 ... 0.3'",
        "0.1...0.3, '0.1 ... 0.3'",
        "0....3, '0 ... .3'",
        "+.1~+.2, '+ .1 ~ + .2'",
        "P.5, 'P .5'",
        "a=b, 'a = b'",
        "2001:db8::2:, '2001:db8::2 :'",
        "1.2.3.4:, '1.2.3.4 :'",
        "1.2.3, '1.2 .3'",
        "12345::1, '12345 ::1'",
        "exp-option, 'exp - option'",
    })
    void endsTokensWhereOthersBegin(String written, String expected) throws ScriptError {
        assertThat(texts(written)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'a // b\nc', 'a c'",
        "'a # b\nc', 'a c'",
        "'# b\nc', 'c'",
        "'a /* b\n // c */ d', 'a d'",
        "'a /**/ b', 'a b'",
        "'a /***/ b', 'a b'",
        "'\"a // b\" c', 'a // b c'",
        "'`a # b`', 'a # b'",
        "'a //', 'a'",
        "'#!/bin/sh\r\na\r\n', 'a'",
        "'a\t/* b */c', 'a c'",
    })
    void leavesOutComments(String written, String expected) throws ScriptError {
        assertThat(texts(written)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'#ifdef A\na\n#endif\nb', 'a b', 'b'",
        "'#ifndef A\na\n#endif\nb', 'b', 'a b'",
        "'#ifdef A\na\n#else\nb\n#endif\nc', 'a c', 'b c'",
        "'  #ifdef  A // why\na\n\t#else // why\nb\n #endif', 'a', 'b'",
        "'#ifdef A\n#ifdef B\na\n#else\nb\n#endif\n#else\nc\n#endif', 'b', 'c'",
        "'#ifdef B\n#ifdef A\na\n#else\nb\n#endif\n#else\nc\n#endif', 'c', 'c'",
        "'#ifdef A\na\n#else\n\"open\n/* open\n#endif\nb', 'a b', ",
        "'#ifndef A\n`open\n#endif\nb', 'b', ",
        "'#ifdefined A\na', 'a', 'a'",
        "'a #ifdef A\nb', 'a b', 'a b'",
    })
    void leavesOutWhatItsConditionsSay(String written, String with, @Nullable String without) throws ScriptError {
        assertThat(texts(written, "A")).isEqualTo(with);
        if (without != null) {
            assertThat(texts(written)).isEqualTo(without);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"open",
                "\"open\\",
                "`open",
                "%{ open",
                "/* open",
                "/*/",
                "--a=\"open",
                "#ifdef A\na",
                "#ifdef B\na",
                "#ifdef A\na\n#else\nb",
                "#ifdef",
                "#else",
                "#endif",
                "#ifdef A\n#else\n#else\n#endif",
                "#ifdef B\n#else\n#else\n#endif",
                "#ifdef A\n#endif\n#endif",
            })
    void refusesWhatHasNoEnd(String written) {
        assertThatThrownBy(() -> tokens(written, "A")).isInstanceOf(ScriptError.class);
    }

    @Test
    void boundsHowDeepConditionsLie() {
        assertThatThrownBy(() -> tokens("#ifdef A\n".repeat(100_000), "A")).isInstanceOf(ScriptError.class);
        assertThatThrownBy(() -> tokens("#ifdef A\n".repeat(100_000))).isInstanceOf(ScriptError.class);
    }

    @Test
    void knowsPositions() throws ScriptError {
        assertThat(tokens("a  b\r\n\n  /* \n */ c\n\"d\ne\" f"))
                .extracting(Token::position)
                .containsExactly(
                        new Position(1, 1),
                        new Position(1, 4),
                        new Position(4, 5),
                        new Position(5, 1),
                        new Position(6, 4));
    }
}
