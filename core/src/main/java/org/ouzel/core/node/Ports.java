package org.ouzel.core.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.wire.IpAddress;

/** Who waits for connections on which port, and which ports are free. */
final class Ports {
    /** RFC 6335 §6: the dynamic ports. */
    private static final int FIRST_EPHEMERAL = 49_152;

    private static final int EPHEMERALS = 16_384;

    /** RFC 6056 §3.3.4: destinations that share a counter only skip ports of each other's. */
    private static final int COUNTERS = 1024;

    private final SipHash offsetKey;
    private final SipHash counterKey;
    private final long[] counters = new long[COUNTERS];
    private final Map<Integer, Port> ports = new HashMap<>();
    private long picked;

    /** Somebody who waits for connections. */
    sealed interface Waiter {
        /** The local address and port, and the remote ones that are accepted. */
        FourTuple filter();

        /** Whether a connection request with this name is one that it waits for. */
        default boolean takes(FourTuple caller) {
            return overlap(filter().localAddress(), caller.localAddress())
                    && overlap(filter().remoteAddress(), caller.remoteAddress())
                    && (filter().remotePort() == 0 || filter().remotePort() == caller.remotePort());
        }
    }

    /** A passive open of a block: it takes one connection. Each is itself alone, as the keys of a set need it. */
    static final class Opened implements Waiter {
        private final Member member;
        private final FourTuple filter;

        Opened(Member member, FourTuple filter) {
            this.member = member;
            this.filter = filter;
        }

        Member member() {
            return member;
        }

        @Override
        public FourTuple filter() {
            return filter;
        }
    }

    /** A backlog, which takes any number. */
    record Listening(Backlog backlog) implements Waiter {
        @Override
        public FourTuple filter() {
            return backlog.local();
        }
    }

    /** Who has one port. */
    private static final class Port {
        private final Set<Opened> opened = new LinkedHashSet<>();

        /** Those of them that are in LISTEN, in the order in which they came to it. */
        private final SequencedSet<Opened> waiting = new LinkedHashSet<>();

        private final List<Listening> backlogs = new ArrayList<>(1);

        boolean isFree() {
            return opened.isEmpty() && backlogs.isEmpty();
        }
    }

    /**
     * Nobody waits yet.
     *
     * @param offsetKey the secret of RFC 6056 §3.3.4's first hash
     * @param counterKey that of its second
     */
    Ports(SipHash offsetKey, SipHash counterKey) {
        this.offsetKey = offsetKey;
        this.counterKey = counterKey;
    }

    /** Whether two addresses can mean the same one. */
    private static boolean overlap(IpAddress one, IpAddress other) {
        return one.isUnspecified() || other.isUnspecified() || one.equals(other);
    }

    // ---- Waiting

    /** Where a block may wait for one connection. Several may on one port; a backlog does not share it. */
    FourTuple forOneConnection(FourTuple filter) throws OpenFailed {
        Port port = ports.get(filter.localPort());
        return require(filter, port == null || !conflict(port.backlogs, filter));
    }

    /** Where a backlog may listen. It shares its port with nobody on the same address. */
    FourTuple forManyConnections(FourTuple local) throws OpenFailed {
        Port port = ports.get(local.localPort());
        return require(local, port == null || !(conflict(port.backlogs, local) || conflict(port.opened, local)));
    }

    private static boolean conflict(Iterable<? extends Waiter> others, FourTuple filter) {
        for (Waiter other : others) {
            if (overlap(other.filter().localAddress(), filter.localAddress())) {
                return true;
            }
        }
        return false;
    }

    private FourTuple require(FourTuple filter, boolean bearable) throws OpenFailed {
        if (filter.localPort() == 0) {
            long anywhere = offsetKey.hash(picked++);
            return filter.withLocalPort(freeFrom(anywhere, at -> !ports.containsKey(at)));
        }
        if (!bearable) {
            throw new OpenFailed(OpenFailed.Cause.ADDRESS_IN_USE);
        }
        return filter;
    }

    private Port at(int port) {
        return ports.computeIfAbsent(port, number -> new Port());
    }

    /** A block waits for one connection. */
    Opened add(Member member, FourTuple filter) {
        Opened open = new Opened(member, filter);
        at(filter.localPort()).opened.add(open);
        return open;
    }

    /** A backlog listens. */
    void add(Backlog backlog) {
        at(backlog.local().localPort()).backlogs.add(new Listening(backlog));
    }

    /** A passive open is in LISTEN. */
    void listens(Opened open) {
        at(open.filter().localPort()).waiting.add(open);
    }

    /** A passive open has taken a request, and may come back to LISTEN. */
    void takes(Opened open) {
        at(open.filter().localPort()).waiting.remove(open);
    }

    /** A block waits no longer. */
    void remove(Opened open) {
        ports.computeIfPresent(open.filter().localPort(), (number, port) -> {
            port.waiting.remove(open);
            port.opened.remove(open);
            return port.isFree() ? null : port;
        });
    }

    /** A backlog waits no longer. */
    void remove(Backlog backlog) {
        ports.computeIfPresent(backlog.local().localPort(), (number, port) -> {
            port.backlogs.remove(new Listening(backlog));
            return port.isFree() ? null : port;
        });
    }

    /** Whether anybody on the port is in LISTEN, whatever he waits for. */
    boolean isListening(int port) {
        Port at = ports.get(port);
        return at != null && !(at.waiting.isEmpty() && at.backlogs.isEmpty());
    }

    /** Who takes a request with this name: a block that waits for just one before a backlog. */
    Optional<Waiter> taker(FourTuple caller) {
        Port port = ports.get(caller.localPort());
        if (port == null) {
            return Optional.empty();
        }
        Waiter open = first(port.waiting, caller);
        return Optional.ofNullable(open == null ? first(port.backlogs, caller) : open);
    }

    private static @Nullable Waiter first(Iterable<? extends Waiter> waiters, FourTuple caller) {
        for (Waiter waiter : waiters) {
            if (waiter.takes(caller)) {
                return waiter;
            }
        }
        return null;
    }

    // ---- Choosing ports

    /**
     * RFC 6056 §3.3.4, the double-hash algorithm: each destination has a row of ports of its own, which nobody outside can
     * guess, and goes on in it where it was, whatever others have used.
     */
    FourTuple ephemeral(FourTuple toward, Predicate<FourTuple> taken) throws OpenFailed {
        int counter = (int) hash(counterKey, toward) & (COUNTERS - 1);
        long from = hash(offsetKey, toward) + counters[counter];
        int port = freeFrom(from, at -> {
            counters[counter]++;
            return !taken.test(toward.withLocalPort(at)) && !ports.containsKey(at);
        });
        return toward.withLocalPort(port);
    }

    private static long hash(SipHash key, FourTuple toward) {
        IpAddress local = toward.localAddress();
        IpAddress remote = toward.remoteAddress();
        return key.hash(local.high(), local.low(), remote.high(), remote.low(), toward.remotePort());
    }

    private static int freeFrom(long offset, IntPredicate free) throws OpenFailed {
        for (int attempt = 0; attempt < EPHEMERALS; attempt++) {
            int port = FIRST_EPHEMERAL + (int) Math.floorMod(offset + attempt, (long) EPHEMERALS);
            if (free.test(port)) {
                return port;
            }
        }
        throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
    }
}
