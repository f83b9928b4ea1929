package org.ouzel.drill.run;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ouzel.drill.script.Action;
import org.ouzel.drill.script.Direction;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.IcmpSpec;
import org.ouzel.drill.script.KnownOption;
import org.ouzel.drill.script.PacketPayload;
import org.ouzel.drill.script.PacketSpec;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.script.Script;
import org.ouzel.drill.script.ScriptOption;
import org.ouzel.drill.script.TcpSpec;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Datagram;
import org.ouzel.drill.wire.Envelope;
import org.ouzel.drill.wire.Icmp;
import org.ouzel.drill.wire.Packet;
import org.ouzel.drill.wire.Segment;

/**
 * What a script puts around its packets, and so the tunnels of the host under test: a host has those that its script mentions.
 */
public final class Tunnels {
    /** There are none. */
    public static final Tunnels NONE = new Tunnels(Optional.empty(), List.of());

    /** {@code none}, or a protocol and the ports of UDP that it is in, that of the host under test first. */
    private static final Pattern OPTION = Pattern.compile("(none|tcp|sctp)(?:[:,](\\d{1,5})[:,](\\d{1,5}))?");

    /** IANA's port for SCTP in UDP, which FreeBSD's users have for TCP too. */
    private static final String USUAL_PORT = "9899";

    private static final int LARGEST_PORT = 0xffff;

    /** The UDP that all segments of the host under test are in. */
    private final Optional<Ports> everywhere;

    private final List<PacketSpec> packets;
    private final Set<Integer> localPorts = new HashSet<>();

    private Tunnels(Optional<Ports> everywhere, List<PacketSpec> packets) {
        this.everywhere = everywhere;
        this.packets = packets;
        for (PacketSpec packet : packets) {
            boolean in = packet.direction() == Direction.INBOUND;
            udp(packet).ifPresent(ports -> localPorts.add(in ? ports.destination() : ports.source()));
        }
    }

    /**
     * The tunnels of a script.
     *
     * @throws BadOption if {@code --udp_encapsulation} is not understood
     */
    static Tunnels of(Script script) throws BadOption {
        List<PacketSpec> packets = script.events().stream()
                .filter(event -> event.action() instanceof Action.Packet)
                .map(event -> ((Action.Packet) event.action()).packet())
                .toList();
        Optional<ScriptOption> option = script.options().find(KnownOption.UDP_ENCAPSULATION);
        Optional<String> value = script.options().text(KnownOption.UDP_ENCAPSULATION);
        return new Tunnels(option.isPresent() ? everywhere(option.get(), value.orElse("")) : Optional.empty(), packets);
    }

    private static Optional<Ports> everywhere(ScriptOption option, String value) throws BadOption {
        Matcher matcher = OPTION.matcher(value);
        if (!matcher.matches()) {
            throw new BadOption(
                    option, "it is none, or a protocol and the ports of UDP that it is in, as tcp:9899:9899");
        }
        if (!matcher.group(1).equals("tcp")) {
            return Optional.empty();
        }
        int local = Integer.parseInt(Optional.ofNullable(matcher.group(2)).orElse(USUAL_PORT));
        int remote = Integer.parseInt(Optional.ofNullable(matcher.group(3)).orElse(USUAL_PORT));
        if (local > LARGEST_PORT || remote > LARGEST_PORT) {
            throw new BadOption(option, "no port is above " + LARGEST_PORT);
        }
        return Optional.of(new Ports(local, remote));
    }

    // ---- What is written

    /** What is around a packet. */
    Envelope around(PacketSpec packet) throws CannotBeSent {
        return Headers.envelope(packet.outer(), udp(packet));
    }

    /** The ports of the UDP that a segment is in: its own, or those of the whole script. */
    Optional<Ports> udp(PacketSpec packet) {
        if (packet.udp().isPresent() || !(packet.payload() instanceof TcpSpec)) {
            return packet.udp();
        }
        return packet.direction() == Direction.OUTBOUND ? everywhere : everywhere.map(Ports::reversed);
    }

    // ---- What the host makes of it

    /** How many bytes are around a packet at the most. */
    int largestBytes() {
        return packets.stream().mapToInt(this::bytes).max().orElse(0);
    }

    private int bytes(PacketSpec packet) {
        try {
            return around(packet).length();
        } catch (CannotBeSent notUnderstood) {
            return 0;
        }
    }

    /** Whether UDP carries TCP to that port of the host under test. */
    boolean isLocalPort(int port) {
        return localPorts.contains(port);
    }

    /** The tunnel that a packet of the host goes into which answers nothing: that of the first mention of one like it. */
    Envelope first(Packet packet) {
        for (PacketSpec written : packets) {
            if (written.direction() == Direction.OUTBOUND && isLike(written.payload(), packet.content())) {
                try {
                    return around(written).tunnel();
                } catch (CannotBeSent notUnderstood) {
                    return Envelope.NONE;
                }
            }
        }
        return Envelope.NONE;
    }

    private static boolean isLike(PacketPayload written, Packet.Content actual) {
        return switch (written) {
            case TcpSpec tcp ->
                actual instanceof Segment segment
                        && isRequest(tcp.flags()) == isRequest(segment.flags())
                        && allows(tcp.ports(), segment.ports());
            case PacketPayload.Udp udp -> actual instanceof Datagram datagram && allows(udp.ports(), datagram.ports());
            case PacketPayload.Anything _ -> true;
            case IcmpSpec _ -> actual instanceof Icmp;
            case PacketPayload.UdpLite _, PacketPayload.Unsupported _ -> false;
        };
    }

    private static boolean isRequest(FlagSet flags) {
        return flags.has(FlagSet.SYN) && !flags.has(FlagSet.ACK);
    }

    private static boolean allows(Optional<Ports> written, Ports actual) {
        return written.isEmpty() || written.get().equals(actual);
    }
}
