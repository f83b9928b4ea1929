package org.ouzel.os.sys;

/** An option whose value is an int: where there is only on and off, 1 and 0. */
public enum IntOption {
    REUSE_ADDRESS(SocketAbi.SOL_SOCKET, SocketAbi.SO_REUSEADDR),
    KEEP_ALIVE(SocketAbi.SOL_SOCKET, SocketAbi.SO_KEEPALIVE),
    /** In bytes; the kernel doubles what is set, and gives back the double. */
    SEND_BUFFER(SocketAbi.SOL_SOCKET, SocketAbi.SO_SNDBUF),
    /** In bytes; doubled like {@link #SEND_BUFFER}. */
    RECEIVE_BUFFER(SocketAbi.SOL_SOCKET, SocketAbi.SO_RCVBUF),
    OOB_INLINE(SocketAbi.SOL_SOCKET, SocketAbi.SO_OOBINLINE),
    /** Which timestamps there are: {@link SocketAbi#SOF_TIMESTAMPING_TX_ACK} and its like. */
    TIMESTAMPING(SocketAbi.SOL_SOCKET, SocketAbi.SO_TIMESTAMPING),

    NO_DELAY(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_NODELAY),
    /** In seconds. */
    KEEP_IDLE(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_KEEPIDLE),
    /** In milliseconds; 0 is the system's default. */
    USER_TIMEOUT(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_USER_TIMEOUT),
    /** Of a listener: how many opens with data may be pending. */
    FAST_OPEN(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_FASTOPEN),
    /** Whether receives tell how much is left to be read. */
    RECEIVE_QUEUE(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INQ),
    /** In bytes. */
    NOT_SENT_LOW_WATER(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_NOTSENT_LOWAT),

    IP_TOS(SocketAbi.IPPROTO_IP, SocketAbi.IP_TOS),
    IP_TTL(SocketAbi.IPPROTO_IP, SocketAbi.IP_TTL),
    /** One of {@link SocketAbi#IP_PMTUDISC_DONT} and its like, for IPv6 too. */
    IP_MTU_DISCOVER(SocketAbi.IPPROTO_IP, SocketAbi.IP_MTU_DISCOVER),
    IP_RECEIVE_ERRORS(SocketAbi.IPPROTO_IP, SocketAbi.IP_RECVERR),
    /** For both versions of IP. */
    BIND_ADDRESS_NO_PORT(SocketAbi.IPPROTO_IP, SocketAbi.IP_BIND_ADDRESS_NO_PORT),

    IPV6_ONLY(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_V6ONLY),
    IPV6_TRAFFIC_CLASS(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_TCLASS),
    IPV6_HOPS(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_UNICAST_HOPS),
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
