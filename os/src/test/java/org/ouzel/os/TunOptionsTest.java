package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunOptionsTest {
    private static final TunOptions OPTIONS = TunOptions.of("ouzel0");

    @Test
    void leavesConfigurationToTheAdministratorUnlessToldOtherwise() {
        assertThat(OPTIONS.namespace()).isEmpty();
        assertThat(OPTIONS.hostSides()).isEmpty();
        assertThat(OPTIONS.mtu()).isEqualTo(1500);
    }

    @Test
    void addsUpWhatIsAskedFor() {
        TunOptions options = OPTIONS.inNamespace("blue")
                .withMtu(9000)
                .withHostSide("198.18.0.1/24")
                .withHostSide("2001:db8::1/64");

        assertThat(options.device()).isEqualTo("ouzel0");
        assertThat(options.namespace()).contains("blue");
        assertThat(options.mtu()).isEqualTo(9000);
        assertThat(options.ipv4()).containsExactly(new HostSide(InetAddress.ofLiteral("198.18.0.1"), 24));
        assertThat(options.ipv6()).containsExactly(new HostSide(InetAddress.ofLiteral("2001:db8::1"), 64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "sixteen-bytes-16", "a b", "a/b", "a:1", "tun%d", "tün", "a\nb"})
    void refusesNamesThatTheKernelDoesNotTake(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TunOptions.of(name))
                .withMessageContaining("device name");
    }

    @Test
    void takesTheLongestName() {
        assertThat(TunOptions.of("fifteen-bytes-1").device()).hasSize(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/run/netns/blue", "a\0b"})
    void refusesNamespacesThatAreNoNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.inNamespace(name))
                .withMessageContaining("namespace");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 67, 65_536, Integer.MAX_VALUE})
    void refusesAnMtuOutOfRange(int mtu) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withMtu(mtu))
                .withMessageContaining("must be 68 to 65535");
    }

    @Test
    void refusesIpv6OnANarrowLink() {
        assertThat(OPTIONS.withMtu(68).mtu()).isEqualTo(68);
        assertThat(OPTIONS.withHostSide("2001:db8::1/64").withMtu(1280).mtu()).isEqualTo(1280);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withMtu(1279).withHostSide("2001:db8::1/64"))
                .withMessageContaining("must be 1280 to 65535 with IPv6");
    }

    @Test
    void refusesMoreIpv4AddressesThanTheNameHasRoomForLabels() {
        TunOptions one = TunOptions.of("fourteen-bytes").withHostSide("198.18.0.1/24");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.withHostSide("198.18.1.1/24"))
                .withMessageContaining("too long for 2 IPv4 addresses");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "198.18.0.1",
                "198.18.0.1/",
                "198.18.0.1/x",
                "198.18.0.1/0",
                "198.18.0.1/33",
                "198.18.0.1/-1",
                "2001:db8::1/129",
                "0.0.0.0/8",
                "::/64",
                "224.0.0.1/24",
                "ff02::1/64",
                "localhost/8",
                "/24",
                "198.18.0.1/24/1"
            })
    void refusesWhatIsNoAddressOfAnInterface(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostSide.of(text));
    }

    @ParameterizedTest
    @CsvSource({"1, 80000000", "8, ff000000", "24, ffffff00", "31, fffffffe", "32, ffffffff"})
    void knowsItsNetmask(int length, String mask) {
        assertThat(Integer.toHexString(HostSide.of("198.18.0.1/" + length).netmask()))
                .isEqualTo(mask);
    }
}
