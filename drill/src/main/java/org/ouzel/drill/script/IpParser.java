package org.ouzel.drill.script;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what is said of an IP header, in parentheses or brackets. */
final class IpParser {
    private static final String EXPECTED =
            "noecn, ect0, ect1, ect01, ce, ecn, tos, class, dscp, ttl, hlim or flowlabel";
    private static final int LARGEST_DSCP = 0x3f;
    private static final int LARGEST_FLOW_LABEL = 0xfffff;

    // RFC 2474, RFC 2597, RFC 3246, RFC 5865, RFC 8622: the names of code points that follow no rule.
    private static final Map<String, Integer> DSCP_NAMES = Map.of("ef", 46, "voice_admit", 44, "le", 1);

    private final Tokens tokens;
    private IpSpec ip = IpSpec.UNSAID;

    IpParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** What is said, if anything. Of a packet that comes in nothing may be left open. */
    IpSpec ip(Direction direction) throws ScriptError {
        Token ahead = tokens.peek();
        IpSpec said = ip();
        if (direction == Direction.INBOUND && said.ecn().equals(Optional.of(EcnMark.ECT0_OR_ECT1))) {
            throw tokens.source().error(ahead, "one mark, as the packet has to be sent");
        }
        return said;
    }

    private IpSpec ip() throws ScriptError {
        boolean bracket = tokens.at('[');
        if (!bracket && !tokens.at('(')) {
            return IpSpec.UNSAID;
        }
        tokens.next();
        do {
            clause();
        } while (tokens.take(','));
        tokens.expect(bracket ? ']' : ')');
        return ip;
    }

    private void clause() throws ScriptError {
        Token word = tokens.expect(TokenKind.WORD, EXPECTED);
        ip = switch (word.text()) {
            case "ecn" -> mark(tokens.expect(TokenKind.WORD, "noecn, ect0, ect1, ect01 or ce"));
            case "tos", "class" -> tos((int) tokens.anyNumber(word.text(), Numbers.U8));
            case "dscp" -> dscp();
            case "ttl", "hlim", "hoplimit" -> ttl((int) tokens.anyNumber(word.text(), Numbers.U8));
            case "hop" -> {
                tokens.expectWord("limit");
                yield ttl((int) tokens.anyNumber("the hop limit", Numbers.U8));
            }
            case "flowlabel" -> flowLabel((int) tokens.anyNumber("the flow label", LARGEST_FLOW_LABEL));
            default -> mark(word);
        };
    }

    private IpSpec mark(Token word) throws ScriptError {
        EcnMark mark = EcnMark.of(word.text()).orElseThrow(() -> tokens.source().error(word, EXPECTED));
        return new IpSpec(Optional.of(mark), ip.tos(), ip.dscp(), ip.ttl(), ip.flowLabel());
    }

    private IpSpec tos(int value) {
        return new IpSpec(ip.ecn(), OptionalInt.of(value), ip.dscp(), ip.ttl(), ip.flowLabel());
    }

    private IpSpec ttl(int value) {
        return new IpSpec(ip.ecn(), ip.tos(), ip.dscp(), OptionalInt.of(value), ip.flowLabel());
    }

    private IpSpec flowLabel(int value) {
        return new IpSpec(ip.ecn(), ip.tos(), ip.dscp(), ip.ttl(), OptionalInt.of(value));
    }

    private IpSpec dscp() throws ScriptError {
        int value = tokens.at(TokenKind.WORD) ? codePoint(tokens.next()) : (int) tokens.anyNumber("dscp", LARGEST_DSCP);
        return new IpSpec(ip.ecn(), ip.tos(), OptionalInt.of(value), ip.ttl(), ip.flowLabel());
    }

    private int codePoint(Token word) throws ScriptError {
        String name = word.text();
        if (name.matches("(?i)cs[0-7]")) {
            return (name.charAt(2) - '0') << 3;
        }
        if (name.matches("(?i)af[1-4][1-3]")) {
            return (name.charAt(2) - '0') << 3 | (name.charAt(3) - '0') << 1;
        }
        Integer value = DSCP_NAMES.get(name.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw tokens.source().error(word, "cs0 to cs7, af11 to af43, ef, voice_admit or le");
        }
        return value;
    }
}
