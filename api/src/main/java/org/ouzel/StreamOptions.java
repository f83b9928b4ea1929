package org.ouzel;

import java.time.Duration;
import java.util.Objects;

/**
 * What a stream is created with. Start from {@link #DEFAULT} and change what differs.
 *
 * @param receiveBufferBytes the receive buffer that a connection begins with, which bounds the window offered to the peer; 1 to
 *     1 GiB
 * @param sendBufferBytes the most that is taken from the user and not yet acknowledged when a connection begins; 1 to 1 GiB
 * @param maxReceiveBufferBytes what the receive buffer grows to if the user reads so fast that it would hinder, and there is
 *     memory; no less than it begins with, and up to 1 GiB
 * @param maxSendBufferBytes what the send buffer grows to if the network takes so much, and there is memory; no less than it
 *     begins with, and up to 1 GiB
 * @param userTimeout how long data may stay unacknowledged
 * @param typeOfService the byte that IPv4 calls type of service and IPv6 traffic class, 0 to 255; its two low bits
 *     are ECN's, and what they are here does not matter
 * @param timeToLive the TTL or hop limit, 1 to 255
 * @param dontFragment whether IPv4 packets carry DF, which path MTU discovery needs (RFC 1191)
 * @param nagle whether small segments wait for an acknowledgement when data is in flight (RFC 9293 §3.7.4)
 * @param keepAlive how long a connection may be idle before probes are sent; zero sends none (RFC 9293 §3.8.4)
 * @param quietPeriod how long unpushed data lies before a receive completes with it
 * @param finWait2Timeout how long a closed stream that nobody reads waits for the peer's FIN; a receive
 *     that waits is somebody
 * @param congestionControl the name of the congestion control, one of {@link Host#congestionControls()}, or
 *     {@link #HOSTS_CONGESTION_CONTROL} for the one that the host prefers
 * @param ecn whether congestion may be told without a loss (RFC 3168)
 */
