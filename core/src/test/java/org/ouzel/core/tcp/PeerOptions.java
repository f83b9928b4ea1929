package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.TcpOptions.Handshake;
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
        return new TcpSegment(
                syn.sourcePort(),
                syn.destinationPort(),
                syn.seq(),
                syn.ack(),
                syn.flags(),
                syn.window(),
                syn.urgentPointer(),
                rest,
                syn.payload());
    }
}
