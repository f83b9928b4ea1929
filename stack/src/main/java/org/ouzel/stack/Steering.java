package org.ouzel.stack;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.node.Territory;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.FlowHash;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpHeaders;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.SegmentReader;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.stack.link.FrameBatch;

/**
 * Which of a host's shards each packet goes to: the one at which its flow is at home, by a hash of the connection's name. Away from home
 * are connections that a stream has opened from a port that the user chose, or has waited for: a stream lives in the shard in which it was
 * made. They are claimed, flow by flow.
 *
 * <p>For any thread. No lock of a shard's is held, but by a {@link Territory}'s callers, who hold that of its own. Nobody takes a lock here
 * while he holds a shard's.
 */
final class Steering {
    /** The same for all hosts of a process, so that both ends of a link in memory have a connection on the same of its queues. */
    private static final FlowHash FLOWS = new FlowHash(new SecureRandom().nextLong());

    private final List<Shard> shards = new ArrayList<>();

    /** The flows that are away from home. */
    private final Map<Long, Claim> claims = new ConcurrentHashMap<>();

    /** Who waits for one connection, by the port: in the order in which they came to it, in lists that stay as they are. */
    private final Map<Integer, List<Waiter>> waiters = new ConcurrentHashMap<>();

    /** Held while a request finds out which of those who wait takes it, until he has. */
    private final ReentrantLock turn = new ReentrantLock();

    private final int count;

    private record Claim(FourTuple name, int shard) {}

    private record Waiter(FourTuple filter, int shard) {}

    /** For so many shards, which are {@linkplain #add added} before any packet comes. */
    Steering(int count) {
        this.count = count;
    }

    /** The next shard. */
    void add(Shard shard) {
        shards.add(shard);
    }

    /** What belongs to the node of a shard, by its place among all. */
    Territory territory(int shard) {
        return count == 1 ? Territory.WHOLE : new Part(shard);
    }

    private static long flow(FourTuple name) {
        return FLOWS.of(name.localAddress(), name.localPort(), name.remoteAddress(), name.remotePort());
    }

    /** Where a flow is at home. */
    private int home(long flow) {
        return (int) (((flow >>> Integer.SIZE) * count) >>> Integer.SIZE);
    }

    /** Where a flow's packets go. */
    private int place(long flow) {
        Claim claim = claims.isEmpty() ? null : claims.get(flow);
        return claim == null ? home(flow) : claim.shard();
    }

    // ---- Packets

    /** Packets have come from a queue of a link: each goes to its shard, those of one flow in their order. */
    void onFrames(int interfaceIndex, FrameBatch batch) {
        int next = 0;
        while (next < batch.size()) {
            FourTuple awaited = awaited(batch, next);
            next = awaited == null
                    ? carryAlike(interfaceIndex, batch, next)
                    : carry(interfaceIndex, batch, next, awaited);
        }
    }

    /** Carries a packet and those behind it that go to the same shard; returns which is the first that does not. */
    private int carryAlike(int interfaceIndex, FrameBatch batch, int from) {
        int place = place(batch, from);
        int to = from + 1;
        while (to < batch.size() && place(batch, to) == place && awaited(batch, to) == null) {
            to++;
        }
        shards.get(place).onFrames(interfaceIndex, batch, from, to);
        return to;
    }

    private int place(FrameBatch batch, int index) {
        return count == 1 ? 0 : place(FLOWS.of(batch.frame(index)));
    }

    /** The name that a packet asks a connection for, if somebody waits for such a one; null otherwise. */
    private @Nullable FourTuple awaited(FrameBatch batch, int index) {
        FourTuple request = waiters.isEmpty() ? null : request(batch, index);
        return request != null && waiter(request).isPresent() ? request : null;
    }

    private static @Nullable FourTuple request(FrameBatch batch, int index) {
        try {
            IpHeader header = new IpHeaders().read(batch.frame(index));
            if (header.protocol() != TcpSegment.PROTOCOL || header.isFragment()) {
                return null;
            }
            TcpSegment segment = new SegmentReader().read(batch.frame(index), header, batch.isChecked(index));
            return Tcb.isRequest(segment)
                    ? new FourTuple(
                            header.destination(), segment.destinationPort(), header.source(), segment.sourcePort())
                    : null;
        } catch (MalformedPacket malformed) {
            return null; // Its shard finds that, too, and counts it.
        }
    }

    private Optional<Waiter> waiter(FourTuple request) {
        return waiters.getOrDefault(request.localPort(), List.of()).stream()
                .filter(waiter -> waiter.filter().admits(request))
                .findFirst();
    }

    private static List<Waiter> together(List<Waiter> before, List<Waiter> more) {
        return Stream.concat(before.stream(), more.stream()).toList();
    }

    /** Those that are left without one of those that are alike; null if that was the last. */
    private static @Nullable List<Waiter> without(List<Waiter> all, Waiter one) {
        List<Waiter> left = new ArrayList<>(all);
        left.remove(one);
        return left.isEmpty() ? null : List.copyOf(left);
    }

    /** Carries a request to who waits for it, unless the connection is one that is elsewhere. */
    private int carry(int interfaceIndex, FrameBatch batch, int index, FourTuple request) {
        turn.lock();
        try {
            Optional<Waiter> waiter = waiter(request);
            boolean claimed = waiter.isPresent() && claim(request, waiter.get().shard());
            shards.get(place(flow(request))).onFrames(interfaceIndex, batch, index, index + 1);
            if (claimed) {
                relinquish(request, waiter.get().shard());
            }
        } finally {
            turn.unlock();
        }
        return index + 1;
    }

    // ---- Connections away from home

    /**
     * Has the packets of a connection go to a shard from now on, where it is to be opened: false if it is one already that is somewhere
     * else. Once it was opened there, or was not, it is to be {@linkplain #relinquish relinquished}. No lock is held.
     */
    boolean claim(FourTuple name, int shard) {
        long flow = flow(name);
        if (place(flow) == shard) {
            return true;
        }
        Shard home = shards.get(home(flow));
        home.lock();
        try {
            return !home.node().isNamed(name) && claims.putIfAbsent(flow, new Claim(name, shard)) == null;
        } finally {
            home.unlock();
        }
    }

    /** The packets of a connection go home again, unless it is one now. No lock is held. */
    void relinquish(FourTuple name, int shard) {
        Shard claimant = shards.get(shard);
        claimant.lock();
        try {
            if (!claimant.node().isNamed(name)) {
                goHome(name, shard);
            }
        } finally {
            claimant.unlock();
        }
    }

    private void goHome(FourTuple name, int shard) {
        claims.remove(flow(name), new Claim(name, shard));
    }

    /** What belongs to the node of one shard, whose lock the caller holds. */
    private final class Part implements Territory {
        private final int shard;

        Part(int shard) {
            this.shard = shard;
        }

        @Override
        public boolean holds(FourTuple name) {
            return place(flow(name)) == shard;
        }

        /** What one picks no other does. */
        @Override
        public boolean picks(int port) {
            return port % count == shard;
        }

        @Override
        public void onWaiting(FourTuple filter) {
            waiters.merge(filter.localPort(), List.of(new Waiter(filter, shard)), Steering::together);
        }

        @Override
        public void onWaitingNoLonger(FourTuple filter) {
            waiters.computeIfPresent(filter.localPort(), (port, all) -> without(all, new Waiter(filter, shard)));
        }

        @Override
        public void onFree(FourTuple name) {
            if (!claims.isEmpty()) {
                goHome(name, shard);
            }
        }
    }
}
