package org.ouzel.core.tcp;

import org.ouzel.core.wire.SegmentDraft;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** The timestamps of a connection (RFC 7323): ours, what is echoed, and the protection against wrapped sequences. */
final class TimestampClock implements Kept {
    private static final long TICK_NS = 1_000_000;

    /** RFC 7323 §5.5: TS.Recent is not compared with after 24 days of silence. */
    private static final long STALE_NS = 24L * 24 * 3600 * 1_000_000_000L;

    /**
     * The most by which TSval is ahead of what the peer has echoed: a quarter of its range, or 12 days. The peer takes what is
     * more than half of the range ahead for old (RFC 7323 §5.2), and by its own clock no 24 days may have passed when ours has
     * been set forward, or the machine has slept.
     */
    private static final long MOST_AHEAD_TICKS = 1L << 30;

    /** When what is echoed was sent, if nothing is. */
    static final long NOT_ECHOED = Long.MIN_VALUE;

    private static final long NONE = Long.MIN_VALUE;

    private final int offset;

    /** By how much our ticks are behind the clock's, and the last of them that the peer has heard of. */
    private long skippedTicks;

    private long heardTicks = NONE;
    private int recent;
    private long recentSince = -1;

    TimestampClock(int offset) {
        this.offset = offset;
    }

    /** The option to send now: TSval ticks in milliseconds. */
    Timestamps stamp(long now) {
        return new Timestamps(next(now), echo());
    }

    /** The same, as the options of a segment in the making. */
    Transfer stamp(SegmentDraft draft, long now) {
        return draft.stamped(next(now), echo());
    }

    private int next(long now) {
        if (heardTicks == NONE) {
            heardTicks = ticks(now);
        }
        skippedTicks += Math.max(0, ticks(now) - heardTicks - MOST_AHEAD_TICKS);
        return value(now);
    }

    private int echo() {
        return recentSince < 0 ? 0 : recent;
    }

    private long ticks(long now) {
        return now / TICK_NS - skippedTicks;
    }

    private int value(long now) {
        return offset + (int) ticks(now);
    }

    /** The peer echoes one of ours, or 0, which is none: it will compare what comes with that or a later one. */
    void heard(int echoReply, long now) {
        int ago = value(now) - echoReply;
        if (ago >= 0 && echoReply != 0) {
            heardTicks = Math.max(heardTicks, ticks(now) - ago);
        }
    }

    /** Takes TS.Recent from a segment that spans what was acknowledged last (RFC 7323 §4.3). */
    void update(int tsValue, long now) {
        if (recentSince < 0 || tsValue - recent >= 0 || now - recentSince > STALE_NS) {
            recent = tsValue;
            recentSince = now;
        }
    }

    /** RFC 7323 §5.3 R1: whether the segment is an old duplicate. Resets are exempt (§5.2). */
    boolean isOld(TcpSegment segment, long now) {
        return segment.options().isStamped()
                && recentSince >= 0
                && !segment.has(TcpFlags.RST)
                && segment.options().tsValue() - recent < 0
                && now - recentSince <= STALE_NS;
    }

    // RFC 7323 §3.2: "If a non-<RST> segment is received without a TSopt, a TCP SHOULD silently drop the segment." A
    // SYN is
    // challenged nevertheless (RFC 9293 §3.10.7.4, a MUST): whoever asks anew may have other options than before.
    /** Whether a segment of a connection that has agreed on timestamps has none, and is not to be taken. */
    static boolean isMissing(TcpSegment segment, TcpTuning.Offers offers) {
        return !segment.options().isStamped()
                && !segment.has(TcpFlags.RST)
                && !segment.has(TcpFlags.SYN)
                && !offers.toleratesMissingTimestamps();
    }

    /** The beginning of the tick in which something sent at that time was stamped. */
    static long tickOf(long time) {
        return time / TICK_NS * TICK_NS;
    }

    /**
     * The beginning of the tick in which the segment was sent whose timestamp is echoed; {@link #NOT_ECHOED} if it is none of ours.
     *
     * @param echoReply TSecr, or 0 where there is none
     */
    long echoedAtNs(int echoReply, long now) {
        int ticks = value(now) - echoReply;
        return echoReply == 0 || ticks < 0 ? NOT_ECHOED : tickOf(now) - ticks * TICK_NS;
    }

    /** Whether an echo answers what was sent before a time, by at least a tick. */
    static boolean answersBefore(long time, long echoedAtNs) {
        return echoedAtNs != NOT_ECHOED && echoedAtNs < tickOf(time);
    }

    int recent() {
        return recent;
    }

    @Override
    public void keep(Ledger ledger) {
        skippedTicks = ledger.entry(skippedTicks);
        heardTicks = ledger.entry(heardTicks);
        recent = ledger.entry(recent);
        recentSince = ledger.entry(recentSince);
    }

    int offset() {
        return offset;
    }
}
