package org.ouzel.os.sys;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "Windows 11, amd64", "Linux, riscv64", "'', ''"})
    void isForLinuxOnTwoProcessors(String system, String processor) {
        assertThatThrownBy(() -> Platform.require("a TUN link", system, processor))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("a TUN link needs Linux on x86-64 or AArch64");
    }
}
