package org.ouzel.sim.campaign;

import java.time.Duration;

/**
 * Which seeds a campaign runs, and how.
 *
 * @param firstSeed the first of them
 * @param length how long it goes on
 * @param shard which of these seeds it runs
 * @param jobs how many it runs at a time, each on a platform thread
 * @param atViolation what it does when something did not hold
 */
public record CampaignSettings(long firstSeed, Length length, Shard shard, int jobs, AtViolation atViolation) {
    /** How long a campaign goes on. */
    public sealed interface Length {}

    /**
     * For a number of seeds, of which a shard runs its part.
     *
     * @param count how many
     */
    public record Seeds(long count) implements Length {
        /** Rejects numbers that cannot be. */
        public Seeds {
            if (count < 1) {
                throw new IllegalArgumentException("number of seeds out of range: " + count);
            }
        }
    }

    /**
     * For a time, at the end of which no other seed is begun.
     *
     * @param time how long, in real time
     */
    public record RealTime(Duration time) implements Length {
        /** Rejects times that cannot be. */
        public RealTime {
            if (!time.isPositive()) {
                throw new IllegalArgumentException("time out of range: " + time);
            }
        }
    }

    /** What a campaign does when something did not hold. */
    public enum AtViolation {
        /** It goes on. */
        GO_ON,
        /** It begins no other seed. Those before the violating one have all been run. */
        STOP
    }

    /** Rejects numbers that cannot be. */
    public CampaignSettings {
        if (jobs < 1) {
            throw new IllegalArgumentException("number of jobs out of range: " + jobs);
        }
        if (length instanceof Seeds(long count) && firstSeed > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException(count + " seeds from " + firstSeed + " on go beyond the last");
        }
    }

    /** A number of seeds, all of them, one at a time. */
    public static CampaignSettings of(long firstSeed, long count) {
        return new CampaignSettings(firstSeed, new Seeds(count), Shard.WHOLE, 1, AtViolation.GO_ON);
    }

    /** The same, so many at a time. */
    public CampaignSettings withJobs(int number) {
        return new CampaignSettings(firstSeed, length, shard, number, atViolation);
    }

    /** A part of the same. */
    public CampaignSettings withShard(Shard part) {
        return new CampaignSettings(firstSeed, length, part, jobs, atViolation);
    }

    /** The same, for a time. */
    public CampaignSettings lasting(Duration time) {
        return new CampaignSettings(firstSeed, new RealTime(time), shard, jobs, atViolation);
    }

    /** The same, up to the first violation. */
    public CampaignSettings stoppingAtViolation() {
        return new CampaignSettings(firstSeed, length, shard, jobs, AtViolation.STOP);
    }
}
