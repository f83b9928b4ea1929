package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads options of segments. */
final class TcpOptionParser {
    private static final String EXPECTED =
            "an option: mss, wscale, sackOK, sack, TS, nop, eol, FO, FOEXP, md5, ECN, exp-…, "
                    + "kind or one of Multipath TCP";
    private static final List<String> COUNTERS = List.of("e0b", "ceb", "e1b");
    private static final long U24 = 0xffffff;
    private static final int LARGEST_RATE = 0x7ff;
    private static final int RATE_SHIFT = 5;

    // RFC 6994's registry: TCP ACK Rate Request.
    private static final int RATE_REQUEST = 0x00ac;

    /** No option has room for more. */
    private static final int LONGEST = 38;

    private static final int MOST_BLOCKS = 4;

    private final Tokens tokens;
    private final TcpParser segment;

    TcpOptionParser(Tokens tokens, TcpParser segment) {
        this.tokens = tokens;
        this.segment = segment;
    }

    TcpOption option() throws ScriptError {
        Token word = tokens.peek();
        if (isMultipath(word)) {
            return multipath();
        }
        tokens.expect(TokenKind.WORD, EXPECTED);
        return switch (word.text()) {
            case "nop" -> new TcpOption.NoOperation();
            case "eol" -> new TcpOption.EndOfList();
            case "mss" -> new TcpOption.MaximumSegmentSize(segment.amount("mss", Numbers.U16));
            case "wscale" -> new TcpOption.WindowScale(segment.amount("wscale", Numbers.U8));
            case "sackOK" -> new TcpOption.SackPermitted();
            case "sack" -> sack();
            case "TS" -> timestamps();
            case "FO" -> new TcpOption.FastOpen(optionalHex(), false);
            case "FOEXP" -> new TcpOption.FastOpen(optionalHex(), true);
            case "md5" -> md5();
            case "ECN" -> ecn();
            case "ECN0", "AccECN0" -> accurateEcn(0, false);
            case "ECN1", "AccECN1" -> accurateEcn(1, false);
            case "AccECN" -> ecn();
            case "exp" -> experimental();
            case "kind", "unknown" -> generic();
            default -> throw tokens.source().error(word, EXPECTED);
        };
    }

    private TcpOption sack() throws ScriptError {
        List<TcpOption.Block> blocks = new ArrayList<>();
        do {
            long left = tokens.number("the left edge of a block", Numbers.U32);
            tokens.expect(':', "':' and the right edge of the block");
            blocks.add(new TcpOption.Block(left, tokens.number("the right edge of the block", Numbers.U32)));
        } while (tokens.at(TokenKind.NUMBER) && blocks.size() < MOST_BLOCKS);
        return new TcpOption.Sack(blocks);
    }

    private TcpOption timestamps() throws ScriptError {
        tokens.expectWord("val");
        Amount value = segment.amount("val", Numbers.U32);
        tokens.expectWord("ecr");
        Amount echo = segment.amount("ecr", Numbers.U32);
        return new TcpOption.Timestamps(value, echo, tokens.take('!'));
    }

    private TcpOption md5() throws ScriptError {
        if (tokens.takeWord("none")) {
            return new TcpOption.Md5(Optional.empty());
        }
        Hex digest = optionalHex();
        return new TcpOption.Md5(digest.equals(Hex.EMPTY) ? Optional.empty() : Optional.of(digest));
    }

    /** The option whose first counter tells its kind. */
    private TcpOption ecn() throws ScriptError {
        if (tokens.atWord("e0b") || tokens.atWord("ee0b")) {
            return accurateEcn(0, false);
        }
        if (tokens.atWord("e1b") || tokens.atWord("ee1b")) {
            return accurateEcn(1, false);
        }
        throw tokens.error("the first counter: e0b or e1b");
    }

    private TcpOption accurateEcn(int order, boolean experimental) throws ScriptError {
        List<Amount> counters = new ArrayList<>();
        for (String name : order == 0 ? COUNTERS : COUNTERS.reversed()) {
            if (!tokens.takeWord(name) && !tokens.takeWord("e" + name)) {
                break;
            }
            counters.add(segment.amount(name, U24));
        }
        return new TcpOption.AccurateEcn(order, counters, experimental);
    }

    private TcpOption experimental() throws ScriptError {
        tokens.expect('-');
        Token word = tokens.expect(TokenKind.WORD, "option, FO, AccECN0, AccECN1 or tarr behind exp-");
        return switch (word.text()) {
            case "option" -> {
                int id = (int) tokens.anyNumber("the number of the experiment", Numbers.U16);
                yield new TcpOption.Experimental(id, optionalHex());
            }
            case "FO" -> new TcpOption.FastOpen(optionalHex(), true);
            case "AccECN0" -> accurateEcn(0, true);
            case "AccECN1" -> accurateEcn(1, true);
            case "tarr" -> new TcpOption.Experimental(RATE_REQUEST, rate());
            default -> throw tokens.source().error(word, "option, FO, AccECN0, AccECN1 or tarr behind exp-");
        };
    }

    private Hex rate() throws ScriptError {
        if (!tokens.at(TokenKind.NUMBER)) {
            return Hex.EMPTY;
        }
        int rate = (int) tokens.number("the rate", LARGEST_RATE) << RATE_SHIFT;
        return Hex.of(new byte[] {(byte) (rate >> 8), (byte) rate});
    }

    private TcpOption generic() throws ScriptError {
        int kind = (int) tokens.anyNumber("the kind of the option", Numbers.U8);
        return new TcpOption.Generic(kind, optionalHex());
    }

    /** Bytes, if there are any: hexadecimal digits look like a word or like a number. */
    private Hex optionalHex() throws ScriptError {
        tokens.take('=');
        if (!tokens.at(TokenKind.WORD) && !tokens.at(TokenKind.NUMBER) && !tokens.at(TokenKind.HEX)) {
            return Hex.EMPTY;
        }
        Token token = tokens.next();
        String digits = token.is(TokenKind.HEX) ? token.text().substring(2) : token.text();
        if (!digits.matches("([0-9a-fA-F]{2}){1," + LONGEST + "}")) {
            throw tokens.source().error(token, "up to " + LONGEST + " bytes, of two hexadecimal digits each");
        }
        return new Hex(digits);
    }

    private static boolean isMultipath(Token token) {
        return token.is(TokenKind.WORD)
                && token.text().matches("mp_[a-z_]+|mpcapable|dss|add_addr(ess)?[a-z0-9_]*|remove_addr(ess)?");
    }

    private TcpOption multipath() throws ScriptError {
        tokens.mark();
        int depth = 0;
        while (depth > 0 || !(tokens.at(',') || tokens.at('>'))) {
            if (tokens.at(TokenKind.END)) {
                throw tokens.error("',' or '>' behind an option");
            }
            Token token = tokens.next();
            depth += token.nesting();
        }
        return new TcpOption.Multipath(tokens.takeMarked());
    }
}
