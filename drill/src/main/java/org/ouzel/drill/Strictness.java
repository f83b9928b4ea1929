package org.ouzel.drill;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ouzel.drill.run.Judgement;
import org.ouzel.drill.run.Judgement.Aspect;
import org.ouzel.drill.script.KnownOption;
import org.ouzel.drill.script.ScriptOptions;

/** How strictly a script is judged: switches {@code check.NAME=off} leave something out, and a tolerance counts. */
final class Strictness {
    private static final String PREFIX = "check.";
    private static final Map<String, Aspect> ASPECTS = new TreeMap<>(Map.of(
            "psh", Aspect.PUSH,
            "options", Aspect.OPTION_ORDER,
            "window", Aspect.WINDOW,
            "echo", Aspect.ECHO,
            "leftovers", Aspect.LEFTOVERS,
            "asserts", Aspect.ASSERTS,
            "acks", Aspect.EVERY_ACK));
    private static final long NS_PER_MICRO = 1000;
    private static final double PERCENT = 100;

    private Strictness() {}

    /** Whether a switch says what is compared. */
    static boolean isOf(Switch one) {
        return one.name().startsWith(PREFIX);
    }

    /** The judgement with what those switches say that are of this kind. */
    static Judgement of(Judgement basis, List<Switch> switches) {
        Judgement judgement = basis;
        for (Switch one : switches) {
            if (isOf(one)) {
                judgement = judgement.with(aspect(one), one.isOn());
            }
        }
        return judgement;
    }

    private static Aspect aspect(Switch one) {
        return Optional.ofNullable(ASPECTS.get(one.name().substring(PREFIX.length())))
                .orElseThrow(() -> new IllegalArgumentException("no check \"" + one.name() + "\": there is " + PREFIX
                        + String.join(", " + PREFIX, ASPECTS.keySet())));
    }

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
