package org.ouzel.core.tcp;

import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** Segments with other options than they were sent with: what a peer would send that does not know them. */
final class PeerOptions {
    private PeerOptions() {}

    /** A SYN that leaves out what tells of SACK, of timestamps, or of both. */
    static TcpSegment without(TcpSegment syn, boolean sack, boolean timestamps) {
        if (!(syn.options() instanceof Handshake handshake)) {
            return syn;
        }
        Handshake rest = new Handshake(
                handshake.mss(),
                handshake.windowScale(),
                handshake.sackPermitted() && !sack,
                timestamps ? Optional.empty() : handshake.timestamps(),
                handshake.fastOpen(),
                handshake.userTimeout(),
                handshake.authentication());
        return with(rest, syn);
    }

    /** A segment that tells of nothing that is held or came twice. */
    static TcpSegment withoutBlocks(TcpSegment segment) {
        return segment.options() instanceof Transfer transfer
                ? with(Transfer.of(transfer.timestamps(), List.of()), segment)
                : segment;
    }

    /** A segment that has no timestamps. */
    static TcpSegment withoutTimestamps(TcpSegment segment) {
        return switch (segment.options()) {
            case Handshake handshake -> without(segment, false, true);
            case Transfer transfer -> with(Transfer.of(Optional.empty(), transfer.sackBlocks()), segment);
            case Reset reset -> with(Reset.NONE, segment);
        };
    }

    /** A segment that is no SYN and no reset, with these timestamps. */
    static TcpSegment with(Timestamps stamps, TcpSegment segment) {
        return with(Transfer.of(stamps), segment);
    }

    private static TcpSegment with(TcpOptions options, TcpSegment segment) {
        return new TcpSegment(
                segment.sourcePort(),
                segment.destinationPort(),
                segment.seq(),
                segment.ack(),
                segment.flags(),
                segment.window(),
                segment.urgentPointer(),
                options,
                segment.payload());
    }
}
