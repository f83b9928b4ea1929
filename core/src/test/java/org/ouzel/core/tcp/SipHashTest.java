package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IpAddress;

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
    void takesTwoAddressesOfVersion4AsOneWord() {
        assertThat(hash.hash(IpAddress.parse("192.0.2.1"), IpAddress.parse("198.51.100.255"), 5))
                .isEqualTo(hash.hash(0xc000_0201_c633_64ffL, 5));
    }

    @Test
    void takesAnyOthersAsFourWords() {
        IpAddress v6 = IpAddress.parse("2001:db8::1");
        assertThat(hash.hash(v6, IpAddress.parse("2001:db8::2"), 5))
                .isEqualTo(hash.hash(0x2001_0db8_0000_0000L, 1, 0x2001_0db8_0000_0000L, 2, 5));
        assertThat(hash.hash(v6, IpAddress.parse("192.0.2.1"), 5))
                .isEqualTo(hash.hash(0x2001_0db8_0000_0000L, 1, 0, 0xc000_0201L, 5));
    }
}
