package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SymbolsTest {
    @Test
    void knowsEveryNumberThatIsDecidedOn() throws IllegalAccessException {
        for (Field field : Abi.class.getDeclaredFields()) {
            String name = field.getName();
            assertThat(Symbols.number(name).orElseThrow(() -> new AssertionError(name)))
                    .as(name)
                    .isEqualTo(Integer.toUnsignedLong(field.getInt(null)));
        }
    }

    @Test
    void knowsNamesAsScriptsWriteThem() {
        assertThat(Symbols.number("TCP_ESTABLISHED")).hasValue(1);
        assertThat(Symbols.number("TCP_CA_Recovery")).hasValue(3);
        assertThat(Symbols.number("EPOLLET")).hasValue(0x8000_0000L);
        assertThat(Symbols.number("O_NONBLOCK")).hasValue(2048);
        assertThat(Symbols.number("CINCLUS")).isEmpty();
    }

    @Test
    void knowsErrorsByNameAndNumber() {
        assertThat(Errno.named("EWOULDBLOCK")).contains(Errno.EAGAIN);
        assertThat(Errno.named("ENOTSUP")).contains(Errno.EOPNOTSUPP);
        assertThat(Errno.named("EINPROGRESS")).contains(Errno.EINPROGRESS);
        assertThat(Errno.named("ECINCLUS")).isEmpty();
        assertThat(Errno.of(104)).contains(Errno.ECONNRESET);
        assertThat(Errno.of(9999)).isEmpty();
        assertThat(Arrays.stream(Errno.values()).map(Errno::number)).doesNotHaveDuplicates();
        assertThat(Errno.ECONNRESET.text()).isEqualTo("Connection reset by peer");
    }
}
