package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** What the collaborators of one connection share, without the connection: the peer's SYN has come, and ours has left. */
final class LoneParts {
    /** Both ends speak without options. */
    static final Negotiated PLAIN = new Negotiated(1000, false, 0, 0, false, false);

    final Drops drops = new Drops();
    final Signals signals = new Signals();
    final Session session;
    final Parts parts;
    long now = 10_000 * Pair.MS;

    private final int iss;
    private final int irs;

    /**
     * Of a connection that begins with given numbers.
     *
     * @param iss that of our SYN
     * @param irs that of the peer's
     */
    LoneParts(int iss, int irs, Negotiated negotiated) {
        this(iss, irs, negotiated, Pair.SETTINGS, TcpFlags.SYN);
    }

    /**
     * The same.
     *
     * @param settings what the user has chosen
     * @param request the flags of the peer's SYN, which may ask for ECN
     */
    LoneParts(int iss, int irs, Negotiated negotiated, TcpSettings settings, TcpFlags request) {
        this.iss = iss;
        this.irs = irs;
        Environment environment = new Environment(
                TcpParameters.DEFAULT, new HeapPages(), new KeyedNumbers(new SipHash(1, 2), new SipHash(3, 4)), drops);
        this.session = new Session(
                new FourTuple(Pair.SERVER, 7, Pair.CLIENT, 40_000),
                settings,
                environment,
                new NewReno(),
                signals,
                FastOpenExchange.of(FastOpenAnswer.NONE),
                1500);
        session.ecn().onReceived(segment(request, 0, 0, 1_000, 0), EcnCodepoint.NOT_ECT);
        this.parts = Parts.of(OwnEnd.of(session, iss, 0), negotiated, irs, now);
        sendAll();
    }

    /** Sends all that may be sent now. */
    private void sendAll() {
        while (parts.sender().next(now) != null) {
            // It counts as sent.
        }
    }

    /** SEND, as far as the peer's window lets it. */
    void send(int bytes) {
        parts.sender().write(MemorySegment.ofArray(new byte[bytes]), true, false, now);
        sendAll();
    }

    /** A segment of the peer's, by positions. */
    TcpSegment segment(TcpFlags flags, long position, long acked, int window, int length) {
        return segment(
                flags, position, acked, window, length, flags.has(TcpFlags.SYN) ? Handshake.NONE : Transfer.NONE);
    }

    /** The same, with options. */
    TcpSegment segment(TcpFlags flags, long position, long acked, int window, int length, TcpOptions options) {
        int ack = flags.has(TcpFlags.ACK) ? iss + (int) acked : 0;
        Payload text = Payload.of(new byte[length]);
        return new TcpSegment(40_000, 7, irs + (int) position, ack, flags, window, 0, options, text);
    }
}
