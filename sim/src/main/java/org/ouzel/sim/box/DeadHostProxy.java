package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Resets;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.TcpSegment;

/**
 * Stands before a host, and answers for it when it is gone. While the host lives, all passes, and the proxy remembers how far
 * its connections are; from its death on nothing reaches the host, nothing that it sends gets out, and segments for it are
 * answered as the {@link Conduct} says. Fragments and all that is not TCP are met with silence.
 */
public final class DeadHostProxy {
    private final SplittableRandom random;
    private final Map<FourTuple, DeadConversation> conversations = new HashMap<>();
    private final Tally tally = new Tally();
    private final Port host = new Port(this::fromHost);
    private final Port network = new Port(this::fromNetwork);
    private Optional<Conduct> conduct = Optional.empty();

    /** What becomes of segments for a host that is gone. */
    public enum Conduct {
        /** Nothing: as if it had lost its power. */
        SILENT,
        /** A reset answers each: as if it had started anew and forgotten its connections. */
        RESETTING,
        /** A SYN is answered by SYN and ACK; then silence. */
        HALF_OPEN,
        /** A SYN is answered, and data and FIN are acknowledged, but nobody will ever read them. */
        ACKNOWLEDGING
    }

    /**
     * A proxy before a host that lives.
     *
     * @param seed what the initial sequence numbers are drawn from, with which it answers
     */
    public DeadHostProxy(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The port towards the host. */
    public Port host() {
        return host;
    }

    /** The port towards everybody else. */
    public Port network() {
        return network;
    }

    /** From now on the host is gone, and this is how the proxy behaves. */
    public void die(Conduct how) {
        conduct = Optional.of(how);
    }

    /** The host is back, as it was. */
    public void revive() {
        conduct = Optional.empty();
    }

    /** What has become of the packets so far. */
    public Tally tally() {
        return tally;
    }

    private void fromHost(MemorySegment bytes) {
        if (conduct.isPresent()) {
            tally.count(Outcome.UNWANTED);
            return;
        }
        segment(bytes).ifPresent(arrived -> of(arrived.reversed()).onSent(arrived.segment()));
        pass(bytes, network);
    }

    private void fromNetwork(MemorySegment bytes) {
        if (conduct.isEmpty()) {
            pass(bytes, host);
            return;
        }
        Optional<Arrived> arrived = segment(bytes);
        Optional<TcpSegment> answer = arrived.flatMap(segment -> answer(conduct.get(), segment));
        if (answer.isEmpty()) {
            tally.count(Outcome.UNWANTED);
            return;
        }
        tally.count(Outcome.ANSWERED);
        FourTuple tuple = arrived.orElseThrow().tuple();
        network.send(Written.segment(tuple.localAddress(), tuple.remoteAddress(), answer.get()));
    }

    private void pass(MemorySegment bytes, Port to) {
        tally.count(Outcome.PASSED);
        to.send(bytes);
    }

    private Optional<TcpSegment> answer(Conduct how, Arrived arrived) {
        TcpSegment segment = arrived.segment();
        return switch (how) {
            case SILENT -> Optional.empty();
            case RESETTING -> Resets.answering(segment);
            case HALF_OPEN -> of(arrived).onRequest(segment);
            case ACKNOWLEDGING -> of(arrived).onSegment(segment);
        };
    }

    private DeadConversation of(Arrived arrived) {
        return conversations.computeIfAbsent(arrived.tuple(), unknown -> new DeadConversation(random.nextInt()));
    }

    /** A segment and its connection, the receiver of the segment being the local end. */
    private record Arrived(FourTuple tuple, TcpSegment segment) {
        /** The same, the sender being the local end. */
        Arrived reversed() {
            return new Arrived(
                    new FourTuple(
                            /* localAddress= */ tuple.remoteAddress(),
                            /* localPort= */ tuple.remotePort(),
                            /* remoteAddress= */ tuple.localAddress(),
                            /* remotePort= */ tuple.localPort()),
                    segment);
        }
    }

    /** The segment in a packet; empty if there is none whose checksum holds: a host would not answer it. */
    private static Optional<Arrived> segment(MemorySegment bytes) {
        Optional<Packet> read =
                Packet.read(bytes).filter(packet -> packet.segmentAt().isPresent());
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Packet packet = read.get();
        IpAddress source = packet.source();
        IpAddress destination = packet.destination();
        try {
            MemorySegment tcp = packet.bytes().asSlice(packet.segmentAt().orElseThrow());
            TcpSegment segment = TcpSegment.parse(tcp, source, destination);
            FourTuple tuple = new FourTuple(destination, segment.destinationPort(), source, segment.sourcePort());
            return Optional.of(new Arrived(tuple, segment));
        } catch (MalformedPacket malformed) {
            return Optional.empty();
        }
    }
}
