package org.ouzel.sim.net;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ouzel.sim.net.Fate.Passage;

/**
 * Draws what befalls packets. Every concern has a stream of its own, of which every packet takes the same number of draws whether
 * it needs them or not: so the draws for a packet hang on the seed, the concern and the packet's place alone.
 */
final class Fates {
    private final SplittableRandom losses;
    private final SplittableRandom duplications;
    private final SplittableRandom jitters;
    private final SplittableRandom reorderings;
    private final SplittableRandom corruptions;
    private final SplittableRandom truncations;
    private final SplittableRandom paddings;

    private long jitterNs;
    private int mtu;
    private Faults faults;
    private boolean bad;

    /** The order in which the streams are split is part of what a seed means: new ones come last. */
    Fates(WireSettings wire, SplittableRandom seeds) {
        this.losses = seeds.split();
        this.duplications = seeds.split();
        this.jitters = seeds.split();
        this.reorderings = seeds.split();
        this.corruptions = seeds.split();
        this.truncations = seeds.split();
        this.paddings = seeds.split();
        this.jitterNs = wire.jitter().toNanos();
        this.mtu = wire.mtu();
        this.faults = wire.faults();
    }

    /** Another wire from the next packet on. */
    void change(WireSettings changed) {
        if (!changed.faults().loss().equals(faults.loss())) {
            bad = false;
        }
        jitterNs = changed.jitter().toNanos();
        mtu = changed.mtu();
        faults = changed.faults();
    }

    /** The next packet's. */
    Fate next() {
        boolean lost = nextLost();
        boolean duplicated = happens(duplications, faults.duplication());
        long laterNs = (long) (jitters.nextDouble() * (jitterNs + 1));
        Passage original = nextPassage();
        return new Fate(lost, duplicated, laterNs, original, nextPassage());
    }

    private boolean nextLost() {
        double turn = losses.nextDouble();
        double loss = losses.nextDouble();
        return switch (faults.loss()) {
            case Loss.Bernoulli model -> loss < model.probability();
            case Loss.GilbertElliott model -> {
                boolean turns = turn < (bad ? model.toGood() : model.toBad());
                bad ^= turns;
                yield loss < (bad ? model.whileBad() : model.whileGood());
            }
        };
    }

    private Passage nextPassage() {
        boolean reordered = happens(reorderings, faults.reordering());
        long heldBackNs =
                1 + (long) (reorderings.nextDouble() * faults.heldBack().toNanos());
        return new Passage(reordered ? heldBackNs : 0, nextDamage());
    }

    private List<Damage> nextDamage() {
        boolean corrupted = happens(corruptions, faults.corruption());
        boolean truncated = happens(truncations, faults.truncation());
        boolean padded = happens(paddings, faults.padding());
        long corruptionSeed = corruptions.nextLong();
        long truncationSeed = truncations.nextLong();
        long paddingSeed = paddings.nextLong();
        if (!corrupted && !truncated && !padded) {
            return List.of();
        }
        List<Damage> damage = new ArrayList<>();
        if (corrupted) {
            damage.add(
                    switch (faults.flips()) {
                        case BURST -> new Damage.Burst(corruptionSeed);
                        case SCATTERED -> new Damage.Scattered(corruptionSeed);
                    });
        }
        if (truncated) {
            damage.add(new Damage.Truncation(truncationSeed));
        }
        if (padded) {
            damage.add(new Damage.Padding(paddingSeed, mtu));
        }
        return damage;
    }

    private static boolean happens(SplittableRandom stream, double probability) {
        return stream.nextDouble() < probability;
    }
}
