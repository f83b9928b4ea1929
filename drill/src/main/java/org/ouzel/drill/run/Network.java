package org.ouzel.drill.run;

import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.drill.script.KnownOption;
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
 */
public record Network(
        IpAddress local, IpAddress remote, boolean mappedSockets, int mtu, int bindPort, int connectPort) {
    private static final int PORT = 8080;
    private static final int MTU = 1500;
    private static final int V4_HEADERS = 40;
    private static final int V6_HEADERS = 60;

    /** As the options of a script say; where they do not, with the addresses that documents use. */
    public static Network of(ScriptOptions options) {
        String version = options.text(KnownOption.IP_VERSION).orElse("ipv4");
        boolean v6 = version.equals("ipv6");
        return new Network(
                address(options, KnownOption.LOCAL_IP, v6 ? "2001:db8::1" : "192.0.2.1"),
                address(options, KnownOption.REMOTE_IP, v6 ? "2001:db8::2" : "192.0.2.2"),
                version.equals("ipv4-mapped-ipv6"),
                mtu(options, v6),
                (int) options.number(KnownOption.BIND_PORT).orElse(PORT),
                (int) options.number(KnownOption.CONNECT_PORT).orElse(PORT));
    }

    private static IpAddress address(ScriptOptions options, KnownOption option, String otherwise) {
        String text = options.text(option).orElse(otherwise);
        int prefix = text.indexOf('/');
        return IpAddress.parse(prefix < 0 ? text : text.substring(0, prefix));
    }

    private static int mtu(ScriptOptions options, boolean v6) {
        long mss = options.number(KnownOption.MSS).orElse(0);
        long fromMss = mss == 0 ? MTU : mss + (v6 ? V6_HEADERS : V4_HEADERS);
        return (int) Math.min(options.number(KnownOption.MTU).orElse(fromMss), 0xffff);
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
