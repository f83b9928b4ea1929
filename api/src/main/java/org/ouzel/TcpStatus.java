package org.ouzel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What TCP knows of a stream, at one moment (RFC 9293 §3.9.1.7, STATUS). Given in any state; where nothing is open the
 * state is {@link TcpState#CLOSED} and the figures are those of the connection that ended last.
 *
 * @param state the state
 * @param local the local address and port; empty when nothing has been opened
 * @param remote the remote address and port; empty until it is known
 * @param sequence sequence numbers and what follows from them
 * @param windows windows, maximum segment size and path MTU
 * @param timing what was measured of the round trip
 * @param congestion the congestion control's view
 * @param ecn what routers tell of congestion without a loss
 * @param settings what the user chose
 * @param urgentMode whether unread bytes up to an urgent pointer are outstanding
 * @param dataInSyn whether data that came with a SYN was acknowledged with it: ours by the peer, or the peer's by us (RFC 7413)
 * @param counters what has been counted since the connection was opened
 */
public record TcpStatus(
        TcpState state,
        Optional<InetSocketAddress> local,
        Optional<InetSocketAddress> remote,
        Sequence sequence,
        Windows windows,
        Timing timing,
        Congestion congestion,
        Ecn ecn,
        Settings settings,
        boolean urgentMode,
        boolean dataInSyn,
        Counters counters) {

    /**
     * Sequence numbers as they stand on the wire (unsigned 32 bits each), and byte counts.
     *
     * @param sndUna the oldest unacknowledged sequence number
     * @param sndNxt the next sequence number to be sent
     * @param rcvNxt the next sequence number expected
     * @param unacknowledgedBytes bytes taken from the user that the peer has not acknowledged, sent or not
     * @param unreadBytes bytes received in order and not yet taken by the user
     */
    public record Sequence(long sndUna, long sndNxt, long rcvNxt, long unacknowledgedBytes, long unreadBytes) {}

    /**
     * Windows and sizes, in bytes.
     *
     * @param send what the peer accepts from SND.UNA on; {@code send - unacknowledged} fits without waiting for the peer
     * @param receive what we accept from RCV.NXT on
     * @param effectiveSendMss the most payload in one segment sent (RFC 9293 §3.7.1)
     * @param pathMtu the path's MTU as far as it is known
     * @param receiveBufferBytes what the receive buffer may hold now
     * @param sendBufferBytes what the send buffer may hold now
     */
    public record Windows(
            long send, long receive, int effectiveSendMss, int pathMtu, int receiveBufferBytes, int sendBufferBytes) {}

    /**
     * The round trip (RFC 6298). Zero durations until there has been a measurement.
     *
     * @param smoothedRtt SRTT
     * @param lastRtt the last sample
     * @param rttVariation RTTVAR
     * @param rto the retransmission timeout
     */
    public record Timing(Duration smoothedRtt, Duration lastRtt, Duration rttVariation, Duration rto) {}

    /**
     * Congestion control (RFC 5681).
     *
     * @param name the algorithm
     * @param phase its phase, in its own words
     * @param cwndBytes the congestion window
     * @param ssthreshBytes the slow-start threshold; {@link Long#MAX_VALUE} until there was a loss
     * @param deliveryRate bytes a second that the network has lately delivered; 0 until known
     * @param pacingRate bytes a second at which segments leave; 0 while nothing holds them back
     */
    public record Congestion(
            String name, String phase, long cwndBytes, long ssthreshBytes, long deliveryRate, long pacingRate) {}

    /**
     * Explicit Congestion Notification (RFC 3168, RFC 9768). Counters are since the open.
     *
     * @param agreed whether both ends have agreed on it
     * @param accurate whether they have agreed on its accurate kind, which tells of each mark
     * @param marksIn segments received that a router had marked
     * @param echoesIn segments received by which the peer told of marks; by the accurate kind, marks that it told of
     * @param responses how often the congestion window was reduced because of them
     */
    public record Ecn(boolean agreed, boolean accurate, long marksIn, long echoesIn, long responses) {
        /** Of what uses none. */
        public static final Ecn NONE = new Ecn(false, false, 0, 0, 0);
    }

    /**
     * What the user chose.
     *
     * @param userTimeout the user timeout and its action
     * @param typeOfService the type of service or traffic class
     * @param timeToLive the TTL or hop limit
     */
    public record Settings(UserTimeout userTimeout, int typeOfService, int timeToLive) {}

    /**
     * Counters since the open.
     *
     * @param segmentsIn segments received
     * @param segmentsOut segments sent, retransmissions included
     * @param bytesIn payload bytes received in the window, duplicates included
     * @param bytesOut payload bytes sent, retransmissions included
     * @param bytesAcknowledged payload bytes that the peer acknowledged
     * @param segmentsRetransmitted segments sent again
     * @param bytesRetransmitted payload bytes sent again
     * @param duplicateBytesIn payload bytes received that had been received before
     * @param beyondWindowBytesIn payload bytes received beyond the window, and dropped
     * @param spuriousRetransmissions retransmissions that turned out to have been unnecessary
     * @param timeouts retransmission timeouts
     * @param fastRecoveries entries into fast recovery
     * @param sackBlocksIn SACK blocks received (RFC 2018)
     * @param segmentsLost segments that were found lost, whether rightly or not
     * @param tailLossProbes probes sent because an acknowledgment was overdue (RFC 8985 §7)
     * @param spuriousRecoveries recoveries that turned out to have been needless, and were undone (RFC 3522, RFC 5682)
     * @param spuriousTimeouts those of them that a retransmission timeout had begun
     * @param duplicateSackBlocksIn how often the peer told that it had received something twice (RFC 2883)
     * @param reneges how often the peer gave up what it had said to hold (RFC 2018 §8)
     * @param busy time with data outstanding
     * @param windowLimited time in which the peer's window held sending back
     * @param bufferLimited time in which a want of data from the user, or room for it, held sending back
     */
    public record Counters(
            long segmentsIn,
            long segmentsOut,
            long bytesIn,
            long bytesOut,
            long bytesAcknowledged,
            long segmentsRetransmitted,
            long bytesRetransmitted,
            long duplicateBytesIn,
            long beyondWindowBytesIn,
            long spuriousRetransmissions,
            long timeouts,
            long fastRecoveries,
            long sackBlocksIn,
            long segmentsLost,
            long tailLossProbes,
            long spuriousRecoveries,
            long spuriousTimeouts,
            long duplicateSackBlocksIn,
            long reneges,
            Duration busy,
            Duration windowLimited,
            Duration bufferLimited) {}
}
