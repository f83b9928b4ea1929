package org.ouzel.drill;

import java.util.Optional;
import org.ouzel.drill.run.Judgement;
import org.ouzel.drill.script.KnownOption;
import org.ouzel.drill.script.ScriptOptions;

/** By how much the times of a script may differ. */
final class Strictness {
    private static final long NS_PER_MICRO = 1000;
    private static final double PERCENT = 100;

    private Strictness() {}

    /** The judgement with a tolerance, that of the script's options if it is the original's. */
    static Judgement of(Judgement basis, Tolerance tolerance, ScriptOptions options) {
        return switch (tolerance) {
            case Tolerance.AsTarget _, Tolerance.Exact _ -> basis;
            case Tolerance.Packetdrills _ -> packetdrills(basis.withPacketdrillsTolerance(), options);
            case Tolerance.Within(var time) -> basis.withTolerance(time.toNanos(), 0);
        };
    }

    private static Judgement packetdrills(Judgement original, ScriptOptions options) {
        long ns = options.number(KnownOption.TOLERANCE_USECS).orElse(original.toleranceNs() / NS_PER_MICRO)
                * NS_PER_MICRO;
        double share = options.text(KnownOption.TOLERANCE_PERCENT)
                .flatMap(Strictness::percent)
                .orElse(original.toleranceShare());
        return original.withTolerance(ns, share);
    }

    private static Optional<Double> percent(String text) {
        try {
            return Optional.of(Double.parseDouble(text) / PERCENT);
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
