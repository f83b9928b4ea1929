package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * What the kernel tells of a connection: its {@code struct tcp_info}, by concept, with the kernel's names. A field that the
 * kernel does not know yet is 0; {@link #lengthBytes} tells it from one that is 0. Numbers of 64 bits are unsigned.
 *
 * <p>It is the kernel's bytes, read when somebody asks: each connection is told of when it ends, and of few is anything asked then.
 */
public final class TcpInfo {
    private final Fields in;

    private TcpInfo(Fields in) {
        this.in = in;
    }

    /**
     * Keeps a copy.
     *
     * @param lengthBytes how much of it the kernel has filled
     */
    public static TcpInfo copyOf(MemorySegment from, int lengthBytes) {
        return new TcpInfo(
                new Fields(MemorySegment.ofArray(from.asSlice(0, lengthBytes).toArray(JAVA_BYTE))));
    }

    /** How much the kernel has told: all fields whose end is no further. */
    public int lengthBytes() {
        return (int) in.memory.byteSize();
    }

    /** The state, such as {@link TcpInfoAbi#TCP_ESTABLISHED}. */
    public int state() {
        return in.u8(TcpInfoAbi.TCPI_STATE);
    }

    /**
     * What both ends have agreed on, and sizes of segments.
     *
     * @param options {@link TcpInfoAbi#TCPI_OPT_SACK} and its like
     */
    public record Agreed(int options, int sndWscale, int rcvWscale, long sndMss, long rcvMss, long advmss, long pmtu) {}

    /**
     * The timers.
     *
     * @param retransmits of what is unacknowledged first, since the last acknowledgment
     * @param totalRto timeouts in all, from Linux 6.7 on, as the next two
     */
    public record Timers(
            long rtoUs,
            long atoUs,
            int retransmits,
            int probes,
            int backoff,
            int totalRto,
            int totalRtoRecoveries,
            long totalRtoTimeMs,
            long lastDataSentMs,
            long lastDataRecvMs,
            long lastAckRecvMs) {}

    /**
     * Round-trip times.
     *
     * @param minRttUs all 32 bits set if there is none yet
     */
    public record RoundTrip(long rttUs, long rttvarUs, long minRttUs, long rcvRttUs) {}

    /** What is on its way, in segments, and what waits to be. */
    public record Flight(long unacked, long sacked, long lost, long retrans, long reordering, long notsentBytes) {}

    /**
     * The congestion control; rates are in bytes per second, and the greatest number means no limit.
     *
     * @param caState such as {@link TcpInfoAbi#TCP_CA_OPEN}
     * @param sndCwnd in segments
     * @param sndSsthresh in segments; 0x7fffffff before the first loss
     */
    public record Congestion(
            int caState,
            long sndCwnd,
            long sndSsthresh,
            long pacingRate,
            long maxPacingRate,
            long deliveryRate,
            long delivered,
            long deliveredCe) {}

    /**
     * Windows in bytes.
     *
     * @param rcvWnd from Linux 6.2 on
     */
    public record Windows(long sndWnd, long rcvWnd, long rcvSpace, long rcvSsthresh) {}

    /**
     * What has been sent.
     *
     * @param rehash from Linux 6.2 on
     */
    public record Sent(
            long bytesSent,
            long bytesAcked,
            long bytesRetrans,
            long segsOut,
            long dataSegsOut,
            long totalRetrans,
            long dsackDups,
            long reordSeen,
            long rehash) {}

    /** What has been received. */
    public record Received(long bytesReceived, long segsIn, long dataSegsIn, long rcvOoopack) {}

    /** For how long there was something to send, and for how long what held it up. */
    public record Limits(long busyTimeUs, long rwndLimitedUs, long sndbufLimitedUs) {}

    /** The round trip. */
    public RoundTrip roundTrip() {
        return new RoundTrip(
                in.u32(TcpInfoAbi.TCPI_RTT),
                in.u32(TcpInfoAbi.TCPI_RTTVAR),
                in.u32(TcpInfoAbi.TCPI_MIN_RTT),
                in.u32(TcpInfoAbi.TCPI_RCV_RTT));
    }

    /** The windows. */
    public Windows windows() {
        return new Windows(
                in.u32(TcpInfoAbi.TCPI_SND_WND),
                in.u32(TcpInfoAbi.TCPI_RCV_WND),
                in.u32(TcpInfoAbi.TCPI_RCV_SPACE),
                in.u32(TcpInfoAbi.TCPI_RCV_SSTHRESH));
    }

    /** What has been received. */
    public Received received() {
        return new Received(
                in.u64(TcpInfoAbi.TCPI_BYTES_RECEIVED),
                in.u32(TcpInfoAbi.TCPI_SEGS_IN),
                in.u32(TcpInfoAbi.TCPI_DATA_SEGS_IN),
                in.u32(TcpInfoAbi.TCPI_RCV_OOOPACK));
    }

    /** What has held up sending. */
    public Limits limits() {
        return new Limits(
                in.u64(TcpInfoAbi.TCPI_BUSY_TIME),
                in.u64(TcpInfoAbi.TCPI_RWND_LIMITED),
                in.u64(TcpInfoAbi.TCPI_SNDBUF_LIMITED));
    }

    /** What both ends have agreed on. */
    public Agreed agreed() {
        int wscale = in.u8(TcpInfoAbi.TCPI_WSCALE);
        return new Agreed(
                in.u8(TcpInfoAbi.TCPI_OPTIONS),
                wscale & 0xf,
                wscale >>> 4,
                in.u32(TcpInfoAbi.TCPI_SND_MSS),
                in.u32(TcpInfoAbi.TCPI_RCV_MSS),
                in.u32(TcpInfoAbi.TCPI_ADVMSS),
                in.u32(TcpInfoAbi.TCPI_PMTU));
    }

    /** The timers. */
    public Timers timers() {
        return new Timers(
                in.u32(TcpInfoAbi.TCPI_RTO),
                in.u32(TcpInfoAbi.TCPI_ATO),
                in.u8(TcpInfoAbi.TCPI_RETRANSMITS),
                in.u8(TcpInfoAbi.TCPI_PROBES),
                in.u8(TcpInfoAbi.TCPI_BACKOFF),
                in.u16(TcpInfoAbi.TCPI_TOTAL_RTO),
                in.u16(TcpInfoAbi.TCPI_TOTAL_RTO_RECOVERIES),
                in.u32(TcpInfoAbi.TCPI_TOTAL_RTO_TIME),
                in.u32(TcpInfoAbi.TCPI_LAST_DATA_SENT),
                in.u32(TcpInfoAbi.TCPI_LAST_DATA_RECV),
                in.u32(TcpInfoAbi.TCPI_LAST_ACK_RECV));
    }

    /** What is on its way. */
    public Flight flight() {
        return new Flight(
                in.u32(TcpInfoAbi.TCPI_UNACKED),
                in.u32(TcpInfoAbi.TCPI_SACKED),
                in.u32(TcpInfoAbi.TCPI_LOST),
                in.u32(TcpInfoAbi.TCPI_RETRANS),
                in.u32(TcpInfoAbi.TCPI_REORDERING),
                in.u32(TcpInfoAbi.TCPI_NOTSENT_BYTES));
    }

    /** The congestion control. */
    public Congestion congestion() {
        return new Congestion(
                in.u8(TcpInfoAbi.TCPI_CA_STATE),
                in.u32(TcpInfoAbi.TCPI_SND_CWND),
                in.u32(TcpInfoAbi.TCPI_SND_SSTHRESH),
                in.u64(TcpInfoAbi.TCPI_PACING_RATE),
                in.u64(TcpInfoAbi.TCPI_MAX_PACING_RATE),
                in.u64(TcpInfoAbi.TCPI_DELIVERY_RATE),
                in.u32(TcpInfoAbi.TCPI_DELIVERED),
                in.u32(TcpInfoAbi.TCPI_DELIVERED_CE));
    }

    /** What has been sent. */
    public Sent sent() {
        return new Sent(
                in.u64(TcpInfoAbi.TCPI_BYTES_SENT),
                in.u64(TcpInfoAbi.TCPI_BYTES_ACKED),
                in.u64(TcpInfoAbi.TCPI_BYTES_RETRANS),
                in.u32(TcpInfoAbi.TCPI_SEGS_OUT),
                in.u32(TcpInfoAbi.TCPI_DATA_SEGS_OUT),
                in.u32(TcpInfoAbi.TCPI_TOTAL_RETRANS),
                in.u32(TcpInfoAbi.TCPI_DSACK_DUPS),
                in.u32(TcpInfoAbi.TCPI_REORD_SEEN),
                in.u32(TcpInfoAbi.TCPI_REHASH));
    }

    /** Numbers at offsets, 0 where one does not end within what there is. */
    private record Fields(MemorySegment memory) {
        private boolean has(long offset, int bytes) {
            return offset + bytes <= memory.byteSize();
        }

        int u8(long offset) {
            return has(offset, Byte.BYTES) ? Byte.toUnsignedInt(memory.get(JAVA_BYTE, offset)) : 0;
        }

        int u16(long offset) {
            return has(offset, Short.BYTES) ? Short.toUnsignedInt(memory.get(JAVA_SHORT_UNALIGNED, offset)) : 0;
        }

        long u32(long offset) {
            return has(offset, Integer.BYTES) ? Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED, offset)) : 0;
        }

        long u64(long offset) {
            return has(offset, Long.BYTES) ? memory.get(JAVA_LONG_UNALIGNED, offset) : 0;
        }
    }
}
