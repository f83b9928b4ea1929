package org.ouzel.os.sys;

/**
 * Where the fields of the kernel's {@code struct tcp_info} are (linux/tcp.h). The structure grows from one kernel to the next
 * at its end alone. Both window scales share a byte: the sender's is its lower half on the processors that are supported.
 */
public final class TcpInfoAbi {
    // The states: linux/bpf.h, where they are for programs to know
    public static final int TCP_ESTABLISHED = 1;
    public static final int TCP_SYN_SENT = 2;
    public static final int TCP_SYN_RECV = 3;
    public static final int TCP_FIN_WAIT1 = 4;
    public static final int TCP_FIN_WAIT2 = 5;
    public static final int TCP_TIME_WAIT = 6;
    public static final int TCP_CLOSE = 7;
    public static final int TCP_CLOSE_WAIT = 8;
    public static final int TCP_LAST_ACK = 9;
    public static final int TCP_LISTEN = 10;
    public static final int TCP_CLOSING = 11;

    // The states of the congestion control
    public static final int TCP_CA_OPEN = 0;
    public static final int TCP_CA_DISORDER = 1;
    public static final int TCP_CA_CWR = 2;
    public static final int TCP_CA_RECOVERY = 3;
    public static final int TCP_CA_LOSS = 4;

    // The options that both ends have agreed on
    public static final int TCPI_OPT_TIMESTAMPS = 1;
    public static final int TCPI_OPT_SACK = 2;
    public static final int TCPI_OPT_WSCALE = 4;
    public static final int TCPI_OPT_ECN = 8;
    public static final int TCPI_OPT_ECN_SEEN = 16;
    public static final int TCPI_OPT_SYN_DATA = 32;

    // struct tcp_info
    public static final long TCPI_STATE = 0;
    public static final long TCPI_CA_STATE = 1;
    public static final long TCPI_RETRANSMITS = 2;
    public static final long TCPI_PROBES = 3;
    public static final long TCPI_BACKOFF = 4;
    public static final long TCPI_OPTIONS = 5;
    public static final long TCPI_WSCALE = 6;
    public static final long TCPI_RTO = 8;
    public static final long TCPI_ATO = 12;
    public static final long TCPI_SND_MSS = 16;
    public static final long TCPI_RCV_MSS = 20;
    public static final long TCPI_UNACKED = 24;
    public static final long TCPI_SACKED = 28;
    public static final long TCPI_LOST = 32;
    public static final long TCPI_RETRANS = 36;
    public static final long TCPI_LAST_DATA_SENT = 44;
    public static final long TCPI_LAST_DATA_RECV = 52;
    public static final long TCPI_LAST_ACK_RECV = 56;
    public static final long TCPI_PMTU = 60;
    public static final long TCPI_RCV_SSTHRESH = 64;
    public static final long TCPI_RTT = 68;
    public static final long TCPI_RTTVAR = 72;
    public static final long TCPI_SND_SSTHRESH = 76;
    public static final long TCPI_SND_CWND = 80;
    public static final long TCPI_ADVMSS = 84;
    public static final long TCPI_REORDERING = 88;
    public static final long TCPI_RCV_RTT = 92;
    public static final long TCPI_RCV_SPACE = 96;
    public static final long TCPI_TOTAL_RETRANS = 100;
    public static final long TCPI_PACING_RATE = 104;
    public static final long TCPI_MAX_PACING_RATE = 112;
    public static final long TCPI_BYTES_ACKED = 120;
    public static final long TCPI_BYTES_RECEIVED = 128;
    public static final long TCPI_SEGS_OUT = 136;
    public static final long TCPI_SEGS_IN = 140;
    public static final long TCPI_NOTSENT_BYTES = 144;
    public static final long TCPI_MIN_RTT = 148;
    public static final long TCPI_DATA_SEGS_IN = 152;
    public static final long TCPI_DATA_SEGS_OUT = 156;
    public static final long TCPI_DELIVERY_RATE = 160;
    public static final long TCPI_BUSY_TIME = 168;
    public static final long TCPI_RWND_LIMITED = 176;
    public static final long TCPI_SNDBUF_LIMITED = 184;
    public static final long TCPI_DELIVERED = 192;
    public static final long TCPI_DELIVERED_CE = 196;
    public static final long TCPI_BYTES_SENT = 200;
    public static final long TCPI_BYTES_RETRANS = 208;
    public static final long TCPI_DSACK_DUPS = 216;
    public static final long TCPI_REORD_SEEN = 220;
    public static final long TCPI_RCV_OOOPACK = 224;
    public static final long TCPI_SND_WND = 228;

    // From Linux 6.2 on
    public static final long TCPI_RCV_WND = 232;
    public static final long TCPI_REHASH = 236;

    // From Linux 6.7 on
    public static final long TCPI_TOTAL_RTO = 240;
    public static final long TCPI_TOTAL_RTO_RECOVERIES = 242;
    public static final long TCPI_TOTAL_RTO_TIME = 244;

    private TcpInfoAbi() {}
}
