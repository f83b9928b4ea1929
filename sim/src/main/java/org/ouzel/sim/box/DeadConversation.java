package org.ouzel.sim.box;

import java.util.Optional;
import java.util.OptionalInt;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** How far a connection of a host was when it died, and what is said in its name afterwards. */
final class DeadConversation {
    private static final int WINDOW = 32_768;
    private static final int MSS = 536;

    private final int initial;
    private boolean known;
    private int sendNext;
    private int receiveNext;
    private int window = WINDOW;
    private OptionalInt timestamp = OptionalInt.empty();

    /**
     * A conversation of which nothing was seen.
     *
     * @param initial the initial sequence number, should it have to begin
     */
    DeadConversation(int initial) {
        this.initial = initial;
    }

    /** What the host said while it lived. */
    void onSent(TcpSegment segment) {
        int end = segment.seq() + segment.sequenceLength();
        // What is sent again does not take back what was sent already, but a SYN begins anew.
        if (!known || segment.has(TcpFlags.SYN) || end - sendNext > 0) {
            sendNext = end;
        }
        known = !segment.has(TcpFlags.RST);
        if (segment.has(TcpFlags.ACK)) {
            receiveNext = segment.ack();
            window = segment.window();
        }
        timestamp = segment.options()
                .timestamps()
                .map(stamps -> OptionalInt.of(stamps.value()))
                .orElse(timestamp);
    }

    /** Answers a SYN with SYN and ACK, the same whenever it is sent again; anything else not at all. */
    Optional<TcpSegment> onRequest(TcpSegment segment) {
        if (!segment.has(TcpFlags.SYN) || segment.has(TcpFlags.ACK) || segment.has(TcpFlags.RST)) {
            return Optional.empty();
        }
        known = true;
        sendNext = initial + 1;
        receiveNext = segment.seq() + 1;
        window = WINDOW;
        timestamp = OptionalInt.empty(); // not offered: none of the later segments will have one
        Handshake options = Handshake.offer(MSS, OptionalInt.empty(), false, Optional.empty());
        return Optional.of(answer(segment, TcpFlags.SYN_ACK, initial, options));
    }

    /**
     * Answers a SYN, and acknowledges what takes sequence space and what was had before, keep-alives among it (RFC 9293
     * §3.10.7.4: "If an incoming segment is not acceptable, an acknowledgment should be sent in reply"). What comes out of order
     * is acknowledged as a hole, and not kept.
     */
    Optional<TcpSegment> onSegment(TcpSegment segment) {
        Optional<TcpSegment> begun = onRequest(segment);
        if (begun.isPresent() || segment.has(TcpFlags.RST) || !segment.has(TcpFlags.ACK)) {
            return begun;
        }
        if (!known) {
            known = true;
            sendNext = segment.ack();
            receiveNext = segment.seq();
        }
        boolean old = segment.seq() - receiveNext < 0;
        int end = segment.seq() + segment.sequenceLength();
        if (segment.seq() - receiveNext <= 0 && end - receiveNext > 0) {
            receiveNext = end;
        }
        if (!old && segment.sequenceLength() == 0) {
            return Optional.empty();
        }
        // RFC 7323 §3.2: once negotiated, each segment must have the option, or it is dropped.
        TcpOptions options = segment.options()
                .timestamps()
                .map(theirs -> Transfer.of(new Timestamps(timestamp.orElse(0), theirs.value())))
                .orElse(Transfer.NONE);
        return Optional.of(answer(segment, TcpFlags.ACK, sendNext, options));
    }

    private TcpSegment answer(TcpSegment to, TcpFlags flags, int seq, TcpOptions options) {
        return new TcpSegment(
                /* sourcePort= */ to.destinationPort(),
                /* destinationPort= */ to.sourcePort(),
                seq,
                receiveNext,
                flags,
                window,
                0,
                options,
                Payload.EMPTY);
    }
}
