package org.ouzel.sim.campaign;

import java.time.Duration;
import java.util.List;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.Loss;
import org.ouzel.sim.net.QueueBound;
import org.ouzel.sim.net.QueueDiscipline;
import org.ouzel.sim.net.WireSettings;

/** Draws what wires are like while things go wrong. */
final class Weather {
    private static final long SLOWEST_BITS_PER_S = 300_000;
    private static final long FASTEST_BITS_PER_S = 1_000_000_000;

    private final Dice dice;

    /** From 0, where nothing happens to packets, to 1. */
    private final double severity;

    Weather(Dice dice) {
        this.dice = dice;
        this.severity = dice.pick(List.of(0.0, 0.3, 0.6, 0.8, 1.0, 1.0, 1.0, 1.0));
    }

    /** A wire with faults. */
    WireSettings wire() {
        return WireSettings.IDEAL
                .withRate(dice.chance(0.2) ? 0 : dice.magnitude(SLOWEST_BITS_PER_S, FASTEST_BITS_PER_S))
                .withDelay(delay())
                .withJitter(
                        dice.chance(0.5)
                                ? Duration.ZERO
                                : dice.magnitude(Duration.ofNanos(1000), Duration.ofMillis(100)))
                .withQueue(queue())
                .withFaults(faults(severity));
    }

    /** The same wire when all is well. */
    static WireSettings fair(WireSettings wire) {
        return WireSettings.IDEAL
                .withRate(wire.bitsPerS() == 0 ? 0 : Math.max(wire.bitsPerS(), 20_000_000))
                .withDelay(wire.delay().compareTo(Duration.ofMillis(40)) < 0 ? wire.delay() : Duration.ofMillis(40));
    }

    private Duration delay() {
        Duration most = dice.chance(0.05) ? Duration.ofSeconds(5) : Duration.ofMillis(150);
        return dice.magnitude(Duration.ofNanos(10_000), most);
    }

    private QueueDiscipline queue() {
        QueueBound bound = QueueBound.packets((int) dice.magnitude(4, 2000));
        return switch (dice.between(0, 4)) {
            case 0 -> QueueDiscipline.CoDel.of(bound, dice.chance(0.5));
            case 1 -> new QueueDiscipline.Red(bound, 5, 20, 0.1, 0.02, dice.chance(0.5));
            case 2 -> new QueueDiscipline.StepMarking(bound, 20);
            default -> new QueueDiscipline.DropTail(bound);
        };
    }

    /** The fault mix at its worst, or less of it. */
    Faults faults(double worst) {
        return Faults.NONE
                .withLoss(loss(worst))
                .withDuplication(share(0.2 * worst))
                .withReordering(share(0.5 * worst), dice.magnitude(Duration.ofNanos(10_000), Duration.ofMillis(200)))
                .withCorruption(share(0.02 * worst), Faults.Flips.BURST)
                .withTruncation(share(0.02 * worst))
                .withPadding(share(0.02 * worst));
    }

    /** Often none at all: faults of one kind alone show other things than all together. */
    private double share(double most) {
        return most == 0 || dice.chance(0.2) ? 0 : dice.between(most / 10, most);
    }

    private Loss loss(double worst) {
        double share = share(0.3 * worst);
        if (share == 0 || dice.chance(0.6)) {
            return new Loss.Bernoulli(share);
        }
        double length = dice.between(1.0, 20.0);
        return new Loss.GilbertElliott(Math.min(1, share / (1 - share) / length), 1 / length, 0, 1);
    }
}
