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

    /** The forms of RFC 4291 §2.2, with "::" at every place and for every number of groups. */
    @ParameterizedTest
    @CsvSource({
        "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
        "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
        "FF01:0:0:0:0:0:0:101, ff01::101",
        "FF01::101, ff01::101",
        "0001:0020:0300:4000:0000:000a:00b0:0c00, 1:20:300:4000:0:a:b0:c00",
        "::, ::",
        "::8, ::8",
        "1::, 1::",
        "1::8, 1::8",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "1:2:3::5:6:7:8, 1:2:3:0:5:6:7:8",
        "1:2:3:4:5:6::8, 1:2:3:4:5:6:0:8",
        "0:0:0:0:0:0:13.1.68.3, ::d01:4403",
        "::13.1.68.3, ::d01:4403",
        "::0.0.0.1, ::1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:255.255.255.255, 1:2:3:4:5:6:ffff:ffff",
        "1::6:0.0.0.0, 1::6:0:0",
        "1:2:3:4:5::192.0.2.1, 1:2:3:4:5:0:c000:201",
        "::fffe:192.0.2.1, ::fffe:c000:201",
        "::1:ffff:192.0.2.1, ::1:ffff:c000:201",
        "::ffff:0:192.0.2.1, ::ffff:0:c000:201"
    })
    void readsEveryFormOfRfc4291(String from, String expected) {
        assertThat(IpAddress.parse(from)).isInstanceOf(Ipv6Address.class).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "...",
                "localhost",
                "example.com",
                "1",
                "127.1",
                "127.0.1",
                "1.2.3.4.5",
                "1.2.3.4.",
                ".1.2.3.4",
                "1..3.4",
                "256.1.1.1",
                "1.1.1.256",
                "1.1.1.1000",
                "4294967297.1.1.1",
                "01.2.3.4",
                "1.2.3.00",
                "0x7f.0.0.1",
                "2130706433",
                "+1.2.3.4",
                "-1.2.3.4",
                "1.2.3.a",
                " 1.2.3.4",
                "1.2.3.4 ",
                "1.2.3.4\n",
                "1.2.3.4%eth0",
                "1.2.3.4/24",
                "1.2.3.4:80",
                "\u0661.2.3.4",
                "\uff11.2.3.4"
            })
    void refusesWhatIsNoIpv4Address(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":",
                ":::",
                "::::",
                ":1",
                "1:",
                "1::2::3",
                "1:::2",
                "::1:",
                ":1::",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "1:2:3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "::g",
                "12345::",
                "00000::",
                "::+1",
                "::-1",
                "::0x1",
                "::\uff11",
                "fe80::1%eth0",
                "fe80::1%1",
                "fe80::1%",
                "fe80::1%25eth0",
                "[::1]",
                "[::1",
                "::1/64",
                " ::1",
                "::1 ",
                "::1.2.3",
                "::1.2.3.4.5",
                "::1.2.3.256",
                "::01.2.3.4",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:1.2.3.4",
                "1:2:3:4:5:6::1.2.3.4",
                "1.2.3.4:1:2:3:4:5:6"
            })
    void refusesWhatIsNoIpv6Address(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** No packet carries one; to take it for the IPv4 address inside would be to guess. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "::ffff:192.0.2.1",
                "::FFFF:192.0.2.1",
                "::ffff:c000:201",
                "::ffff:0:0",
                "::ffff:0.0.0.0",
                "0:0:0:0:0:ffff:255.255.255.255",
                "0:0:0:0:0:ffff:c000:201",
                "0::0:ffff:c000:201"
            })
    void refusesIpv4MappedAddresses(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IPv4-mapped");
    }

    @Test
    void aPrefixIsAsStrictAsAnAddress() {
        assertThatThrownBy(() -> IpPrefix.parse("127.1/8")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpPrefix.parse("fe80::1%eth0/64")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpPrefix.parse("::ffff:192.0.2.0/120")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever becomes of a text: an address that is written and read as the same, or a refusal, and nothing else. */
    @Test
    void mutatedTextsAreReadOrRefused() {
        String alphabet = "0123456789abcdefF:.%/ x\u0661";
        int accepted = 0;
        for (long seed = 0; seed < 200_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "2001:db8::1:192.0.2.1" : "198.51.100.27");
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                String with = String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())));
                text.replace(at, at + random.nextInt(2), random.nextBoolean() ? with : "");
                text.append(text.isEmpty() ? with : "");
            }
            try {
                IpAddress address = IpAddress.parse(text.toString());
                assertThat(IpAddress.parse(address.toString()))
                        .as("seed %d", seed)
                        .isEqualTo(address);
                accepted++;
            } catch (IllegalArgumentException refused) {
                assertThat(refused).as("seed %d", seed).hasMessageContaining("not an IP address");
            }
        }
        assertThat(accepted).isBetween(60_000, 180_000);
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

    @Test
    void sharesAsManyBitsAsThereAreBeforeTheFirstThatDiffers() {
        for (String text : new String[] {"198.18.0.2", "2001:db8::ffff:0:8001"}) {
            byte[] one = IpAddress.parse(text).toInetAddress().getAddress();
            IpAddress address = IpAddress.parse(text);
            assertThat(address.commonPrefixLength(address)).isEqualTo(one.length * 8);
            for (int bit = 0; bit < one.length * 8; bit++) {
                byte[] other = one.clone();
                other[bit / 8] ^= (byte) (0x80 >>> bit % 8);
                other[one.length - 1] ^= (byte) (bit < one.length * 8 - 1 ? 1 : 0);
                MemorySegment bytes = MemorySegment.ofArray(other);
                IpAddress differs = one.length == 4 ? Ipv4Address.read(bytes, 0) : Ipv6Address.read(bytes, 0);
                assertThat(address.commonPrefixLength(differs)).isEqualTo(bit);
            }
        }
        assertThat(IpAddress.parse("0.0.0.0").commonPrefixLength(IpAddress.parse("::")))
                .isZero();
    }
}
