package org.ouzel.sim.box;

import org.ouzel.core.wire.TcpFlags;

/** What a translator knows of one conversation between an inside end and one peer, and until when. */
final class NatSession {
    private final NatSettings settings;
    private boolean sent;
    private boolean heard;
    private boolean established;
    private boolean sentFin;
    private boolean heardFin;
    private boolean reset;
    private long expires;

    NatSession(NatSettings settings) {
        this.settings = settings;
    }

    boolean isOver(long now) {
        return now >= expires;
    }

    /** An echo, or the answer to one. */
    void onEcho(long now) {
        expires = later(now, settings.echoNs());
    }

    /** A segment to the peer. */
    void onSent(TcpFlags flags, long now) {
        beginAnew(flags);
        sent = true;
        sentFin |= flags.has(TcpFlags.FIN);
        onSegment(flags, now);
    }

    /** A segment from the peer. */
    void onHeard(TcpFlags flags, long now) {
        beginAnew(flags);
        heard = true;
        heardFin |= flags.has(TcpFlags.FIN);
        onSegment(flags, now);
    }

    /** A SYN for what was closed or reset begins the next connection between the same ends. */
    private void beginAnew(TcpFlags flags) {
        boolean closing = reset || (sentFin && heardFin);
        if (closing && flags.has(TcpFlags.SYN) && !flags.has(TcpFlags.RST)) {
            sent = false;
            heard = false;
            established = false;
            sentFin = false;
            heardFin = false;
            reset = false;
        }
    }

    /**
     * RFC 5382 §5 has two times: one for connections that are established, a shorter one for those that are partially open or
     * closing. The third segment of the handshake, or any later one, shows that a connection is open.
     */
    private void onSegment(TcpFlags flags, long now) {
        established |= sent && heard && flags.has(TcpFlags.ACK) && !flags.has(TcpFlags.SYN);
        reset |= flags.has(TcpFlags.RST);
        boolean closing = reset || (sentFin && heardFin);
        expires = later(now, established && !closing ? settings.establishedNs() : settings.transitoryNs());
    }

    private static long later(long now, long byNs) {
        return now + byNs < now ? Long.MAX_VALUE : now + byNs;
    }
}
