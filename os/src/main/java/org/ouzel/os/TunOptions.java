package org.ouzel.os;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ouzel.os.sys.Abi;

/**
 * Which TUN device to open and how the kernel's side of it is to be configured.
 *
 * <p>With no address the device is only attached to: the administrator configures it, and its MTU is read from it.
 *
 * @param device the device's name, made if there is none of that name
 * @param namespace the network namespace to have it in, as made by {@code ip netns add}; empty for the one the program is in
 * @param offload whether packets of up to 64 KiB cross the device, which whoever sends them has not cut into segments, with checksums
 *     that nobody has completed: several times as fast for bulk data, and of no use to who reads packets as a network carries them
 * @param mtu the largest packet in bytes, 68 to 65535, with IPv6 from 1280; set with the addresses
 * @param hostSides the kernel's addresses
 */
public record TunOptions(
        String device, Optional<String> namespace, boolean offload, int mtu, List<HostSide> hostSides) {
    /** The MTU where none is given. */
    public static final int DEFAULT_MTU = 1500;

    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 0xffff;
    private static final int IPV6_MIN_MTU = 1280;

    /** Rejects names that the kernel does not take, and sizes that cannot be. */
    public TunOptions {
        checkDevice(device);
        namespace.ifPresent(TunOptions::checkNamespace);
        hostSides = List.copyOf(hostSides);
        checkMtu(mtu, hostSides);
        checkLabels(device, hostSides);
    }

    /** A device in the program's own namespace, with offload, to attach to and not to configure. */
    public static TunOptions of(String device) {
        return new TunOptions(device, Optional.empty(), true, DEFAULT_MTU, List.of());
    }

    /** The same device in a network namespace. */
    public TunOptions inNamespace(String name) {
        return new TunOptions(device, Optional.of(name), offload, mtu, hostSides);
    }

    /** The same with packets as a network carries them: none larger than the MTU, and their checksums complete. */
    public TunOptions withoutOffload() {
        return new TunOptions(device, namespace, false, mtu, hostSides);
    }

    /** The same with another MTU. */
    public TunOptions withMtu(int bytes) {
        return new TunOptions(device, namespace, offload, bytes, hostSides);
    }

    /** The same with one more address on the kernel's side, such as {@code 198.18.0.1/24}. */
    public TunOptions withHostSide(String address) {
        return withHostSide(HostSide.of(address));
    }

    /** The same with one more address on the kernel's side. */
    public TunOptions withHostSide(HostSide side) {
        return new TunOptions(
                device,
                namespace,
                offload,
                mtu,
                Stream.concat(hostSides.stream(), Stream.of(side)).toList());
    }

    List<HostSide> ipv4() {
        return hostSides.stream().filter(HostSide::isIpv4).toList();
    }

    List<HostSide> ipv6() {
        return hostSides.stream().filter(HostSide::isIpv6).toList();
    }

    /**
     * The name under which the kernel keeps one of the IPv4 addresses. The call that sets an address replaces the one that the
     * name has, so from the second on each takes a label of its own.
     */
    static String label(String device, int index) {
        return index == 0 ? device : device + ":" + index;
    }

    private static void checkDevice(String device) {
        byte[] name = device.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > Abi.NAME_MAX) {
            throw new IllegalArgumentException(
                    "device name \"" + device + "\" is " + name.length + " bytes long: must be 1 to " + Abi.NAME_MAX);
        }
        boolean legal = device.chars().allMatch(c -> c > ' ' && c < 0x7f && "/:%".indexOf(c) < 0);
        if (!legal || isDots(device)) {
            throw new IllegalArgumentException("device name \"" + device
                    + "\": must be printable ASCII without blanks, '/', ':' or '%', and not \".\" or \"..\"");
        }
    }

    private static void checkNamespace(String namespace) {
        if (namespace.isEmpty() || namespace.contains("/") || namespace.indexOf(0) >= 0 || isDots(namespace)) {
            throw new IllegalArgumentException(
                    "namespace \"" + namespace + "\": must be a name as ip netns list shows it, not a path");
        }
    }

    private static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    private static void checkMtu(int mtu, List<HostSide> sides) {
        // RFC 8200 §5: "IPv6 requires that every link in the Internet have an MTU of 1280 octets or greater."
        boolean ipv6 = sides.stream().anyMatch(HostSide::isIpv6);
        int least = ipv6 ? IPV6_MIN_MTU : MIN_MTU;
        if (mtu < least || mtu > MAX_MTU) {
            throw new IllegalArgumentException(
                    "MTU " + mtu + ": must be " + least + " to " + MAX_MTU + (ipv6 ? " with IPv6" : ""));
        }
    }

    private static void checkLabels(String device, List<HostSide> sides) {
        long ipv4 = sides.stream().filter(HostSide::isIpv4).count();
        String last = label(device, (int) Math.max(0, ipv4 - 1));
        if (last.length() > Abi.NAME_MAX) {
            throw new IllegalArgumentException("device name \"" + device + "\" is too long for " + ipv4
                    + " IPv4 addresses: the last is labelled " + last + ", and labels have " + Abi.NAME_MAX + " bytes");
        }
    }
}
