package org.ouzel.cli.wan;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.ouzel.bench.Medians;
import org.ouzel.cli.wan.Transfer.Outcome;

/** What came of transfers: medians over the seeds, and what these are of Linux's. */
public final class WanResults {
    private static final String PREFIX = "wan.";
    private static final String MBPS = "_mbps";
    private static final String OF_LINUX = "of_linux";

    private final List<WanPoint> points;
    private final List<Outcome> outcomes;

    WanResults(List<WanPoint> points, List<Outcome> outcomes) {
        this.points = List.copyOf(points);
        this.outcomes = List.copyOf(outcomes);
    }

    /** The names of the figures at a point, and what they mean. */
    public static Map<String, String> meanings(WanPoint point) {
        Map<String, String> meanings = new LinkedHashMap<>();
        String link = " over a link of 50 Mbit/s with " + point.lossPercent() + " % loss and a round trip of "
                + point.rttMs() + " ms";
        for (Pairing pairing : Pairing.values()) {
            meanings.put(name(point, pairing), "goodput " + pairing.meaning() + link + ", in Mbit/s");
        }
        for (Pairing pairing : compared()) {
            meanings.put(
                    ratioName(point, pairing), "the goodput " + pairing.meaning() + " there, as a part of Linux's own");
        }
        return meanings;
    }

    /** The figures at a point, by their names; those of transfers that all failed are not there. */
    public Map<String, Double> figures(WanPoint point) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Pairing pairing : Pairing.values()) {
            median(point, pairing).ifPresent(mbps -> figures.put(name(point, pairing), mbps));
        }
        for (Pairing pairing : compared()) {
            ofLinux(point, pairing).ifPresent(ratio -> figures.put(ratioName(point, pairing), ratio));
        }
        return figures;
    }

    /** What was measured at. */
    public List<WanPoint> points() {
        return points;
    }

    /** The goodput at a point in Mbit/s. */
    public OptionalDouble median(WanPoint point, Pairing pairing) {
        return Medians.of(of(point, pairing).mapToDouble(Outcome::mbps));
    }

    /** The same as a part of that from Linux to Linux: a ratio of medians. */
    public OptionalDouble ofLinux(WanPoint point, Pairing pairing) {
        OptionalDouble linux = median(point, Pairing.LINUX);
        OptionalDouble other = median(point, pairing);
        return linux.isPresent() && other.isPresent() && linux.getAsDouble() > 0
                ? OptionalDouble.of(other.getAsDouble() / linux.getAsDouble())
                : OptionalDouble.empty();
    }

    /** How far the seeds lie apart: the least and the most of that goodput. */
    public DoubleSummaryStatistics range(WanPoint point, Pairing pairing) {
        return of(point, pairing).mapToDouble(Outcome::mbps).summaryStatistics();
    }

    /** How many segments were sent again. */
    public OptionalDouble medianRetransmitted(WanPoint point, Pairing pairing) {
        return Medians.of(of(point, pairing).mapToDouble(Outcome::retransmitted));
    }

    private Stream<Outcome> of(WanPoint point, Pairing pairing) {
        return outcomes.stream()
                .filter(outcome -> outcome.transfer().point().equals(point)
                        && outcome.transfer().pairing().equals(pairing));
    }

    private static List<Pairing> compared() {
        return List.of(Pairing.OUZEL, Pairing.TO_LINUX, Pairing.FROM_LINUX);
    }

    private static String name(WanPoint point, Pairing pairing) {
        return PREFIX + point.name() + "." + pairing.label() + MBPS;
    }

    /** Ouzel to Ouzel is what the point itself is told by. */
    private static String ratioName(WanPoint point, Pairing pairing) {
        String of = pairing.equals(Pairing.OUZEL) ? "" : pairing.label() + ".";
        return PREFIX + point.name() + "." + of + OF_LINUX;
    }
}
