package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    /** The examples of RFC 5952 §1, §2 and §4, and the edges of zero runs. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0DB8::0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "192.0.2.255, 192.0.2.255",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255"
    })
    void writesTheTextThatRfc5952Recommends(String from, String expected) {
        assertThat(IpAddress.parse(from)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "example.com",
                "1.2.3.4.5",
                "256.1.1.1",
                "1::2::3",
                "1:2:3",
                "::g",
                "12345::"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomAddressesSurviveTextBytesAndTheJdk() {
        for (long seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            IpAddress address = random.nextBoolean()
                    ? new Ipv4Address(random.nextInt())
                    : new Ipv6Address(sparse(random), sparse(random));
            MemorySegment bytes = MemorySegment.ofArray(new byte[19]);
            address.write(bytes, 3);
            IpAddress read = address.length() == 4 ? Ipv4Address.read(bytes, 3) : Ipv6Address.read(bytes, 3);

            assertThat(IpAddress.parse(address.toString())).as("seed %d", seed).isEqualTo(address);
            assertThat(IpAddress.of(address.toInetAddress()))
                    .as("seed %d", seed)
                    .isEqualTo(address);
            assertThat(read).as("seed %d", seed).isEqualTo(address);
        }
    }

    private static long sparse(SplittableRandom random) {
        long low = 0;
        for (int group = 0; group < 4; group++) {
            low = low << 16 | (random.nextBoolean() ? 0 : random.nextInt(0x1_0000));
        }
        return low;
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, true, false, false, false",
        "127.0.0.1, false, false, true, true",
        "223.255.255.255, false, false, false, true",
        "224.0.0.1, false, true, false, false",
        "239.255.255.255, false, true, false, false",
        "240.0.0.1, false, false, false, false",
        "255.255.255.255, false, false, false, false",
        "::, true, false, false, false",
        "::1, false, false, true, true",
        "::2, false, false, false, true",
        "ff02::1, false, true, false, false",
        "feff::1, false, false, false, true"
    })
    void knowsWhatAnAddressIsFor(
            String text, boolean unspecified, boolean multicast, boolean loopback, boolean unicast) {
        IpAddress address = IpAddress.parse(text);
        assertThat(address.isUnspecified()).isEqualTo(unspecified);
        assertThat(address.isMulticast()).isEqualTo(multicast);
        assertThat(address.isLoopback()).isEqualTo(loopback);
        assertThat(address.isUnicast()).isEqualTo(unicast);
    }

    @Test
    void sortsUnsignedAndVersion4First() {
        assertThat(IpAddress.parse("1.2.3.4")).isLessThan(IpAddress.parse("200.0.0.0"));
        assertThat(IpAddress.parse("255.255.255.255")).isLessThan(IpAddress.parse("::"));
        assertThat(IpAddress.parse("7fff::")).isLessThan(IpAddress.parse("8000::"));
        assertThat(IpAddress.parse("::7fff:0:0:0")).isLessThan(IpAddress.parse("::8000:0:0:0"));
        assertThat(IpAddress.parse("::1")).isEqualByComparingTo(IpAddress.parse("::1"));
    }

    @ParameterizedTest
    @CsvSource({
        "198.18.0.2/24, 198.18.0.255, true, true",
        "198.18.0.2/24, 198.18.0.0, true, true",
        "198.18.0.2/24, 198.18.0.1, true, false",
        "198.18.0.2/24, 198.18.1.255, false, false",
        "198.18.0.2/31, 198.18.0.3, true, false",
        "198.18.0.2/32, 198.18.0.2, true, false",
        "198.18.0.2/30, 198.18.0.3, true, true",
        "0.0.0.0/0, 203.0.113.9, true, false",
        "0.0.0.0/0, ::1, false, false",
        "2001:db8::1/64, 2001:db8::ffff:ffff:ffff:ffff, true, false",
        "2001:db8::1/64, 2001:db8:0:1::, false, false",
        "2001:db8::1/128, 2001:db8::1, true, false",
        "2001:db8::1/127, 2001:db8::, true, false",
        "::/0, ff02::1, true, false"
    })
    void aPrefixContainsItsNetworkAndKnowsItsBroadcasts(
            String prefix, String address, boolean contains, boolean broadcast) {
        assertThat(IpPrefix.parse(prefix).contains(IpAddress.parse(address))).isEqualTo(contains);
        assertThat(IpPrefix.parse(prefix).isBroadcast(IpAddress.parse(address))).isEqualTo(broadcast);
        assertThat(IpPrefix.parse(prefix)).hasToString(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"198.18.0.2", "198.18.0.2/", "198.18.0.2/33", "198.18.0.2/-1", "::1/129", "::1/x", "/24", "a/8"})
    void refusesWhatIsNoPrefix(String text) {
        assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
