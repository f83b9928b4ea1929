package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import org.ouzel.core.tcp.LimitTimes.Limit;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;

/**
 * The sending half of a connection: what is to be sent, what is in flight, and when it is sent (again). It knows positions,
 * not the peer's segments: those it is told of.
 *
 * <p>The SYN is position 0, data begins at 1, the FIN stands behind the last byte. From the first SYN on everything that
 * takes a position is retransmitted alike.
 */
final class Sender {
    /** The maximum segment size where the peer told none (RFC 9293 §3.7.1). */
    static final int DEFAULT_MSS = 536;

    private final Positions positions;
    private final SendBuffer buffer;
    private final RttEstimator rtt;
    private final RttSampler sampler;
    private final PersistTimer persist;
    private final CongestionControl congestion;
    private final LossRecovery recovery;
    private final LimitTimes limits = new LimitTimes();
    private final DeliveryRate deliveryRate = new DeliveryRate();
    private final Counters counters;
    private final UrgentMark urgent = new UrgentMark();
    private final boolean nagle;

    private long sndUna;
    private long sndNxt;

    /** Where sending again after a timeout has come to; equal to {@code sndNxt} when nothing is to be sent again. */
    private long resendNext;

    private long sndWnd;
    private long maxSndWnd;
    private int mss = DEFAULT_MSS;

    private long pushedTo;
    private boolean finQueued;

    private boolean firstIsLost;

    private long retransmitAt = Deadline.NONE;
    private int timeoutsInARow;

    private long lastSentAt;

    /** When data last was acknowledged, or began to wait for it. */
    private long progressAt;

    Sender(int iss, TcpSettings settings, Environment environment, CongestionControl congestion, Counters counters) {
        this.positions = new Positions(iss);
        TcpParameters parameters = environment.parameters();
        this.buffer = new SendBuffer(environment.pages(), settings.sendBufferBytes());
        this.rtt = new RttEstimator(parameters);
        this.sampler = new RttSampler(rtt, counters);
        this.persist = new PersistTimer(rtt, parameters);
        this.congestion = congestion;
        this.recovery = new LossRecovery(congestion);
        this.counters = counters;
        this.nagle = settings.nagle();
        recovery.onSegmentSize(mss);
    }

    // ---- The user's calls

    /**
     * Takes data into the buffer, as much as there is room for.
     *
     * @param isUrgent whether the urgent pointer is to cover all of the data, the part not taken included
     */
    int write(MemorySegment data, boolean push, boolean isUrgent, long now) {
        boolean wasIdle = isAllAcknowledged();
        long from = buffer.tail();
        int taken = buffer.append(data);
        if (wasIdle) {
            progressAt = now;
        }
        if (push && taken == data.byteSize()) {
            pushedTo = buffer.tail();
        }
        if (isUrgent && data.byteSize() > 0) {
            urgent.extend(from, from + data.byteSize());
        }
        return taken;
    }

    /** Ends the urgent region with what was taken so far, because no more of it comes. */
    void cutUrgent() {
        urgent.cut(buffer.tail());
    }

    void push() {
        pushedTo = buffer.tail();
    }

    /** No data will follow: a FIN does. */
    void finish(long now) {
        if (isAllAcknowledged()) {
            progressAt = now;
        }
        finQueued = true;
        push();
    }

    /** The SYN is to be sent again at once, now with an acknowledgment (simultaneous open, RFC 9293 §3.5). */
    void resendSyn() {
        resendNext = 0;
    }

    /** Lets go of all that is buffered, when nothing will be sent any more. */
    void discard() {
        buffer.clear();
        retransmitAt = Deadline.NONE;
        persist.stop();
    }

    // ---- What the peer says

    /** The size of segments from now on: what the peer takes, the path carries, and options leave. */
    void onSegmentSize(int mssBytes) {
        if (mssBytes < mss && sndUna > 0 && !persist.isRunning()) {
            // RFC 1191 §6.4: what was too large is lost for certain, and not by congestion: it goes again at once.
            resendNext = sndUna;
        }
        mss = mssBytes;
        recovery.onSegmentSize(mssBytes);
        congestion.onSegmentSize(mssBytes);
    }

