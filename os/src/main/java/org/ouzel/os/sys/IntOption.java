package org.ouzel.os.sys;

/** An option whose value is an int: where there is only on and off, 1 and 0. */
public enum IntOption {
    REUSE_ADDRESS(SocketAbi.SOL_SOCKET, SocketAbi.SO_REUSEADDR),
    REUSE_PORT(SocketAbi.SOL_SOCKET, SocketAbi.SO_REUSEPORT),
    KEEP_ALIVE(SocketAbi.SOL_SOCKET, SocketAbi.SO_KEEPALIVE),
    /** In bytes; the kernel doubles what is set, and gives back the double. */
    SEND_BUFFER(SocketAbi.SOL_SOCKET, SocketAbi.SO_SNDBUF),
    /** In bytes; doubled like {@link #SEND_BUFFER}. */
    RECEIVE_BUFFER(SocketAbi.SOL_SOCKET, SocketAbi.SO_RCVBUF),
    OOB_INLINE(SocketAbi.SOL_SOCKET, SocketAbi.SO_OOBINLINE),
    /** Which timestamps there are: {@link SocketAbi#SOF_TIMESTAMPING_TX_ACK} and its like. */
    TIMESTAMPING(SocketAbi.SOL_SOCKET, SocketAbi.SO_TIMESTAMPING),

    NO_DELAY(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_NODELAY),
    CORK(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CORK),
    MAX_SEGMENT(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_MAXSEG),
    /** In seconds. */
    KEEP_IDLE(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_KEEPIDLE),
    /** In seconds. */
    KEEP_INTERVAL(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_KEEPINTVL),
    KEEP_COUNT(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_KEEPCNT),
    SYN_COUNT(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_SYNCNT),
    /** In seconds, which the kernel makes a number of retransmissions: it gives back what those take. */
    DEFER_ACCEPT(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_DEFER_ACCEPT),
    QUICK_ACK(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_QUICKACK),
    /** In milliseconds; 0 is the system's default. */
    USER_TIMEOUT(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_USER_TIMEOUT),
    /** Of a listener: how many opens with data may be pending. */
    FAST_OPEN(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_FASTOPEN),
    FAST_OPEN_CONNECT(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_FASTOPEN_CONNECT),
    /** Whether receives tell how much is left to be read. */
    RECEIVE_QUEUE(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INQ),
    /** In bytes. */
    NOT_SENT_LOW_WATER(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_NOTSENT_LOWAT),

    IP_TOS(SocketAbi.IPPROTO_IP, SocketAbi.IP_TOS),
    IP_TTL(SocketAbi.IPPROTO_IP, SocketAbi.IP_TTL),
    /** One of {@link SocketAbi#IP_PMTUDISC_DONT} and its like, for IPv6 too. */
    IP_MTU_DISCOVER(SocketAbi.IPPROTO_IP, SocketAbi.IP_MTU_DISCOVER),
    /** Of a connected socket, and only to get. */
    IP_MTU(SocketAbi.IPPROTO_IP, SocketAbi.IP_MTU),
    IP_RECEIVE_ERRORS(SocketAbi.IPPROTO_IP, SocketAbi.IP_RECVERR),
    /** For both versions of IP. */
    BIND_ADDRESS_NO_PORT(SocketAbi.IPPROTO_IP, SocketAbi.IP_BIND_ADDRESS_NO_PORT),

    IPV6_ONLY(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_V6ONLY),
    IPV6_TRAFFIC_CLASS(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_TCLASS),
    IPV6_HOPS(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_UNICAST_HOPS),
    IPV6_MTU_DISCOVER(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_MTU_DISCOVER),
    /** Of a connected socket, to get; setting it bounds what the socket sends. */
    IPV6_MTU(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_MTU),
    IPV6_RECEIVE_ERRORS(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_RECVERR);

    private final int level;
    private final int number;

    IntOption(int level, int number) {
        this.level = level;
        this.number = number;
    }

    int level() {
        return level;
    }

    int number() {
        return number;
    }
}
