package org.ouzel.drill.run;

import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.drill.script.KnownOption;
import org.ouzel.drill.script.Script;
import org.ouzel.drill.script.ScriptOptions;

/**
 * Where the host under test and the one that the script plays are.
 *
 * @param local the address of the host under test
 * @param remote the address of the other
 * @param mappedSockets whether sockets are of IPv6 though packets are of IPv4
 * @param mtu the largest packet, in bytes
 * @param bindPort the port that sockets are bound to where a script leaves it open
 * @param connectPort the port that they connect to
 * @param tunnels what is around the packets that the device carries
 */
public record Network(
        IpAddress local,
        IpAddress remote,
        boolean mappedSockets,
        int mtu,
        int bindPort,
        int connectPort,
        Tunnels tunnels) {
    private static final int PORT = 8080;
    private static final int MTU = 1500;
    private static final int V4_HEADERS = 40;
    private static final int V6_HEADERS = 60;
    private static final int LEAST_V4 = 68;
    private static final int LEAST_V6 = 1280;
    private static final int MOST = 0xffff;

    /** Of a script, with the tunnels that it mentions. */
    public static Network of(Script script) {
        return of(script.options(), Tunnels.of(script));
    }

    /** As the options of a script say; where they do not, with the addresses that documents use. */
    public static Network of(ScriptOptions options) {
        return of(options, Tunnels.NONE);
    }

    private static Network of(ScriptOptions options, Tunnels tunnels) {
        String version = options.text(KnownOption.IP_VERSION).orElse("ipv4");
        boolean v6 = version.equals("ipv6");
        return new Network(
                address(options, KnownOption.LOCAL_IP, v6 ? "2001:db8::1" : "192.0.2.1"),
                address(options, KnownOption.REMOTE_IP, v6 ? "2001:db8::2" : "192.0.2.2"),
                version.equals("ipv4-mapped-ipv6"),
                mtu(options, v6, tunnels.largestBytes()),
                (int) options.number(KnownOption.BIND_PORT).orElse(PORT),
                (int) options.number(KnownOption.CONNECT_PORT).orElse(PORT),
                tunnels);
    }

    private static IpAddress address(ScriptOptions options, KnownOption option, String otherwise) {
        String text = options.text(option).orElse(otherwise);
        int prefix = text.indexOf('/');
        return IpAddress.parse(prefix < 0 ? text : text.substring(0, prefix));
    }

    /**
     * What is around packets takes from what they may have, as a tunnel's device has a smaller MTU; the largest segment of a path is
     * what it is in tunnels too. No device of IPv6 has less than 1280 (RFC 8200 §5): a tunnel cuts what is around (RFC 2473 §7.1).
     */
    private static int mtu(ScriptOptions options, boolean v6, int around) {
        long mss = options.number(KnownOption.MSS).orElse(0);
        boolean segments = mss != 0 && options.number(KnownOption.MTU).isEmpty();
        if (segments) {
            return (int) Math.min(mss + (v6 ? V6_HEADERS : V4_HEADERS), MOST);
        }
        int device = (int) Math.min(options.number(KnownOption.MTU).orElse(MTU), MOST);
        return Math.min(device, Math.max(device - around, v6 ? LEAST_V6 : LEAST_V4));
    }

    /** The version of IP that packets have. */
    public int ipVersion() {
        return local instanceof Ipv4Address ? 4 : 6;
    }

    /** How long the prefix of the network is that both hosts are on. */
    public int prefixLength() {
        return ipVersion() == 4 ? 24 : 64;
    }
}
