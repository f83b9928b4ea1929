package org.ouzel.core.ip;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv6Address;

/** What the paths to destinations carry, as ICMP has told (RFC 1191, RFC 8201). Bounded; entries are forgotten after a time. */
public final class PathMtus {
    /** The most destinations that are remembered. */
    public static final int MAX_ENTRIES = 1024;

    /** RFC 1191 §6.3: a larger MTU is tried after ten minutes. */
    private static final long LIFETIME_NS = 600L * 1_000_000_000L;

    /** Hostile input I13: a forged message may not make segments tiny. */
    private static final int FLOOR_V4 = 552;

    private static final int FLOOR_V6 = 1280;

    private record Entry(int mtu, long until) {}

    private final Map<IpAddress, Entry> entries = new LinkedHashMap<>();

    /** A router has told what the path carries; returns what is believed of it. */
    public int onTooBig(IpAddress destination, int told, long now) {
        int floor = Math.max(told, destination instanceof Ipv6Address ? FLOOR_V6 : FLOOR_V4);
        Entry known = entries.get(destination);
        // RFC 8201 §4: "A node must not increase its estimate of the Path MTU in response to the contents of a Packet
        // Too Big message."
        int mtu = known == null || now >= known.until ? floor : Math.min(floor, known.mtu);
        if (entries.size() >= MAX_ENTRIES && !entries.containsKey(destination)) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(destination, new Entry(mtu, now + LIFETIME_NS));
        return mtu;
    }

    /** What the path to a destination carries, given what its first link does. */
    public int mtu(IpAddress destination, int linkMtu, long now) {
        Entry entry = entries.get(destination);
        if (entry == null) {
            return linkMtu;
        }
        if (now >= entry.until) {
            entries.remove(destination);
            return linkMtu;
        }
        return Math.min(entry.mtu, linkMtu);
    }
}
