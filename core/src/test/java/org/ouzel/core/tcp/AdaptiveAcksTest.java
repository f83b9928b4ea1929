package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveAcksTest {
    private static final long MS = 1_000_000;
    private static final int MSS = 1000;

    private final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);
    private final AdaptiveAcks acks = new AdaptiveAcks(40 * MS, 1460);
    private long now = 1000 * MS;

    AdaptiveAcksTest() {
        rtt.sample(100 * MS, 1);
    }

    private void receive(int bytes, boolean pushed) {
        acks.onInOrder(new AckTiming.InOrder(bytes, bytes, pushed, pushed, true, rtt), now);
    }

    private void receiveQuickly(int segments) {
        for (int segment = 0; segment < segments; segment++) {
            receive(MSS, false);
            assertThat(acks.isDue()).as("segment " + segment).isTrue();
            acks.onSent(false, now);
        }
    }

    @Test
    void tellsOfSixteenSegmentsAtOnceAndThenOfEverySecond() {
        receiveQuickly(16);
        receive(MSS, false);
        assertThat(acks.isDue()).isFalse();
        assertThat(acks.deadline()).isEqualTo(now + 40 * MS);
        receive(MSS, false);
        assertThat(acks.isDue()).isTrue();
    }

    @Test
    void waitsForMoreThanASegmentWhereTheWindowBecomesSmaller() {
        receiveQuickly(16);
        receive(MSS, false);
        acks.onInOrder(new AckTiming.InOrder(MSS, MSS, false, false, false, rtt), now);
        assertThat(acks.isDue()).isFalse();
        acks.onRead(false);
        assertThat(acks.isDue()).isTrue();
    }

    @Test
    void tellsOfAWriteOnceAllOfItIsRead() {
        receiveQuickly(16);
        receive(100, true);
        acks.onRead(false);
        assertThat(acks.isDue()).isFalse();
        acks.onRead(true);
        assertThat(acks.isDue()).isTrue();
    }

    @Test
    void waitsForDataOnceSomeHasGoneSoonAfterOther() {
        receiveQuickly(1);
        now += 10 * MS;
        acks.onSent(true, now);
        assertThat(acks.told().quick()).isFalse();
        receive(MSS, false);
        assertThat(acks.isDue()).isFalse();
        now += 40 * MS;
        acks.onTimer(now, rtt.rtoNs());
        assertThat(acks.isDue()).isTrue();
        assertThat(acks.told().quick()).isTrue();
    }

    @Test
    void waitsLongerOnceItHasWaitedInVain() {
        receiveQuickly(16);
        receive(100, true);
        now = acks.deadline();
        acks.onTimer(now, rtt.rtoNs());
        acks.onSent(false, now);
        assertThat(acks.told().delayNs()).isEqualTo(80 * MS);
        now += 40 * MS;
        receive(100, true);
        assertThat(acks.deadline()).isEqualTo(now + 80 * MS);
    }

    @Test
    void isQuickAgainWhenSomethingComesTwice() {
        receiveQuickly(16);
        acks.onRepeated();
        receiveQuickly(16);
    }

    @Test
    void tellsOfAnEndWhenItHasWaited() {
        receiveQuickly(2);
        acks.onFin(true, rtt, now);
        assertThat(acks.isDue()).isFalse();
        assertThat(acks.deadline()).isEqualTo(now + 40 * MS);
        acks.onFin(false, rtt, now);
        assertThat(acks.isDue()).isTrue();
    }

    @Test
    void believesTheUserUntilItKnowsBetter() {
        receiveQuickly(1);
        acks.onQuick(false, true);
        receive(100, true);
        assertThat(acks.isDue()).isFalse();
        acks.onQuick(true, true);
        assertThat(acks.isDue()).isTrue();
    }
}
