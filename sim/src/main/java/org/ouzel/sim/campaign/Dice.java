package org.ouzel.sim.campaign;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What chance decides in a scenario. */
final class Dice {
    private final RandomGenerator random;

    Dice(RandomGenerator random) {
        this.random = random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Evenly between two numbers, both of which may be. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Evenly between two fractions. */
    double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    /** Each order of magnitude between two numbers as likely as the others; the same on every processor. */
    long magnitude(long least, long most) {
        return Math.clamp(
                Math.round(StrictMath.exp(between(StrictMath.log((double) least), StrictMath.log((double) most)))),
                least,
                most);
    }

    /** The same for times. */
    Duration magnitude(Duration least, Duration most) {
        return Duration.ofNanos(magnitude(least.toNanos(), most.toNanos()));
    }

    /** One of several. */
    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
