package org.ouzel.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.Descriptor;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;

/**
 * Opens a TUN device and configures the kernel's side of it, in the network namespace of the calling thread. All of it is
 * done by ioctl.
 */
final class TunSetup {
    private static final String DEVICE_FILE = "/dev/net/tun";

    /**
     * How many packets the kernel keeps for the reader. Its own 500 were too few for a thousand connections at once: more
     * packets were lost there than read.
     */
    private static final int QUEUE = 4096;

    /** What the kernel may leave to us: checksums, and cutting what TCP sends, of both versions of IP. */
    private static final int OFFLOAD = Abi.TUN_F_CSUM | Abi.TUN_F_TSO4 | Abi.TUN_F_TSO6;

    private final Linux linux;
    private final TunOptions options;
    private final Arena arena;

    /**
     * A device that is open.
     *
     * @param descriptor to read from and write to, without blocking
     * @param mtu the device's own
     */
    record Opened(int descriptor, int mtu) {}

    private TunSetup(Linux linux, TunOptions options, Arena arena) {
        this.linux = linux;
        this.options = options;
        this.arena = arena;
    }

    static Opened open(Linux linux, TunOptions options) throws TunException {
        try (Arena arena = Arena.ofConfined()) {
            return new TunSetup(linux, options, arena).open();
        }
    }

    private Opened open() throws TunException {
        int device = openDeviceFile();
        try {
            attach(device);
            return new Opened(device, configure());
        } catch (TunException | RuntimeException failed) {
            linux.close(device);
            throw failed;
        }
    }

    private int openDeviceFile() throws TunException {
        try {
            return ErrnoException.check("open " + DEVICE_FILE, linux.open(DEVICE_FILE, Abi.O_RDWR | Abi.O_NONBLOCK));
        } catch (ErrnoException failed) {
            throw TunException.openingDeviceFile(failed);
        }
    }

    /** Makes the device, or takes one that is there already. It goes when its descriptor does, unless it was there before. */
    private void attach(int device) throws TunException {
        short plain = Abi.IFF_TUN | Abi.IFF_NO_PI;
        short flags = options.offload() ? (short) (plain | Abi.IFF_VNET_HDR) : plain;
        try {
            request(device, "TUNSETIFF", Abi.TUNSETIFF, request().flags(flags));
            if (options.offload()) {
                ErrnoException.check(call("TUNSETOFFLOAD"), linux.ioctl(device, Abi.TUNSETOFFLOAD, OFFLOAD));
            }
        } catch (ErrnoException failed) {
            throw TunException.attaching(options, failed);
        }
    }

    /** Gives the MTU that the device then has. */
    private int configure() throws TunException {
        try (Descriptor socket = socket(Abi.AF_INET)) {
            if (!options.hostSides().isEmpty()) {
                configure(socket.number());
            }
            return request(socket.number(), "SIOCGIFMTU", Abi.SIOCGIFMTU, request())
                    .number();
        } catch (ErrnoException failed) {
            throw TunException.configuring(options, failed);
        }
    }

    private void configure(int socket) throws ErrnoException {
        // The MTU first: a device that is narrower than IPv6 allows takes no IPv6 address.
        request(socket, "SIOCSIFMTU", Abi.SIOCSIFMTU, request().number(options.mtu()));
        for (int i = 0; i < options.ipv4().size(); i++) {
            addIpv4(
                    socket,
                    TunOptions.label(options.device(), i),
                    options.ipv4().get(i));
        }
        if (!options.ipv6().isEmpty()) {
            addIpv6(request(socket, "SIOCGIFINDEX", Abi.SIOCGIFINDEX, request()).number());
        }
        request(socket, "SIOCSIFTXQLEN", Abi.SIOCSIFTXQLEN, request().number(QUEUE));
        Ifreq flags = request(socket, "SIOCGIFFLAGS", Abi.SIOCGIFFLAGS, request());
        flags.flags((short) (flags.flags() | Abi.IFF_UP | Abi.IFF_RUNNING));
        request(socket, "SIOCSIFFLAGS", Abi.SIOCSIFFLAGS, flags);
    }

    private void addIpv4(int socket, String label, HostSide side) throws ErrnoException {
        int address = ByteBuffer.wrap(side.address().getAddress()).getInt();
        request(socket, "SIOCSIFADDR", Abi.SIOCSIFADDR, Ifreq.of(arena, label).address(address));
        request(
                socket,
                "SIOCSIFNETMASK",
                Abi.SIOCSIFNETMASK,
                Ifreq.of(arena, label).address(side.netmask()));
    }

    private void addIpv6(int index) throws ErrnoException {
        try (Descriptor socket = socket(Abi.AF_INET6)) {
            for (HostSide side : options.ipv6()) {
                MemorySegment in6Ifreq = in6Ifreq(arena, side, index);
                int result = linux.ioctl(socket.number(), Abi.SIOCSIFADDR, in6Ifreq);
                // A device that was there before may have the address.
                if (result != -Abi.EEXIST) {
                    ErrnoException.check(call("SIOCSIFADDR of IPv6"), result);
                }
            }
        }
    }

    /** The request that gives an interface an IPv6 address: the kernel's {@code struct in6_ifreq}. */
    static MemorySegment in6Ifreq(Arena arena, HostSide side, int index) {
        InetAddress address = side.address();
        MemorySegment memory = arena.allocate(Abi.IN6_IFREQ_BYTES, Long.BYTES);
        memory.copyFrom(MemorySegment.ofArray(address.getAddress()));
        memory.set(JAVA_INT, Abi.IN6_IFREQ_PREFIX, side.prefixLength());
        memory.set(JAVA_INT, Abi.IN6_IFREQ_INDEX, index);
        return memory;
    }

    private Descriptor socket(int family) throws ErrnoException {
        String call = family == Abi.AF_INET6 ? "socket of IPv6" : "socket of IPv4";
        return new Descriptor(linux, ErrnoException.check(call, linux.socket(family, Abi.SOCK_DGRAM, 0)));
    }

    private Ifreq request() {
        return Ifreq.of(arena, options.device());
    }

    private Ifreq request(int descriptor, String name, long number, Ifreq request) throws ErrnoException {
        ErrnoException.check(call(name), linux.ioctl(descriptor, number, request.memory()));
        return request;
    }

    private String call(String name) {
        return name + " " + options.device();
    }
}
