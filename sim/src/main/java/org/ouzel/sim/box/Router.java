package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ouzel.core.ip.IcmpAnswers;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.sim.net.Timeline;

/**
 * A router (RFC 1812, RFC 8200): forwards by the longest prefix, counts the TTL down, fragments IPv4 where it may, and tells
 * senders by ICMP why their packets end here. Its neighbours are whoever is connected to its ports: it resolves no link
 * addresses. It answers echoes to its own addresses and takes nothing else.
 */
public final class Router {
    /** RFC 791: every link carries packets of this size. */
    public static final int MIN_MTU = 68;

    /** RFC 3927 §7 and RFC 4291 §2.5.6: what is never forwarded. */
    private static final List<IpPrefix> LINK_LOCAL =
            List.of(IpPrefix.parse("169.254.0.0/16"), IpPrefix.parse("fe80::/10"));

    private static final int FLAGS = 6;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int ECHO_V4 = 8;
    private static final int ECHO_V6 = 128;

    private final Timeline timeline;
    private final RouterSettings settings;
    private final ErrorLimit limit;
    private final List<Leg> legs = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final Tally tally = new Tally();

    /** A router without ports. */
    public Router(Timeline timeline, RouterSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.limit = new ErrorLimit(settings.errorsPerSecond(), settings.errorBurst());
    }

    /** A port and what is known of the network behind it. */
    private static final class Leg {
        private final Port port;
        private final List<IpPrefix> addresses;
        private int mtu;

        Leg(Port port, List<IpPrefix> addresses, int mtu) {
            this.port = port;
            this.addresses = addresses;
            this.mtu = mtu;
        }
    }

    private record Route(IpPrefix destination, Leg by) {}

    // ---- What it is made of

    /**
     * Adds a port, and routes to the networks of its addresses.
     *
     * @param mtu the largest packet that its network takes
     * @param addresses the router's addresses there, each with its network's prefix length: {@code 192.0.2.1/24}
     */
    public Port port(int mtu, String... addresses) {
        Port port = new Port(this::arrived);
        List<IpPrefix> prefixes = Stream.of(addresses).map(IpPrefix::parse).toList();
        Leg leg = new Leg(port, prefixes, atLeastMinimum(mtu));
        legs.add(leg);
        prefixes.forEach(prefix -> route(prefix, leg));
        return port;
    }

    /** Changes the MTU of the network behind a port. */
    public void mtu(Port port, int mtu) {
        leg(port).mtu = atLeastMinimum(mtu);
    }

    /** The MTU of the network behind a port. */
    public int mtu(Port port) {
        return leg(port).mtu;
    }

    private static int atLeastMinimum(int mtu) {
        if (mtu < MIN_MTU) {
            throw new IllegalArgumentException("an MTU of " + mtu + ": at least " + MIN_MTU);
        }
        return mtu;
    }

    /** Sends what is for a network, {@code 198.51.100.0/24}, through a port from now on. */
    public void route(String destination, Port port) {
        route(IpPrefix.parse(destination), leg(port));
    }

    private void route(IpPrefix destination, Leg leg) {
        withdraw(destination);
        routes.add(new Route(destination, leg));
        routes.sort(Comparator.comparingInt((Route route) -> route.destination().length())
                .reversed());
    }

    /** Forgets a route; harmless if there is none. */
    public void withdraw(String destination) {
        withdraw(IpPrefix.parse(destination));
    }

    private void withdraw(IpPrefix destination) {
        routes.removeIf(route -> isSameNetwork(route.destination(), destination));
    }

    private static boolean isSameNetwork(IpPrefix one, IpPrefix other) {
        return one.length() == other.length() && one.contains(other.address());
    }

    private Leg leg(Port port) {
        return legs.stream()
                .filter(leg -> leg.port.equals(port))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a port of some other box"));
    }

    /** What has become of the packets so far. */
    public Tally tally() {
        return tally;
    }

    // ---- What becomes of a packet

    private void arrived(MemorySegment bytes) {
        Optional<Packet> read = Packet.read(bytes);
        if (read.isEmpty()) {
            tally.count(Outcome.MALFORMED);
            return;
        }
        Packet packet = read.get();
        if (isOurs(packet.destination())) {
            deliver(packet);
        } else if (mayPass(packet)) {
            forward(packet);
        } else {
            tally.count(Outcome.MARTIAN);
        }
    }

    private boolean isOurs(IpAddress address) {
        return legs.stream().anyMatch(leg -> leg.addresses.stream()
                .anyMatch(ours -> ours.address().equals(address)));
    }

    /**
     * RFC 1812 §5.3.7 has packets with impossible addresses dropped, RFC 2644 directed broadcasts. There is no multicast routing
     * here.
     */
    private boolean mayPass(Packet packet) {
        return isRoutable(packet.source())
                && isRoutable(packet.destination())
                && legs.stream().noneMatch(leg -> leg.addresses.stream()
                        .anyMatch(ours -> ours.isBroadcast(packet.destination())));
    }

    private static boolean isRoutable(IpAddress address) {
        return address.isUnicast()
                && !address.isLoopback()
                && LINK_LOCAL.stream().noneMatch(prefix -> prefix.contains(address));
    }

