package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the headers around a packet. */
final class EncapsulationParser {
    private static final int LARGEST_LABEL = 0xfffff;
    private static final int LARGEST_CLASS = 7;

    /** More of them fit in no packet. */
    private static final int MOST_LABELS = 256;

    private final Tokens tokens;

    EncapsulationParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** The header that comes next, if one does, of a packet in that direction. */
    Optional<Encapsulation> header(Direction direction) throws ScriptError {
        Token word = tokens.peek();
        if (!word.is(TokenKind.WORD)) {
            return Optional.empty();
        }
        return switch (word.text()) {
            case "ipv4" -> Optional.of(ip(4, TokenKind.IPV4, direction));
            case "ipv6" -> Optional.of(ip(6, TokenKind.IPV6, direction));
            case "gre", "GREv0" -> Optional.of(gre());
            case "mpls" -> Optional.of(mpls());
            default -> Optional.empty();
        };
    }

    private Encapsulation ip(int version, TokenKind kind, Direction direction) throws ScriptError {
        tokens.next();
        IpSpec ip = new IpParser(tokens).ip(direction);
        Token source = tokens.expect(kind);
        tokens.expect('>', "'>' and the address that it goes to");
        Token destination = tokens.expect(kind);
        expectColon();
        return new Encapsulation.Ip(version, ip, source.text(), destination.text());
    }

    private Encapsulation gre() throws ScriptError {
        tokens.next();
        tokens.take(',');
        Encapsulation.Gre header = greFields();
        expectColon();
        return header;
    }

    /** Whether the fields of a GRE header come next, and not those of a structure that has flags too. */
    boolean atGreFlags() throws ScriptError {
        boolean flags = tokens.atWord("flags") || tokens.atWord("Flags");
        return flags && !tokens.peek(1).is('=') && !tokens.peek(1).is(',');
    }

    /** The fields of a GRE header that are written. */
    Encapsulation.Gre greFields() throws ScriptError {
        OptionalLong flags = OptionalLong.empty();
        if (tokens.takeWord("flags") || tokens.takeWord("Flags")) {
            flags = OptionalLong.of(tokens.take('[') ? greFlags() : tokens.anyNumber("the flags", Numbers.U16));
        }
        tokens.take(',');
        OptionalLong checksum = greField("sum", Numbers.U16);
        OptionalLong offset = greField("off", Numbers.U16);
        OptionalLong key = greField("key", Numbers.U32);
        OptionalLong sequence = greField("seq", Numbers.U32);
        return new Encapsulation.Gre(flags, checksum, offset, key, sequence);
    }

    private OptionalLong greField(String name, long largest) throws ScriptError {
        if (!tokens.takeWord(name)) {
            return OptionalLong.empty();
        }
        tokens.take('=');
        long value = tokens.anyNumber(name, largest);
        tokens.take(',');
        return OptionalLong.of(value);
    }

    private long greFlags() throws ScriptError {
        long flags = 0;
        do {
            flags |= greFlag();
        } while (tokens.take(','));
        tokens.expect(']');
        return flags;
    }

    private long greFlag() throws ScriptError {
        String expected = "none, checksum present, key present or sequence# present";
        Token word = tokens.expect(TokenKind.WORD, expected);
        if (word.isWord("none")) {
            return 0;
        }
        long flag =
                switch (word.text()) {
                    case "checksum" -> Encapsulation.Gre.CHECKSUM_PRESENT;
                    case "key" -> Encapsulation.Gre.KEY_PRESENT;
                    case "sequence#", "sequence" -> Encapsulation.Gre.SEQUENCE_PRESENT;
                    default -> throw tokens.source().error(word, expected);
                };
        tokens.expectWord("present");
        return flag;
    }

    private Encapsulation mpls() throws ScriptError {
        tokens.next();
        List<MplsLabel> labels = labels();
        expectColon();
        return new Encapsulation.Mpls(labels);
    }

    /** Labels in parentheses, one behind another. */
    List<MplsLabel> labels() throws ScriptError {
        List<MplsLabel> labels = new ArrayList<>();
        while (tokens.at('(')) {
            if (labels.size() == MOST_LABELS) {
                throw tokens.error("at most " + MOST_LABELS + " labels");
            }
            labels.add(label());
        }
        return labels;
    }

    private MplsLabel label() throws ScriptError {
        tokens.expect('(');
        int label = labelField("label", LARGEST_LABEL);
        tokens.expect(',');
        int trafficClass = labelField("tc", LARGEST_CLASS);
        tokens.expect(',');
        boolean bottom = tokens.take('[');
        if (bottom) {
            tokens.expectWord("S");
            tokens.expect(']');
            tokens.expect(',');
        }
        int ttl = labelField("ttl", (int) Numbers.U8);
        tokens.expect(')');
        return new MplsLabel(label, trafficClass, bottom, ttl);
    }

    private int labelField(String name, int largest) throws ScriptError {
        tokens.expectWord(name);
        return (int) tokens.number(name, largest);
    }

    private void expectColon() throws ScriptError {
        tokens.expect(':', "':' behind the header");
    }
}
