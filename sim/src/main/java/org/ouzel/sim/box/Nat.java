package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.core.tcp.Resets;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.box.Ends.End;
import org.ouzel.sim.box.NatMappings.Mapping;
import org.ouzel.sim.net.Timeline;

/**
 * An IPv4 address translator for TCP and ICMP (RFC 5382, RFC 5508): one external address for all inside. Whatever the peer, an
 * inside end keeps its external port; only peers that it has sent to may answer. It hairpins (RFC 5382 REQ-8). It counts no TTL
 * down: put a {@link Router} beside it. IPv6 passes untouched; IPv4 fragments and other protocols are dropped.
 */
public final class Nat {
    private final Timeline timeline;
    private final NatSettings settings;
    private final Ipv4Address external;
    private final NatMappings mappings;
    private final NatErrors errors;
    private final Tally tally = new Tally();
    private final Port inside = new Port(this::fromInside);
    private final Port outside = new Port(this::fromOutside);

    /**
     * A translator.
     *
     * @param external its address outside, {@code 203.0.113.1}
     * @param seed what its ports are drawn from
     */
    public Nat(Timeline timeline, NatSettings settings, String external, long seed) {
        if (!(IpAddress.parse(external) instanceof Ipv4Address address)) {
            throw new IllegalArgumentException("no IPv4 address: " + external);
        }
        this.timeline = timeline;
        this.settings = settings;
        this.external = address;
        this.mappings = new NatMappings(settings, new SplittableRandom(seed));
        this.errors = new NatErrors(mappings, address);
    }

    /** The port towards the hosts that it hides. */
    public Port inside() {
        return inside;
    }

    /** The port towards the world. */
    public Port outside() {
        return outside;
    }

    /** Forgets all mappings, as one does that loses its power for a moment. */
    public void restart() {
        mappings.clear();
    }

    /** What has become of the packets so far. */
    public Tally tally() {
        return tally;
    }

    // ---- Outwards

    private void fromInside(MemorySegment bytes) {
        Optional<Packet> read = admit(bytes, outside);
        if (read.isEmpty()) {
            return;
        }
        Packet packet = read.get();
        if (NatErrors.isError(packet)) {
            forwardError(packet, errors.outwards(packet, timeline.now()), outside);
            return;
        }
        Optional<Ends> ends = Ends.of(packet);
        if (ends.isPresent()) {
            outwards(packet, ends.get());
        } else {
            tally.count(Outcome.UNWANTED);
        }
    }

    private void outwards(Packet packet, Ends ends) {
        long now = timeline.now();
        Optional<Mapping> known = mappings.ofInside(ends.protocol(), ends.source(), now);
        boolean goesOn =
                known.flatMap(mapping -> mapping.session(ends.destination())).isPresent();
        if (!goesOn && !mayBegin(ends)) {
            stray(packet, ends, inside);
            return;
        }
        Optional<Mapping> mapping = known.or(() -> mappings.create(ends.protocol(), ends.source(), now));
        if (mapping.isEmpty()) {
            tally.count(Outcome.NO_PORT);
            return;
        }
        NatSession session = mapping.get().begin(ends.destination(), settings);
        if (ends.isTcp()) {
            session.onSent(ends.flags(), now);
        } else {
            session.onEcho(now);
        }
        ends.changeSource(new End(external, mapping.get().port()));
        tally.count(Outcome.CHANGED);
        sendOutwards(packet);
    }

    /** RFC 5382 REQ-8: what is for the external address turns round here. */
    private void sendOutwards(Packet packet) {
        if (packet.destination().equals(external)) {
            fromOutside(packet.bytes());
        } else {
            outside.send(packet.bytes());
        }
    }

    private boolean mayBegin(Ends ends) {
        if (!ends.isTcp()) {
            return ends.hasSourcePort();
        }
        TcpFlags flags = ends.flags();
        boolean request = flags.has(TcpFlags.SYN) && !flags.has(TcpFlags.ACK);
        return !flags.has(TcpFlags.RST) && (request || settings.picksUp());
    }

    // ---- Inwards

    private void fromOutside(MemorySegment bytes) {
        Optional<Packet> read = admit(bytes, inside);
        if (read.isEmpty()) {
            return;
        }
        Packet packet = read.get();
        Optional<Ends> ends = Ends.of(packet);
        if (!packet.destination().equals(external)) {
            tally.count(Outcome.UNWANTED);
        } else if (NatErrors.isError(packet)) {
            forwardError(packet, errors.inwards(packet, timeline.now()), inside);
        } else if (ends.isPresent()) {
            inwards(packet, ends.get());
        } else {
            tally.count(Outcome.UNWANTED);
        }
    }

    private void inwards(Packet packet, Ends ends) {
        long now = timeline.now();
        Optional<Mapping> mapping =
                mappings.ofPort(ends.protocol(), ends.destination().port(), now);
        Optional<NatSession> session = mapping.flatMap(known -> known.session(ends.source()));
        if (session.isEmpty()) {
            stray(packet, ends, outside);
            return;
        }
        if (ends.isTcp()) {
            session.get().onHeard(ends.flags(), now);
        } else {
            session.get().onEcho(now);
        }
        ends.changeDestination(mapping.orElseThrow().inside());
        tally.count(Outcome.CHANGED);
        inside.send(packet.bytes());
    }

    // ---- Both ways

    /** Lets IPv6 by, and drops what is no whole packet. */
    private Optional<Packet> admit(MemorySegment bytes, Port onwards) {
        Optional<Packet> read = Packet.read(bytes);
        if (read.isEmpty()) {
            tally.count(Outcome.MALFORMED);
            return read;
        }
        Packet packet = read.get();
        if (packet.isIpv6()) {
            tally.count(Outcome.PASSED);
            onwards.send(packet.bytes());
            return Optional.empty();
        }
        boolean isWhole = packet.header()
                .filter(header -> !header.isFragment())
                .filter(header -> header.protocol() != TcpSegment.PROTOCOL
                        || packet.segmentAt().isPresent())
                .isPresent();
        if (!isWhole) {
            tally.count(Outcome.UNWANTED);
            return Optional.empty();
        }
        return read;
    }

    private void forwardError(Packet packet, Outcome outcome, Port onwards) {
        tally.count(outcome);
        if (outcome == Outcome.CHANGED) {
            onwards.send(packet.bytes());
        }
    }

    /** What belongs to nothing: dropped, or answered the way it came, in the name of whom it was for. */
    private void stray(Packet packet, Ends ends, Port back) {
        tally.count(Outcome.NO_MAPPING);
        if (ends.isTcp() && settings.resets()) {
            reset(packet).ifPresent(answer -> {
                tally.count(Outcome.ANSWERED);
                back.send(answer);
            });
        }
    }

    private static Optional<MemorySegment> reset(Packet packet) {
        IpAddress source = packet.source();
        IpAddress destination = packet.destination();
        try {
            MemorySegment bytes = packet.bytes().asSlice(packet.fixedHeaderLength());
            return Resets.answering(TcpSegment.parse(bytes, source, destination))
                    .map(reset -> Written.segment(/* source= */ destination, /* destination= */ source, reset));
        } catch (MalformedPacket malformed) {
            return Optional.empty(); // its checksum does not hold: no host would answer it either
        }
    }
}