    /**
     * An acknowledgment that lies between SND.UNA and SND.NXT.
     *
     * @param echoedRttNs the round-trip time that the timestamp option tells, if it does
     * @return whether it acknowledged anything new
     */
    boolean onAcknowledged(long position, long now, OptionalLong echoedRttNs) {
        if (position <= sndUna) {
            return false;
        }
        long flightBefore = flight();
        long bytes = position - sndUna;
        boolean synWasResent = sndUna == 0 && timeoutsInARow > 0;
        counters.bytesAcknowledged += dataBytes(sndUna, position);
        sampler.onAcknowledged(position, now, echoedRttNs);
        if (synWasResent) {
            rtt.handshakeWasRetransmitted();
        }
        sndUna = position;
        resendNext = Math.max(resendNext, sndUna);
        buffer.releaseBelow(sndUna);
        deliveryRate.onAcknowledged(bytes, rtt.smoothedNs(), now);
        if (isAllAcknowledged()) {
            deliveryRate.onIdle();
        }
        boolean wasRecovering = recovery.isRecovering();
        firstIsLost = recovery.onAdvance(now, bytes, sndUna, sndNxt) == LossRecovery.Action.RETRANSMIT_FIRST;
        long delivered = counters.bytesAcknowledged;
        congestion.onAcknowledged(new Acknowledged(
                now,
                sndUna,
                sndNxt,
                bytes,
                bytes,
                0,
                flightBefore,
                flight(),
                -1,
                flightBefore * 2 >= congestion.cwndBytes(),
                wasRecovering,
                DeliverySample.none(delivered)));
        progressAt = now;
        timeoutsInARow = 0;
        persist.onProgress();
        // RFC 6298 §5.2, §5.3
        retransmitAt = sndUna == sndNxt ? Deadline.NONE : Deadline.after(now, rtt.rtoNs());
        return true;
    }

    /** A duplicate acknowledgment by RFC 5681 §2's definition. */
    void onDuplicateAcknowledgment(long now) {
        if (recovery.onDuplicate(now, sndUna, sndNxt) == LossRecovery.Action.RETRANSMIT_FIRST) {
            counters.fastRecoveries++;
            firstIsLost = true;
        }
    }

    /** The peer's window, in bytes from SND.UNA on. */
    void onWindow(long window, long now) {
        boolean wasClosed = sndWnd == 0;
        sndWnd = window;
        maxSndWnd = Math.max(maxSndWnd, window);
        if (window == 0 && hasData()) {
            retransmitAt = Deadline.NONE;
            persist.start(now);
        } else if (persist.isRunning()) {
            persist.stop();
            persist.onProgress();
            if (wasClosed && sndUna < sndNxt) {
                // What was sent into the closed window, probes above all, was not kept.
                resendNext = sndUna;
                retransmitAt = Deadline.after(now, rtt.rtoNs());
            }
        }
    }

    // ---- Sending

    /** What is to be sent now, if anything is. It counts as sent. */
    Optional<Outgoing> next(long now) {
        Optional<Outgoing> next = decide(now);
        if (next.isEmpty()) {
            limits.set(limit(), now);
        }
        return next;
    }

    private Limit limit() {
        if (isAllAcknowledged()) {
            return Limit.IDLE;
        }
        long unsent = buffer.tail() - sndNxt;
        if (unsent > 0) {
            return sndUna + sndWnd - sndNxt < Math.min(unsent, mss) ? Limit.PEER_WINDOW : Limit.NETWORK;
        }
        return buffer.free() == 0 ? Limit.SEND_BUFFER : Limit.NETWORK;
    }

    private Optional<Outgoing> decide(long now) {
        if (sndUna == 0) {
            return sndNxt == 0 || resendNext == 0 ? Optional.of(syn(now)) : Optional.empty();
        }
        if (firstIsLost) {
            firstIsLost = false;
            return Optional.of(again(sndUna, mss, now));
        }
        if (persist.takeProbe()) {
            return probe(now);
        }
        if (resendNext < sndNxt) {
            return resend(now);
        }
        return fresh(now);
    }

