package org.ouzel.core.node;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;

/** Who waits for connections on which port, and which ports are free. */
final class Ports {
    /**
     * RFC 6056 §3.2: "ephemeral port selection algorithms should use the whole range 1024-65535". That is for the sake of ports that
     * cannot be guessed, and of many connections to one destination; we take its upper half, for the lower is where services are.
     */
    static final int FIRST_EPHEMERAL = 1 << 15;

    static final int EPHEMERALS = 1 << 15;

    /** So many ports are tried one after the other, before it is asked which are free. */
    private static final int MOST_TRIED = 64;

    private static final int NONE = -1;

    /** RFC 6056 §3.3.4: destinations that share a counter only skip ports of each other's. */
    private static final int COUNTERS = 1024;

    private final SipHash offsetKey;
    private final SipHash counterKey;
    private final long[] counters = new long[COUNTERS];
    private final Map<Integer, Port> ports = new HashMap<>();
    private long picked;

    /** Who knows the names that are in use. */
    interface Taken {
        boolean isNamed(FourTuple name);

        /** The ports that are taken toward a destination, counted from the first ephemeral one. */
        BitSet toward(FourTuple destination);
    }

    /** Somebody who waits for connections. */
    sealed interface Waiter {
        /** The local address and port, and the remote ones that are accepted. */
        FourTuple filter();

        /** Whether a connection request with this name is one that it waits for. */
        default boolean takes(FourTuple caller) {
            return filter().admits(caller);
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
            if (other.filter().localAddress().overlaps(filter.localAddress())) {
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

    private static @Nullable Waiter first(Collection<? extends Waiter> waiters, FourTuple caller) {
        if (waiters.isEmpty()) {
            return null; // most often: no iterator is made
        }
        for (Waiter waiter : waiters) {
            if (waiter.takes(caller)) {
                return waiter;
            }
        }
        return null;
    }

    // ---- Choosing ports

    static boolean isEphemeral(int port) {
        return port >= FIRST_EPHEMERAL && port < FIRST_EPHEMERAL + EPHEMERALS;
    }

    /**
     * RFC 6056 §3.3.4, the double-hash algorithm: each destination has a row of ports of its own, which nobody outside can
     * guess, and goes on in it where it was, whatever others have used. A port that is in use toward one destination is free for others.
     */
    FourTuple ephemeral(FourTuple toward, Taken taken) throws OpenFailed {
        int counter = (int) hash(counterKey, toward) & (COUNTERS - 1);
        long offset = hash(offsetKey, toward);
        for (int attempt = 0; attempt < MOST_TRIED; attempt++) {
            int port = FIRST_EPHEMERAL + place(offset + counters[counter]++);
            if (!ports.containsKey(port) && !taken.isNamed(toward.withLocalPort(port))) {
                return toward.withLocalPort(port);
            }
        }
        int from = place(offset + counters[counter]);
        int free = free(taken.toward(toward), from);
        counters[counter] += Math.floorMod(free - from, EPHEMERALS) + 1;
        return toward.withLocalPort(FIRST_EPHEMERAL + free);
    }

    private static int place(long number) {
        return (int) Math.floorMod(number, (long) EPHEMERALS);
    }

    /** The first place from the given one on, and then from the beginning, whose port is neither taken nor waited on. */
    private int free(BitSet taken, int from) throws OpenFailed {
        int behind = free(taken, from, EPHEMERALS);
        int free = behind == NONE ? free(taken, 0, from) : behind;
        if (free == NONE) {
            throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
        }
        return free;
    }

    private int free(BitSet taken, int from, int to) {
        for (int place = taken.nextClearBit(from); place < to; place = taken.nextClearBit(place + 1)) {
            if (!ports.containsKey(FIRST_EPHEMERAL + place)) {
                return place;
            }
        }
        return NONE;
    }

    private static long hash(SipHash key, FourTuple toward) {
        return key.hash(toward.localAddress(), toward.remoteAddress(), toward.remotePort());
    }

    private static int freeFrom(long offset, IntPredicate free) throws OpenFailed {
        for (int attempt = 0; attempt < EPHEMERALS; attempt++) {
            int port = FIRST_EPHEMERAL + place(offset + attempt);
            if (free.test(port)) {
                return port;
            }
        }
        throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
    }
}
