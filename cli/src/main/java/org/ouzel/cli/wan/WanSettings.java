package org.ouzel.cli.wan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is measured and how often.
 *
 * @param points the links
 * @param seeds how many transfers there are for each link and pairing, each with a seed of its own
 * @param window how long a transfer is counted, from the first byte that arrives
 * @param jobs how many transfers run at a time
 * @param captures where to write what goes by at each sender; empty for not at all
 */
public record WanSettings(List<WanPoint> points, int seeds, Duration window, int jobs, Optional<Path> captures) {
    /** What figures that can be told take. */
    public static final WanSettings DEFAULT =
            new WanSettings(WanPoint.ALL, 5, Duration.ofSeconds(5), Pairing.values().length, Optional.empty());

    /** Rejects what measures nothing. */
    public WanSettings {
        points = List.copyOf(points);
        if (points.isEmpty() || seeds < 1 || !window.isPositive() || jobs < 1) {
            throw new IllegalArgumentException(
                    points.size() + " points, " + seeds + " seeds, windows of " + window + ", " + jobs + " jobs");
        }
    }

    /** How many transfers that are. */
    public int transfers() {
        return points.size() * Pairing.values().length * seeds;
    }
}
