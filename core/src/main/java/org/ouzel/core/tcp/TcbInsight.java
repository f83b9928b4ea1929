package org.ouzel.core.tcp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.wire.EcnCodepoint;

/**
 * What goes on inside a connection at one moment: figures beside those of {@link TcbStatus}, for those who look into it.
 *
 * @param recovery what loss recovery does
 * @param segments segments under way
 * @param retries what is being tried again
 * @param agreed what the handshake has brought; empty before it
 * @param ectReceived whether the peer has sent data as that of an ECN-capable transport since both agreed on it
 * @param marks what was counted of marks, where accurate ECN is agreed on
 * @param unsentBytes data that was taken from the user and never sent
 * @param minRttNs the least round trip of late; 0 if unknown
 * @param announcedMss the MSS that we announce
 * @param acks how the peer's data is acknowledged; empty before the handshake
 * @param times when things happened last; empty before the handshake
 * @param fastOpenFailure why no data has gone with the SYN of a fast open, or none was taken
 */
public record TcbInsight(
        Recovery recovery,
        Segments segments,
        Retries retries,
        Optional<Agreed> agreed,
        boolean ectReceived,
        Optional<Marks> marks,
        long unsentBytes,
        long minRttNs,
        int announcedMss,
        Optional<Acks> acks,
        Optional<Times> times,
        FastOpenFailure fastOpenFailure) {

    /**
     * What goes on in a phase.
     *
     * @param session of the connection there is, or of the last one; null if there was none
     * @param sender its sending half; null before it is opened
     */
    static TcbInsight of(Phase phase, @Nullable Session session, @Nullable Sender sender, long now) {
        Optional<Connection> connection = phase instanceof Connection open ? Optional.of(open) : Optional.empty();
        Optional<Parts> parts = connection.map(Connection::parts);
        return new TcbInsight(
                sender == null ? Recovery.OPEN : sender.recovery(),
                sender == null ? new Segments(0, 0, 0, 0) : sender.segments(),
                new Retries(
                        sender == null ? 0 : sender.timeoutsInARow(),
                        parts.map(all -> all.patience().unansweredProbes()).orElse(0)),
                parts.map(all -> all.negotiated().told()),
                parts.map(all -> all.ecn().hasReceivedEct()).orElse(false),
                parts.flatMap(all -> all.ecn().marks(all.sender()::accurateEcn)),
                sender == null ? 0 : sender.unsentBytes(),
                sender == null ? 0 : sender.minRttNs(now),
                session == null ? 0 : session.announcedMss(),
                parts.map(all -> all.acks().told()),
                connection.map(Connection::times),
                session == null ? FastOpenFailure.NONE : session.fastOpen().failure());
    }

    /** Why data that an open has brought did not go with its SYN, or was not taken (RFC 7413). */
    public enum FastOpenFailure {
        /** It was taken, or there was none. */
        NONE,
        /** No cookie was known. */
        NO_COOKIE,
        /** The SYN alone was acknowledged. */
        NOT_ACKNOWLEDGED,
        /** The SYN was answered only when it went again. */
        SENT_AGAIN
    }

    /** What loss recovery does. */
    public enum Recovery {
        /** Nothing has been heard of a loss. */
        OPEN,
        /** Something came that may mean a loss. */
        DISORDER,
        /** Losses that acknowledgments told of are repaired. */
        RECOVERY,
        /** The retransmission timer has expired. */
        LOSS
    }

    /** How many segments are not acknowledged; of those are held by the peer, found lost, and were sent again. */
    public record Segments(int outstanding, int held, int lost, int sentAgain) {}

    /** How often in a row the retransmission timer has expired, and for how many keep-alive probes no answer has come. */
    public record Retries(int timeouts, int keepAliveProbes) {}

    /**
     * What was counted of marks by accurate ECN (RFC 9768 §3.2).
     *
     * @param received of what the peer has sent
     * @param told of what we have sent, as far as the peer has told
     */
    public record Marks(Counted received, Counted told) {
        static Marks of(AccurateEcnReceiver receiver, AccurateEcnSender sender) {
            return new Marks(
                    Counted.of(receiver.packets(), receiver.bytes()), Counted.of(sender.packets(), sender.bytes()));
        }
    }

    /** How many packets came marked, and how many bytes of data with each codepoint; none of them with a first value added. */
    public record Counted(long markedPackets, long markedBytes, long ect0Bytes, long ect1Bytes) {
        private static Counted of(long packets, EcnByteCounts bytes) {
            return new Counted(
                    packets - AccurateEcnReceiver.FIRST_PACKETS,
                    bytes.bytes(EcnCodepoint.CE),
                    bytes.bytes(EcnCodepoint.ECT_0) - EcnByteCounts.FIRST_OF_ECT,
                    bytes.bytes(EcnCodepoint.ECT_1) - EcnByteCounts.FIRST_OF_ECT);
        }
    }

    /**
     * How data is acknowledged.
     *
     * @param quick whether each segment by itself as yet, where nothing else comes between: at once, but for what waits for the user's answer
     *     ({@link TcpParameters#answerWaitNs})
     * @param delayNs how long it may wait otherwise; 0 while that is not known
     * @param peerSegmentBytes the size of the peer's segments as far as that was learned; 0 where nobody asks for it
     */
    public record Acks(boolean quick, long delayNs, int peerSegmentBytes) {}

    /** When data was sent and received last, or the connection opened, and when the peer was heard; as the time that is asked at. */
    public record Times(long sentAt, long receivedAt, long heardAt) {}

    /** The options in use, and the shifts of the peer's windows and of ours. */
    public record Agreed(boolean timestamps, boolean sack, boolean windowScale, int sendShift, int receiveShift) {}
}
