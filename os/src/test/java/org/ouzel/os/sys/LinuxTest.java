package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class LinuxTest {
    @Test
    void givesTheErrorNumberOfACallThatFails() {
        Linux linux = new Linux();

        assertThat(linux.open("/no/such/file", Abi.O_RDONLY)).isEqualTo(-Abi.ENOENT);
        assertThat(linux.read(-1, Arena.ofAuto().allocate(JAVA_INT))).isEqualTo(-9L);
        assertThat(Linux.describe(Abi.ENOENT)).isNotBlank();
    }
}
