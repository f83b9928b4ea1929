package org.ouzel.core.tcp;

/**
 * What the user chose for one connection. Times are in nanoseconds.
 *
 * @param receiveBufferBytes the receive buffer that a connection begins with
 * @param sendBufferBytes the send buffer that it begins with
 * @param maxReceiveBufferBytes what the receive buffer may grow to
 * @param maxSendBufferBytes what the send buffer may grow to
 * @param userTimeoutNs how long data may stay unacknowledged; 0 for ever
 * @param reportUserTimeout whether the user timeout is reported, not fatal
 * @param typeOfService the IP header's type of service or traffic class, but for its last two bits, which are ECN's
 * @param timeToLive the IP header's TTL or hop limit
 * @param dontFragment the IP header's DF bit
 * @param nagle whether small segments wait
 * @param keepAliveNs how long a connection may be idle before it is probed; 0 for ever
 * @param quietNs how long unpushed data lies before it is delivered
 * @param finWait2Ns how long FIN-WAIT-2 may be idle
 * @param ecn whether congestion may be told without a loss
 */
public record TcpSettings(
        int receiveBufferBytes,
        int sendBufferBytes,
        int maxReceiveBufferBytes,
        int maxSendBufferBytes,
        long userTimeoutNs,
        boolean reportUserTimeout,
        int typeOfService,
        int timeToLive,
        boolean dontFragment,
        boolean nagle,
        long keepAliveNs,
        long quietNs,
        long finWait2Ns,
        EcnPolicy ecn) {

    /** The same with another user timeout. */
    public TcpSettings withUserTimeout(long timeoutNs, boolean report) {
        return new TcpSettings(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                timeoutNs,
                report,
                typeOfService,
                timeToLive,
                dontFragment,
                nagle,
                keepAliveNs,
                quietNs,
                finWait2Ns,
                ecn);
    }

    /** The same with another type of service. */
    public TcpSettings withTypeOfService(int tos) {
        return new TcpSettings(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeoutNs,
                reportUserTimeout,
                tos,
                timeToLive,
                dontFragment,
                nagle,
                keepAliveNs,
                quietNs,
                finWait2Ns,
                ecn);
    }

    /** The same with ECN or without. */
    public TcpSettings withEcn(EcnPolicy policy) {
        return new TcpSettings(
                receiveBufferBytes,
                sendBufferBytes,
                maxReceiveBufferBytes,
                maxSendBufferBytes,
                userTimeoutNs,
                reportUserTimeout,
                typeOfService,
                timeToLive,
                dontFragment,
                nagle,
                keepAliveNs,
                quietNs,
                finWait2Ns,
                policy);
    }
}
