package org.ouzel.bench.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.TcpSegment;

/** Two blocks that have shaken hands, and what each of them has said last: from there on one of them is talked to by hand. */
final class Established {
    private static final long STEP_NS = 1_000_000;

    final Drops drops = new Drops();
    final Tcb client;
    final Tcb server;
    long now;

    private final FourTuple tuple = new FourTuple(address(1), 40_000, address(2), 7);
    private final FourTuple serverName = new FourTuple(address(2), 7, address(1), 40_000);
    private final Deque<TcpSegment> toServer = new ArrayDeque<>();
    private final Deque<TcpSegment> toClient = new ArrayDeque<>();
    private @Nullable TcpSegment lastOfClient;
    private @Nullable TcpSegment lastOfServer;

    Established() {
        Blocks blocks = new Blocks(drops, TcpParameters.DEFAULT);
        client = blocks.make();
        server = blocks.make();
        try {
            server.passiveOpen(Long.MAX_VALUE);
            client.activeOpen(tuple, Machines.MTU, now);
        } catch (CallRefused refused) {
            throw new AssertionError(refused);
        }
        do {
            now += STEP_NS;
            client.poll(
                    now,
                    (of, settings, departing) ->
                            toServer.add(departing.segment().kept()));
            for (TcpSegment segment : toServer) {
                lastOfClient = segment;
                arrive(segment);
            }
            toServer.clear();
            server.poll(
                    now,
                    (of, settings, departing) ->
                            toClient.add(departing.segment().kept()));
            for (TcpSegment segment : toClient) {
                lastOfServer = segment;
                client.onSegment(segment, EcnCodepoint.NOT_ECT, now);
            }
            toClient.clear();
        } while (server.state() != State.ESTABLISHED);
    }

    private static IpAddress address(int host) {
        return IpAddress.parse("192.0.2." + host);
    }

    private void arrive(TcpSegment segment) {
        if (server.state() == State.LISTEN) {
            server.onRequest(serverName, Machines.MTU, segment, EcnCodepoint.NOT_ECT, now);
        } else {
            server.onSegment(segment, EcnCodepoint.NOT_ECT, now);
        }
    }

    /** The client's acknowledgment that has ended the handshake. */
    TcpSegment lastOfClient() {
        return Objects.requireNonNull(lastOfClient);
    }

    /** The server's SYN,ACK. */
    TcpSegment lastOfServer() {
        return Objects.requireNonNull(lastOfServer);
    }

    /** What has gone wrong: nothing, or the figures mean something else than they say. */
    void requireNothingDropped() {
        drops.snapshot().forEach((reason, count) -> {
            throw new AssertionError(count + " dropped: " + reason);
        });
    }
}
