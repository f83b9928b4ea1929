package org.ouzel;

import java.time.Duration;
import java.util.Objects;

/**
 * What a stream is created with. Start from {@link #DEFAULT} and change what differs.
 *
 * @param buffers the sizes of its buffers
 * @param userTimeout how long data may stay unacknowledged
 * @param ipHeader what the headers of its packets say
 * @param output when what was taken from the user leaves
 * @param times how long it waits for this and that
 * @param fastOpenBacklog how many connections may be open before their handshake is over, because data came with their SYN
 *     (RFC 7413 §4.2); of a listener all that wait for it together. 0, the default, takes no data with a SYN. Such data may come
 *     twice, in two connections (RFC 7413 §2.1): it is for those whose peers send with the SYN only what does no harm then. A
 *     host may bound it further, or take none at all
 * @param congestionControl the name of the congestion control, one of {@link Host#congestionControls()}, or
 *     {@link #HOSTS_CONGESTION_CONTROL} for the one that the host prefers
 * @param ecn whether congestion may be told without a loss (RFC 3168)
 */
public record StreamOptions(
        Buffers buffers,
        UserTimeout userTimeout,
        IpHeader ipHeader,
        Output output,
        Times times,
        int fastOpenBacklog,
        String congestionControl,
        Ecn ecn) {

    /** The largest buffer: what the window scale option can offer (RFC 7323 §2.2). */
    public static final int MAX_BUFFER_BYTES = 1 << 30;

    /** The name of no congestion control: it stands for whichever the host prefers. */
    public static final String HOSTS_CONGESTION_CONTROL = "default";

    /**
     * A receive buffer of 128 KiB that grows up to 6 MiB, a send buffer of 256 KiB that grows up to 4 MiB, a user timeout of five
     * minutes, Nagle's algorithm, no keep-alive, no data with a SYN, the host's congestion control, and ECN where the peer asks for
     * it.
     */
    public static final StreamOptions DEFAULT = new StreamOptions(
            new Buffers(128 << 10, 256 << 10, 6 << 20, 4 << 20),
            UserTimeout.DEFAULT,
            new IpHeader(0, 64, true),
            new Output(true, Output.NO_MAX_RATE, Output.NO_LOW_WATER),
            new Times(Duration.ZERO, Duration.ofMillis(20), Duration.ofSeconds(60)),
            0,
            HOSTS_CONGESTION_CONTROL,
            Ecn.ACCEPT);

    /**
     * The sizes of buffers, in bytes, each from 1 to 1 GiB.
     *
     * @param receiveBytes the receive buffer that a connection begins with, which bounds the window offered to the peer
     * @param sendBytes the most that is taken from the user and not yet acknowledged when a connection begins
     * @param maxReceiveBytes what the receive buffer grows to if the user reads so fast that it would hinder, and there is
     *     memory; no less than it begins with
     * @param maxSendBytes what the send buffer grows to if the network takes so much, and there is memory; no less than it
     *     begins with
     */
    public record Buffers(int receiveBytes, int sendBytes, int maxReceiveBytes, int maxSendBytes) {
        /** Rejects sizes out of range. */
        public Buffers {
            requireRange("receive buffer", receiveBytes, 1, MAX_BUFFER_BYTES);
            requireRange("send buffer", sendBytes, 1, MAX_BUFFER_BYTES);
            requireRange("most receive buffer", maxReceiveBytes, receiveBytes, MAX_BUFFER_BYTES);
            requireRange("most send buffer", maxSendBytes, sendBytes, MAX_BUFFER_BYTES);
        }
    }

    /**
     * What the headers of packets say.
     *
     * @param typeOfService the byte that IPv4 calls type of service and IPv6 traffic class, 0 to 255; its two low bits are
     *     ECN's, and what they are here does not matter
     * @param timeToLive the TTL or hop limit, 1 to 255
     * @param dontFragment whether IPv4 packets carry DF, which path MTU discovery needs (RFC 1191)
     */
    public record IpHeader(int typeOfService, int timeToLive, boolean dontFragment) {
        /** Rejects values out of range. */
        public IpHeader {
            requireRange("type of service", typeOfService, 0, 255);
            requireRange("time to live", timeToLive, 1, 255);
        }
    }

    /**
     * When what was taken from the user leaves, and so when more of it is taken.
     *
     * @param nagle whether small segments wait for an acknowledgement when data is in flight (RFC 9293 §3.7.4)
     * @param maxPacingBytesPerSecond the greatest rate at which segments leave, whatever congestion control would allow, at least 1;
     *     {@link #NO_MAX_RATE} for none
     * @param unsentLowWaterBytes while so many bytes are taken that have never been sent, no more are taken, and the stream is
     *     not ready for a send, at least 1; {@link #NO_LOW_WATER} for none but the size of the buffer. What a user gives late can
     *     still be the newest: with the mark little of what is older lies before it, though much may be in flight. A host may
     *     take somewhat more at once than the mark says
     */
    public record Output(boolean nagle, long maxPacingBytesPerSecond, int unsentLowWaterBytes) {
        /** No rate is greater. */
        public static final long NO_MAX_RATE = Long.MAX_VALUE;

        /** No buffer holds more. */
        public static final int NO_LOW_WATER = Integer.MAX_VALUE;

        /** Rejects values out of range. */
        public Output {
            if (maxPacingBytesPerSecond < 1) {
                throw new IllegalArgumentException("greatest rate out of range: " + maxPacingBytesPerSecond);
            }
            requireRange("low-water mark", unsentLowWaterBytes, 1, NO_LOW_WATER);
        }
    }

    /**
     * How long a stream waits.
     *
     * @param keepAlive how long a connection may be idle before probes are sent; zero sends none (RFC 9293 §3.8.4)
     * @param quietPeriod how long unpushed data lies before a receive completes with it
     * @param finWait2 how long a closed stream that nobody reads waits for the peer's FIN; a receive that waits is somebody
     */
    public record Times(Duration keepAlive, Duration quietPeriod, Duration finWait2) {
        /** Rejects negative times. */
        public Times {
            requireNotNegative("keep-alive", keepAlive);
            requireNotNegative("quiet period", quietPeriod);
            requireNotNegative("FIN-WAIT-2 time", finWait2);
        }
    }

    /** Rejects values out of range. */
    public StreamOptions {
        Objects.requireNonNull(buffers);
        Objects.requireNonNull(userTimeout);
        Objects.requireNonNull(ipHeader);
        Objects.requireNonNull(output);
        Objects.requireNonNull(times);
        requireRange("backlog of fast opens", fastOpenBacklog, 0, Integer.MAX_VALUE);
        Objects.requireNonNull(congestionControl);
        Objects.requireNonNull(ecn);
    }

    /** The same with other buffer sizes, in bytes, that stay what they are. */
    public StreamOptions withBuffers(int receiveBytes, int sendBytes) {
        return with(new Buffers(receiveBytes, sendBytes, receiveBytes, sendBytes));
    }

    /**
     * The same with buffers that grow up to other sizes, in bytes.
     *
     * @throws IllegalArgumentException if a buffer begins with more
     */
    public StreamOptions withBufferLimits(int maxReceiveBytes, int maxSendBytes) {
        return with(new Buffers(buffers.receiveBytes, buffers.sendBytes, maxReceiveBytes, maxSendBytes));
    }

    private StreamOptions with(Buffers other) {
        return new StreamOptions(other, userTimeout, ipHeader, output, times, fastOpenBacklog, congestionControl, ecn);
    }

    /** The same with another user timeout. */
    public StreamOptions withUserTimeout(UserTimeout timeout) {
        return new StreamOptions(buffers, timeout, ipHeader, output, times, fastOpenBacklog, congestionControl, ecn);
    }

    /** The same with other fields of the IP header: type of service, time to live, and the don't-fragment bit. */
    public StreamOptions withIpHeader(int tos, int ttl, boolean df) {
        IpHeader other = new IpHeader(tos, ttl, df);
        return new StreamOptions(buffers, userTimeout, other, output, times, fastOpenBacklog, congestionControl, ecn);
    }

    /** The same with Nagle's algorithm on or off. */
    public StreamOptions withNagle(boolean on) {
        return with(new Output(on, output.maxPacingBytesPerSecond, output.unsentLowWaterBytes));
    }

    /** The same with another greatest rate at which segments leave. */
    public StreamOptions withMaxPacingRate(long bytesPerSecond) {
        return with(new Output(output.nagle, bytesPerSecond, output.unsentLowWaterBytes));
    }

    /** The same with another bound of what is taken and was never sent. */
    public StreamOptions withUnsentLowWater(int bytes) {
        return with(new Output(output.nagle, output.maxPacingBytesPerSecond, bytes));
    }

    private StreamOptions with(Output other) {
        return new StreamOptions(buffers, userTimeout, ipHeader, other, times, fastOpenBacklog, congestionControl, ecn);
    }

    /** The same with keep-alive probes after the given idle time; zero for none. */
    public StreamOptions withKeepAlive(Duration idle) {
        return with(new Times(idle, times.quietPeriod, times.finWait2));
    }

    /** The same with other waits: behind unpushed data, and for the FIN of a peer after our close. */
    public StreamOptions withWaits(Duration quiet, Duration finWait2) {
        return with(new Times(times.keepAlive, quiet, finWait2));
    }

    private StreamOptions with(Times other) {
        return new StreamOptions(
                buffers, userTimeout, ipHeader, output, other, fastOpenBacklog, congestionControl, ecn);
    }

    /** The same with data taken with so many SYNs at once; 0 for none. */
    public StreamOptions withFastOpen(int backlog) {
        return new StreamOptions(buffers, userTimeout, ipHeader, output, times, backlog, congestionControl, ecn);
    }

    /** The same with another congestion control. */
    public StreamOptions withCongestionControl(String name) {
        return new StreamOptions(buffers, userTimeout, ipHeader, output, times, fastOpenBacklog, name, ecn);
    }

    /** The same with ECN or without. */
    public StreamOptions withEcn(Ecn use) {
        return new StreamOptions(
                buffers, userTimeout, ipHeader, output, times, fastOpenBacklog, congestionControl, use);
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " out of range: " + value);
        }
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is negative: " + value);
        }
    }
}