    private Optional<Leg> legTowards(IpAddress destination) {
        return routes.stream()
                .filter(route -> route.destination().contains(destination))
                .map(Route::by)
                .findFirst();
    }

    private void forward(Packet packet) {
        Optional<Leg> leg = legTowards(packet.destination());
        if (leg.isEmpty()) {
            tally.count(Outcome.NO_ROUTE);
            explain(IcmpError.NO_ROUTE, packet, 0);
        } else if (packet.timeToLive() <= 1) {
            // RFC 1812 §5.2.3, RFC 4443 §3.3. The error quotes the packet as it came: nothing was changed yet.
            tally.count(Outcome.TIME_EXCEEDED);
            explain(IcmpError.TIME_EXCEEDED, packet, 0);
        } else if (packet.length() <= leg.get().mtu) {
            packet.countDownTimeToLive();
            tally.count(Outcome.PASSED);
            leg.get().port.send(packet.bytes());
        } else {
            tooBig(packet, leg.get());
        }
    }

    private void tooBig(Packet packet, Leg leg) {
        if (isFragmentable(packet)) {
            packet.countDownTimeToLive();
            fragment(packet, leg);
            return;
        }
        tally.count(Outcome.TOO_BIG);
        if (settings.blackHole()) {
            tally.count(Outcome.ERROR_WITHHELD);
        } else {
            explain(IcmpError.TOO_BIG, packet, leg.mtu);
        }
    }

    /** RFC 8200 §5: routers never fragment IPv6. */
    private static boolean isFragmentable(Packet packet) {
        return !packet.isIpv6() && (packet.word(FLAGS) & DONT_FRAGMENT) == 0;
    }

    private void fragment(Packet packet, Leg leg) {
        tally.count(Outcome.FRAGMENTED);
        Fragmentation.of(packet, leg.mtu).forEach(leg.port::send);
    }

    // ---- What it says itself

    private void explain(IcmpError error, Packet packet, int mtu) {
        Optional<Leg> back = legTowards(packet.source());
        // RFC 1812 §4.3.2.4: from an address of the port that the error leaves by.
        Optional<IpAddress> from = back.flatMap(leg -> addressLike(packet.source(), leg));
        if (from.isEmpty() || !IcmpError.mayBeAbout(packet) || !limit.admit(timeline.now())) {
            tally.count(Outcome.ERROR_WITHHELD);
            return;
        }
        tally.count(Outcome.ERROR_SENT);
        back.get().port.send(error.about(packet, from.get(), mtu));
    }

    private static Optional<IpAddress> addressLike(IpAddress other, Leg leg) {
        return leg.addresses.stream()
                .map(IpPrefix::address)
                .filter(address -> address.length() == other.length())
                .findFirst();
    }

    private void deliver(Packet packet) {
        Optional<MemorySegment> answer = packet.header().flatMap(header -> echoReply(packet, header));
        Optional<Leg> back = legTowards(packet.source());
        if (answer.isEmpty() || back.isEmpty()) {
            tally.count(Outcome.UNWANTED);
            return;
        }
        tally.count(Outcome.ANSWERED);
        emit(answer.get(), back.get());
    }

    /** Sends a packet of our own: no TTL is counted down, but the link takes no larger ones from us either. */
    private void emit(MemorySegment bytes, Leg leg) {
        Packet packet = Packet.read(bytes).orElseThrow();
        if (packet.length() <= leg.mtu) {
            leg.port.send(bytes);
        } else if (isFragmentable(packet)) {
            fragment(packet, leg);
        } else {
            tally.count(Outcome.TOO_BIG);
        }
    }

    /** The answer to an echo request (RFC 1812 §4.3.3.6, RFC 4443 §4.2); empty for anything else. */
    private static Optional<MemorySegment> echoReply(Packet packet, IpHeader header) {
        int protocol = packet.isIpv6() ? IcmpMessage.PROTOCOL_V6 : IcmpMessage.PROTOCOL_V4;
        if (header.protocol() != protocol || header.isFragment()) {
            return Optional.empty();
        }
        try {
            MemorySegment bytes = packet.bytes().asSlice(header.headerLength());
            IcmpMessage message = IcmpMessage.parse(bytes, header.source(), header.destination());
            if (message.type() != (packet.isIpv6() ? ECHO_V6 : ECHO_V4)) {
                return Optional.empty();
            }
            return Optional.of(Written.icmp(
                    /* source= */ header.destination(),
                    /* destination= */ header.source(),
                    replyFields(packet),
                    IcmpAnswers.echo(message)));
        } catch (MalformedPacket malformed) {
            return Optional.empty();
        }
    }

    /** The type of service, DF and identification of the request, so that a large echo comes back the way it went. */
    private static IpFields replyFields(Packet packet) {
        return packet.header()
                .filter(header -> !packet.isIpv6())
                .map(header -> new IpFields(
                        packet.octet(1), Written.PLAIN.timeToLive(), !isFragmentable(packet), packet.word(4)))
                .orElse(Written.PLAIN);
    }
}
