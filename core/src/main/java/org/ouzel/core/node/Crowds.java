package org.ouzel.core.node;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.ouzel.core.tcp.FourTuple;

/**
 * The destinations with so many connections from one address that a port which is free is not soon found by trying. For each a bit for
 * every ephemeral port: set where a connection has it, or TIME-WAIT keeps it.
 */
final class Crowds {
    /** With fewer, one of a few that are tried is free. */
    private static final int LEAST = Ports.EPHEMERALS / 4;

    private final Map<FourTuple, BitSet> taken = new HashMap<>();

    /** A name has come into use. */
    void onTaken(FourTuple name) {
        if (!taken.isEmpty()) {
            BitSet ports = taken.get(destination(name));
            if (ports != null && Ports.isEphemeral(name.localPort())) {
                ports.set(name.localPort() - Ports.FIRST_EPHEMERAL);
            }
        }
    }

    /** A name is in use no longer. */
    void onFree(FourTuple name) {
        if (taken.isEmpty()) {
            return;
        }
        BitSet ports = taken.get(destination(name));
        if (ports != null && Ports.isEphemeral(name.localPort())) {
            ports.clear(name.localPort() - Ports.FIRST_EPHEMERAL);
            if (ports.cardinality() < LEAST) {
                taken.remove(destination(name));
            }
        }
    }

    /**
     * The ports that are taken toward a destination, counted from the first ephemeral one: kept up to date from now on.
     *
     * @param isNamed whether a name is in use
     */
    BitSet toward(FourTuple destination, Predicate<FourTuple> isNamed) {
        return taken.computeIfAbsent(destination(destination), to -> {
            BitSet ports = new BitSet(Ports.EPHEMERALS);
            for (int port = 0; port < Ports.EPHEMERALS; port++) {
                ports.set(port, isNamed.test(to.withLocalPort(Ports.FIRST_EPHEMERAL + port)));
            }
            return ports;
        });
    }

    /** The key of those that go to the same place. */
    private static FourTuple destination(FourTuple name) {
        return name.withLocalPort(0);
    }
}
