package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallParserTest {
    @Test
    void readsACall() throws ScriptError {
        Action.Call call = Parsed.call("socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
        assertThat(call.position()).isEqualTo(new Position(1, 3));
        assertThat(call.name()).isEqualTo("socket");
        assertThat(call.untilNs()).isEqualTo(OptionalLong.empty());
        assertThat(call.arguments())
                .containsExactly(
                        new Expression.Ellipsis(new Position(1, 10)),
                        new Expression.Symbol(new Position(1, 15), "SOCK_STREAM"),
                        new Expression.Symbol(new Position(1, 28), "IPPROTO_TCP"));
        assertThat(call.result().value()).isEqualTo(new Expression.Numeral(new Position(1, 43), 3, false));
    }

    @ParameterizedTest
    @CsvSource({
        "'= 0', 0, , ",
        "'= -1 ECONNRESET', -1, ECONNRESET, ",
        "'= -1 ECONNRESET (Connection reset by peer)', -1, ECONNRESET, Connection reset by peer",
        "'= -1 EADDRNOTAVAIL (Can''t assign  requested address)', -1, EADDRNOTAVAIL, Can't assign requested address",
        "'= 0x7 (flags O_RDWR|O_NONBLOCK)', 0x7, , flags O_RDWR|O_NONBLOCK",
        "'= ...', ..., , ",
        "'= *', *, , ",
        "'= POLLIN|POLLOUT', POLLIN|POLLOUT, , ",
        "'= O_RDWR|O_NONBLOCK (flags O_RDWR|O_NONBLOCK)', O_RDWR|O_NONBLOCK, , flags O_RDWR|O_NONBLOCK",
        "'= [htons(1)] (note)', [htons(1)], , note",
        "'= 1 ()', 1, , ''",
    })
    void readsResults(String written, String value, @Nullable String errno, @Nullable String note) throws ScriptError {
        Action.CallResult result = Parsed.call("f() " + written).result();
        assertThat(Notation.of(result.value())).isEqualTo(value);
        assertThat(result.errno()).isEqualTo(Optional.ofNullable(errno));
        assertThat(result.note()).isEqualTo(Optional.ofNullable(note));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "f(", "f()", "f() =", "f() 0", "f(,) = 0", "f(1,) = 0", "f(1 2) = 0", "f() = 1 (note"})
    void refusesWhatIsNoCall(String written) {
        assertThatThrownBy(() -> Parsed.call(written)).isInstanceOf(ScriptError.class);
    }
}
