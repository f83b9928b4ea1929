package org.ouzel.os.sys;

/**
 * Numbers and structures of the socket calls, as the kernel's headers have them. They are the same on x86-64 and on AArch64,
 * which use the kernel's generic ones.
 */
public final class SocketAbi {
    // linux/socket.h, linux/net.h
    public static final int AF_UNSPEC = 0;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SHUT_WR = 1;
    public static final int SHUT_RDWR = 2;

    // The levels of options and of control messages: asm-generic/socket.h, linux/in.h
    public static final int SOL_SOCKET = 1;
    public static final int IPPROTO_IP = 0;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_IPV6 = 41;

    // asm-generic/socket.h
    public static final int SO_REUSEADDR = 2;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_KEEPALIVE = 9;
    public static final int SO_OOBINLINE = 10;
    public static final int SO_LINGER = 13;
    public static final int SO_RCVTIMEO = 20;
    public static final int SO_SNDTIMEO = 21;
    public static final int SO_TIMESTAMPING = 37;
    public static final int SO_MAX_PACING_RATE = 47;

    // linux/tcp.h
    public static final int TCP_NODELAY = 1;
    public static final int TCP_KEEPIDLE = 4;
    public static final int TCP_INFO = 11;
    public static final int TCP_CONGESTION = 13;
    public static final int TCP_USER_TIMEOUT = 18;
    public static final int TCP_FASTOPEN = 23;
    public static final int TCP_NOTSENT_LOWAT = 25;
    public static final int TCP_ULP = 31;
    public static final int TCP_INQ = 36;

    /** How long the name of a congestion control may be, with the zero that ends it: net/tcp.h, which is not for programs. */
    static final int CONGESTION_NAME_BYTES = 16;

    // linux/in.h
    public static final int IP_TOS = 1;
    public static final int IP_TTL = 2;
    public static final int IP_MTU_DISCOVER = 10;
    public static final int IP_RECVERR = 11;
    public static final int IP_BIND_ADDRESS_NO_PORT = 24;
    public static final int IP_PMTUDISC_DONT = 0;

    // linux/in6.h
    public static final int IPV6_UNICAST_HOPS = 16;
    public static final int IPV6_RECVERR = 25;
    public static final int IPV6_V6ONLY = 26;
    public static final int IPV6_TCLASS = 67;

    // linux/socket.h
    public static final int MSG_OOB = 0x01;
    public static final int MSG_PEEK = 0x02;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_WAITALL = 0x100;
    public static final int MSG_ERRQUEUE = 0x2000;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_MORE = 0x8000;
    public static final int MSG_FASTOPEN = 0x20000000;

    // asm-generic/sockios.h, linux/sockios.h
    public static final long SIOCATMARK = 0x8905;
    public static final long SIOCINQ = 0x541b;
    public static final long SIOCOUTQ = 0x5411;
    public static final long SIOCOUTQNSD = 0x894b;

    // struct linger
    public static final long LINGER_BYTES = 8;
    public static final long LINGER_SECONDS = 4;

    // struct sockaddr_in6; struct sockaddr_in is in Abi, except for its port, which is in the same place
    public static final long SOCKADDR_PORT = 2;
    public static final long SOCKADDR_IN6_BYTES = 28;
    public static final long SOCKADDR_IN6_FAMILY = 0;
    public static final long SOCKADDR_IN6_FLOW = 4;
    public static final long SOCKADDR_IN6_ADDRESS = 8;
    public static final long SOCKADDR_IN6_SCOPE = 24;

    // struct msghdr
    public static final long MSGHDR_BYTES = 56;
    public static final long MSGHDR_NAME = 0;
    public static final long MSGHDR_NAME_LENGTH = 8;
    public static final long MSGHDR_VECTORS = 16;
    public static final long MSGHDR_VECTOR_COUNT = 24;
    public static final long MSGHDR_CONTROL = 32;
    public static final long MSGHDR_CONTROL_LENGTH = 40;
    public static final long MSGHDR_FLAGS = 48;

    // struct cmsghdr, and to what the next one is aligned
    public static final long CMSGHDR_BYTES = 16;
    public static final long CMSGHDR_LENGTH = 0;
    public static final long CMSGHDR_LEVEL = 8;
    public static final long CMSGHDR_TYPE = 12;
    public static final long CMSG_ALIGNMENT = 8;

    // linux/errqueue.h: struct sock_extended_err, which the offender's address follows
    public static final long EXTENDED_ERR_BYTES = 16;
    public static final long EXTENDED_ERR_ERRNO = 0;
    public static final long EXTENDED_ERR_ORIGIN = 4;
    public static final long EXTENDED_ERR_TYPE = 5;
    public static final long EXTENDED_ERR_CODE = 6;
    public static final long EXTENDED_ERR_INFO = 8;
    public static final long EXTENDED_ERR_DATA = 12;
    public static final int SO_EE_ORIGIN_LOCAL = 1;
    public static final int SO_EE_ORIGIN_ICMP = 2;
    public static final int SO_EE_ORIGIN_ICMP6 = 3;
    public static final int SO_EE_ORIGIN_TIMESTAMPING = 4;

    // linux/errqueue.h, linux/net_tstamp.h: struct scm_timestamping, of which the first is the one made by software
    public static final int SCM_TIMESTAMPING = 37;
    public static final long SCM_TIMESTAMPING_BYTES = 48;
    public static final int SCM_TSTAMP_SND = 0;
    public static final int SCM_TSTAMP_SCHED = 1;
    public static final int SCM_TSTAMP_ACK = 2;
    public static final int SOF_TIMESTAMPING_TX_SOFTWARE = 1 << 1;
    public static final int SOF_TIMESTAMPING_SOFTWARE = 1 << 4;
    public static final int SOF_TIMESTAMPING_OPT_ID = 1 << 7;
    public static final int SOF_TIMESTAMPING_TX_SCHED = 1 << 8;
    public static final int SOF_TIMESTAMPING_TX_ACK = 1 << 9;
    public static final int SOF_TIMESTAMPING_OPT_TSONLY = 1 << 11;

    private SocketAbi() {}
}
