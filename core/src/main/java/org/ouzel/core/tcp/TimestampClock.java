package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.OptionalLong;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpSegment;

/** The timestamps of a connection (RFC 7323): ours, what is echoed, and the protection against wrapped sequences. */
final class TimestampClock {
    private static final long TICK_NS = 1_000_000;

    /** RFC 7323 §5.5: TS.Recent is not compared with after 24 days of silence. */
    private static final long STALE_NS = 24L * 24 * 3600 * 1_000_000_000L;

    private final int offset;
    private int recent;
    private long recentSince = -1;

    TimestampClock(int offset) {
        this.offset = offset;
    }

    /** The option to send now: TSval ticks in milliseconds. */
    Timestamps stamp(long now) {
        return new Timestamps(offset + (int) (now / TICK_NS), recentSince < 0 ? 0 : recent);
    }

    /** Takes TS.Recent from a segment that spans what was acknowledged last (RFC 7323 §4.3). */
    void update(Timestamps stamps, long now) {
        if (recentSince < 0 || stamps.value() - recent >= 0 || now - recentSince > STALE_NS) {
            recent = stamps.value();
            recentSince = now;
        }
    }

    /** RFC 7323 §5.3 R1: whether the segment is an old duplicate. Resets are exempt (§5.2). */
    boolean isOld(TcpSegment segment, long now) {
        Optional<Timestamps> stamps = segment.options().timestamps();
        return stamps.isPresent()
                && recentSince >= 0
                && !segment.has(TcpFlags.RST)
                && stamps.get().value() - recent < 0
                && now - recentSince <= STALE_NS;
    }

    /** The round trip that an echo tells, if it echoes one of ours. */
    OptionalLong echoedRttNs(TcpSegment segment, long now) {
        Optional<Timestamps> stamps = segment.options().timestamps();
        if (stamps.isEmpty() || stamps.get().echoReply() == 0) {
            return OptionalLong.empty();
        }
        int ticks = offset + (int) (now / TICK_NS) - stamps.get().echoReply();
        return ticks < 0 ? OptionalLong.empty() : OptionalLong.of(ticks * TICK_NS);
    }

    int recent() {
        return recent;
    }
}
