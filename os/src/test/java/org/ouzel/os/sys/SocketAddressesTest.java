package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketAddressesTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(64, Long.BYTES).fill((byte) 0xee);

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    private String written(InetSocketAddress address, int family) {
        int length = SocketAddresses.write(address, family, memory);
        return HexFormat.of().formatHex(memory.asSlice(0, length).toArray(JAVA_BYTE));
    }

    @Test
    void laysOutAnAddressOfIpv4() {
        assertThat(written(address("192.0.2.1", 443), Abi.AF_INET))
                .isEqualTo("0200" + "01bb" + "c0000201" + "0000000000000000");
    }

    @Test
    void laysOutAnAddressOfIpv6() {
        assertThat(written(address("2001:db8::1", 65535), Abi.AF_INET6))
                .isEqualTo("0a00" + "ffff" + "00000000" + "20010db8000000000000000000000001" + "00000000");
    }

    @Test
    void laysOutTheScopeOfALinkLocalAddress() throws Exception {
        byte[] bytes = InetAddress.ofLiteral("fe80::1").getAddress();
        InetSocketAddress scoped = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 7), 80);

        assertThat(written(scoped, Abi.AF_INET6))
                .isEqualTo("0a00" + "0050" + "00000000" + "fe800000000000000000000000000001" + "07000000");
        assertThat(SocketAddresses.read(memory)).hasValueSatisfying(read -> {
            assertThat(((Inet6Address) read.getAddress()).getScopeId()).isEqualTo(7);
            assertThat(read).isEqualTo(scoped);
        });
    }

    @Test
    void mapsAnAddressOfIpv4ForASocketOfIpv6() {
        assertThat(written(address("192.0.2.1", 1), Abi.AF_INET6))
                .isEqualTo("0a00" + "0001" + "00000000" + "00000000000000000000ffffc0000201" + "00000000");
        assertThat(SocketAddresses.read(memory)).contains(address("192.0.2.1", 1));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 0, 2", "198.18.255.254, 32768, 2", "::, 0, 10", "::1, 65535, 10", "2001:db8:ffff::ff, 1, 10"})
    void readsWhatItWrites(String literal, int port, int family) {
        InetSocketAddress address = address(literal, port);

        SocketAddresses.write(address, family, memory);

        assertThat(SocketAddresses.family(address.getAddress())).isEqualTo(family);
        assertThat(SocketAddresses.read(memory)).contains(address);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 2", "2001:db8::1, 10"})
    void readsNothingOfWhatIsNotAllThere(String literal, int family) {
        int length = SocketAddresses.write(address(literal, 1), family, memory);

        for (int shorter = 0; shorter < length; shorter++) {
            assertThat(SocketAddresses.read(memory.asSlice(0, shorter)))
                    .as("%d", shorter)
                    .isEmpty();
        }
        assertThat(SocketAddresses.read(memory.asSlice(0, length))).isPresent();
    }

    @Test
    void readsNothingOfAnotherFamily() {
        assertThat(SocketAddresses.read(memory.fill((byte) 0))).isEmpty();
    }

    @Test
    void takesNoAddressThatTheSocketCannotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketAddresses.write(address("2001:db8::1", 1), Abi.AF_INET, memory))
                .withMessageContaining("2001:db8");
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("host.invalid", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketAddresses.write(unresolved, Abi.AF_INET, memory))
                .withMessageContaining("unresolved");
    }
}
