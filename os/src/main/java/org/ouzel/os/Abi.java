package org.ouzel.os;

/**
 * Numbers and structures of the Linux system call interface, as the kernel's headers have them. They are the same on x86-64
 * and on AArch64, which use the kernel's generic ones; no other processor is supported.
 */
final class Abi {
    // errno: asm-generic/errno-base.h, errno.h
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EBADFD = 77;
    static final int EAFNOSUPPORT = 97;
    static final int ENOBUFS = 105;

    // asm-generic/fcntl.h, linux/eventfd.h, linux/sched.h
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int CLONE_NEWNET = 0x40000000;

    // linux/socket.h
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;

    // linux/if_tun.h
    static final long TUNSETIFF = 0x400454caL;
    static final short IFF_TUN = 0x0001;
    static final short IFF_NO_PI = 0x1000;

    // linux/if.h
    static final short IFF_UP = 0x0001;
    static final short IFF_RUNNING = 0x0040;

    /** The longest name of an interface, without the zero that ends it (IFNAMSIZ). */
    static final int NAME_MAX = 15;

    // linux/sockios.h
    static final long SIOCGIFFLAGS = 0x8913;
    static final long SIOCSIFFLAGS = 0x8914;
    static final long SIOCSIFADDR = 0x8916;
    static final long SIOCSIFNETMASK = 0x891c;
    static final long SIOCGIFMTU = 0x8921;
    static final long SIOCSIFMTU = 0x8922;
    static final long SIOCSIFTXQLEN = 0x8943;
    static final long SIOCGIFINDEX = 0x8933;

    // struct ifreq: the name, then a union that is wide enough for a struct ifmap
    static final long IFREQ_BYTES = 40;
    static final long IFREQ_UNION = 16;

    // struct sockaddr_in
    static final long SOCKADDR_IN_BYTES = 16;
    static final long SOCKADDR_IN_FAMILY = 0;
    static final long SOCKADDR_IN_ADDRESS = 4;

    // struct in6_ifreq: the address, the prefix length, the interface's number
    static final long IN6_IFREQ_BYTES = 24;
    static final long IN6_IFREQ_PREFIX = 16;
    static final long IN6_IFREQ_INDEX = 20;

    // struct pollfd, and asm-generic/poll.h
    static final long POLLFD_BYTES = 8;
    static final long POLLFD_EVENTS = 4;
    static final long POLLFD_REVENTS = 6;
    static final short POLLIN = 0x001;
    static final short POLLERR = 0x008;

    // struct timespec
    static final long TIMESPEC_BYTES = 16;
    static final long TIMESPEC_NANOSECONDS = 8;

    // struct iovec, and how many of them one call takes (UIO_MAXIOV)
    static final long IOVEC_BYTES = 16;
    static final long IOVEC_LENGTH = 8;
    static final int IOVEC_MAX = 1024;

    private Abi() {}
}
