package org.ouzel.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Finds out which of the things that led to a failure matter: delta debugging, the algorithm ddmin (Zeller and Hildebrandt 2002).
 * Halves are left out first, then smaller and smaller parts, and what the failure does without is never tried again.
 *
 * {@snippet :
 * Shrunk<Integer> shrunk = Shrinker.shrink(hazards, kept -> failsWith(kept), runs -> runs == 200);
 * }
 *
 * @param <T> what is left out
 */
public final class Shrinker<T> {
    private final Predicate<List<T>> fails;
    private final IntPredicate enough;
    private final Set<List<T>> harmless = new HashSet<>();
    private List<T> least;
    private int runs;
    private Extent extent = Extent.MINIMAL;

    /** How far it went. */
    public enum Extent {
        /** None of what is left can be left out by itself. */
        MINIMAL,
        /** It was ended before that was known. */
        CUT_SHORT
    }

    /**
     * What came of it.
     *
     * @param items what is left, in its order; with all of it the failure happens
     * @param runs how often something was tried
     * @param extent how far it went
     */
    public record Shrunk<T>(List<T> items, int runs, Extent extent) {
        /** Copies the list. */
        public Shrunk {
            items = List.copyOf(items);
        }
    }

    private Shrinker(List<T> items, Predicate<List<T>> fails, IntPredicate enough) {
        this.least = List.copyOf(items);
        this.fails = fails;
        this.enough = enough;
    }

    /**
     * Shrinks a list, with all of which a failure happened.
     *
     * @param items what may be left out, no two equal
     * @param fails whether the failure happens with some of them, given in their order; taken to say the same each time
     * @param enough asked before each try with the number of those that were: whether to leave it at that
     */
    public static <T> Shrunk<T> shrink(List<T> items, Predicate<List<T>> fails, IntPredicate enough) {
        Shrinker<T> shrinker = new Shrinker<>(items, fails, enough);
        shrinker.run();
        return new Shrunk<>(shrinker.least, shrinker.runs, shrinker.extent);
    }

    private void run() {
        // Most failures need nothing of what they came with.
        if (least.isEmpty() || failsWith(List.of())) {
            return;
        }
        int parts = 2;
        while (least.size() > 1) {
            Optional<Integer> next = smaller(parts);
            if (next.isEmpty() && (parts == least.size() || extent == Extent.CUT_SHORT)) {
                return;
            }
            parts = Math.min(next.orElse(2 * parts), least.size());
        }
    }

    /** Goes on with one part alone, or without one part, if that fails; gives into how many parts it should be cut then. */
    private Optional<Integer> smaller(int parts) {
        for (List<T> part : cut(parts)) {
            if (failsWith(part)) {
                return Optional.of(2);
            }
        }
        for (List<T> rest : withoutEach(parts)) {
            if (failsWith(rest)) {
                return Optional.of(Math.max(2, parts - 1));
            }
        }
        return Optional.empty();
    }

    private List<List<T>> cut(int parts) {
        List<List<T>> cut = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            cut.add(least.subList(begin(part, parts), begin(part + 1, parts)));
        }
        return cut;
    }

    private List<List<T>> withoutEach(int parts) {
        List<List<T>> all = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<T> rest = new ArrayList<>(least.subList(0, begin(part, parts)));
            rest.addAll(least.subList(begin(part + 1, parts), least.size()));
            all.add(rest);
        }
        return all;
    }

    private int begin(int part, int parts) {
        return (int) ((long) least.size() * part / parts);
    }

    private boolean failsWith(List<T> some) {
        List<T> tried = List.copyOf(some);
        if (extent == Extent.CUT_SHORT || harmless.contains(tried)) {
            return false;
        }
        if (enough.test(runs)) {
            extent = Extent.CUT_SHORT;
            return false;
        }
        runs++;
        if (!fails.test(tried)) {
            harmless.add(tried);
            return false;
        }
        least = tried;
        return true;
    }
}
