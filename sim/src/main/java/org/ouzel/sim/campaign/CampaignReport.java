package org.ouzel.sim.campaign;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What came of a campaign, or of a part of it.
 *
 * @param seeds how many seeds were run
 * @param figures what was counted in all of them
 * @param violating the reports of the seeds in which something did not hold, in the order of their seeds
 * @param sum a sum over all that happened with each seed, in which their order does not matter
 */
public record CampaignReport(long seeds, Figures figures, List<SeedReport> violating, long sum) {
    /** No seed was run. */
    public static final CampaignReport NONE = new CampaignReport(0, Figures.NONE, List.of(), 0);

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** Copies the list. */
    public CampaignReport {
        violating = List.copyOf(violating);
    }

    /** That of one seed. */
    public static CampaignReport of(SeedReport report) {
        return new CampaignReport(
                1, report.figures(), report.violations().isEmpty() ? List.of() : List.of(report), sum(report));
    }

    /** That of two parts together; the seeds of the one are not those of the other. */
    public CampaignReport plus(CampaignReport other) {
        return new CampaignReport(
                seeds + other.seeds,
                figures.plus(other.figures),
                Stream.concat(violating.stream(), other.violating.stream())
                        .sorted(Comparator.comparingLong(SeedReport::seed))
                        .toList(),
                sum + other.sum);
    }

    /** Whether everything held. */
    public boolean isGood() {
        return violating.isEmpty();
    }

    /** The digest of all that happened: the same for the same seeds on any computer, in any order, and in any number of jobs. */
    public String digest() {
        return HexFormat.of().toHexDigits(sum);
    }

    /**
     * FNV-1a over what a seed has come to, mixed once more, for it is summed up. Of violations it takes what and when, for the details
     * may be the text of an exception.
     */
    private static long sum(SeedReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.seed()).append(' ').append(report.digest());
        text.append(' ').append(report.scenario()).append(' ').append(report.figures());
        for (Violation violation : report.violations()) {
            text.append(' ').append(violation.property()).append(' ').append(violation.at());
        }
        long hash = OFFSET_BASIS;
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * PRIME;
        }
        return new SplittableRandom(hash).nextLong();
    }
}
