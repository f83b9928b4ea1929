package org.ouzel.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.campaign.CampaignSettings;
import org.ouzel.sim.campaign.CampaignSettings.AtViolation;
import org.ouzel.sim.campaign.CampaignSettings.Length;
import org.ouzel.sim.campaign.CampaignSettings.RealTime;
import org.ouzel.sim.campaign.CampaignSettings.Seeds;
import org.ouzel.sim.campaign.Shard;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which seeds are run. */
final class SeedOptions {
    /** Where Kubernetes tells each pod of an indexed job which one it is. */
    static final String INDEX = "JOB_COMPLETION_INDEX";

    private static final long DEFAULT_SEEDS = 1000;
    private static final BigDecimal NANOS_PER_MINUTE = BigDecimal.valueOf(60_000_000_000L);
    private static final BigDecimal MOST_MINUTES = BigDecimal.valueOf(1_000_000);

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds are run (default: 1000).")
    private @Nullable Long seeds;

    @Option(
            names = "--first-seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The first of them (default: 1).")
    private long firstSeed;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Run this one, and tell all of it. Repeats what a campaign has found.")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Run as many seeds as there is time for; those that are begun are completed.")
    private @Nullable BigDecimal minutes;

    @Option(
            names = "--jobs",
            paramLabel = "J",
            description = "How many seeds are run at a time (default: as many as there are processors).")
    private @Nullable Integer jobs;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            converter = ShardReader.class,
            description = "Of these seeds run those that leave I when divided by N. I counts from 0.")
    private @Nullable Shard shard;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "The same, with I from the environment variable " + INDEX
                    + ", in which Kubernetes tells it to each pod of an indexed job.")
    private @Nullable Integer shards;

    @Option(names = "--fail-fast", description = "Begin no other seed after a violation.")
    private boolean failFast;

    /** The one seed that was asked for; empty for a campaign. */
    OptionalLong one() {
        if (seed == null) {
            return OptionalLong.empty();
        }
        if (seeds != null || minutes != null || shard != null || shards != null) {
            throw new UsageException("--seed is one seed: without --seeds, --minutes, --shard and --shards");
        }
        return OptionalLong.of(seed);
    }

    /** What was asked for. */
    CampaignSettings settings(Map<String, String> environment) {
        try {
            return new CampaignSettings(
                    firstSeed,
                    length(),
                    part(environment),
                    jobs == null ? Runtime.getRuntime().availableProcessors() : jobs,
                    failFast ? AtViolation.STOP : AtViolation.GO_ON);
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible);
        }
    }

    private Length length() {
        if (minutes == null) {
            return new Seeds(seeds == null ? DEFAULT_SEEDS : seeds);
        }
        if (seeds != null) {
            throw new UsageException("either --seeds or --minutes, not both");
        }
        if (minutes.signum() < 0 || minutes.compareTo(MOST_MINUTES) > 0) {
            throw new UsageException("--minutes is out of range: " + minutes);
        }
        return new RealTime(Duration.ofNanos(minutes.multiply(NANOS_PER_MINUTE).longValue()));
    }

    private Shard part(Map<String, String> environment) {
        if (shards == null) {
            return shard == null ? Shard.WHOLE : shard;
        }
        if (shard != null) {
            throw new UsageException("either --shard or --shards, not both");
        }
        String index = environment.get(INDEX);
        if (index == null) {
            throw new UsageException("--shards needs " + INDEX + " in the environment; without it, use --shard I/N");
        }
        return ShardReader.read(index + "/" + shards);
    }

    static final class ShardReader implements ITypeConverter<Shard> {
        @Override
        public Shard convert(String text) {
            try {
                return read(text);
            } catch (IllegalArgumentException impossible) {
                throw new TypeConversionException(impossible.getMessage());
            }
        }

        private static Shard read(String text) {
            String[] parts = text.split("/", -1);
            try {
                if (parts.length == 2) {
                    return new Shard(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                }
            } catch (NumberFormatException noNumber) {
                throw new IllegalArgumentException(refusal(text), noNumber);
            }
            throw new IllegalArgumentException(refusal(text));
        }

        private static String refusal(String text) {
            return "\"" + text + "\" is no shard: write it as 0/4";
        }
    }
}
