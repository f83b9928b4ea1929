package org.ouzel.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;
import org.ouzel.core.tcp.congestion.CongestionControl.SegmentLost;
import org.ouzel.core.tcp.congestion.PathModel.Point;

/** BBR on a model of a path. Sections are those of draft-ietf-ccwg-bbr-06. */
class BbrTest {
    private static final int MSS = PathModel.MSS;
    private static final long SECOND = PathModel.SECOND;
    private static final long SEED = 20_260_101;
    private static final double RATE = 1_250_000;
    private static final long RTT = SECOND / 25;
    private static final double BDP = RATE / 25;

    private static PathModel path(double bufferBytes) {
        return path(bufferBytes, SEED);
    }

    private static PathModel path(double bufferBytes, long seed) {
        return new PathModel(new Bbr(new Random(seed)::nextLong), RATE, RTT, bufferBytes, seed);
    }

    // draft-ietf-ccwg-bbr §3.1
    @ParameterizedTest
    @CsvSource({
        "0.02, 4, 0, 0.9",
        "0.5, 2, 0, 0.9",
        "2, 2, 0, 0.9",
        "2, 0.5, 0.0005, 0.9",
        "20, 10, 0.0002, 0.9",
        // It slows down by what is lost, and by the 1 % of pacing, in each of the 60 rounds until it probes
        // again: §5.3.3.8.3 reckons with the first.
        "20, 10, 0.005, 0.8",
        "2, 2, 0.01, 0.7",
        "1, 0.5, 0.01, 0.7"
    })
    void usesTheBandwidthWhateverTheBufferAndWithSomeLoss(
            double megabytesPerS, double bdpsOfBuffer, double loss, double share) {
        double rate = megabytesPerS * 1e6;
        double buffer = Math.max(bdpsOfBuffer * rate / 25, 10 * MSS);
        double sum = 0;
        for (long seed = SEED; seed < SEED + 5; seed++) {
            PathModel path = new PathModel(new Bbr(new Random(seed)::nextLong), rate, RTT, buffer, seed);
            path.lossRate = loss;
            path.run(5);
            long before = path.delivered();
            path.run(25);
            sum += (path.delivered() - before) / 20.0 / rate;
        }
        assertThat(sum / 5).as("seeds from %s on", SEED).isGreaterThan(share);
    }

    // draft-ietf-ccwg-bbr §5.6.4.2
    @Test
    void keepsLittleInFlight() {
        PathModel path = path(20 * BDP);
        path.run(30);
        assertThat(path.points).allSatisfy(at -> assertThat(at.flight()).isLessThan((long) (3 * BDP)));
        List<Point> later =
                path.points.stream().filter(at -> at.now() > 2 * SECOND).toList();
        assertThat(later.stream().mapToLong(Point::flight).max().orElseThrow()).isLessThan((long) (2 * BDP));
        assertThat(later.stream().mapToLong(Point::flight).average().orElseThrow())
                .isLessThan(1.2 * BDP);
    }

    // draft-ietf-ccwg-bbr §5.3
    @Test
    void goesThroughItsStatesInTheirOrder() {
        PathModel path = path(2 * BDP);
        path.run(9);
        // With the queue drained, the first way down is over when it begins.
        assertThat(phases(path).subList(0, 7))
                .containsExactly(
                        "startup",
                        "drain",
                        "probe bandwidth, cruise",
                        "probe bandwidth, refill",
                        "probe bandwidth, up",
                        "probe bandwidth, down",
                        "probe bandwidth, cruise");
        assertThat(phases(path)).contains("probe round trip");
        int probe = phases(path).indexOf("probe round trip");
        assertThat(phases(path).get(probe + 1)).isEqualTo("probe bandwidth, cruise");
    }

    // draft-ietf-ccwg-bbr §5.3.1.2
    @Test
    void leavesStartupSoonAfterThePipeIsFull() {
        PathModel path = path(20 * BDP);
        path.run(2);
        long left = path.points.stream()
                .filter(at -> !at.phase().equals("startup"))
                .findFirst()
                .orElseThrow()
                .now();
        // IW 10 is a fifth of the product: three rounds to double it, three to see that it grows no more, a queue
        // between.
        assertThat(left).isLessThan(15 * RTT);
    }

    // draft-ietf-ccwg-bbr §5.3.1.3
    @Test
    void leavesStartupForItsLossesWhenTheBufferIsSmall() {
        PathModel path = path(0.2 * BDP);
        path.run(30);
        assertThat(phases(path).subList(0, 2)).containsExactly("startup", "drain");
        assertThat(path.delivered()).isGreaterThan((long) (0.85 * 30 * RATE));
    }

