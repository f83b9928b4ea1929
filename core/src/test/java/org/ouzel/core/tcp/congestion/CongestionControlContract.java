package org.ouzel.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;
import org.ouzel.core.tcp.congestion.CongestionControl.SegmentLost;
import org.ouzel.core.tcp.congestion.CongestionControl.Sent;

/** What every congestion control keeps to, whatever happens. */
abstract class CongestionControlContract {
    private static final int MSS = 1000;

    private final String name;

    CongestionControlContract(String name) {
        this.name = name;
    }

    private CongestionControl create(long seed) {
        return CongestionControls.BUILT_IN.factory(name).create(new Random(seed)::nextLong);
    }

    private CongestionControl created() {
        CongestionControl control = create(1);
        control.onSegmentSize(MSS);
        return control;
    }

    @Test
    @Tag("6928-2-1")
    @Tag("5681-3.1-7")
    void beginsWithTenSegmentsOrTheirBytes() {
        CongestionControl control = created();
        assertThat(control.name()).isEqualTo(name);
        assertThat(control.cwndBytes()).isEqualTo(10 * MSS);
        assertThat(control.ssthreshBytes()).isEqualTo(Long.MAX_VALUE);
        control.onSegmentSize(1460);
        assertThat(control.cwndBytes()).isEqualTo(14_600);
        control.onSegmentSize(9000);
        assertThat(control.cwndBytes()).isEqualTo(18_000);
    }

    @Test
    void beginsWithAsManySegmentsAsAreAskedFor() {
        CongestionControl control = create(1);
        control.onInitialSegments(20);
        control.onSegmentSize(1460);
        assertThat(control.cwndBytes()).isEqualTo(20 * 1460);
    }

    @Test
    @Tag("5681-3.1-4")
    void beginsWithOneSegmentWhenTheHandshakeTimedOut() {
        CongestionControl control = create(1);
        control.onHandshakeTimeout();
        control.onSegmentSize(MSS);
        assertThat(control.cwndBytes()).isEqualTo(MSS);
    }

    @Test
    @Tag("5681-3.1-16")
    @Tag("6928-2-4")
    void sendsOneSegmentAfterATimeout() {
        CongestionControl control = created();
        control.onTimeout(new Loss(0, 10 * MSS, 10 * MSS), false);
        assertThat(control.cwndBytes()).isEqualTo(MSS);
    }

    @Test
    void slowsDownForCongestionThatIsEchoed() {
        CongestionControl control = created();
        Acks acks = new Acks();
        for (int i = 0; i < 100; i++) {
            control.onAcknowledged(acks.of(i, MSS, control.cwndBytes(), 50_000_000));
        }
        long cwnd = control.cwndBytes();
        control.onEcnEcho(new Loss(200, cwnd, cwnd));
        assertThat(control.cwndBytes()).isLessThanOrEqualTo(cwnd);
        assertThat(control.phase()).doesNotContain("recovery");
    }