    private Outgoing syn(long now) {
        boolean first = sndNxt == 0;
        sndNxt = Math.max(sndNxt, 1);
        resendNext = 1;
        if (first) {
            progressAt = now;
            sampler.onSent(0, now);
        } else {
            counters.segmentsRetransmitted++;
        }
        armRetransmission(now);
        return new Outgoing(0, TcpFlags.SYN, 0, Payload.EMPTY);
    }

    private Optional<Outgoing> resend(long now) {
        boolean allowed = resendNext - sndUna < recovery.allowedFlight()
                && (resendNext == sndUna || resendNext < sndUna + sndWnd);
        if (!allowed) {
            return Optional.empty();
        }
        Outgoing segment = again(resendNext, mss, now);
        resendNext += segment.payload().length() + (segment.flags().has(TcpFlags.FIN) ? 1 : 0);
        return Optional.of(segment);
    }

    /** Something that was sent before, from a position on. */
    private Outgoing again(long position, int most, long now) {
        int length = (int) Math.min(most, Math.min(sndNxt, buffer.tail()) - position);
        boolean fin = finQueued && position + length == buffer.tail() && sndNxt > buffer.tail();
        counters.segmentsRetransmitted++;
        counters.bytesRetransmitted += length;
        sampler.onResent(now);
        armRetransmission(now);
        return outgoing(position, length, fin);
    }

    private Optional<Outgoing> fresh(long now) {
        if (sndUna == sndNxt && now - lastSentAt > rtt.rtoNs()) {
            congestion.onIdle(now);
        }
        long unsent = buffer.tail() - sndNxt;
        boolean finToSend = finQueued && unsent >= 0;
        long usable = sndUna + sndWnd - sndNxt;
        long room = sndUna + recovery.allowedFlight() - sndNxt;
        int length = (int) Math.max(0, Math.min(Math.min(unsent, mss), Math.min(usable, room)));
        if (unsent > 0 && !isWorthSending(length, unsent, room)) {
            if (sndUna == sndNxt) {
                persist.start(now);
            }
            return Optional.empty();
        }
        // A FIN takes no room in the peer's buffer: it goes out even when the window is closed.
        boolean fin = finToSend && length == unsent;
        if (length == 0 && !fin) {
            return Optional.empty();
        }
        Outgoing segment = outgoing(sndNxt, length, fin);
        sampler.onSent(sndNxt, now);
        lastSentAt = now;
        sndNxt += length + (fin ? 1 : 0);
        resendNext = sndNxt;
        persist.stop();
        armRetransmission(now);
        return Optional.of(segment);
    }

    /** The sender's silly window avoidance, with Nagle's algorithm (RFC 9293 §3.8.6.2.1, §3.7.4). */
    private boolean isWorthSending(int length, long unsent, long room) {
        if (length == 0) {
            return false;
        }
        if (length == mss) {
            return true;
        }
        boolean idle = sndUna == sndNxt;
        if (length == unsent) {
            return idle || !nagle || pushedTo >= buffer.tail() || urgent.isBeyond(sndNxt);
        }
        boolean heldByCwnd = length == room;
        return idle && !heldByCwnd && length * 2L >= maxSndWnd;
    }

    /** At least one byte into a window that is closed or too small (RFC 9293 §3.8.6.1). */
    private Optional<Outgoing> probe(long now) {
        if (!hasData()) {
            return Optional.empty();
        }
        long fits = Math.min(mss, Math.max(sndWnd, 1));
        int length = (int) Math.min(fits, buffer.tail() - sndUna);
        boolean again = sndUna < sndNxt;
        sndNxt = Math.max(sndNxt, sndUna + length);
        resendNext = sndNxt;
        sampler.forget();
        if (again) {
            counters.segmentsRetransmitted++;
            counters.bytesRetransmitted += length;
        }
        if (sndWnd > 0) {
            persist.stop();
            armRetransmission(now);
        }
        return Optional.of(outgoing(sndUna, length, false));
    }

