package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpSegment;

/** STATUS, RFC 9293 §3.9.1.7: the figures agree with what is on the wire. */
class TcbStatusTest {
    private static MemorySegment data(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    @Test
    void tellsNothingOfABlockThatWasNeverOpened() {
        TcbStatus status = new Pair(1, Pair.SETTINGS).client.status(0);
        assertThat(status.state()).isEqualTo(State.CLOSED);
        assertThat(status.windows()).isEqualTo(TcbStatus.Windows.NONE);
        assertThat(status.congestion().name()).isEqualTo("newreno");
    }

    @Test
    void tellsTheNumbersThatAreOnTheWire() throws CallRefused {
        Pair pair = Pair.established(2);
        pair.client.write(data(3000), true, false, pair.now);
        pair.flush();
        TcbStatus status = pair.client.status(pair.now);
        TcpSegment last = pair.trace.getLast();
        assertThat(status.sequence().sndNxt())
                .isEqualTo(last.seq() + last.payload().length());
        assertThat(status.sequence().rcvNxt()).isEqualTo(last.ack());
        assertThat(status.sequence().unacknowledgedBytes()).isEqualTo(3000);
        assertThat(status.windows().effectiveSendMss()).isEqualTo(1448);
        assertThat(status.windows().pathMtu()).isEqualTo(1500);
        pair.run(1000 * Pair.MS);
        TcbStatus after = pair.client.status(pair.now);
        assertThat(after.sequence().sndUna()).isEqualTo(after.sequence().sndNxt());
        assertThat(after.timing().smoothedNs()).isBetween(10 * Pair.MS, 60 * Pair.MS);
        assertThat(after.counters().bytesAcknowledged()).isEqualTo(3000);
        assertThat(pair.server.status(pair.now).sequence().unreadBytes()).isEqualTo(3000);
    }

    @Test
    void tellsForHowLongThePeersWindowHeldSendingBack() throws CallRefused {
        Pair pair = Pair.established(3);
        pair.client.write(data(Pair.BUFFER), true, false, pair.now);
        pair.run(1000 * Pair.MS);
        pair.client.write(data(1000), true, false, pair.now);
        pair.run(5000 * Pair.MS);
        TcbStatus.Timing held = pair.client.status(pair.now).timing();
        assertThat(held.windowLimitedNs()).isBetween(4000 * Pair.MS, 6000 * Pair.MS);
        assertThat(held.busyNs()).isGreaterThanOrEqualTo(held.windowLimitedNs());
    }

    // RFC 3522 §3.2: an acknowledgment that was only late is told from one that answers a retransmission.
    @Test
    void countsARetransmissionThatWasNotNeeded() throws CallRefused {
        Pair pair = Pair.established(4);
        pair.client.write(data(100), true, false, pair.now);
        pair.flush();
        pair.delay(2000 * Pair.MS);
        pair.run(10_000 * Pair.MS);
        TcbStatus status = pair.client.status(pair.now);
        assertThat(status.counters().timeouts()).isPositive();
        assertThat(status.counters().spuriousRetransmissions())
                .isEqualTo(status.counters().segmentsRetransmitted())
                .isPositive();
        assertThat(status.counters().spuriousTimeouts()).isEqualTo(1);
    }

    @Test
    void countsNoRetransmissionThatWasNeeded() throws CallRefused {
        Pair pair = Pair.established(5);
        pair.dropIf = segment -> segment.payload().length() == 100 && pair.now < 500 * Pair.MS;
        pair.client.write(data(100), true, false, pair.now);
        pair.run(10_000 * Pair.MS);
        TcbStatus status = pair.client.status(pair.now);
        assertThat(status.counters().segmentsRetransmitted()).isPositive();
        assertThat(status.counters().spuriousRetransmissions()).isZero();
    }

    @Test
    void tellsHowFastThePeerAcknowledges() throws CallRefused {
        Pair pair = Pair.established(6);
        for (int i = 0; i < 50; i++) {
            pair.client.write(data(20_000), true, false, pair.now);
            pair.run(20 * Pair.MS);
            pair.server.read(data(60_000), pair.now);
        }
        // Buffers of 60,000 bytes and a round trip of 10 ms
        assertThat(pair.client.status(pair.now).congestion().deliveryRate()).isBetween(500_000L, 6_000_000L);
    }
}
