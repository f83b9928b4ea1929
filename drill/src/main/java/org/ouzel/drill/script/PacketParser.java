package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads packets: their direction, what is around them, and what is in them. */
final class PacketParser {
    /** More headers around a packet fit in none. */
    private static final int MOST_HEADERS = 64;

    private final Tokens tokens;

    PacketParser(Tokens tokens) {
        this.tokens = tokens;
    }

    PacketSpec packet() throws ScriptError {
        Token arrow = tokens.next();
        Direction direction = arrow.is('<') ? Direction.INBOUND : Direction.OUTBOUND;
        List<Encapsulation> outer = outer(direction);
        IpSpec ip = new IpParser(tokens).ip(direction);
        PacketPayload payload = payload(direction);
        return new PacketSpec(arrow.position(), direction, outer, ip, payload, udpAround());
    }

    private List<Encapsulation> outer(Direction direction) throws ScriptError {
        EncapsulationParser parser = new EncapsulationParser(tokens);
        List<Encapsulation> outer = new ArrayList<>();
        Optional<Encapsulation> header = parser.header(direction);
        while (header.isPresent()) {
            if (outer.size() == MOST_HEADERS) {
                throw tokens.error("at most " + MOST_HEADERS + " headers around a packet");
            }
            outer.add(header.get());
            header = parser.header(direction);
        }
        return outer;
    }

    private PacketPayload payload(Direction direction) throws ScriptError {
        if (direction == Direction.OUTBOUND && tokens.take(TokenKind.ELLIPSIS)) {
            return new PacketPayload.Anything();
        }
        Optional<Ports> ports = ports();
        Token word = tokens.peek();
        return switch (word.is(TokenKind.WORD) ? word.text() : "") {
            case "udp" -> udp(ports);
            case "udplite" -> udpLite(ports);
            case "icmp" -> icmp(IcmpSpec.Protocol.ICMP);
            case "icmpv6" -> icmp(IcmpSpec.Protocol.ICMPV6);
            case "sctp" -> unsupported(ports);
            case "tcp" -> {
                tokens.next();
                yield new TcpParser(tokens, direction).segment(portsBehind(ports));
            }
            default -> new TcpParser(tokens, direction).segment(ports);
        };
    }

    private PacketPayload udp(Optional<Ports> before) throws ScriptError {
        tokens.next();
        Optional<Ports> ports = portsBehind(before);
        tokens.expect('(', "'(' and how much data there is");
        int length = length();
        tokens.expect(')');
        return new PacketPayload.Udp(ports, length);
    }

    private PacketPayload udpLite(Optional<Ports> before) throws ScriptError {
        tokens.next();
        Optional<Ports> ports = portsBehind(before);
        tokens.expect('(', "'(' and how much data there is");
        int length = length();
        tokens.expect(',', "',' and how much the checksum covers");
        int coverage = (int) tokens.number("the coverage", Numbers.U16);
        tokens.expect(')');
        return new PacketPayload.UdpLite(ports, length, coverage);
    }

    private PacketPayload icmp(IcmpSpec.Protocol protocol) throws ScriptError {
        tokens.next();
        return new IcmpParser(tokens).message(protocol);
    }

    /** Keeps what is written to the end of the event: to a line that begins with a time, outside of all brackets. */
    private PacketPayload unsupported(Optional<Ports> ports) throws ScriptError {
        tokens.mark();
        int depth = 0;
        Token last = tokens.next();
        String what = last.text();
        while (!tokens.at(TokenKind.END) && (depth > 0 || !beginsEvent(last, tokens.peek()))) {
            last = tokens.next();
            depth += last.nesting();
        }
        String text = tokens.takeMarked();
        if (depth != 0) {
            throw tokens.error("a bracket that closes the packet");
        }
        return new PacketPayload.Unsupported(
                what, ports.map(p -> PacketNotation.ports(p) + " ").orElse("") + text);
    }

    private static boolean beginsEvent(Token before, Token token) {
        boolean time = token.is('+') || token.is('*') || token.is(TokenKind.NUMBER) || token.is(TokenKind.FLOAT);
        return token.position().line() > before.position().line() && (time || token.is(TokenKind.COMMAND));
    }

    private Optional<Ports> udpAround() throws ScriptError {
        if (!tokens.take('/')) {
            return Optional.empty();
        }
        tokens.expectWord("udp");
        tokens.expect('(');
        Optional<Ports> ports = ports();
        if (ports.isEmpty()) {
            throw tokens.error("the ports of UDP: 1234 > 5678");
        }
        tokens.expect(')');
        return ports;
    }

    private Optional<Ports> portsBehind(Optional<Ports> before) throws ScriptError {
        return before.isPresent() ? before : ports();
    }

    private Optional<Ports> ports() throws ScriptError {
        if (!tokens.at(TokenKind.NUMBER) || !tokens.peek(1).is('>')) {
            return Optional.empty();
        }
        int source = (int) tokens.number("the port that it comes from", Numbers.U16);
        tokens.expect('>');
        return Optional.of(new Ports(source, (int) tokens.number("the port that it goes to", Numbers.U16)));
    }

    private int length() throws ScriptError {
        return (int) tokens.number("how much data there is", Numbers.U16);
    }
}
