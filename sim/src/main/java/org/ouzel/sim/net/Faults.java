package org.ouzel.sim.net;

import java.time.Duration;

/**
 * What a wire does to the packets on it. Probabilities are from 0 to 1, and each is of its own stream of draws: to change one
 * leaves what the others do as it was.
 *
 * @param loss how packets vanish
 * @param duplication how likely a packet arrives twice
 * @param reordering how likely a packet is held back, so that those behind it may overtake it
 * @param heldBack how much longer a reordered packet may take
 * @param corruption how likely a packet has bits flipped
 * @param flips which bits are flipped then
 * @param truncation how likely a packet loses its end
 * @param padding how likely a packet gets bytes behind its end, of which its header knows nothing
 * @param outages when the wire is cut by chance
 */
public record Faults(
        Loss loss,
        double duplication,
        double reordering,
        Duration heldBack,
        double corruption,
        Flips flips,
        double truncation,
        double padding,
        Outages outages) {
    /** The bits that corruption flips. */
    public enum Flips {
        /**
         * One run of at most 15 bits, the first and the last of which are flipped. No internet checksum that covers all of the
         * run misses it: its one's complement sum finds every burst shorter than its own 16 bits.
         */
        BURST,

        /** From one to 64 bits anywhere: an internet checksum may miss them. */
        SCATTERED
    }

    /** A wire that harms nothing. Were it told to reorder, it would hold packets back for up to 10 milliseconds. */
    public static final Faults NONE =
            new Faults(Loss.NONE, 0, 0, Duration.ofMillis(10), 0, Flips.BURST, 0, 0, Outages.NONE);

    /** Rejects probabilities and durations that cannot be. */
    public Faults {
        Legal.probability("duplication", duplication);
        Legal.probability("reordering", reordering);
        Legal.positive("held back", heldBack);
        Legal.probability("corruption", corruption);
        Legal.probability("truncation", truncation);
        Legal.probability("padding", padding);
    }

    /** The same with other losses. */
    public Faults withLoss(Loss model) {
        return new Faults(model, duplication, reordering, heldBack, corruption, flips, truncation, padding, outages);
    }

    /** The same with each packet lost as likely as this, whatever befell the others. */
    public Faults withLoss(double probability) {
        return withLoss(new Loss.Bernoulli(probability));
    }

    /** The same with another probability of duplication. */
    public Faults withDuplication(double probability) {
        return new Faults(loss, probability, reordering, heldBack, corruption, flips, truncation, padding, outages);
    }

    /** The same with another reordering. */
    public Faults withReordering(double probability, Duration upTo) {
        return new Faults(loss, duplication, probability, upTo, corruption, flips, truncation, padding, outages);
    }

    /** The same with another corruption. */
    public Faults withCorruption(double probability, Flips bits) {
        return new Faults(loss, duplication, reordering, heldBack, probability, bits, truncation, padding, outages);
    }

    /** The same with another probability of truncation. */
    public Faults withTruncation(double probability) {
        return new Faults(loss, duplication, reordering, heldBack, corruption, flips, probability, padding, outages);
    }

    /** The same with another probability of padding. */
    public Faults withPadding(double probability) {
        return new Faults(loss, duplication, reordering, heldBack, corruption, flips, truncation, probability, outages);
    }

    /** The same with other outages. */
    public Faults withOutages(Outages other) {
        return new Faults(loss, duplication, reordering, heldBack, corruption, flips, truncation, padding, other);
    }
}
