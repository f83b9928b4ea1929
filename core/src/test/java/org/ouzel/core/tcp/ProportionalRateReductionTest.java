package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples of RFC 9937 §8, in segments: twenty are in flight and fill cwnd, ssthresh is ten, and limited transmit sends two
 * more. The acknowledgment that begins recovery is the third.
 */
class ProportionalRateReductionTest {
    private static final long SSTHRESH = 10;
    private static final long FLIGHT = 20;

    private ProportionalRateReduction reduction = begun(SSTHRESH, FLIGHT);

    private long flight;

    private final List<Long> windows = new ArrayList<>();
    private final List<Long> flights = new ArrayList<>();
    private final List<Long> sent = new ArrayList<>();

    private static ProportionalRateReduction begun(long ssthresh, long recoverFlight) {
        return new ProportionalRateReduction(TcpHabits.Unit.BYTES, ssthresh, recoverFlight);
    }

    /** Limited transmit has sent two, two segments are held, and the third tells that some are lost. */
    private void begin(int lost) {
        reduction = begun(SSTHRESH, FLIGHT);
        flight = FLIGHT - lost;
        acknowledged(1, false);
    }

    /** An acknowledgment delivers so many, which have left the network; then all is sent that may be. */
    private void acknowledged(int delivered, boolean safe) {
        flight -= delivered;
        reduction.onAcknowledgment(delivered, flight, safe, 1);
        windows.add(reduction.cwndBytes());
        flights.add(flight);
        long room = Math.max(0, reduction.cwndBytes() - flight);
        sent.add(room);
        reduction.onSent(room);
        flight += room;
    }

    // §8, the first example, from ack# 3 to ack# 21; ack# 22 acknowledges all, and ends recovery. The figure
    // has a segment sent at ack# 19, when inflight has come down to ssthresh: by the algorithm of §6.2 it is
    // sent at ack# 20.
    @Test
    @Tag("9937-6.2-2")
    @Tag("9937-6.2-4")
    void sendsForEverySecondAcknowledgmentWhenOneSegmentIsLost() {
        begin(1);
        for (int ack = 4; ack <= 21; ack++) {
            acknowledged(1, false);
        }
        assertThat(windows)
                .containsExactly(
                        19L, 18L, 18L, 17L, 17L, 16L, 16L, 15L, 15L, 14L, 14L, 13L, 13L, 12L, 12L, 11L, 10L, 10L, 10L);
        assertThat(flights)
                .containsExactly(
                        18L, 18L, 17L, 17L, 16L, 16L, 15L, 15L, 14L, 14L, 13L, 13L, 12L, 12L, 11L, 11L, 10L, 9L, 9L);
        assertThat(sent).containsExactly(1L, 0L, 1L, 0L, 1L, 0L, 1L, 0L, 1L, 0L, 1L, 0L, 1L, 0L, 1L, 0L, 0L, 1L, 1L);
    }

    // §8, the second example: a burst of 15 segments is lost. Derived from the algorithm of §6.2, not copied from the
    // figure: one for each acknowledgment (PRR-CRB) while none is safe, two for each (PRR-SSRB) when they are.
    @Test
    @Tag("9937-6.2-3")
    void sendsOneForEachAcknowledgmentAndThenTwoWhenABurstIsLost() {
        begin(15);
        for (int ack = 18; ack <= 21; ack++) {
            acknowledged(1, false);
        }
        assertThat(windows).containsExactly(5L, 5L, 5L, 5L, 5L);
        assertThat(flights).containsExactly(4L, 4L, 4L, 4L, 4L);
        for (int ack = 22; ack <= 28; ack++) {
            acknowledged(1, true);
        }
        assertThat(sent).containsExactly(1L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 2L, 1L, 1L);
        assertThat(flight).isEqualTo(SSTHRESH);
    }

    // §6.2: "Force a fast retransmit upon entering recovery"
    @Test
    @Tag("9937-6.2-4")
    void sendsOneAtOnceThoughTheWindowIsFull() {
        reduction = begun(SSTHRESH, 1000);
        reduction.onAcknowledgment(0, 30, false, 1);
        assertThat(reduction.cwndBytes()).isEqualTo(31);
        reduction.onSent(1);
        reduction.onAcknowledgment(1, 30, false, 1);
        assertThat(reduction.cwndBytes()).isEqualTo(30);
    }

    @Test
    @Tag("9937-6.2-4")
    void sendsAWholeSegmentAtOnceThoughItsShareIsLess() {
        reduction = begun(7_000, 14_000);
        reduction.onAcknowledgment(1_000, 12_000, false, 1_000);
        assertThat(reduction.cwndBytes()).isEqualTo(13_000);
        reduction.onSent(1_000);
        reduction.onAcknowledgment(1_000, 12_000, false, 1_000);
        assertThat(reduction.cwndBytes()).isEqualTo(12_000);
    }

    // §6.2: "SafeACK = (SND.UNA advances and no further loss indicated)"
    @Test
    @Tag("9937-6.2-1")
    @Tag("9937-6.2-3")
    void growsByOneMoreOnlyIfTheAcknowledgmentIsSafe() {
        begin(15);
        acknowledged(1, false);
        assertThat(sent).containsExactly(1L, 1L);
        acknowledged(1, true);
        assertThat(sent).containsExactly(1L, 1L, 2L);
    }

    // §6.2: "Attempt to catch up, as permitted", but never beyond ssthresh.
    @Test
    @Tag("9937-6.2-3")
    void catchesUpToSsthreshAfterItHadNothingToSend() {
        reduction = begun(SSTHRESH, FLIGHT);
        for (int inFlight = 17; inFlight > 5; inFlight--) {
            reduction.onAcknowledgment(1, inFlight, false, 1);
        }
        assertThat(reduction.cwndBytes()).isEqualTo(SSTHRESH);
    }

    /** In bytes, whatever is delivered: no more is sent than was delivered and a segment, and in the end ssthresh is in flight. */
    @ParameterizedTest
    @ValueSource(longs = {20_000, 29_999, 30_001, 1_000_000, 4_000_000_000L})
    @Tag("9937-6.2-2")
    void endsWithSsthreshInFlight(long recoverFlight) {
        int mss = 1448;
        long ssthresh = recoverFlight / 2;
        reduction = begun(ssthresh, recoverFlight);
        long inFlight = recoverFlight - mss;
        long delivered = 0;
        while (delivered < recoverFlight - mss) {
            long bytes = Math.min(Math.max(mss, recoverFlight / 50), recoverFlight - mss - delivered);
            delivered += bytes;
            inFlight -= bytes;
            reduction.onAcknowledgment(bytes, inFlight, false, mss);
            long room = reduction.cwndBytes() - inFlight;
            assertThat(room).isBetween(0L, bytes + mss);
            reduction.onSent(room);
            inFlight += room;
        }
        assertThat(inFlight).isBetween(ssthresh - mss, ssthresh + mss);
    }

    @Test
    @Tag("9937-6.1-1")
    void knowsNothingOfTheRecoveryBefore() {
        begin(1);
        acknowledged(1, false);
        long first = windows.getFirst();
        begin(1);
        assertThat(windows.getLast()).isEqualTo(first);
    }
}
