package org.ouzel.core.tcp;

import org.ouzel.core.wire.TcpFlags;

/**
 * A segment as a row of the state tables writes it: its numbers are distances. What arrives counts SEG.SEQ from RCV.NXT and
 * SEG.ACK from SND.NXT; what is sent counts SEG.SEQ from SND.NXT and SEG.ACK from RCV.NXT; both as they stood when the row
 * began.
 *
 * @param flags the control bits
 * @param seq SEG.SEQ, a distance
 * @param acked SEG.ACK, a distance; 0 without ACK
 * @param length the length of the text
 * @param urgent SEG.UP, from SEG.SEQ
 */
record Relative(TcpFlags flags, int seq, int acked, int length, int urgent) {
    static final TcpFlags FIN_ACK = TcpFlags.FIN.with(TcpFlags.ACK);

    static Relative segment(TcpFlags flags) {
        return new Relative(flags, 0, 0, 0, 0);
    }

    static Relative ack() {
        return segment(TcpFlags.ACK);
    }

    static Relative syn() {
        return segment(TcpFlags.SYN);
    }

    static Relative synAck() {
        return segment(TcpFlags.SYN_ACK);
    }

    static Relative rst() {
        return segment(TcpFlags.RST);
    }

    static Relative fin() {
        return segment(FIN_ACK);
    }

    Relative at(int distance) {
        return new Relative(flags, distance, acked, length, urgent);
    }

    Relative acking(int distance) {
        return new Relative(flags, seq, distance, length, urgent);
    }

    Relative text(int bytes) {
        return new Relative(flags, seq, acked, bytes, urgent);
    }

    Relative with(TcpFlags more) {
        return new Relative(flags.with(more), seq, acked, length, urgent);
    }

    Relative urgent(int pointer) {
        return new Relative(flags.with(TcpFlags.URG), seq, acked, length, pointer);
    }

    @Override
    public String toString() {
        return "<SEQ%+d%s%s%s><CTL=%s>"
                .formatted(
                        seq,
                        flags.has(TcpFlags.ACK) ? " ACK%+d".formatted(acked) : "",
                        length > 0 ? " LEN=" + length : "",
                        flags.has(TcpFlags.URG) ? " UP=" + urgent : "",
                        flags);
    }
}
