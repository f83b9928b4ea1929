package org.ouzel.drill.script;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads messages of ICMP and ICMPv6. */
final class IcmpParser {
    private final Tokens tokens;

    IcmpParser(Tokens tokens) {
        this.tokens = tokens;
    }

    IcmpSpec message(IcmpSpec.Protocol protocol) throws ScriptError {
        Token type = name("the name of a type, such as unreachable, or its number");
        if (!IcmpNames.isType(protocol, type.text())) {
            throw tokens.source().error(type, "the name of a type, such as unreachable, or its number");
        }
        Optional<String> code = code(protocol, type);
        OptionalLong mtu =
                tokens.takeWord("mtu") ? OptionalLong.of(tokens.number("the MTU", Numbers.U32)) : OptionalLong.empty();
        OptionalInt id = tokens.takeWord("id")
                ? OptionalInt.of((int) tokens.number("the identifier", Numbers.U16))
                : OptionalInt.empty();
        Optional<IcmpSpec.Echoed> echoed = tokens.take('[') ? Optional.of(echoed()) : Optional.empty();
        return new IcmpSpec(protocol, type.text(), code, mtu, id, echoed);
    }

    private Optional<String> code(IcmpSpec.Protocol protocol, Token type) throws ScriptError {
        boolean word = tokens.at(TokenKind.WORD) && !tokens.atWord("mtu") && !tokens.atWord("id");
        // A number in a new line is the time of the next event.
        boolean number = tokens.at(TokenKind.NUMBER)
                && tokens.peek().position().line() == type.position().line();
        if (!word && !number) {
            return Optional.empty();
        }
        Token code = tokens.next();
        if (!IcmpNames.isCode(protocol, type.text(), code.text())) {
            throw tokens.source().error(code, "a code of " + type.text() + ", by its name or number");
        }
        return Optional.of(code.text());
    }

    private Token name(String expected) throws ScriptError {
        return tokens.at(TokenKind.NUMBER) ? tokens.next() : tokens.expect(TokenKind.WORD, expected);
    }

    private IcmpSpec.Echoed echoed() throws ScriptError {
        tokens.mark();
        IcmpSpec.Echoed packet = packet();
        boolean more = !tokens.at(']');
        while (more && !tokens.at(']') && !tokens.at(TokenKind.END)) {
            tokens.next();
        }
        String text = tokens.takeMarked();
        tokens.expect(']', "']' behind the packet");
        return more ? new IcmpSpec.Echoed.Unsupported(text) : packet;
    }

    private IcmpSpec.Echoed packet() throws ScriptError {
        Token word = tokens.peek();
        return switch (word.is(TokenKind.WORD) ? word.text() : "") {
            case "udp" -> new IcmpSpec.Echoed.Udp(length());
            case "udplite" -> udpLite();
            case "raw" -> new IcmpSpec.Echoed.Raw(length());
            case "sctp" -> new IcmpSpec.Echoed.Unsupported(tokens.next().text());
            case "tcp", "seq" -> {
                tokens.next();
                yield new IcmpSpec.Echoed.Tcp(TcpParser.range(tokens));
            }
            default -> new IcmpSpec.Echoed.Tcp(TcpParser.range(tokens));
        };
    }

    private int length() throws ScriptError {
        tokens.next();
        tokens.expect('(');
        int length = (int) tokens.number("how much data there is", Numbers.U16);
        tokens.expect(')');
        return length;
    }

    private IcmpSpec.Echoed udpLite() throws ScriptError {
        tokens.next();
        tokens.expect('(');
        int length = (int) tokens.number("how much data there is", Numbers.U16);
        tokens.expect(',');
        int coverage = (int) tokens.number("the coverage", Numbers.U16);
        tokens.expect(')');
        return new IcmpSpec.Echoed.UdpLite(length, coverage);
    }
}
