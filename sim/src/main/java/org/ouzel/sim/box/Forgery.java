package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.SplittableRandom;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv6Address;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** A packet that an attacker forges, with what it must guess left open: each time that it is sent, it guesses anew. */
public final class Forgery {
    private static final int WINDOW = 0xffff;
    private static final int QUOTED_TCP = 8;

    private final Making making;

    private Forgery(Making making) {
        this.making = making;
    }

    private interface Making {
        MemorySegment draw(SplittableRandom random);
    }

    /** A reset without ACK (RFC 5961 §3). */
    public static Forgery reset(Spoof spoof, Guess seq) {
        return segment(spoof, TcpFlags.RST, seq, Guess.told(0), Reset.NONE, Payload.EMPTY);
    }

    /** A reset with ACK, as one that answers a SYN. */
    public static Forgery resetWithAck(Spoof spoof, Guess seq, Guess ack) {
        return segment(spoof, TcpFlags.RST_ACK, seq, ack, Reset.NONE, Payload.EMPTY);
    }

    /** A SYN (RFC 5961 §4). */
    public static Forgery syn(Spoof spoof, Guess seq) {
        return segment(spoof, TcpFlags.SYN, seq, Guess.told(0), Handshake.NONE, Payload.EMPTY);
    }

    /** A SYN with ACK. */
    public static Forgery synAck(Spoof spoof, Guess seq, Guess ack) {
        return segment(spoof, TcpFlags.SYN_ACK, seq, ack, Handshake.NONE, Payload.EMPTY);
    }

    /** An acknowledgment without data. */
    public static Forgery ack(Spoof spoof, Guess seq, Guess ack) {
        return data(spoof, seq, ack);
    }

    /** Data (RFC 5961 §5). */
    public static Forgery data(Spoof spoof, Guess seq, Guess ack, byte... data) {
        return segment(spoof, TcpFlags.ACK, seq, ack, Transfer.NONE, Payload.of(data.clone()));
    }

    /** A FIN. */
    public static Forgery fin(Spoof spoof, Guess seq, Guess ack) {
        return segment(spoof, TcpFlags.FIN.with(TcpFlags.ACK), seq, ack, Transfer.NONE, Payload.EMPTY);
    }

    private static Forgery segment(
            Spoof spoof, TcpFlags flags, Guess seq, Guess ack, TcpOptions options, Payload data) {
        return new Forgery(random -> {
            FourTuple ends = spoof.draw(random);
            TcpSegment segment = segment(ends, seq.draw(random), ack.draw(random), flags, options, data);
            return Written.segment(ends.localAddress(), ends.remoteAddress(), segment);
        });
    }

    private static TcpSegment segment(
            FourTuple from, int seq, int ack, TcpFlags flags, TcpOptions options, Payload data) {
        return new TcpSegment(
                /* sourcePort= */ from.localPort(),
                /* destinationPort= */ from.remotePort(),
                seq,
                ack,
                flags,
                WINDOW,
                0,
                options,
                data);
    }

    /**
     * An ICMP error about a segment that the victim is said to have sent (RFC 5927).
     *
     * @param router whom it pretends to come from
     * @param quoted the segment's ends: its source is the victim
     * @param seq the quoted sequence number
     * @param error the message
     */
    public static Forgery error(InetAddress router, Spoof quoted, Guess seq, ForgedError error) {
        return new Forgery(random -> {
            FourTuple ends = quoted.draw(random);
            TcpSegment segment = segment(ends, seq.draw(random), 0, TcpFlags.ACK, Transfer.NONE, Payload.EMPTY);
            MemorySegment packet = Written.segment(ends.localAddress(), ends.remoteAddress(), segment);
            IpAddress from = IpAddress.of(router);
            boolean ipv6 = from instanceof Ipv6Address;
            IcmpMessage message = new IcmpMessage(ipv6, error.type(), error.code(), error.rest(), quote(packet));
            return Written.icmp(from, ends.localAddress(), Written.PLAIN, message);
        });
    }

    /** RFC 792: the IP header and 64 bits; attackers need no more. */
    private static Payload quote(MemorySegment packet) {
        int headerLength = Packet.read(packet).orElseThrow().fixedHeaderLength();
        return Payload.of(packet.asSlice(0, headerLength + QUOTED_TCP));
    }

    MemorySegment draw(SplittableRandom random) {
        return making.draw(random);
    }
}
