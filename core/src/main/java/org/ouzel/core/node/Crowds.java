package org.ouzel.core.node;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.ouzel.core.tcp.FourTuple;

/**
 * The destinations with so many connections from one address that a port which is free is not soon found by trying. For each a bit for
 * every ephemeral port: set where a connection has it, TIME-WAIT keeps it, or the name that it would make is not the node's.
 */
final class Crowds {
    /** With no more than one of so many of the node's ports taken, one of a few that are tried is free. */
    private static final int LEAST_SHARE = 4;

    private final Territory territory;
    private final Map<FourTuple, Crowd> crowds = new HashMap<>();

    /** The ports toward one destination. */
    private static final class Crowd {
        private final BitSet taken = new BitSet(Ports.EPHEMERALS);

        /** How many connections have one. */
        private int named;

        /** How many nobody here has and the node could not have, as far as is known. */
        private int foreign;

        private void take(int place) {
            if (taken.get(place)) {
                foreign--; // The name has come to be the node's meanwhile.
            }
            taken.set(place);
            named++;
        }

        private void free(int place, boolean isHeld) {
            named--;
            if (isHeld) {
                taken.clear(place);
            } else {
                foreign++;
            }
        }

        private void leaveOut(int place) {
            taken.set(place);
            foreign++;
        }

        /** What is not the node's is neither taken nor free: of what is, so much is to be taken. */
        private boolean isOne() {
            return LEAST_SHARE * named > Ports.EPHEMERALS - foreign;
        }
    }

    /**
     * There are none yet.
     *
     * @param territory which names are the node's
     */
    Crowds(Territory territory) {
        this.territory = territory;
    }

    /** A name has come into use. */
    void onTaken(FourTuple name) {
        if (crowds.isEmpty()) {
            return;
        }
        Crowd crowd = crowds.get(destination(name));
        if (crowd != null && Ports.isEphemeral(name.localPort())) {
            crowd.take(place(name));
        }
    }

    /** A name is in use no longer. */
    void onFree(FourTuple name) {
        if (crowds.isEmpty()) {
            return;
        }
        Crowd crowd = crowds.get(destination(name));
        if (crowd != null && Ports.isEphemeral(name.localPort())) {
            // It may have been the node's for as long as it was in use.
            crowd.free(place(name), territory.holds(name));
            if (!crowd.isOne()) {
                crowds.remove(destination(name));
            }
        }
    }

    /**
     * The ports that are taken toward a destination, or not the node's, counted from the first ephemeral one: what is taken is kept up to
     * date from now on. Which names are the node's may change without a word: whoever picks one asks for that one again.
     *
     * @param isNamed whether a name is in use
     */
    BitSet toward(FourTuple destination, Predicate<FourTuple> isNamed) {
        return crowds.computeIfAbsent(destination(destination), to -> crowd(to, isNamed)).taken;
    }

    private Crowd crowd(FourTuple destination, Predicate<FourTuple> isNamed) {
        Crowd crowd = new Crowd();
        for (int place = 0; place < Ports.EPHEMERALS; place++) {
            FourTuple name = destination.withLocalPort(Ports.FIRST_EPHEMERAL + place);
            if (isNamed.test(name)) {
                crowd.take(place);
            } else if (!territory.holds(name)) {
                crowd.leaveOut(place);
            }
        }
        return crowd;
    }

    private static int place(FourTuple name) {
        return name.localPort() - Ports.FIRST_EPHEMERAL;
    }

    /** The key of those that go to the same place. */
    private static FourTuple destination(FourTuple name) {
        return name.withLocalPort(0);
    }
}
