package org.ouzel.sim.campaign;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.QuotedSegment;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.Machine;
import org.ouzel.sim.campaign.Terrain.Place;
import org.ouzel.sim.net.Wire;
import org.ouzel.sim.net.WireObserver;

/** Stands at the one card of a machine, and holds what the machine's TCP says against what has come to it. */
final class Witness {
    private final Machine machine;
    private final Verdict verdict;
    private final Map<FourTuple, Track> tracks = new LinkedHashMap<>();

    /** Of names that another connection has got since: a program that was stalled asks late for the one that it has. */
    private final Map<FourTuple, List<Track>> former = new HashMap<>();

    /** The SYNs that have come for connections that are yet to be. */
    private final Map<FourTuple, Map<Integer, TcpSegment>> synsIn = new HashMap<>();

    private long wraps;

    /**
     * A witness of what comes in, and of what the machine means to send: what its device refuses is no less sent to its TCP than
     * what is lost later.
     */
    Witness(Place place, Verdict verdict) {
        this.machine = place.machine();
        this.verdict = verdict;
        watchIn(place.in());
        place.card().onRefused(this::sent);
        place.out().observe(new WireObserver() {
            @Override
            public void entered(long nowNs, long number, MemorySegment packet) {
                sent(packet);
            }
        });
    }

    /** Another wire that leads to the machine. */
    void watchIn(Wire in) {
        in.observe(new WireObserver() {
            @Override
            public void left(long nowNs, long number, MemorySegment packet) {
                arrived(packet);
            }
        });
    }

    /** What it knows of a connection of the machine's; empty if it has sent nothing there. */
    Optional<Track> track(InetSocketAddress local, InetSocketAddress remote) {
        return Optional.ofNullable(tracks.get(new FourTuple(
                IpAddress.of(local.getAddress()),
                local.getPort(),
                IpAddress.of(remote.getAddress()),
                remote.getPort())));
    }

    /** The same, of the connection whose SND.UNA this is: another may have got its name since. */
    Optional<Track> track(InetSocketAddress local, InetSocketAddress remote, long sndUna) {
        Optional<Track> latest = track(local, remote);
        return latest.filter(track -> track.hasSent(sndUna))
                .or(() -> latest.flatMap(track -> former.getOrDefault(track.tuple(), List.of()).stream()
                        .filter(before -> before.hasSent(sndUna))
                        .findFirst()));
    }

    /** All of them, for those who look for a victim. */
    Collection<Track> tracks() {
        return tracks.values();
    }

    /** The machine has crashed: it knows nothing of what was. */
    void onCrash() {
        tracks.values().forEach(track -> wraps += track.wraps());
        tracks.clear();
        former.clear();
        synsIn.clear();
    }

    /** How often what has come in order has crossed 2^32. */
    long wraps() {
        return wraps + tracks.values().stream().mapToLong(Track::wraps).sum();
    }

    String name() {
        return machine.name();
    }

    // ---- What passes

    private void arrived(MemorySegment packet) {
        if (!machine.isOn()) {
            return;
        }
        try {
            IpHeader header = IpHeader.parse(packet);
            MemorySegment body = body(packet, header);
            if (header.isFragment()) {
                return;
            }
            if (header.protocol() == TcpSegment.PROTOCOL) {
                TcpSegment segment = TcpSegment.parse(body, header.source(), header.destination());
                arrived(tupleOfArrived(header, segment), segment, header.ecn());
            } else {
                arrived(IcmpMessage.parse(body, header.source(), header.destination()));
            }
        } catch (MalformedPacket damaged) {
            // The machine must not take it for anything either.
            return;
        }
    }

    private static MemorySegment body(MemorySegment packet, IpHeader header) {
        return packet.asSlice(header.headerLength(), header.totalLength() - header.headerLength());
    }

    private static FourTuple tupleOfArrived(IpHeader header, TcpSegment segment) {
        return new FourTuple(header.destination(), segment.destinationPort(), header.source(), segment.sourcePort());
    }

    private void arrived(FourTuple tuple, TcpSegment segment, EcnCodepoint ecn) {
        if (segment.has(TcpFlags.SYN)) {
            synsIn.computeIfAbsent(tuple, unknown -> new HashMap<>()).put(segment.seq(), segment);
        }
        Track track = tracks.get(tuple);
        if (track != null) {
            track.onArrived(segment, ecn);
        }
    }

    private void arrived(IcmpMessage message) {
        QuotedSegment.parse(MemorySegment.ofArray(message.body().toByteArray()))
                .map(quoted -> tracks.get(new FourTuple(
                        quoted.source(), quoted.sourcePort(), quoted.destination(), quoted.destinationPort())))
                .ifPresent(Track::onIcmp);
    }

    private void sent(MemorySegment packet) {
        try {
            IpHeader header = IpHeader.parse(packet);
            if (header.protocol() == TcpSegment.PROTOCOL) {
                TcpSegment segment = TcpSegment.parse(body(packet, header), header.source(), header.destination());
                sent(
                        new FourTuple(
                                header.source(), segment.sourcePort(), header.destination(), segment.destinationPort()),
                        segment,
                        header.ecn());
            }
        } catch (MalformedPacket malformed) {
            verdict.violated(Property.SOUNDNESS, machine.name() + " sent a packet that is none: " + malformed.reason());
        }
    }

    private void sent(FourTuple tuple, TcpSegment segment, EcnCodepoint ecn) {
        Track track = tracks.get(tuple);
        if (segment.has(TcpFlags.SYN) && (track == null || !track.beganWith(segment))) {
            if (track != null) {
                wraps += track.wraps();
                former.computeIfAbsent(tuple, name -> new ArrayList<>()).add(track);
            }
            track = new Track(machine.name() + " " + tuple, tuple, verdict, segment);
            tracks.put(tuple, track);
        }
        if (track != null) {
            track.onSent(segment, ecn, synsIn.getOrDefault(tuple, Map.of()));
        }
    }
}
