package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads segments. One that comes in has to be sent, so nothing of it may be left open. */
final class TcpParser {
    private final Tokens tokens;
    private final Direction direction;

    TcpParser(Tokens tokens, Direction direction) {
        this.tokens = tokens;
        this.direction = direction;
    }

    TcpSpec segment(Optional<Ports> ports) throws ScriptError {
        FlagSet flags = flags();
        tokens.takeWord("seq");
        Optional<SequenceRange> sequence = sequence();
        Optional<Amount> acknowledgment = field("ack", Numbers.U32);
        Optional<Amount> window = field("win", Numbers.U16);
        Optional<Amount> urgent = field("urg", Numbers.U16);
        return new TcpSpec(ports, flags, sequence, acknowledgment, window, urgent, options());
    }

    private FlagSet flags() throws ScriptError {
        if (tokens.take('-')) {
            return new FlagSet(0);
        }
        Token first = tokens.peek();
        if (!isFlags(first)) {
            throw tokens.error(FlagLetters.EXPECTED);
        }
        Token last = tokens.next();
        StringBuilder letters = new StringBuilder(last.raw());
        while (isFlags(tokens.peek()) && tokens.peek().touches(last)) {
            last = tokens.next();
            letters.append(last.raw());
        }
        return FlagLetters.read(letters.toString())
                .orElseThrow(() -> tokens.source().error(first, FlagLetters.EXPECTED));
    }

    private static boolean isFlags(Token token) {
        return token.is('.') || token.is(TokenKind.WORD) || token.is(TokenKind.FLOAT);
    }

    private Optional<SequenceRange> sequence() throws ScriptError {
        if (direction == Direction.OUTBOUND && tokens.take('*')) {
            return Optional.empty();
        }
        if (direction == Direction.OUTBOUND && tokens.take(TokenKind.ELLIPSIS)) {
            return tokens.at('(')
                    ? Optional.of(new SequenceRange(OptionalLong.empty(), length(tokens), false))
                    : Optional.empty();
        }
        return Optional.of(range(tokens));
    }

    /** A place in the stream that is written in full. */
    static SequenceRange range(Tokens tokens) throws ScriptError {
        long start = tokens.number("a sequence number", Numbers.U32);
        tokens.expect(':', "':' and the sequence number behind the data");
        Token behind = tokens.peek();
        long end = tokens.number("the sequence number behind the data", Numbers.U32);
        int length = length(tokens);
        if (start + length != end) {
            throw tokens.source().error(behind, (start + length) + ", which is " + start + " and " + length);
        }
        return new SequenceRange(OptionalLong.of(start), length, tokens.take('!'));
    }

    private static int length(Tokens tokens) throws ScriptError {
        tokens.expect('(', "'(' and how much data there is");
        int length = (int) tokens.number("how much data there is", Numbers.U16);
        tokens.expect(')');
        return length;
    }

    private Optional<Amount> field(String name, long largest) throws ScriptError {
        return tokens.takeWord(name) ? Optional.of(amount(name, largest)) : Optional.empty();
    }

    /** A number, which may be left open in a packet that goes out. */
    Amount amount(String name, long largest) throws ScriptError {
        if (direction == Direction.OUTBOUND && (tokens.take('*') || tokens.take(TokenKind.ELLIPSIS))) {
            return Amount.ANY;
        }
        return Amount.of(tokens.number(name, largest));
    }

    private OptionList options() throws ScriptError {
        if (!tokens.take('<')) {
            return OptionList.NONE;
        }
        if (direction == Direction.OUTBOUND && tokens.take(TokenKind.ELLIPSIS)) {
            tokens.expect('>');
            return new OptionList.Unchecked();
        }
        TcpOptionParser parser = new TcpOptionParser(tokens, this);
        List<TcpOption> options = new ArrayList<>();
        do {
            options.add(parser.option());
        } while (tokens.take(','));
        tokens.expect('>', "',' or '>' behind an option");
        return new OptionList.Listed(options);
    }
}
