package org.ouzel.sim.campaign;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/**
 * What has gone out of, and come in to, one end of a connection. Positions count the stream's bytes from 0 and never wrap. Of what
 * comes in it knows at least as much as the machine's TCP: that may have dropped what it need not take.
 */
final class Track {
    private static final long NONE = -1;
    private static final int UNSCALED = 0;

    /** More than any window of a campaign's: what is farther away is of another connection that had these ports. */
    private static final long FAR = 1 << 24;

    private final String name;
    private final FourTuple tuple;
    private final Verdict verdict;
    private final TcpSegment synOut;
    private final EcnTrack ecn;
    private final Spans in = new Spans();
    private @Nullable TcpSegment synIn;
    private @Nullable Content content;

    private long sentEnd;
    private long finOut = NONE;
    private long finIn = NONE;
    private long acknowledged = NONE;
    private long edge;
    private int resetsIn;
    private int resetsOut;
    private int errorsIn;

    Track(String name, FourTuple tuple, Verdict verdict, TcpSegment synOut) {
        this.name = name;
        this.tuple = tuple;
        this.verdict = verdict;
        this.synOut = synOut;
        this.ecn = new EcnTrack(name, verdict);
    }

    FourTuple tuple() {
        return tuple;
    }

    /** Whether this SYN, or answer to one, is the one with which it began: the numbers may be those of a former connection. */
    boolean beganWith(TcpSegment syn) {
        boolean sameAnswer = synIn == null || !syn.has(TcpFlags.ACK) || syn.ack() == synIn.seq() + 1;
        return synOut.seq() == syn.seq() && sameAnswer;
    }

    /** Whether the connection whose SND.UNA this is may be this one: it has sent that far. */
    boolean hasSent(long sndUna) {
        long position = positionOut((int) sndUna);
        return position >= 0 && position <= sentEnd + 1;
    }

    /** It is open, and this is what is sent: from now on it is compared. Resets of the handshake are none of the connection's. */
    void sends(Content what) {
        content = what;
        resetsOut = 0;
    }

    // ---- What comes in

    void onArrived(TcpSegment segment, EcnCodepoint codepoint) {
        ecn.onArrived(segment, codepoint);
        if (segment.has(TcpFlags.RST)) {
            resetsIn += mayBeTaken(segment) ? 1 : 0;
            return;
        }
        if (segment.has(TcpFlags.ACK) && !segment.has(TcpFlags.SYN)) {
            onAcknowledged(segment);
        }
        if (synIn != null) {
            onData(segment);
        }
    }

    private void onData(TcpSegment segment) {
        long from = positionIn(segment.seq()) + (segment.has(TcpFlags.SYN) ? 1 : 0);
        long end = from + segment.payload().length();
        if (Math.abs(end - in.contiguous()) > FAR) {
            return;
        }
        if (end > from) {
            in.add(Math.max(0, from), end);
        }
        if (segment.has(TcpFlags.FIN)) {
            finIn = Math.max(finIn, end);
        }
    }

    /** RFC 5961 §3.2: a reset beyond RCV.NXT is challenged. RCV.NXT is not beyond what has come here. */
    private boolean mayBeTaken(TcpSegment reset) {
        return synIn == null || positionIn(reset.seq()) <= in.contiguous() + (hasEnded() ? 1 : 0);
    }

    private void onAcknowledged(TcpSegment segment) {
        long position = positionOut(segment.ack());
        long sent = sentEnd + (finOut == NONE ? 0 : 1);
        if (position <= sent) {
            acknowledged = Math.max(acknowledged, position);
            edge = Math.max(edge, position + ((long) segment.window() << shift(synIn)));
        }
    }

    void onIcmp() {
        errorsIn++;
    }

    // ---- What goes out

    void onSent(TcpSegment segment, EcnCodepoint codepoint, Map<Integer, TcpSegment> synsIn) {
        if (segment.has(TcpFlags.RST)) {
            // When both FINs are acknowledged the connection is gone, and what comes still is answered so (RFC 9293
            // §3.10.7.1).
            resetsOut += hasEnded() && isFinAcknowledged() ? 0 : 1;
            ecn.onSent(segment, codepoint, false, true);
            return;
        }
        if (segment.has(TcpFlags.ACK)) {
            if (synIn == null && !learn(segment, synsIn)) {
                return;
            }
            checkAcknowledgment(segment);
        }
        ecn.onSent(segment, codepoint, isNewData(segment), hasEnded() && isFinAcknowledged());
        if (!segment.has(TcpFlags.SYN)) {
            checkData(segment);
        }
    }

    /** The first acknowledgment says which of the SYNs that came was taken. */
    private boolean learn(TcpSegment first, Map<Integer, TcpSegment> synsIn) {
        TcpSegment taken = synsIn.get(first.ack() - 1);
        if (taken == null) {
            return verdict.require(
                    Property.HONESTY, false, () -> name + " acknowledges a SYN that never came: " + first);
        }
        synIn = taken;
        edge = taken.window();
        return true;
    }

