package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionParserTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "-1, -1, false",
        "010, 10, false",
        "9223372036854775807, 9223372036854775807, false",
        "-9223372036854775808, -9223372036854775808, false",
        "0x10, 16, true",
        "0xFFFFFFFFFFFFFFFF, -1, true",
    })
    void readsNumbers(String written, long value, boolean hexadecimal) throws ScriptError {
        assertThat(Parsed.expression(written))
                .isEqualTo(new Expression.Numeral(new Position(1, 5), value, hexadecimal));
    }

    /** What is written again as it was. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "...",
                "*",
                "SOL_SOCKET",
                "O_RDWR|O_NONBLOCK|0x4",
                "\"text\"",
                "\"text\"...",
                "[]",
                "[1]",
                "[[1], 2, ...]",
                "{}",
                "{sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"192.0.2.1\")}",
                "{sa_family=AF_INET6, sin6_port=htons(80), sin6_addr=inet_pton(AF_INET6, \"2001:db8::1\")}",
                "{onoff=1, linger=0}",
                "[{fd=4, events=POLLIN|POLLOUT, revents=POLLIN}]",
                "{events=EPOLLIN|EPOLLET, ptr=4}",
                "{msg_name(...)=..., msg_iov(2)=[{..., 1000}, {\"ab\", 2}], msg_flags=0}",
                "{msg_control(0)=[{cmsg_level=SOL_TCP, cmsg_type=TCP_CM_INQ, cmsg_data=1}], msg_flags=MSG_EOR|MSG_OOB}",
                "{scm_sec=0, scm_nsec=10000000}",
                "{ee_errno=0, ee_origin=SO_EE_ORIGIN_TIMESTAMPING, ee_type=0, ee_code=0, ee_info=1, ee_data=999}",
                "{tcpi_state=TCP_ESTABLISHED, tcpi_options=0x7, tcpi_rtt=...}",
                "{a={b=[1, {c=2}], d=*}, 5}",
                "{(label 0, tc 0, [S], ttl 3) (label 1, tc 7, ttl 255)}",
                "{flags 0x2000, sum 0, off 0, key 7, seq 0}",
                "{flags=1, fd=2}",
                "{flags, fd}",
                "&buffer",
                "&[1]",
                "sizeof(int)",
                "name=7",
                "0x0",
            })
    void readsValues(String written) throws ScriptError {
        assertThat(Notation.of(Parsed.expression(written))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "\"ab\"\"cd\" \"e\", abcde, false",
        "\"\", '', false",
        "\"a\"..., a, true",
    })
    void joinsStrings(String written, String value, boolean open) throws ScriptError {
        assertThat(Parsed.expression(written)).isEqualTo(new Expression.Text(new Position(1, 5), value, open));
    }

    @Test
    void readsFieldsOfStructures() throws ScriptError {
        Expression.Struct struct = (Expression.Struct) Parsed.expression("{fd=4, events(2)=POLLIN, 7}");
        assertThat(struct.entries()).hasSize(3);
        assertThat(struct.field("fd")).contains(new Expression.Numeral(new Position(1, 9), 4, false));
        assertThat(struct.field("events")).contains(new Expression.Symbol(new Position(1, 22), "POLLIN"));
        assertThat(struct.field("revents")).isEmpty();
        assertThat(struct.entries().get(2)).isInstanceOf(Expression.Numeral.class);
    }

    @Test
    void saysWhereValuesAre() throws ScriptError {
        Expression.Or or = (Expression.Or) Parsed.expression("A|\n  B");
        assertThat(or.terms())
                .extracting(Expression::position)
                .isEqualTo(List.of(new Position(1, 5), new Position(2, 3)));
        assertThat(or.position()).isEqualTo(new Position(1, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "9223372036854775808",
                "-9223372036854775809",
                "0x10000000000000000",
                "A|",
                "|A",
                "[",
                "[1",
                "[1}",
                "{1]",
                "{fd=}",
                "{(label 1)}",
                "{(1)}",
                "{flags 1",
                "\"open",
                "&",
                "`true`",
                "%{ }%",
                "<",
                "1 ...",
                "f(",
            })
    void refusesWhatIsNoValue(String written) {
        assertThatThrownBy(() -> Parsed.expression(written)).isInstanceOf(ScriptError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{", "&", "f(", "a=", "{a=[", "{a(", "A|["})
    void endsWhereItGetsTooDeep(String opening) {
        String deep = opening.repeat(100_000);
        assertThatThrownBy(() -> Parsed.expression(deep))
                .isInstanceOfSatisfying(
                        ScriptError.class, e -> assertThat(e.expected()).contains("deep"));
    }
}
