package org.ouzel.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.ouzel.core.tcp.FourTuple;

/** A territory that a test says the borders of, and that keeps what it is told. */
final class Land implements Territory {
    final List<String> told = new ArrayList<>();
    Predicate<FourTuple> holds = name -> true;
    IntPredicate picks = port -> true;
    int nodes = 1;
    int index;
    int asked;

    static Land holding(Predicate<FourTuple> names) {
        Land land = new Land();
        land.holds = names;
        return land;
    }

    static String waiting(FourTuple filter) {
        return "waiting " + filter;
    }

    static String noLonger(FourTuple filter) {
        return "no longer " + filter;
    }

    static String free(FourTuple name) {
        return "free " + name;
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public boolean holds(FourTuple name) {
        asked++;
        return holds.test(name);
    }

    @Override
    public boolean picks(int port) {
        return picks.test(port);
    }

    @Override
    public void onWaiting(FourTuple filter) {
        told.add(waiting(filter));
    }

    @Override
    public void onWaitingNoLonger(FourTuple filter) {
        told.add(noLonger(filter));
    }

    @Override
    public void onFree(FourTuple name) {
        told.add(free(name));
    }
}
