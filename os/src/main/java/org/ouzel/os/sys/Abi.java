package org.ouzel.os.sys;

/**
 * Numbers and structures of the Linux system call interface, as the kernel's headers have them. They are the same on x86-64
 * and on AArch64, which use the kernel's generic ones; no other processor is supported.
 */
public final class Abi {
    // errno: asm-generic/errno-base.h, errno.h
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int E2BIG = 7;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int ENOMSG = 42;
    public static final int EPROTO = 71;
    public static final int EBADFD = 77;
    public static final int EMSGSIZE = 90;
    public static final int ENOPROTOOPT = 92;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTDOWN = 112;
    public static final int EHOSTUNREACH = 113;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;

    // asm-generic/fcntl.h, linux/eventfd.h, linux/sched.h
    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    public static final int CLONE_NEWNET = 0x40000000;
    public static final int SCHED_NORMAL = 0;
    public static final int SCHED_FIFO = 1;
    public static final int SCHED_RESET_ON_FORK = 0x40000000;

    // linux/socket.h
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int SOCK_DGRAM = 2;

    // linux/if_tun.h
    public static final long TUNSETIFF = 0x400454caL;
    public static final long TUNGETIFF = 0x800454d2L;
    public static final short IFF_TUN = 0x0001;
    public static final short IFF_MULTI_QUEUE = 0x0100;
    public static final short IFF_NO_PI = 0x1000;
    public static final short IFF_VNET_HDR = 0x4000;
    public static final long TUNSETOFFLOAD = 0x400454d0L;
    public static final int TUN_F_CSUM = 0x01;
    public static final int TUN_F_TSO4 = 0x02;
    public static final int TUN_F_TSO6 = 0x04;

    // linux/virtio_net.h: struct virtio_net_hdr, in the processor's byte order
    public static final long VNET_HDR_BYTES = 10;
    public static final long VNET_HDR_FLAGS = 0;
    public static final long VNET_HDR_GSO_TYPE = 1;
    public static final long VNET_HDR_LENGTH = 2;
    public static final long VNET_HDR_GSO_SIZE = 4;
    public static final long VNET_HDR_CSUM_START = 6;
    public static final long VNET_HDR_CSUM_OFFSET = 8;
    public static final byte VIRTIO_NET_HDR_F_NEEDS_CSUM = 1;
    public static final byte VIRTIO_NET_HDR_F_DATA_VALID = 2;
    public static final byte VIRTIO_NET_HDR_GSO_NONE = 0;
    public static final byte VIRTIO_NET_HDR_GSO_TCPV4 = 1;
    public static final byte VIRTIO_NET_HDR_GSO_TCPV6 = 4;

    // linux/if.h
    public static final short IFF_UP = 0x0001;
    public static final short IFF_RUNNING = 0x0040;

    /** The longest name of an interface, without the zero that ends it (IFNAMSIZ). */
    public static final int NAME_MAX = 15;

    // linux/sockios.h
    public static final long SIOCGIFFLAGS = 0x8913;
    public static final long SIOCSIFFLAGS = 0x8914;
    public static final long SIOCSIFADDR = 0x8916;
    public static final long SIOCSIFNETMASK = 0x891c;
    public static final long SIOCGIFMTU = 0x8921;
    public static final long SIOCSIFMTU = 0x8922;
    public static final long SIOCSIFTXQLEN = 0x8943;
    public static final long SIOCGIFINDEX = 0x8933;

    // struct ifreq: the name, then a union that is wide enough for a struct ifmap
    public static final long IFREQ_BYTES = 40;
    public static final long IFREQ_UNION = 16;

    // struct sockaddr_in
    public static final long SOCKADDR_IN_BYTES = 16;
    public static final long SOCKADDR_IN_FAMILY = 0;
    public static final long SOCKADDR_IN_ADDRESS = 4;

    // struct in6_ifreq: the address, the prefix length, the interface's number
    public static final long IN6_IFREQ_BYTES = 24;
    public static final long IN6_IFREQ_PREFIX = 16;
    public static final long IN6_IFREQ_INDEX = 20;

    // struct pollfd, and asm-generic/poll.h
    public static final long POLLFD_BYTES = 8;
    public static final long POLLFD_EVENTS = 4;
    public static final long POLLFD_REVENTS = 6;
    public static final short POLLIN = 0x001;
    public static final short POLLPRI = 0x002;
    public static final short POLLOUT = 0x004;
    public static final short POLLERR = 0x008;
    public static final short POLLHUP = 0x010;
    public static final short POLLNVAL = 0x020;
    public static final short POLLRDHUP = 0x2000;

    // struct sigaction, as the C library has it: the handler comes first
    public static final long SIGACTION_BYTES = 152;

    // struct timespec
    public static final long TIMESPEC_BYTES = 16;
    public static final long TIMESPEC_NANOSECONDS = 8;

    // struct iovec, and how many of them one call takes (UIO_MAXIOV)
    public static final long IOVEC_BYTES = 16;
    public static final long IOVEC_LENGTH = 8;
    public static final int IOVEC_MAX = 1024;

    private Abi() {}
}