    @Test
    @Tag("bbr-5.3.4.2-1")
    void drainsTheQueueToMeasureTheRoundTripAndThenRestoresTheWindow() {
        PathModel path = path(2 * BDP);
        path.run(20);
        List<Point> probes = path.points.stream()
                .filter(at -> at.phase().equals("probe round trip"))
                .toList();
        long least = probes.stream().mapToLong(Point::flight).min().orElseThrow();
        assertThat(least).isLessThanOrEqualTo((long) (0.55 * BDP));
        Point last = probes.getLast();
        assertThat(probes.getFirst().now()).isBetween(5 * SECOND, 6 * SECOND);
        Point before = path.points.get(path.points.indexOf(probes.getFirst()) - 1);
        Point after = path.points.get(path.points.indexOf(last) + 1);
        assertThat(after.cwnd()).isGreaterThan(before.cwnd() / 2 + (long) (BDP / 2));
        double share = probes.size() / (double) path.points.size();
        assertThat(share).isLessThan(0.06);
    }

    // draft-ietf-ccwg-bbr §5.3.3
    @Test
    void findsBandwidthThatIsNewAndMissesWhatIsGone() {
        PathModel path = path(2 * BDP);
        path.run(10);
        path.bytesPerSecond = 4 * RATE;
        path.run(25);
        long before = path.delivered();
        path.run(35);
        assertThat((path.delivered() - before) / 10.0).isGreaterThan(0.9 * 4 * RATE);
        path.bytesPerSecond = RATE;
        path.run(55);
        List<Point> last =
                path.points.stream().filter(at -> at.now() > 50 * SECOND).toList();
        assertThat(last.stream().mapToLong(Point::flight).average().orElseThrow())
                .isLessThan(2 * BDP);
    }

    // draft-ietf-ccwg-bbr §5.3.4.3
    @Test
    void noticesALongerPath() {
        PathModel path = path(20 * BDP);
        path.run(10);
        path.rttNs = 3 * RTT;
        path.run(30);
        long before = path.delivered();
        path.run(40);
        assertThat((path.delivered() - before) / 10.0).isGreaterThan(0.9 * RATE);
    }

    // draft-ietf-ccwg-bbr §5.4.1
    @Test
    void pacesAtTheBandwidthAfterAnIdleTime() {
        PathModel path = path(2 * BDP);
        path.idleFrom = 3 * SECOND;
        path.idleTo = 13 * SECOND;
        path.run(3.9);
        long cwnd = path.control.cwndBytes();
        path.control.onIdle(path.now());
        assertThat(path.control.cwndBytes()).isEqualTo(cwnd);
        path.run(13);
        assertThat((double) path.control.pacingBytesPerSecond()).isBetween(0.9 * RATE, 1.05 * RATE);
        path.run(13.2);
        assertThat(path.control.phase()).startsWith("probe bandwidth");
    }

    // draft-ietf-ccwg-bbr §5.6.2
    @Test
    void pacesFromTheInitialWindowUntilItKnowsMore() {
        Bbr bbr = new Bbr(() -> 0);
        bbr.onSegmentSize(MSS);
        assertThat(bbr.pacingBytesPerSecond()).isEqualTo((long) (2.77 * 10 * MSS * 1000));
        bbr.onAcknowledged(new Acks().of(SECOND, 1, 1, RTT));
        assertThat(bbr.pacingBytesPerSecond()).isEqualTo((long) (2.77 * 10 * MSS * 25));
        assertThat(bbr.regulatesRecovery()).isTrue();
    }

    // draft-ietf-ccwg-bbr §5.6.4.4
    @Test
    void sendsOneSegmentAfterATimeoutAndRestoresTheWindowWhenItIsRepaired() {
        PathModel path = path(2 * BDP);
        path.run(3);
        long cwnd = path.control.cwndBytes();
        path.lossRate = 1;
        path.run(3.9);
        path.control.onTimeout(new Loss(path.now(), (long) BDP, (long) BDP), false);
        assertThat(path.control.cwndBytes()).isEqualTo(MSS);
        path.control.onTimeout(new Loss(path.now(), (long) BDP, (long) BDP), true);
        assertThat(path.control.cwndBytes()).isEqualTo(MSS);
        path.lossRate = 0;
        path.run(6);
        assertThat(path.control.cwndBytes()).isGreaterThan(cwnd / 2);
    }

