package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EcnCodepointTest {
    @ParameterizedTest
    @CsvSource({"0x00, NOT_ECT", "0xb8, NOT_ECT", "0x01, ECT_1", "0xfd, ECT_1", "0x02, ECT_0", "0xff, CE"})
    void standsInTheLastTwoBits(String typeOfService, EcnCodepoint codepoint) {
        assertThat(EcnCodepoint.of(Integer.decode(typeOfService))).isEqualTo(codepoint);
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheOtherSixAlone(EcnCodepoint codepoint) {
        for (int typeOfService = 0; typeOfService < 256; typeOfService++) {
            int with = codepoint.in(typeOfService);
            assertThat(EcnCodepoint.of(with)).isEqualTo(codepoint);
            assertThat(with >> 2).isEqualTo(typeOfService >> 2);
        }
    }
}