    private void checkAcknowledgment(TcpSegment segment) {
        long position = positionIn(segment.ack());
        long come = in.contiguous() + (finIn == in.contiguous() ? 1 : 0);
        verdict.require(
                Property.HONESTY,
                position <= come,
                () -> name + " acknowledges up to " + position + " of " + come + ": " + segment);
        if (segment.options() instanceof TcpOptions.Transfer transfer) {
            transfer.sackBlocks()
                    .forEach(block -> verdict.require(
                            Property.HONESTY,
                            in.contains(positionIn(block.left()), positionIn(block.right())),
                            () -> name + " acknowledges selectively what has not come: " + segment));
        }
    }

    private void checkData(TcpSegment segment) {
        long from = positionOut(segment.seq());
        int length = segment.payload().length();
        long end = from + length;
        if (length > 0) {
            checkContent(from, segment);
            checkWindow(from, end, segment);
            verdict.require(
                    Property.HONESTY,
                    finOut == NONE || end <= finOut,
                    () -> name + " sends data behind its FIN: " + segment);
            sentEnd = Math.max(sentEnd, end);
        }
        if (segment.has(TcpFlags.FIN)) {
            verdict.require(
                    Property.HONESTY, finOut == NONE || finOut == end, () -> name + " has moved its FIN: " + segment);
            finOut = end;
        }
    }

    private boolean isNewData(TcpSegment segment) {
        long from = positionOut(segment.seq());
        int length = segment.payload().length();
        return length > 0 && from >= sentEnd && from + length <= edge;
    }

    private void checkContent(long from, TcpSegment segment) {
        if (content == null) {
            return;
        }
        MemorySegment bytes = MemorySegment.ofArray(segment.payload().toByteArray());
        long differs = content.mismatch(from, bytes);
        verdict.require(Property.HONESTY, differs < 0, () -> name + " sends another byte " + differs + ": " + segment);
    }

    /** RFC 9293 §3.8.6.1: one byte may go beyond the window, to probe it. */
    private void checkWindow(long from, long end, TcpSegment segment) {
        boolean probe = end - from == 1 && from <= edge;
        verdict.require(
                Property.WINDOW,
                end <= edge || probe || end <= sentEnd,
                () -> name + " sends up to " + end + " beyond the window, which ends at " + edge + ": " + segment);
    }

    // ---- Numbers

    private long positionIn(int sequenceNumber) {
        int base = synIn == null ? 0 : synIn.seq() + 1;
        return in.contiguous() + (sequenceNumber - (int) (base + in.contiguous()));
    }

    private long positionOut(int sequenceNumber) {
        int base = synOut.seq() + 1;
        return sentEnd + (sequenceNumber - (int) (base + sentEnd));
    }

    /** RFC 7323 §2.2: windows are scaled if both sides have said so in their SYNs. */
    private int shift(@Nullable TcpSegment of) {
        return of == null || scale(synOut).isEmpty() ? UNSCALED : scale(of).orElse(UNSCALED);
    }

    private static OptionalInt scale(TcpSegment syn) {
        return syn.options() instanceof TcpOptions.Handshake offer ? offer.windowScale() : OptionalInt.empty();
    }

    // ---- What is known

    /** Whether the peer's FIN has come, and all before it. */
    boolean hasEnded() {
        return finIn != NONE && finIn == in.contiguous();
    }

    /** How many bytes have come in order. */
    long come() {
        return in.contiguous();
    }

    /** How many of the bytes that were sent have been acknowledged. */
    long acknowledged() {
        return finOut == NONE ? Math.max(0, acknowledged) : Math.clamp(acknowledged, 0, finOut);
    }

    boolean isFinAcknowledged() {
        return finOut != NONE && acknowledged > finOut;
    }

    boolean hasComeReset() {
        return resetsIn > 0;
    }

    int resetsOut() {
        return resetsOut;
    }

    boolean hasComeError() {
        return errorsIn > 0;
    }

    /** The next sequence number that is expected here, for those who guess at it; empty before there is one. */
    Optional<Integer> next() {
        return synIn == null ? Optional.empty() : Optional.of((int) (synIn.seq() + 1 + in.contiguous()));
    }

    /** How often what has come in order has crossed 2^32. */
    long wraps() {
        return synIn == null ? 0 : ((synIn.seq() & 0xffffffffL) + in.contiguous()) >>> 32;
    }

    @Override
    public String toString() {
        return name + " in " + in.contiguous() + (finIn == NONE ? "" : ", FIN at " + finIn) + ", out " + sentEnd
                + (finOut == NONE ? "" : ", FIN at " + finOut) + ", acknowledged " + acknowledged + ", resets "
                + resetsIn + "/" + resetsOut;
    }
}