    // draft-ietf-ccwg-bbr §5.5.11
    @Test
    void isAsBeforeAfterASpuriousTimeout() {
        PathModel path = path(2 * BDP);
        path.run(3);
        long cwnd = path.control.cwndBytes();
        String phase = path.control.phase();
        path.control.onTimeout(new Loss(path.now(), (long) BDP, (long) BDP), false);
        path.control.onSpurious(path.now(), (long) BDP);
        assertThat(path.control.cwndBytes()).isEqualTo(cwnd);
        assertThat(path.control.phase()).isEqualTo(phase);
    }

    // draft-ietf-ccwg-bbr §5.5.11.2
    @Test
    void returnsToStartupWhenTheLossesThatEndedItWereNone() {
        PathModel path = path(0.2 * BDP);
        runUntil(path, "drain");
        path.control.onSpurious(path.now(), 0);
        assertThat(path.control.phase()).isEqualTo("startup");
    }

    // draft-ietf-ccwg-bbr §5.5.11.2
    @Test
    void probesAgainWhenTheLossesThatEndedProbingWereNone() {
        PathModel path = path(2 * BDP);
        runUntil(path, "probe bandwidth, up");
        path.lossRate = 0.3;
        runUntil(path, "probe bandwidth, down");
        path.control.onSpurious(path.now(), 0);
        assertThat(path.control.phase()).isEqualTo("probe bandwidth, refill");
    }

    // draft-ietf-ccwg-bbr §5.5.11: what was before is saved when the first loss of a round is noted, and the
    // losses that begin a recovery are told before it begins.
    @Test
    void probesAgainWhenTheLossesThatBeganARecoveryWereNone() {
        PathModel path = path(2 * BDP);
        runUntil(path, "probe bandwidth, up");
        SegmentLost lost = new SegmentLost(
                path.now(),
                MSS,
                (long) BDP,
                (long) (BDP / 4),
                path.points.getLast().delivered(),
                false);
        path.control.onSegmentLost(lost);
        assertThat(path.control.phase()).isEqualTo("probe bandwidth, down");
        path.control.onLoss(new Loss(path.now(), (long) BDP, (long) BDP));
        path.control.onSpurious(path.now(), (long) BDP);
        assertThat(path.control.phase()).isEqualTo("probe bandwidth, refill");
    }

    // draft-ietf-ccwg-bbr §5.3.3.6
    @Test
    void probesCautiouslyAfterAProbeThatLostTooMuchAndThenAtOnceAgain() {
        PathModel path = path(2 * BDP);
        runUntil(path, "probe bandwidth, up");
        path.lossRate = 0.2;
        runUntil(path, "probe bandwidth, down");
        path.lossRate = 0;
        path.rttNs = RTT * 9 / 10; // so that the round trip need not be probed for now
        int from = path.points.size();
        path.run(path.now() / 1e9 + 4);
        List<String> after = phases(path.points.subList(from, path.points.size()));
        int up = after.indexOf("probe bandwidth, up");
        assertThat(up).as("%s", after).isBetween(0, after.size() - 4);
        assertThat(after.subList(up, up + 4))
                .as("%s", after)
                .containsExactly(
                        "probe bandwidth, up",
                        "probe bandwidth, down",
                        "probe bandwidth, refill",
                        "probe bandwidth, up");
    }

    // draft-ietf-ccwg-bbr §5.5.10.3
    @Test
    void slowsDownForLossesWhileItCruises() {
        PathModel path = path(2 * BDP);
        runUntil(path, "probe bandwidth, cruise");
        long cwnd = path.control.cwndBytes();
        path.lossRate = 0.2;
        path.run(path.now() / 1e9 + 0.3);
        assertThat(path.control.phase()).isEqualTo("probe bandwidth, cruise");
        assertThat(path.control.cwndBytes()).isLessThan(cwnd * 3 / 4);
        assertThat((double) path.control.pacingBytesPerSecond()).isLessThan(0.9 * RATE);
    }

    private static void runUntil(PathModel path, String phase) {
        while (!path.control.phase().equals(phase)) {
            path.run(path.now() / 1e9 + 0.001);
            assertThat(path.now()).as("time, in " + path.control.phase()).isLessThan(30 * SECOND);
        }
    }

    private static List<String> phases(PathModel path) {
        return phases(path.points);
    }

    private static List<String> phases(List<Point> points) {
        List<String> phases = new ArrayList<>();
        for (Point point : points) {
            if (phases.isEmpty() || !phases.getLast().equals(point.phase())) {
                phases.add(point.phase());
            }
        }
        return phases;
    }
}
