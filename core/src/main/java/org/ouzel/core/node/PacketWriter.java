package org.ouzel.core.node;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.ip.Interfaces.Route;
import org.ouzel.core.tcp.Departing;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.wire.Checksum;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpHeaders;
import org.ouzel.core.wire.Ipv6Address;
import org.ouzel.core.wire.OptionLayout;
import org.ouzel.core.wire.TcpSegment;

/** Writes the headers of a node's packets and gives them out, the payload behind them as it lies. */
final class PacketWriter {
    private static final int MAX_HEADERS = 40 + 60;

    /** Headers are whole words. */
    private static final int WORD = 4;

    /** Of what no connection's settings apply to: resets, echoes and errors. */
    private static final IpFields PLAIN = new IpFields(0, 64, true, 0);

    private final Interfaces interfaces;
    private final Drops drops;
    private final PacketOutput output;
    private final Identifications identifications;
    private final MemorySegment headers = Arena.ofAuto().allocate(MAX_HEADERS);
    private final IpHeaders made = new IpHeaders();

    /** The headers, as far as so many words are written: each made once, for there are not many. */
    private final @Nullable MemorySegment[] beginnings = new MemorySegment[MAX_HEADERS / WORD + 1];

    /** The last: often the next has the same. */
    private IpFields fields = PLAIN;

    private Unfinished unfinished = Unfinished.NOTHING;

    /** From where and to where a segment was written last, and the way it went: interfaces do not change. */
    private @Nullable IpAddress routedFrom;

    private @Nullable IpAddress routedTo;
    private Optional<Route> route = Optional.empty();

    PacketWriter(Interfaces interfaces, Drops drops, Identifications identifications, PacketOutput output) {
        this.interfaces = interfaces;
        this.drops = drops;
        this.output = output;
        this.identifications = identifications;
    }

    /** A segment of a connection. The ECN field is TCP's, whatever the user chose for the type of service. */
    void segment(FourTuple tuple, TcpSettings settings, Departing departing) {
        boolean whole = settings.header().dontFragment() || tuple.localAddress() instanceof Ipv6Address;
        int identification =
                whole ? 0 : identifications.next(tuple.localAddress(), tuple.remoteAddress(), departing.segments());
        int typeOfService = departing.ecn().in(settings.header().typeOfService());
        segment(
                tuple,
                fields(typeOfService, settings.header(), identification),
                settings.tuning().offers().layout(),
                departing.segment(),
                departing.isBundle() ? departing.segmentBytes() : 0);
    }

    private IpFields fields(int typeOfService, TcpSettings.Header of, int identification) {
        if (fields.typeOfService() != typeOfService
                || fields.timeToLive() != of.timeToLive()
                || fields.dontFragment() != of.dontFragment()
                || fields.identification() != identification) {
            fields = new IpFields(typeOfService, of.timeToLive(), of.dontFragment(), identification);
        }
        return fields;
    }

    /** A segment of no connection. */
    void segment(FourTuple tuple, TcpSegment segment) {
        segment(tuple, PLAIN, OptionLayout.WORDS, segment, 0);
    }

    private void segment(FourTuple tuple, IpFields fields, OptionLayout layout, TcpSegment segment, int segmentBytes) {
        Optional<Route> route = route(tuple);
        if (route.isEmpty()) {
            drops.count(DropReason.NOT_OURS);
            return;
        }
        int headerLength = segment.headerLength(layout);
        int length = headerLength + segment.payload().length();
        IpHeader ip = made.of(tuple.localAddress(), tuple.remoteAddress(), fields, TcpSegment.PROTOCOL, length);
        ip.write(headers);
        boolean completes = route.get().by().offload().checksums();
        segment.writeHeader(headers, ip, layout, completes ? Checksum.OF_PSEUDO_HEADER : Checksum.COMPLETE);
        MemorySegment written = beginning(ip.headerLength() + headerLength);
        Unfinished left = unfinished(segmentBytes, completes ? ip.headerLength() : 0);
        output.packet(route.get().interfaceIndex(), written, segment.payload(), left);
    }

    private Unfinished unfinished(int segmentBytes, int checksumStart) {
        if (unfinished.segmentBytes() != segmentBytes || unfinished.checksumStart() != checksumStart) {
            unfinished = new Unfinished(segmentBytes, checksumStart);
        }
        return unfinished;
    }

    /** The way to a connection's peer: often that of the segment before. */
    private Optional<Route> route(FourTuple tuple) {
        if (!tuple.remoteAddress().equals(routedTo) || !tuple.localAddress().equals(routedFrom)) {
            routedFrom = tuple.localAddress();
            routedTo = tuple.remoteAddress();
            route = interfaces.route(tuple.remoteAddress(), Optional.of(tuple.localAddress()));
        }
        return route;
    }

    /** The headers, as far as they are written. */
    private MemorySegment beginning(int length) {
        MemorySegment known = beginnings[length / WORD];
        if (known == null) {
            known = headers.asSlice(0, length);
            beginnings[length / WORD] = known;
        }
        return known;
    }

    /** Answers the sender of a packet by ICMP, the way it came. */
    void answer(int interfaceIndex, IpHeader to, IcmpMessage message) {
        int length = IcmpMessage.HEADER_LENGTH + message.body().length();
        IpAddress us = to.destination();
        IpHeader ip = IpHeader.of(us, to.source(), PLAIN, message.protocol(), length);
        if (ip.totalLength() > interfaces.all().get(interfaceIndex).mtu()) {
            drops.count(DropReason.ANSWER_TOO_LARGE);
            return;
        }
        ip.write(headers);
        message.writeHeader(headers.asSlice(ip.headerLength()), ip.source(), ip.destination());
        MemorySegment written = beginning(ip.headerLength() + IcmpMessage.HEADER_LENGTH);
        output.packet(interfaceIndex, written, message.body(), Unfinished.NOTHING);
    }
}
