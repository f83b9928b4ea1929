package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments of 1000 bytes at so many bytes a second. */
class PacerTest {
    private static final long MS = 1_000_000;
    private static final int MSS = 1000;

    private final Pacer pacer = new Pacer();

    /** Sends as fast as it may from one time to before another; returns how many segments. */
    private int send(long from, long to) {
        int sent = 0;
        long now = from;
        while (now < to) {
            long at = pacer.allowedAt(MSS);
            if (at > now) {
                now = at;
            } else {
                pacer.onSent(MSS, MSS, now);
                sent++;
                if (sent > 1_000_000) {
                    throw new AssertionError("nothing holds it back at " + now);
                }
            }
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000, 1_000_000, 100_000_000})
    @Tag("9937-6.4-2")
    void sendsAtTheRate(long rate) {
        pacer.setRate(rate, 0, false, 0);
        send(0, 1000 * MS);
        assertThat((double) send(1000 * MS, 3000 * MS) * MSS).isBetween(1.99 * rate, 2.01 * rate);
    }

    // draft-ietf-ccwg-bbr §5.6.3: what leaves at once is small, but no less than two segments.
    @Test
    @Tag("bbr-5.6.3-1")
    void sendsAMillisecondsWorthAtOnceOrTwoSegments() {
        pacer.setRate(10_000_000, 0, false, 0); // ten segments a millisecond
        int burst = 0;
        while (pacer.allowedAt(MSS) <= 0) {
            pacer.onSent(MSS, MSS, 0);
            burst++;
        }
        assertThat(burst).isBetween(10, 11);
        Pacer slow = new Pacer();
        slow.setRate(10_000, 0, false, 0); // one in 100 ms
        slow.onSent(MSS, MSS, 0);
        assertThat(slow.allowedAt(MSS)).isLessThanOrEqualTo(0);
        slow.onSent(MSS, MSS, 0);
        slow.onSent(MSS, MSS, 0);
        assertThat(slow.allowedAt(MSS)).isEqualTo(100 * MS);
    }

    // RFC 6928 §2
    @Test
    void sendsTheInitialWindowAtOnceAfterAnIdleTimeAndNoMore() {
        pacer.setRate(10_000, 0, false, 0);
        pacer.onIdle(MSS);
        int burst = 0;
        while (pacer.allowedAt(MSS) <= 5000 * MS) {
            pacer.onSent(MSS, MSS, 5000 * MS);
            burst++;
        }
        assertThat(burst).isBetween(10, 13);
    }

    /** Time in which nothing was sent is not saved up, however long it was. */
    @Test
    void givesNoCreditForAPause() {
        pacer.setRate(1_000_000, 0, false, 0); // one in a millisecond
        send(0, 100 * MS);
        int burst = 0;
        while (pacer.allowedAt(MSS) <= 10_000 * MS) {
            pacer.onSent(MSS, MSS, 10_000 * MS);
            burst++;
        }
        assertThat(burst).isLessThanOrEqualTo(3);
    }

    /** With everything that congestion control wants, and before it wants anything. */
    @ParameterizedTest
    @ValueSource(longs = {0, 10_000, 50_000_000})
    void isNeverFasterThanTheUserWants(long wished) {
        Pacer bounded = new Pacer();
        bounded.limit(10_000);
        bounded.setRate(wished, 1_000_000, true, MS);
        bounded.onIdle(MSS);
        assertThat(bounded.bytesPerSecond()).isEqualTo(10_000);
        int burst = 0;
        while (bounded.allowedAt(MSS) <= 0) {
            bounded.onSent(MSS, MSS, 0);
            burst++;
        }
        assertThat(burst).isEqualTo(3);
    }

    @Test
    void isAsSlowAsCongestionControlWants() {
        Pacer bounded = new Pacer();
        bounded.limit(10_000);
        bounded.setRate(7000, 1_000_000, true, MS);
        assertThat(bounded.bytesPerSecond()).isEqualTo(7000);
    }

    @Test
    void holdsNothingBackBeforeTheRoundTripIsKnown() {
        pacer.setRate(0, 10_000, true, 0);
        assertThat(pacer.bytesPerSecond()).isZero();
        assertThat(pacer.allowedAt(MSS)).isEqualTo(Long.MIN_VALUE);
        pacer.onSent(MSS, MSS, 0);
        assertThat(pacer.allowedAt(MSS)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void derivesItsRateFromTheWindowUnlessCongestionControlHasOne() {
        pacer.setRate(0, 10_000, false, 100 * MS);
        assertThat(pacer.bytesPerSecond()).isEqualTo(120_000);
        pacer.setRate(0, 10_000, true, 100 * MS);
        assertThat(pacer.bytesPerSecond()).isEqualTo(200_000);
        pacer.setRate(77_000, 10_000, true, 100 * MS);
        assertThat(pacer.bytesPerSecond()).isEqualTo(77_000);
    }
}
