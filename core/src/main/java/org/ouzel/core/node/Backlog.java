package org.ouzel.core.node;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Supplier;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;

/**
 * A port that takes any number of connections: those whose handshake is not over, and those that wait to be accepted. Each are
 * bounded apart, so that requests whose senders never answer keep out nobody who does.
 */
public final class Backlog {
    /** The most handshakes at a time, unless more connections than that may wait to be accepted. */
    public static final int MAX_HALF_OPEN = 1024;

    private final FourTuple local;
    private int capacity;
    private final Supplier<Tcb> blocks;
    private final SequencedSet<Tcb> halfOpen = new LinkedHashSet<>();
    private final SequencedSet<Tcb> acceptable = new LinkedHashSet<>();
    private final PendingFastOpens fastOpens = new PendingFastOpens();

    Backlog(FourTuple local, int capacity, Supplier<Tcb> blocks) {
        this.local = local;
        this.capacity = capacity;
        this.blocks = blocks;
    }

    /** The local address, perhaps unspecified, and the port. */
    public FourTuple local() {
        return local;
    }

    /** The connection that has waited longest to be accepted, taken out; empty if none waits. */
    public Optional<Tcb> accept() {
        return acceptable.isEmpty() ? Optional.empty() : Optional.of(acceptable.removeFirst());
    }

    /** Whether the connection is in its handshake here, or waits to be accepted. */
    public boolean holds(Tcb tcb) {
        return halfOpen.contains(tcb) || acceptable.contains(tcb);
    }

    /** How many connections wait to be accepted. */
    public int acceptable() {
        return acceptable.size();
    }

    /** How many connections are in their handshake. */
    public int halfOpen() {
        return halfOpen.size();
    }

    /** From now on so many may wait to be accepted; those that do wait stay. */
    public void capacity(int connections) {
        capacity = connections;
    }

    /** The connections that are open though their handshake is not over. */
    PendingFastOpens fastOpens() {
        return fastOpens;
    }

    /** Whether no more connections may wait to be accepted. */
    boolean isFull() {
        return acceptable.size() >= capacity;
    }

    /** The handshake that began first, if another can only begin in its place. */
    Optional<Tcb> inTheWay() {
        return halfOpen.size() >= Math.max(capacity, MAX_HALF_OPEN)
                ? Optional.of(halfOpen.getFirst())
                : Optional.empty();
    }

    /** A block for a request that has come. */
    Tcb begin() {
        Tcb tcb = blocks.get();
        try {
            tcb.passiveOpen(Long.MAX_VALUE);
        } catch (CallRefused refused) {
            throw new AssertionError("a new block is in " + tcb.state(), refused);
        }
        halfOpen.add(tcb);
        return tcb;
    }

    /** The connection is open: its handshake is over, or need not be. */
    void established(Tcb tcb) {
        if (halfOpen.remove(tcb)) {
            acceptable.add(tcb);
        }
    }

    /** The handshake has failed. */
    void failed(Tcb tcb) {
        halfOpen.remove(tcb);
    }

    /** All that is held, taken out: the port listens no longer. */
    Set<Tcb> drain() {
        Set<Tcb> all = new LinkedHashSet<>(halfOpen);
        all.addAll(acceptable);
        halfOpen.clear();
        acceptable.clear();
        return all;
    }
}