public record StreamOptions(
        int receiveBufferBytes,
        int sendBufferBytes,
        int maxReceiveBufferBytes,
        int maxSendBufferBytes,
        UserTimeout userTimeout,
        int typeOfService,
        int timeToLive,
        boolean dontFragment,
        boolean nagle,
        Duration keepAlive,
        Duration quietPeriod,
        Duration finWait2Timeout,
        String congestionControl,
        Ecn ecn) {

    /** The largest buffer: what the window scale option can offer (RFC 7323 §2.2). */
    public static final int MAX_BUFFER_BYTES = 1 << 30;

    /** The name of no congestion control: it stands for whichever the host prefers. */
    public static final String HOSTS_CONGESTION_CONTROL = "default";

    /**
     * A receive buffer of 128 KiB that grows up to 6 MiB, a send buffer of 256 KiB that grows up to 4 MiB, a user timeout of five
     * minutes, Nagle's algorithm, no keep-alive, the host's congestion control, and ECN where the peer asks for it.
     */
    public static final StreamOptions DEFAULT = new StreamOptions(
            128 << 10,
            256 << 10,
            6 << 20,
            4 << 20,
            UserTimeout.DEFAULT,
            0,
            64,
            true,
            true,
            Duration.ZERO,
            Duration.ofMillis(20),
            Duration.ofSeconds(60),
            HOSTS_CONGESTION_CONTROL,
            Ecn.ACCEPT);

    /** Rejects values out of range. */
    public StreamOptions {
        requireRange("receive buffer", receiveBufferBytes, 1, MAX_BUFFER_BYTES);
        requireRange("send buffer", sendBufferBytes, 1, MAX_BUFFER_BYTES);
        requireRange("most receive buffer", maxReceiveBufferBytes, receiveBufferBytes, MAX_BUFFER_BYTES);
        requireRange("most send buffer", maxSendBufferBytes, sendBufferBytes, MAX_BUFFER_BYTES);
        requireRange("type of service", typeOfService, 0, 255);
        requireRange("time to live", timeToLive, 1, 255);
        requireNotNegative("keep-alive", keepAlive);
        requireNotNegative("quiet period", quietPeriod);
        requireNotNegative("FIN-WAIT-2 time", finWait2Timeout);
        Objects.requireNonNull(userTimeout);
        Objects.requireNonNull(congestionControl);
        Objects.requireNonNull(ecn);
    }

    /** The same with other buffer sizes, in bytes, that stay what they are. */
    public StreamOptions withBuffers(int receiveBytes, int sendBytes) {
        return withBuffers(receiveBytes, sendBytes, receiveBytes, sendBytes);
    }

    /**
     * The same with buffers that grow up to other sizes, in bytes.
     *
     * @throws IllegalArgumentException if a buffer begins with more
     */
    public StreamOptions withBufferLimits(int maxReceiveBytes, int maxSendBytes) {
        return withBuffers(receiveBufferBytes, sendBufferBytes, maxReceiveBytes, maxSendBytes);
    }

    private StreamOptions withBuffers(int receiveBytes, int sendBytes, int maxReceiveBytes, int maxSendBytes) {
        return new StreamOptions(
                receiveBytes,
                sendBytes,
                maxReceiveBytes,
                maxSendBytes,
                userTimeout,
                typeOfService,
                timeToLive,
                dontFragment,
                nagle,
                keepAlive,
                quietPeriod,
                finWait2Timeout,
                congestionControl,
                ecn);
    }

    /** The same with another user timeout. */
    public StreamOptions withUserTimeout(UserTimeout timeout) {
        return new StreamOptions(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                timeout,
                typeOfService,
                timeToLive,
                dontFragment,
                nagle,
                keepAlive,
                quietPeriod,
                finWait2Timeout,
                congestionControl,
                ecn);
    }

    /** The same with other fields of the IP header: type of service, time to live, and the don't-fragment bit. */
    public StreamOptions withIpHeader(int tos, int ttl, boolean df) {
        return new StreamOptions(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeout,
                tos,
                ttl,
                df,
                nagle,
                keepAlive,
                quietPeriod,
                finWait2Timeout,
                congestionControl,
                ecn);
    }

    /** The same with Nagle's algorithm on or off. */
    public StreamOptions withNagle(boolean on) {
        return new StreamOptions(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeout,
                typeOfService,
                timeToLive,
                dontFragment,
                on,
                keepAlive,
                quietPeriod,
                finWait2Timeout,
                congestionControl,
                ecn);
    }

    /** The same with keep-alive probes after the given idle time; zero for none. */
    public StreamOptions withKeepAlive(Duration idle) {
        return new StreamOptions(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeout,
                typeOfService,
                timeToLive,
                dontFragment,
                nagle,
                idle,
                quietPeriod,
                finWait2Timeout,
                congestionControl,
                ecn);
    }

    /** The same with other waits: behind unpushed data, and for the FIN of a peer after our close. */
    public StreamOptions withWaits(Duration quiet, Duration finWait2) {
        return new StreamOptions(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeout,
                typeOfService,
                timeToLive,
                dontFragment,
                nagle,
                keepAlive,
                quiet,
                finWait2,
                congestionControl,
                ecn);
    }

    /** The same with another congestion control. */
    public StreamOptions withCongestionControl(String name) {
        return new StreamOptions(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeout,
                typeOfService,
                timeToLive,
                dontFragment,
                nagle,
                keepAlive,
                quietPeriod,
                finWait2Timeout,
                name,
                ecn);
    }

    /** The same with ECN or without. */
    public StreamOptions withEcn(Ecn use) {
        return new StreamOptions(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeout,
                typeOfService,
                timeToLive,
                dontFragment,
                nagle,
                keepAlive,
                quietPeriod,
                finWait2Timeout,
                congestionControl,
                use);
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
