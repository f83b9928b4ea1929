package org.ouzel.core.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;

/** Who waits for connections on which port, and which ports are free. */
final class Ports {
    /** RFC 6335 §6: the dynamic ports. */
    private static final int FIRST_EPHEMERAL = 49_152;

    private static final int EPHEMERALS = 16_384;

    private final SipHash key;
    private final Map<Integer, List<Waiter>> waiting = new HashMap<>();
    private long given;

    /** Somebody who waits for connections. */
    sealed interface Waiter {
        /** The local address and port, and the remote ones that are accepted. */
        FourTuple filter();

        /** Whether it takes a connection now. */
        boolean waits();

        /** Whether a connection request with this name is one that it waits for. */
        default boolean takes(FourTuple caller) {
            return waits()
                    && overlap(filter().localAddress(), caller.localAddress())
                    && overlap(filter().remoteAddress(), caller.remoteAddress())
                    && (filter().remotePort() == 0 || filter().remotePort() == caller.remotePort());
        }
    }

    /** A block that is passively open: it takes one connection. */
    record Opened(Tcb tcb, FourTuple filter) implements Waiter {
        @Override
        public boolean waits() {
            return tcb.state() == State.LISTEN;
        }
    }

    /** A backlog, which takes any number. */
    record Listening(Backlog backlog) implements Waiter {
        @Override
        public FourTuple filter() {
            return backlog.local();
        }

        @Override
        public boolean waits() {
            return true;
        }
    }

    Ports(SipHash key) {
        this.key = key;
    }

    /** Whether two addresses can mean the same one. */
    private static boolean overlap(IpAddress one, IpAddress other) {
        return one.isUnspecified() || other.isUnspecified() || one.equals(other);
    }

    // ---- Waiting

    /** Where a block may wait for one connection. Several may on one port; a backlog does not share it. */
    FourTuple forOneConnection(FourTuple filter) throws OpenFailed {
        return require(filter, other -> other instanceof Opened || !conflicts(other, filter));
    }

    /** Where a backlog may listen. It shares its port with nobody on the same address. */
    FourTuple forManyConnections(FourTuple local) throws OpenFailed {
        return require(local, other -> !conflicts(other, local));
    }

    private FourTuple require(FourTuple filter, Predicate<Waiter> bearable) throws OpenFailed {
        if (filter.localPort() == 0) {
            return filter.withLocalPort(choose(key.hash(given), at -> !waiting.containsKey(at)));
        }
        if (!atPort(filter).allMatch(bearable)) {
            throw new OpenFailed(OpenFailed.Cause.ADDRESS_IN_USE);
        }
        return filter;
    }

    /** A block waits for one connection. */
    Opened add(Tcb tcb, FourTuple filter) {
        Opened open = new Opened(tcb, filter);
        enter(open);
        return open;
    }

    /** A backlog listens. */
    void add(Backlog backlog) {
        enter(new Listening(backlog));
    }

    private Stream<Waiter> atPort(FourTuple filter) {
        return waiting.getOrDefault(filter.localPort(), List.of()).stream();
    }

    private static boolean conflicts(Waiter other, FourTuple filter) {
        return overlap(other.filter().localAddress(), filter.localAddress());
    }

    private void enter(Waiter waiter) {
        waiting.computeIfAbsent(waiter.filter().localPort(), port -> new ArrayList<>(1))
                .add(waiter);
    }

    /** A block waits no longer. */
    void remove(Opened open) {
        leave(open);
    }

    /** A backlog waits no longer. */
    void remove(Backlog backlog) {
        leave(new Listening(backlog));
    }

    private void leave(Waiter waiter) {
        waiting.computeIfPresent(waiter.filter().localPort(), (port, waiters) -> {
            waiters.remove(waiter);
            return waiters.isEmpty() ? null : waiters;
        });
    }

    /** Who takes a connection with this name: a block that waits for just one before a backlog. */
    Optional<Waiter> taker(FourTuple caller) {
        return atPort(caller)
                .filter(waiter -> waiter.takes(caller))
                .min((one, other) -> Boolean.compare(one instanceof Listening, other instanceof Listening));
    }

    // ---- Choosing ports

    /** RFC 6056 §3.3.4: each destination has a row of ports of its own, which nobody outside can guess. */
    FourTuple ephemeral(FourTuple toward, Predicate<FourTuple> taken) throws OpenFailed {
        long offset = key.hash(
                toward.localAddress().hashCode(), toward.remoteAddress().hashCode(), toward.remotePort());
        int port = choose(offset, at -> !taken.test(toward.withLocalPort(at)) && !waiting.containsKey(at));
        return toward.withLocalPort(port);
    }

    private int choose(long offset, IntPredicate free) throws OpenFailed {
        for (int attempt = 0; attempt < EPHEMERALS; attempt++) {
            int port = FIRST_EPHEMERAL + (int) Math.floorMod(offset + given++, (long) EPHEMERALS);
            if (free.test(port)) {
                return port;
            }
        }
        throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
    }
}