    private Outgoing outgoing(long position, int length, boolean fin) {
        long end = position + length;
        TcpFlags flags = TcpFlags.NONE;
        if (fin) {
            flags = flags.with(TcpFlags.FIN);
        }
        if (length > 0 && position < pushedTo && pushedTo <= end) {
            flags = flags.with(TcpFlags.PSH);
        }
        int pointer = urgent.pointer(position);
        if (pointer > 0) {
            flags = flags.with(TcpFlags.URG);
            urgent.told();
        }
        counters.bytesOut += length;
        return new Outgoing(position, flags, pointer, length == 0 ? Payload.EMPTY : buffer.slice(position, length));
    }

    UrgentMark urgent() {
        return urgent;
    }

    // ---- Time

    private void armRetransmission(long now) {
        if (retransmitAt == Deadline.NONE) {
            retransmitAt = Deadline.after(now, rtt.rtoNs());
        }
    }

    long nextDeadline() {
        return Math.min(retransmitAt, persist.deadline());
    }

    void onTimer(long now) {
        if (now >= retransmitAt) {
            onRetransmissionTimeout(now);
        }
        persist.onTimer(now);
    }

    private void onRetransmissionTimeout(long now) {
        counters.timeouts++;
        if (sndUna == 0) {
            congestion.onHandshakeTimeout();
        } else {
            congestion.onTimeout(new Loss(now, flight(), flight()), timeoutsInARow > 0);
        }
        timeoutsInARow++;
        recovery.onTimeout(sndNxt);
        rtt.backOff();
        sampler.forget();
        firstIsLost = false;
        resendNext = sndUna;
        // RFC 6298 §5.6: with the value after backing off
        retransmitAt = Deadline.after(now, rtt.rtoNs());
    }

    // ---- What others ask

    private long flight() {
        return resendNext - sndUna;
    }

    /** Whether a sequence number was sent and is not acknowledged. */
    boolean isInFlight(int seq) {
        long position = positions.nearest(seq, sndUna);
        return sndUna <= position && position < sndNxt;
    }

    /** When data, a SYN or a FIN will have waited for its acknowledgment for the user timeout; 0 is for ever. */
    long userDeadline(long userTimeoutNs) {
        boolean waits = userTimeoutNs > 0 && !isAllAcknowledged();
        return waits ? Deadline.after(progressAt, userTimeoutNs) : Deadline.NONE;
    }

    /** The user timeout was reported: it starts again. */
    void userTimeoutReported(long now) {
        progressAt = now;
    }

    private boolean hasData() {
        return buffer.tail() > Math.max(sndUna, 1);
    }

    private long dataBytes(long from, long to) {
        return Math.max(0, Math.min(to, buffer.tail()) - Math.max(from, 1));
    }

    /** Whether nothing waits for an acknowledgment, sent or not. */
    boolean isAllAcknowledged() {
        return sndUna == end();
    }

    /** Whether our FIN has been acknowledged. */
    boolean isFinAcknowledged() {
        return finQueued && sndUna == end();
    }

    private long end() {
        return buffer.tail() + (finQueued ? 1 : 0);
    }

    /** The position that the user's next byte will have. */
    long tail() {
        return buffer.tail();
    }

    int free() {
        return buffer.free();
    }

    long sndUna() {
        return sndUna;
    }

    long sndNxt() {
        return sndNxt;
    }

    /**
     * Where a segment without data stands: SND.NXT, but not beyond the peer's window, where a probe may have gone. The peer
     * would drop it there, and with it what it acknowledges (RFC 9293 §3.10.7.4, table 6).
     */
    long controlPosition() {
        return sndUna == 0 ? sndNxt : Math.min(sndNxt, sndUna + sndWnd);
    }

    long sndWnd() {
        return sndWnd;
    }

    long maxSndWnd() {
        return maxSndWnd;
    }

    int mss() {
        return mss;
    }

    long unacknowledgedBytes() {
        return dataBytes(sndUna, buffer.tail());
    }

    Positions positions() {
        return positions;
    }

    RttEstimator rtt() {
        return rtt;
    }

    /** Bytes a second that were lately acknowledged; 0 until known. */
    long deliveryRate() {
        return deliveryRate.bytesPerSecond();
    }

    LimitTimes limits() {
        return limits;
    }
}
