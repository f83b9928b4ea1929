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

    /** RFC 6056 §3.3.4: destinations that share a counter only skip ports of each other's. */
    private static final int COUNTERS = 1024;

    private final SipHash offsetKey;
    private final SipHash counterKey;
    private final Territory territory;
    private final long[] counters = new long[COUNTERS];
    private final Map<Integer, Port> ports = new HashMap<>();
    private long picked;

    /** Who knows the names that are in use. */
    interface Taken {
        boolean isNamed(FourTuple name);

        /** The ports that are taken toward a destination, or not the node's, counted from the first ephemeral one. */
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
     * @param territory which names are the node's, and who is told of passive opens that wait
     */
    Ports(SipHash offsetKey, SipHash counterKey, Territory territory) {
        this.offsetKey = offsetKey;
        this.counterKey = counterKey;
        this.territory = territory;
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
            return filter.withLocalPort(freeFrom(offsetKey.hash(picked++)));
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
        if (at(open.filter().localPort()).waiting.add(open)) {
            territory.onWaiting(open.filter());
        }
    }

    /** A passive open has taken a request, and may come back to LISTEN. */
    void takes(Opened open) {
        takes(at(open.filter().localPort()), open);
    }

    private void takes(Port port, Opened open) {
        if (port.waiting.remove(open)) {
            territory.onWaitingNoLonger(open.filter());
        }
    }

    /** A block waits no longer. */
    void remove(Opened open) {
        ports.computeIfPresent(open.filter().localPort(), (number, port) -> {
            takes(port, open);
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
     *
     * <p>Where several nodes have the same addresses, each goes along such a row and takes of it what it holds: toward one destination no
     * two of them ever take the same port. What a node does not hold is passed over, and is not one of those that were tried.
     */
    FourTuple ephemeral(FourTuple toward, Taken taken) throws OpenFailed {
        int counter = (int) hash(counterKey, toward) & (COUNTERS - 1);
        long offset = hash(offsetKey, toward);
        int tried = 0;
        for (int passed = 0; passed < EPHEMERALS && tried < MOST_TRIED; passed++) {
            FourTuple name = toward.withLocalPort(FIRST_EPHEMERAL + place(offset + counters[counter]++));
            if (territory.holds(name)) {
                if (!ports.containsKey(name.localPort()) && !taken.isNamed(name)) {
                    return name;
                }
                tried++;
            }
        }
        int from = place(offset + counters[counter]);
        FourTuple free = free(toward, taken.toward(toward), from);
        counters[counter] += Math.floorMod(free.localPort() - FIRST_EPHEMERAL - from, EPHEMERALS) + 1;
        return free;
    }

    private static int place(long number) {
        return (int) Math.floorMod(number, (long) EPHEMERALS);
    }

    /** The first name from a place on, and then from the beginning, whose port is neither taken nor waited on. */
    private FourTuple free(FourTuple toward, BitSet taken, int from) throws OpenFailed {
        FourTuple behind = free(toward, taken, from, EPHEMERALS);
        FourTuple free = behind == null ? free(toward, taken, 0, from) : behind;
        if (free == null) {
            throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
        }
        return free;
    }

    private @Nullable FourTuple free(FourTuple toward, BitSet taken, int from, int to) {
        for (int place = taken.nextClearBit(from); place < to; place = taken.nextClearBit(place + 1)) {
            FourTuple name = toward.withLocalPort(FIRST_EPHEMERAL + place);
            // What was the node's when its ports were counted may be another's now.
            if (!ports.containsKey(name.localPort()) && territory.holds(name)) {
                return name;
            }
        }
        return null;
    }

    private static long hash(SipHash key, FourTuple toward) {
        return key.hash(toward.localAddress(), toward.remoteAddress(), toward.remotePort());
    }

    /**
     * A port to wait on, by RFC 6056 §3.3.1: the first that is free from anywhere on. Of several nodes with the same addresses each has
     * ports of its own to pick from: what one has picked nobody else does, though none asks the others.
     */
    private int freeFrom(long anywhere) throws OpenFailed {
        for (int attempt = 0; attempt < EPHEMERALS; attempt++) {
            int port = FIRST_EPHEMERAL + place(anywhere + attempt);
            if (territory.picks(port) && !ports.containsKey(port)) {
                return port;
            }
        }
        throw new OpenFailed(OpenFailed.Cause.INSUFFICIENT_RESOURCES);
    }
}