    @Test
    @Tag("4015-3.1-3")
    void isAsBeforeAfterAMistake() {
        CongestionControl control = created();
        Acks acks = new Acks();
        for (int i = 0; i < 100; i++) {
            control.onAcknowledged(acks.of(i, MSS, control.cwndBytes(), 50_000_000));
        }
        long cwnd = control.cwndBytes();
        long ssthresh = control.ssthreshBytes();
        String phase = control.phase();
        control.onLoss(new Loss(200, cwnd, cwnd));
        control.onSpurious(201, cwnd);
        control.onTimeout(new Loss(300, cwnd, cwnd), false);
        control.onTimeout(new Loss(400, cwnd, cwnd), true);
        control.onSpurious(401, cwnd);
        assertThat(control.cwndBytes()).isEqualTo(cwnd);
        assertThat(control.ssthreshBytes()).isEqualTo(ssthresh);
        assertThat(control.phase()).isEqualTo(phase);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void keepsItsBoundsWhateverHappens(long seed) {
        new Happenings(create(seed), seed).run();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void usesAGoodPath(long seed) {
        PathModel path = new PathModel(create(seed), 1_000_000, 30_000_000, 60_000, seed);
        path.run(20);
        assertThat(path.delivered()).as("seed %s", seed).isGreaterThan(18_000_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesTheSameForTheSameEvents(long seed) {
        PathModel one = new PathModel(create(seed), 1_000_000, 30_000_000, 60_000, seed);
        PathModel other = new PathModel(create(seed), 1_000_000, 30_000_000, 60_000, seed);
        one.lossRate = 0.01;
        other.lossRate = 0.01;
        one.run(10);
        other.run(10);
        assertThat(one.points).as("seed %s", seed).isEqualTo(other.points);
    }

    /** Anything, in any order that a sender could tell it, and some that it could not. */
    private static final class Happenings {
        private final CongestionControl control;
        private final Random random;
        private final String seed;
        private int mss = MSS;
        private long now;
        private long delivered = 1;
        private long flight;
        private boolean recovering;

        Happenings(CongestionControl control, long seed) {
            this.control = control;
            this.random = new Random(seed);
            this.seed = "seed " + seed;
            control.onSegmentSize(mss);
        }

        void run() {
            for (int step = 0; step < 20_000; step++) {
                now += random.nextInt(20) == 0 ? random.nextLong(20_000_000_000L) : random.nextInt(20_000_000);
                happen();
                String at = seed + ", step " + step;
                assertThat(control.cwndBytes()).as(at).isGreaterThanOrEqualTo(mss);
                assertThat(control.ssthreshBytes()).as(at).isGreaterThanOrEqualTo(2L * mss);
                assertThat(control.pacingBytesPerSecond())
                        .as(at)
                        .isGreaterThanOrEqualTo(control.regulatesRecovery() ? 1 : 0);
                assertThat(control.phase()).as(at).isNotBlank();
            }
        }

        private void happen() {
            switch (random.nextInt(41)) {
                case 0 -> lose();
                case 1 -> recover();
                case 2 -> timeOut();
                case 3 -> control.onSpurious(now, flight);
                case 4 -> control.onIdle(now);
                case 5 -> resize();
                case 18 -> control.onEcnEcho(new Loss(now, flight, flight + random.nextInt(10 * mss)));
                case 6, 7 ->
                    control.onSegmentLost(new SegmentLost(
                            now,
                            mss,
                            Math.max(flight, mss),
                            mss + random.nextInt(10 * mss),
                            delivered,
                            random.nextBoolean()));
                case 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 -> send();
                default -> acknowledge();
            }
        }

        private void lose() {
            control.onLoss(new Loss(now, flight, flight + random.nextInt(10 * mss)));
            recovering = true;
        }

        private void recover() {
            control.onRecovered(now, flight);
            recovering = false;
        }

        private void timeOut() {
            control.onTimeout(new Loss(now, flight, flight), random.nextBoolean());
            recovering = false;
            flight = 0;
        }

        private void resize() {
            mss = 500 + random.nextInt(9000);
            control.onSegmentSize(mss);
        }

        private void send() {
            long bytes = Math.clamp(control.cwndBytes() - flight, 0, 20 * mss);
            control.onSent(new Sent(now, bytes, flight, delivered, random.nextBoolean()));
            flight += bytes;
        }

        private void acknowledge() {
            long bytes = Math.min(flight, random.nextInt(4 * mss));
            long before = flight;
            flight -= bytes;
            delivered += bytes;
            long rtt = random.nextInt(5) == 0 ? -1 : random.nextInt(300_000_000);
            boolean validated = random.nextInt(4) > 0;
            long cwnd = control.cwndBytes();
            control.onAcknowledged(new KeptAcknowledged(
                    now,
                    delivered,
                    delivered + flight,
                    bytes,
                    bytes,
                    0,
                    before,
                    flight,
                    rtt,
                    validated,
                    recovering,
                    0,
                    sample(bytes)));
            if (!control.regulatesRecovery() && (!validated || recovering)) {
                assertThat(control.cwndBytes()).as(seed).isEqualTo(cwnd);
            }
        }

        private DeliverySample sample(long bytes) {
            if (bytes == 0 || random.nextInt(4) == 0) {
                return Acks.noSample(delivered);
            }
            long of = Math.min(delivered, bytes + random.nextInt(40 * mss));
            long interval = random.nextInt(50_000_000);
            return new KeptSample(
                    delivered, delivered - of, of, interval, random.nextInt(2 * mss), of, random.nextBoolean());
        }
    }
}
