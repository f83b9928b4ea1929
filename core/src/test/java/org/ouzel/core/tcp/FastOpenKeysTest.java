package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.FastOpenKeys.Match;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;

@Tag("7413-4.1.2-1")
class FastOpenKeysTest {
    private static final SipHash KEY = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    private static final SipHash OTHER = new SipHash(1, 2);

    private static FourTuple named(String local, int localPort, String remote, int remotePort) {
        return new FourTuple(IpAddress.parse(local), localPort, IpAddress.parse(remote), remotePort);
    }

    private static FourTuple from(String remote) {
        return named("192.0.2.2", 80, remote, 5000);
    }

    /** SipHash's published vector for eight bytes, 0 to 7: the peer's address, then ours, and the hash in little-endian order. */
    @Test
    void aCookieIsTheHashOfThePeersAddressAndOurs() {
        OpaqueBytes cookie = FastOpenKeys.of(KEY).cookie(named("4.5.6.7", 80, "0.1.2.3", 5000));
        assertThat(cookie.bytes())
                .containsExactly(
                        (byte) 0x62,
                        (byte) 0x24,
                        (byte) 0x93,
                        (byte) 0x9a,
                        (byte) 0x79,
                        (byte) 0xf5,
                        (byte) 0xf5,
                        (byte) 0x93);
    }

    @Test
    void ofIpv6ItIsTheHashOfAllOfTheBytes() {
        FourTuple tuple = named("2001:db8::2", 80, "2001:db8::1", 5000);
        long hash = KEY.hash(0xb80d0120L, 0x0100000000000000L, 0xb80d0120L, 0x0200000000000000L);
        assertThat(FastOpenKeys.of(KEY).cookie(tuple).bytes().getFirst()).isEqualTo((byte) hash);
        assertThat(FastOpenKeys.of(KEY).cookie(tuple).bytes().getLast()).isEqualTo((byte) (hash >>> 56));
    }

    @Test
    void aCookieIsGoodForAllPortsOfOneAddress() {
        FastOpenKeys keys = FastOpenKeys.of(KEY);
        OpaqueBytes cookie = keys.cookie(from("192.0.2.1"));
        assertThat(keys.match(cookie, named("192.0.2.2", 81, "192.0.2.1", 6000)))
                .isEqualTo(Match.CURRENT);
        assertThat(keys.match(cookie, from("192.0.2.3"))).isEqualTo(Match.NONE);
        assertThat(keys.match(cookie, named("192.0.2.4", 80, "192.0.2.1", 5000)))
                .isEqualTo(Match.NONE);
        assertThat(keys.match(OpaqueBytes.NONE, from("192.0.2.1"))).isEqualTo(Match.NONE);
    }

    @Test
    void whatWasMadeWithTheFormerKeyIsKnownForAWhile() {
        OpaqueBytes old = FastOpenKeys.of(OTHER).cookie(from("192.0.2.1"));
        FastOpenKeys changed = new FastOpenKeys(KEY, Optional.of(OTHER));
        assertThat(changed.match(old, from("192.0.2.1"))).isEqualTo(Match.FORMER);
        assertThat(FastOpenKeys.of(KEY).match(old, from("192.0.2.1"))).isEqualTo(Match.NONE);
        assertThat(changed.cookie(from("192.0.2.1"))).isNotEqualTo(old);
    }
}
