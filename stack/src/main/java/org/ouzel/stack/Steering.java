package org.ouzel.stack;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
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
import org.ouzel.stack.Claims.Claim;
import org.ouzel.stack.Waiters.Waiter;
import org.ouzel.stack.link.FrameBatch;

/**
 * To which of a host's shards each packet goes: the one at which its flow is at home, by a hash of the connection's name, as in
 * receive-side scaling. Away from home are connections that a stream has opened from a port that the user chose, or has waited for: a
 * stream lives in the shard in which it was made.
 *
 * <p>For any thread. No lock of a shard's is held, but by a {@link Territory}'s callers, who hold that of its own. There is no lock here:
 * whoever carries packets to a shard may come, when that has been given up, to another host and from there back to this one.
 */
final class Steering {
    /**
     * The same for all hosts of a process, so that both ends of links in memory have a connection on the same of their queues. It comes
     * from none of their surroundings, for those with several queues are real ones.
     */
    private static final FlowHash FLOWS = new FlowHash(new SecureRandom().nextLong());

    private final List<Shard> shards = new ArrayList<>();
    private final Claims claims = new Claims();
    private final Waiters waiters = new Waiters();
    private final int count;

    /** For so many shards, which are {@linkplain #add added} before any packet comes. */
    Steering(int count) {
        this.count = count;
    }

    /** The next shard. */
    void add(Shard shard) {
        shards.add(shard);
    }

    /** What belongs to the node of a shard, by its index. */
    Territory territory(int shard) {
        return count == 1 ? Territory.WHOLE : new ShardTerritory(shard);
    }

    private static long flow(FourTuple name) {
        return FLOWS.of(name.localAddress(), name.localPort(), name.remoteAddress(), name.remotePort());
    }

    private int home(long flow) {
        return FlowHash.place(flow, count);
    }

    private int shardOf(long flow) {
        return claims.shardOf(flow, home(flow));
    }

    // ---- Packets

    /** Packets have come from a queue of a link: each goes to its shard, those of one flow in their order. */
    void onFrames(int interfaceIndex, FrameBatch batch) {
        int next = 0;
        while (next < batch.size()) {
            Request request = request(batch, next);
            Waiter waiter = request == null ? null : waiters.reserve(request.name());
            if (request == null || waiter == null) {
                int shard = shardOf(batch, next);
                int end = endOfRun(batch, next, shard);
                shards.get(shard).onFrames(interfaceIndex, batch, next, end);
                next = end;
            } else {
                carry(interfaceIndex, batch, next, request, waiter);
                next++;
            }
        }
    }

    private int shardOf(FrameBatch batch, int index) {
        return count == 1 ? 0 : shardOf(FLOWS.of(batch.frame(index)));
    }

    /** The first behind a packet that goes to another shard than that one does, or may go to somebody who waits. */
    private int endOfRun(FrameBatch batch, int from, int shard) {
        int to = from + 1;
        while (to < batch.size() && shardOf(batch, to) == shard && !mayBeAwaited(batch, to)) {
            to++;
        }
        return to;
    }

    private boolean mayBeAwaited(FrameBatch batch, int index) {
        return !waiters.isEmpty() && SegmentReader.mayBeRequest(batch.frame(index));
    }

    // ---- Requests that somebody waits for

    /** A segment that asks for a connection, and the name of that. */
    private record Request(FourTuple name, TcpSegment segment) {}

    /** The request that a packet is; null if it is none, or nobody waits for any. */
    private @Nullable Request request(FrameBatch batch, int index) {
        if (!mayBeAwaited(batch, index)) {
            return null;
        }
        try {
            IpHeader header = new IpHeaders().read(batch.frame(index));
            if (header.protocol() != TcpSegment.PROTOCOL || header.isFragment()) {
                return null;
            }
            TcpSegment segment = new SegmentReader().read(batch.frame(index), header, batch.isChecked(index));
            FourTuple name = new FourTuple(
                    header.destination(), segment.destinationPort(), header.source(), segment.sourcePort());
            return Tcb.isRequest(segment) ? new Request(name, segment) : null;
        } catch (MalformedPacket malformed) {
            return null; // Its shard finds that, too, and counts it.
        }
    }

    /**
     * Carries a request to one who waits for it, or to the next who does, if it has ceased to when the request has come there; to where such
     * a connection is, if there is one, and home if nobody waits any more.
     */
    private void carry(int interfaceIndex, FrameBatch batch, int index, Request request, Waiter first) {
        long flow = flow(request.name());
        Waiter waiter = first;
        while (waiter != null) {
            Claim claim = claim(request, waiter.shard());
            boolean isThere = shardOf(flow) == waiter.shard();
            boolean isCarried = isThere && carryTo(waiter, interfaceIndex, batch, index);
            if (claim != null) {
                relinquishUnlessOpen(claim);
            }
            waiters.release(waiter);
            if (isCarried) {
                return;
            }
            waiter = isThere ? waiters.reserve(request.name()) : null;
        }
        shards.get(shardOf(flow)).onFrames(interfaceIndex, batch, index, index + 1);
    }

    /** Claims the name of a request for a shard: also one that rests elsewhere, if the request may take its place. */
    private @Nullable Claim claim(Request request, int shard) {
        int rests = shardOf(flow(request.name()));
        if (rests != shard) {
            shards.get(rests).giveUpRest(request.name(), request.segment());
        }
        return claim(request.name(), shard);
    }

    /** Carries a request to one who waits for it, if it does when it has come there. */
    private boolean carryTo(Waiter waiter, int interfaceIndex, FrameBatch batch, int index) {
        return shards.get(waiter.shard()).onFrameIf(() -> waiters.holds(waiter), interfaceIndex, batch, index);
    }

    // ---- Connections away from home

    /**
     * Has the packets of a connection, which is about to be opened in a shard, go there from now on. Once it was opened, or was not, the
     * claim is to be {@linkplain #relinquishUnlessOpen relinquished}. No lock is held.
     *
     * @return null if they do already, or if there is such a connection elsewhere: then it cannot be opened
     */
    @Nullable
    Claim claim(FourTuple name, int shard) {
        long flow = flow(name);
        if (shardOf(flow) == shard) {
            return null;
        }
        Shard home = shards.get(home(flow));
        home.lock();
        try {
            return home.node().isNamed(name) ? null : claims.add(flow, name, shard);
        } finally {
            home.unlock();
        }
    }

    /** The packets of a connection go home again, unless it is open. No lock is held. */
    void relinquishUnlessOpen(Claim claim) {
        Shard claimant = shards.get(claim.shard());
        claimant.lock();
        try {
            if (!claimant.node().isNamed(claim.name())) {
                claims.remove(claim);
            }
        } finally {
            claimant.unlock();
        }
    }

    /** What belongs to the node of one shard, whose lock the caller holds. */
    private final class ShardTerritory implements Territory {
        private final int shard;

        ShardTerritory(int shard) {
            this.shard = shard;
        }

        @Override
        public boolean holds(FourTuple name) {
            return shardOf(flow(name)) == shard;
        }

        @Override
        public int nodes() {
            return count;
        }

        @Override
        public int index() {
            return shard;
        }

        /** What one picks no other does. */
        @Override
        public boolean picks(int port) {
            return port % count == shard && !waiters.isAwaited(port);
        }

        @Override
        public void onWaiting(FourTuple filter) {
            waiters.add(filter, shard);
        }

        @Override
        public void onWaitingNoLonger(FourTuple filter) {
            waiters.remove(filter, shard);
        }

        @Override
        public void onFree(FourTuple name) {
            claims.remove(flow(name), name, shard);
        }
    }
}
