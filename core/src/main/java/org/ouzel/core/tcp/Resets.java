package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/**
 * The resets that answer segments which fit no connection (RFC 9293 §3.5.2, §3.10.7.1). They have no timestamps: RFC 7323 §5.2
 * recommends that they echo those of the segment, to enable research, but Linux and FreeBSD do not.
 */
public final class Resets {
    private Resets() {}

    /** The reset that answers a segment, unless it is one itself. */
    public static Optional<TcpSegment> answering(TcpSegment segment) {
        if (segment.has(TcpFlags.RST)) {
            return Optional.empty();
        }
        if (segment.has(TcpFlags.ACK)) {
            // RFC 9293 §3.10.7.1: <SEQ=SEG.ACK><CTL=RST>
            return Optional.of(reset(segment, segment.ack(), 0, TcpFlags.RST));
        }
        // RFC 9293 §3.10.7.1: <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>
        return Optional.of(reset(segment, 0, segment.seq() + segment.sequenceLength(), TcpFlags.RST_ACK));
    }

    /** The reset that answers a segment for a port that listens, when the segment is no connection request. */
    public static Optional<TcpSegment> answeringInListen(TcpSegment segment) {
        // RFC 9293 §3.10.7.2: "Any acknowledgment is bad if it arrives on a connection still in the LISTEN state. An
        // acceptable reset segment should be formed for any arriving ACK-bearing segment."
        return segment.has(TcpFlags.ACK) ? answering(segment) : Optional.empty();
    }

    private static TcpSegment reset(TcpSegment to, int seq, int ack, TcpFlags flags) {
        return new TcpSegment(
                /* sourcePort= */ to.destinationPort(),
                /* destinationPort= */ to.sourcePort(),
                seq,
                ack,
                flags,
                0,
                0,
                TcpOptions.Reset.NONE,
                Payload.EMPTY);
    }
}
