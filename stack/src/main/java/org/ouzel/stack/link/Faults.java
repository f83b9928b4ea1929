package org.ouzel.stack.link;

import java.time.Duration;

/**
 * What a bad network does to packets. Probabilities are from 0 to 1, durations from zero to {@link #LONGEST}.
 *
 * @param loss how likely a packet vanishes
 * @param duplication how likely a packet arrives twice
 * @param reordering how likely a packet is held back, so that those behind it may overtake it
 * @param corruption how likely a packet has one to three of its bits flipped
 * @param delay how long every packet is under way
 * @param jitter how much longer it may take; packets keep their order all the same
 * @param heldBack how much longer a reordered packet may take
 */
public record Faults(
        double loss,
        double duplication,
        double reordering,
        double corruption,
        Duration delay,
        Duration jitter,
        Duration heldBack) {
    /** The longest that each of the durations may be. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /** A network that harms nothing. Were it told to reorder, it would hold packets back for up to 10 milliseconds. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ofMillis(10));

    /** Rejects probabilities and durations that cannot be. */
    public Faults {
        requireProbability("loss", loss);
        requireProbability("duplication", duplication);
        requireProbability("reordering", reordering);
        requireProbability("corruption", corruption);
        requireDuration("delay", delay);
        requireDuration("jitter", jitter);
        requireDuration("held back", heldBack);
    }

    private static void requireProbability(String name, double value) {
        // Written so that NaN is refused.
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is no probability: " + value);
        }
    }

    private static void requireDuration(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " out of range: " + value);
        }
    }

    /** The same with another probability of loss: 1 is a partition. */
    public Faults withLoss(double probability) {
        return new Faults(probability, duplication, reordering, corruption, delay, jitter, heldBack);
    }

    /** The same with another probability of duplication. */
    public Faults withDuplication(double probability) {
        return new Faults(loss, probability, reordering, corruption, delay, jitter, heldBack);
    }

    /** The same with another probability of reordering. */
    public Faults withReordering(double probability) {
        return new Faults(loss, duplication, probability, corruption, delay, jitter, heldBack);
    }

    /** The same with another probability of corruption. */
    public Faults withCorruption(double probability) {
        return new Faults(loss, duplication, reordering, probability, delay, jitter, heldBack);
    }

    /** The same with another delay. */
    public Faults withDelay(Duration duration) {
        return new Faults(loss, duplication, reordering, corruption, duration, jitter, heldBack);
    }

    /** The same with another jitter. */
    public Faults withJitter(Duration duration) {
        return new Faults(loss, duplication, reordering, corruption, delay, duration, heldBack);
    }

    /** The same with another bound on how long a reordered packet is held back. */
    public Faults withHeldBack(Duration duration) {
        return new Faults(loss, duplication, reordering, corruption, delay, jitter, duration);
    }
}
