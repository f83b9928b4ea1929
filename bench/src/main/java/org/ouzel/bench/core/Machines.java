package org.ouzel.bench.core;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interface.Offload;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.node.Backlog;
import org.ouzel.core.node.Node;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.Payload;

/** Two nodes and the wire between them: packets wait on it, each in memory of its own, until they are carried. */
final class Machines {
    static final int MTU = 1500;

    /** What a segment carries, with its timestamps. */
    static final int SEGMENT_BYTES = 1448;

    private static final int FIRST_PORT = 7;

    /** So many connections go to one port: an address has not many more ports of its own to call from. */
    private static final int CONNECTIONS_OF_PORT = 16_000;

    private static final int QUEUE = 1 << 12;
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");
    private static final IpAddress SERVER = IpAddress.parse("192.0.2.2");

    private final Drops drops = new Drops();
    private final Blocks blocks;
    private final Wire toServer = new Wire();
    private final Wire toClient = new Wire();
    private final boolean checked;
    private final long stepNs;
    private final Node client;
    private final Node server;
    private int connections;
    private long now;

    /** Two ends of one connection. */
    record Connection(Tcb client, Tcb server) {}

    /**
     * Two nodes.
     *
     * @param checksums whether TCP's checksums are made and checked, and not left to the wire
     * @param parameters the times of both
     * @param stepNs how long it takes to carry what waits
     */
    Machines(boolean checksums, TcpParameters parameters, long stepNs) {
        this.checked = !checksums;
        this.stepNs = stepNs;
        this.blocks = new Blocks(drops, parameters);
        this.client = node(CLIENT, toServer);
        this.server = node(SERVER, toClient);
    }

    private Node node(IpAddress address, Wire wire) {
        Interface by = new Interface("wire", new Offload(0, checked), MTU, List.of(IpPrefix.parse(address + "/24")));
        return new Node(
                new Interfaces(List.of(by)),
                drops,
                new SipHash(5, 6),
                (index, headers, payload, unfinished) -> wire.add(headers, payload));
    }

    /** Opens one more connection. */
    Connection connect() {
        int port = FIRST_PORT + connections++ / CONNECTIONS_OF_PORT;
        try {
            Tcb passive = blocks.make();
            server.passiveOpen(passive, FourTuple.local(SERVER, port), Long.MAX_VALUE, now);
            Tcb active = blocks.make();
            client.activeOpen(active, FourTuple.to(SERVER, port), now);
            carryAll();
            return new Connection(active, passive);
        } catch (OpenFailed | CallRefused failed) {
            throw new AssertionError(failed);
        }
    }

    /** The server listens for all that come. */
    Backlog listen() {
        try {
            return server.listen(FourTuple.local(SERVER, FIRST_PORT), 1, blocks::make);
        } catch (OpenFailed failed) {
            throw new AssertionError(failed);
        }
    }

    /**
     * All that a brief connection is: opened, a byte there and a byte back, ended by the client, then by the server. Those that rest are
     * gone when their time has come. Returns how many packets that has taken.
     */
    int visit(Backlog backlog, MemorySegment octet) {
        try {
            Tcb active = blocks.make();
            client.activeOpen(active, FourTuple.to(SERVER, FIRST_PORT), now);
            int packets = carryAll();
            Tcb passive = backlog.accept().orElseThrow();
            packets += transfer(client, active, server, passive, octet, octet);
            packets += transfer(server, passive, client, active, octet, octet);
            active.close(now);
            client.settle(active, now);
            packets += carryAll();
            passive.close(now);
            server.settle(passive, now);
            packets += carryAll();
            client.onTimer(now);
            server.onTimer(now);
            if (passive.state() != State.CLOSED) {
                throw new AssertionError(active.state() + " and " + passive.state());
            }
            return packets;
        } catch (OpenFailed | CallRefused failed) {
            throw new AssertionError(failed);
        }
    }

    /** The client sends some bytes, and the server reads them; returns how many packets that has taken. */
    int transfer(Connection by, MemorySegment data, MemorySegment into) {
        try {
            return transfer(client, by.client(), server, by.server(), data, into);
        } catch (CallRefused refused) {
            throw new AssertionError(refused);
        }
    }

    private int transfer(Node from, Tcb sender, Node to, Tcb receiver, MemorySegment data, MemorySegment into)
            throws CallRefused {
        sender.write(data, true, false, now);
        from.settle(sender, now);
        int packets = carryAll();
        receiver.read(into, now);
        to.settle(receiver, now);
        return packets + carryAll();
    }

    /** Carries packets until none waits: all that wait for a node are one batch. */
    private int carryAll() {
        int carried = 0;
        while (!toServer.isEmpty() || !toClient.isEmpty()) {
            now += stepNs;
            carried += carry(toServer, server) + carry(toClient, client);
        }
        return carried;
    }

    private int carry(Wire wire, Node to) {
        int packets = 0;
        for (; !wire.isEmpty(); packets++) {
            to.onPacketOfBatch(0, wire.take(), checked, now);
        }
        to.onBatchEnd(now);
        while (to.hasTouched()) {
            to.takeTouched().takeSignals();
        }
        return packets;
    }

    /** What has gone wrong: nothing, or the figures mean something else than they say. */
    void requireNothingDropped() {
        drops.snapshot().forEach((reason, count) -> {
            if (count > 0) {
                throw new AssertionError(count + " dropped: " + reason);
            }
        });
    }

    /** A queue of packets. */
    private static final class Wire {
        private final MemorySegment[] frames = new MemorySegment[QUEUE];

        /** By its length, what a frame holds: made when one of that length first comes, for a wire costs nothing. */
        private final @Nullable MemorySegment[][] held = new MemorySegment[QUEUE][];

        private final MemorySegment[] packets = new MemorySegment[QUEUE];
        private int head;
        private int tail;

        Wire() {
            for (int i = 0; i < QUEUE; i++) {
                frames[i] = Arena.global().allocate(MTU, Long.BYTES);
                packets[i] = frames[i];
            }
        }

        boolean isEmpty() {
            return head == tail;
        }

        void add(MemorySegment headers, Payload payload) {
            if (isEmpty()) {
                // The same memory again, which the processor has at hand, as it has that of a device's ring.
                head = 0;
                tail = 0;
            }
            int slot = tail++ % QUEUE;
            MemorySegment frame = frames[slot];
            int length = (int) headers.byteSize();
            MemorySegment.copy(headers, 0, frame, 0, length);
            payload.copyTo(frame, length);
            packets[slot] = held(slot, length + payload.length());
        }

        private MemorySegment held(int slot, int bytes) {
            @Nullable MemorySegment[] ofFrame = held[slot];
            if (ofFrame == null) {
                ofFrame = new MemorySegment[MTU + 1];
                held[slot] = ofFrame;
            }
            MemorySegment packet = ofFrame[bytes];
            if (packet == null) {
                packet = frames[slot].asSlice(0, bytes);
                ofFrame[bytes] = packet;
            }
            return packet;
        }

        MemorySegment take() {
            return packets[head++ % QUEUE];
        }
    }
}
