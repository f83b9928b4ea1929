package org.ouzel.sim.campaign;

/**
 * One of several parts of a campaign, each of which runs on a computer of its own: the seeds that leave this index when divided by
 * the count. Together the parts run each seed once.
 *
 * @param index which part, counted from 0
 * @param count how many parts there are
 */
public record Shard(int index, int count) {
    /** All of it. */
    public static final Shard WHOLE = new Shard(0, 1);

    /** Rejects a part that is none. */
    public Shard {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException("no shard " + index + " of " + count + ": they count from 0");
        }
    }

    /** Whether a seed belongs to it. */
    public boolean has(long seed) {
        return Math.floorMod(seed, count) == index;
    }
}
