package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SipHashTest {
    private final SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    /** The vectors for 8 and 16 bytes that come with SipHash's reference implementation: bytes 0, 1, 2, … */
    @Test
    void agreesWithThePublishedVectors() {
        assertThat(hash.hash()).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(hash.hash(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
        assertThat(hash.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L)).isEqualTo(0x3f2acc7f57c29bdbL);
    }

    @Test
    void isTheSameForFiveWordsHoweverTheyAreGiven() {
        assertThat(hash.hash(1, 2, 3, 4, 5)).isEqualTo(hash.hash(new long[] {1, 2, 3, 4, 5}));
    }
}
