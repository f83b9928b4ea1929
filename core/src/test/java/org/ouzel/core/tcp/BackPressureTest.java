package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpFlags;

/** A peer that does not read: its window closes, and nothing but the data for it stops. */
class BackPressureTest {
    private static final int TOTAL = 1_000_000;

    private static MemorySegment data(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    /** A pair in which what the server sends fills the client's window, and is not read. */
    private static Pair withTheClientsWindowClosed(long seed) throws CallRefused {
        Pair pair = Pair.established(seed);
        pair.server.write(data(Pair.BUFFER), true, false, pair.now);
        pair.run(1000 * Pair.MS);
        pair.server.write(data(20_000), true, false, pair.now);
        pair.run(3000 * Pair.MS);
        assertThat(pair.server.status(pair.now).windows().send()).isZero();
        return pair;
    }

    // RFC 9293 §3.10.7.4: what the prober acknowledges is heard, though its probe stands beyond the window.
    @Test
    void doesNotHinderTheOtherDirection() throws CallRefused {
        Pair pair = withTheClientsWindowClosed(1);
        long began = pair.now;
        int sent = 0;
        int received = 0;
        while (received < TOTAL) {
            if (sent < TOTAL) {
                sent += pair.client.write(data(Math.min(10_000, TOTAL - sent)), true, false, pair.now);
            }
            pair.run(5 * Pair.MS);
            received += pair.server.read(data(Pair.BUFFER), pair.now).count();
            assertThat(pair.now - began).as("%d bytes received", received).isLessThan(5000 * Pair.MS);
        }
        assertThat(pair.client.status(pair.now).counters().timeouts()).isZero();
    }

    // RFC 9293 MUST-66
    @Test
    @Tag("MUST-66")
    void letsAResetThrough() throws CallRefused {
        Pair pair = withTheClientsWindowClosed(2);
        pair.server.abort(pair.now);
        pair.run(100 * Pair.MS);
        assertThat(pair.client.ending()).contains(new Ending.RemoteAbort());
    }

    @Test
    @Tag("MUST-66")
    void letsAnUrgentPointerThrough() throws CallRefused {
        Pair pair = withTheClientsWindowClosed(3);
        pair.server.write(data(1), false, true, pair.now);
        pair.run(20 * Pair.MS);
        assertThat(pair.client.isUrgentMode()).isTrue();
        assertThat(pair.trace.getLast().flags().has(TcpFlags.ACK)).isTrue();
    }

    // RFC 5681 §2: what answers a probe is no duplicate acknowledgment of a loss.
    @Test
    void isNotTakenForCongestion() throws CallRefused {
        Pair pair = Pair.established(4);
        for (int i = 0; i < 20; i++) {
            pair.client.write(data(30_000), true, false, pair.now);
            pair.run(30 * Pair.MS);
            pair.server.read(data(Pair.BUFFER), pair.now);
        }
        TcbStatus.Congestion before = pair.client.status(pair.now).congestion();
        pair.client.write(data(Pair.BUFFER), true, false, pair.now);
        pair.run(200 * Pair.MS);
        pair.client.write(data(Pair.BUFFER), true, false, pair.now);
        pair.run(10_000 * Pair.MS);
        TcbStatus after = pair.client.status(pair.now);
        assertThat(after.windows().send()).isZero();
        assertThat(after.counters().fastRecoveries()).isZero();
        assertThat(after.congestion().ssthreshBytes()).isEqualTo(before.ssthreshBytes());
        // No more is taken than the restart after an idle time takes (RFC 5681 §4.1).
        assertThat(after.congestion().cwndBytes()).isGreaterThanOrEqualTo(10 * 1448);
    }
}
