package org.ouzel.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.Descriptor;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;
import org.ouzel.os.sys.NetworkNamespace;

/** Opens a TUN device and configures the kernel's side of it, in the network namespace of a thread. All of it is done by ioctl. */
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
    private final int queues;
    private final Arena arena;

    /**
     * A device that is open.
     *
     * @param queues to read from and write to, without blocking
     * @param mtu the device's own
     */
    record Opened(List<Descriptor> queues, int mtu) {}

    private TunSetup(Linux linux, TunOptions options, int queues, Arena arena) {
        this.linux = linux;
        this.options = options;
        this.queues = queues;
        this.arena = arena;
    }

    /**
     * Opens a device, in the namespace that the options name.
     *
     * @param queues how many; with one it is a device that has no more
     */
    static Opened open(Linux linux, TunOptions options, int queues) throws TunException {
        if (options.namespace().isEmpty()) {
            return openHere(linux, options, queues);
        }
        String namespace = options.namespace().get();
        try {
            return NetworkNamespace.inside(namespace, () -> openHere(linux, options, queues));
        } catch (NetworkNamespace.EnterException refused) {
            throw TunException.enteringNamespace(namespace, refused.why());
        } catch (TunException failed) {
            throw failed;
        } catch (IOException unexpected) {
            throw new IllegalStateException("opening in a namespace", unexpected);
        }
    }

    private static Opened openHere(Linux linux, TunOptions options, int queues) throws TunException {
        try (Arena arena = Arena.ofConfined()) {
            return new TunSetup(linux, options, queues, arena).open();
        }
    }

    private Opened open() throws TunException {
        List<Descriptor> open = new ArrayList<>();
        try {
            while (open.size() < queues) {
                open.add(openDeviceFile());
                attach(open.getLast().number());
            }
            return new Opened(open, configure());
        } catch (TunException | RuntimeException failed) {
            open.forEach(Descriptor::close);
            throw failed;
        }
    }

    private Descriptor openDeviceFile() throws TunException {
        try {
            int result = linux.open(DEVICE_FILE, Abi.O_RDWR | Abi.O_NONBLOCK);
            return new Descriptor(linux, ErrnoException.check("open " + DEVICE_FILE, result));
        } catch (ErrnoException failed) {
            throw TunException.openingDeviceFile(failed);
        }
    }

    /** Makes the device, or takes one that is there already. It goes when its last descriptor does, unless it was there before. */
    private void attach(int descriptor) throws TunException {
        try {
            request(descriptor, "TUNSETIFF", Abi.TUNSETIFF, request().flags(flags()));
            // To one that is attached already, by other queues, the kernel adds a queue and takes no other flag.
            Ifreq attached = request(descriptor, "TUNGETIFF", Abi.TUNGETIFF, request());
            if (((attached.flags() ^ flags()) & Abi.IFF_VNET_HDR) != 0) {
                throw TunException.joining(options);
            }
            if (options.offload()) {
                ErrnoException.check(call("TUNSETOFFLOAD"), linux.ioctl(descriptor, Abi.TUNSETOFFLOAD, OFFLOAD));
            }
        } catch (ErrnoException failed) {
            throw TunException.attaching(options, queues, failed);
        }
    }

    private short flags() {
        int offload = options.offload() ? Abi.IFF_VNET_HDR : 0;
        int several = queues == 1 ? 0 : Abi.IFF_MULTI_QUEUE;
        return (short) (Abi.IFF_TUN | Abi.IFF_NO_PI | offload | several);
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
