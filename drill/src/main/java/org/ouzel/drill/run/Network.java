package org.ouzel.drill.run;

import java.util.Optional;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.drill.script.KnownOption;
import org.ouzel.drill.script.Script;
import org.ouzel.drill.script.ScriptOption;
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
    private static final int V4_LEAST_MTU = 68;
    private static final int V6_LEAST_MTU = 1280;

    /**
     * Of a script, with the tunnels that it mentions.
     *
     * @throws BadOption if its options ask for what no network is like
     */
    public static Network of(Script script) throws BadOption {
        return of(script.options(), Tunnels.of(script));
    }

    /**
     * As the options of a script say; where they do not, with the addresses that documents use.
     *
     * @throws BadOption if they ask for what no network is like
     */
    public static Network of(ScriptOptions options) throws BadOption {
        return of(options, Tunnels.NONE);
    }

    private static Network of(ScriptOptions options, Tunnels tunnels) throws BadOption {
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

    private static IpAddress address(ScriptOptions options, KnownOption option, String otherwise) throws BadOption {
        String text = options.text(option).orElse(otherwise);
        int prefix = text.indexOf('/');
        try {
            return IpAddress.parse(prefix < 0 ? text : text.substring(0, prefix));
        } catch (IllegalArgumentException none) {
            throw new BadOption(options.find(option).orElseThrow(), "not an address");
        }
    }

    /** The largest packet inside of what is around it: of {@code --mtu} less that, or one with a segment of {@code --mss}. */
    private static int mtu(ScriptOptions options, boolean v6, int around) throws BadOption {
        Optional<ScriptOption> largest = options.find(KnownOption.MTU);
        int headers = v6 ? V6_HEADERS : V4_HEADERS;
        long mss = options.number(KnownOption.MSS).orElse(0);
        long mtu = options.number(KnownOption.MTU).orElse(mss == 0 ? MTU : mss + headers);
        long least = v6 ? V6_LEAST_MTU : V4_LEAST_MTU;
        if (mtu < least && largest.isPresent()) {
            throw new BadOption(largest.get(), "the device has to take packets of " + least + " bytes" + reason(v6));
        }
        if (mtu < least) {
            throw new BadOption(
                    options.find(KnownOption.MSS).orElseThrow(),
                    "a packet with that has " + mtu + " bytes, and the device has to take " + least + reason(v6)
                            + ": write " + (least - headers) + " or more");
        }
        // RFC 2473 §7.1: a tunnel takes the least packet, even where it has to cut what is around.
        boolean ofSegments = mss != 0 && largest.isEmpty();
        return (int) Math.min(ofSegments ? mtu : Math.max(mtu - around, least), 0xffff);
    }

    private static String reason(boolean v6) {
        return v6 ? " for IPv6 (RFC 8200 §5)" : " for IPv4 (RFC 791)";
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
