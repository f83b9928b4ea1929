package org.ouzel.sim.net;

/**
 * How many packets met which fate on a wire. What entered and was duplicated is what left, was dropped and is still under way.
 *
 * @param entered came to the wire
 * @param left came out at the far end
 * @param lost vanished on their way
 * @param overflowed found the queue full
 * @param shed were dropped by the queue's discipline
 * @param tooLarge were larger than the MTU
 * @param cut came, waited or were under way when the wire was cut
 * @param marked had CE set by the queue's discipline
 * @param duplicated had a copy made, which has its own fate from there on
 * @param reordered were held back
 * @param corrupted had bits flipped
 * @param truncated lost their end
 * @param padded got bytes behind their end
 */
public record FaultCounts(
        long entered,
        long left,
        long lost,
        long overflowed,
        long shed,
        long tooLarge,
        long cut,
        long marked,
        long duplicated,
        long reordered,
        long corrupted,
        long truncated,
        long padded) {
    /** How many did not come out, for whatever reason. */
    public long dropped() {
        return lost + overflowed + shed + tooLarge + cut;
    }

    /** Those of two wires together. */
    public FaultCounts plus(FaultCounts other) {
        return new FaultCounts(
                entered + other.entered,
                left + other.left,
                lost + other.lost,
                overflowed + other.overflowed,
                shed + other.shed,
                tooLarge + other.tooLarge,
                cut + other.cut,
                marked + other.marked,
                duplicated + other.duplicated,
                reordered + other.reordered,
                corrupted + other.corrupted,
                truncated + other.truncated,
                padded + other.padded);
    }
}
