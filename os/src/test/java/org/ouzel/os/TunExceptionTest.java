package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.os.TunException.Reason;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;

/** Every failure says what is missing and how to get it. */
class TunExceptionTest {
    private static final TunOptions OPTIONS = TunOptions.of("ouzel0").withHostSide("2001:db8::1/64");
    private static final String USER = System.getProperty("user.name");

    private static ErrnoException errno(int errno) {
        return new ErrnoException("call", errno);
    }

    @ParameterizedTest
    @CsvSource({
        "2, UNAVAILABLE, modprobe tun",
        "19, UNAVAILABLE, --device /dev/net/tun",
        "6, UNAVAILABLE, --device /dev/net/tun",
        "13, NOT_PERMITTED, readable and writable",
        "1, NOT_PERMITTED, run as root",
        "24, FAILED, cannot open"
    })
    void tellsHowToGetTheDeviceFile(int errno, Reason reason, String text) {
        TunException exception = TunException.openingDeviceFile(errno(errno));

        assertThat(exception.reason()).isEqualTo(reason);
        assertThat(exception).hasMessageContaining(text).hasMessageContaining("(errno " + errno + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "1, NOT_PERMITTED, CAP_NET_ADMIN",
        "16, BUSY, in use",
        "22, UNSUITABLE, not a TUN device",
        "12, FAILED, cannot attach"
    })
    void tellsHowToAttach(int errno, Reason reason, String text) {
        TunException exception = TunException.attaching(OPTIONS, 1, errno(errno));

        assertThat(exception.reason()).isEqualTo(reason);
        assertThat(exception).hasMessageContaining(text).hasMessageContaining("ouzel0");
    }

    @Test
    void tellsTheAdministratorTheCommandInTheRightNamespace() {
        assertThat(TunException.attaching(OPTIONS, 1, errno(Abi.EPERM)))
                .hasMessageContaining("\"ip tuntap add dev ouzel0 mode tun user " + USER + "\"");
        assertThat(TunException.attaching(OPTIONS.inNamespace("blue"), 1, errno(Abi.EPERM)))
                .hasMessageContaining("\"ip -n blue tuntap add dev ouzel0 mode tun user " + USER + "\"");
        assertThat(TunException.attaching(OPTIONS.inNamespace("blue"), 2, errno(Abi.EPERM)))
                .hasMessageContaining("\"ip -n blue tuntap add dev ouzel0 mode tun multi_queue user " + USER + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1, NOT_PERMITTED, ip link set ouzel0 mtu 1500 up",
        "13, NOT_CONFIGURABLE, net.ipv6.conf.all.disable_ipv6=0",
        "97, NOT_CONFIGURABLE, IPv6 is switched off",
        "22, NOT_CONFIGURABLE, MTU 1500",
        "12, FAILED, cannot configure"
    })
    void tellsHowToConfigure(int errno, Reason reason, String text) {
        TunException exception = TunException.configuring(OPTIONS, errno(errno));

        assertThat(exception.reason()).isEqualTo(reason);
        assertThat(exception).hasMessageContaining(text).hasMessageContaining("ouzel0");
    }

    @ParameterizedTest
    @CsvSource({
        "2, NO_NAMESPACE, ip netns add blue",
        "1, NOT_PERMITTED, CAP_SYS_ADMIN",
        "13, NOT_PERMITTED, ip netns exec blue",
        "22, NO_NAMESPACE, ip netns del blue",
        "24, FAILED, cannot enter"
    })
    void tellsHowToEnterTheNamespace(int errno, Reason reason, String text) {
        TunException exception = TunException.enteringNamespace("blue", errno(errno));

        assertThat(exception.reason()).isEqualTo(reason);
        assertThat(exception).hasMessageContaining(text).hasMessageContaining("blue");
    }

    @ParameterizedTest
    @CsvSource({"77, GONE, has been removed", "19, GONE, has been removed", "5, GONE, is down", "14, FAILED, fails"})
    void tellsWhatBecameOfTheDevice(int errno, Reason reason, String text) {
        TunException exception = TunException.using("ouzel0", errno(errno));

        assertThat(exception.reason()).isEqualTo(reason);
        assertThat(exception).hasMessageContaining(text).hasMessageContaining("ouzel0");
    }
}
