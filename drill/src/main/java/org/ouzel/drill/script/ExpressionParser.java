package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads arguments of system calls, and what they give. */
final class ExpressionParser {
    private static final String EXPECTED = "a value: a number, a name, a string, [...], {...} or ...";

    private final Tokens tokens;
    private int depth;

    /** Whether a parenthesis behind a name begins a note. */
    private boolean noteFollows;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Values with commas between them, to the given bracket, which is taken too. */
    List<Expression> list(char closing) throws ScriptError {
        List<Expression> elements = new ArrayList<>();
        if (tokens.take(closing)) {
            return elements;
        }
        boolean outside = noteFollows;
        noteFollows = false;
        do {
            elements.add(expression());
        } while (tokens.take(','));
        noteFollows = outside;
        tokens.expect(closing, "',' or '" + closing + "'");
        return elements;
    }

    /** What a call gives. A note may follow, so that {@code O_RDWR (a note)} is a name and no function. */
    Expression result() throws ScriptError {
        noteFollows = true;
        Expression result = expression();
        noteFollows = false;
        return result;
    }

    Expression expression() throws ScriptError {
        if (depth == Tokens.DEEPEST) {
            throw tokens.error("a value that is less deep: at most " + Tokens.DEEPEST + " in one another");
        }
        depth++;
        Expression first = single();
        if (tokens.at('|')) {
            first = or(first);
        }
        depth--;
        return first;
    }

    private Expression or(Expression first) throws ScriptError {
        List<Expression> terms = new ArrayList<>(List.of(first));
        while (tokens.take('|')) {
            terms.add(single());
        }
        return new Expression.Or(terms);
    }

    private Expression single() throws ScriptError {
        Token first = tokens.peek();
        Position position = first.position();
        return switch (first.kind()) {
            case NUMBER, HEX -> number();
            case WORD -> named();
            case STRING -> text();
            case ELLIPSIS -> {
                tokens.next();
                yield new Expression.Ellipsis(position);
            }
            case SYMBOL -> bracketed(position);
            default -> throw tokens.error(EXPECTED);
        };
    }

    private Expression bracketed(Position position) throws ScriptError {
        if (tokens.take('*')) {
            return new Expression.Star(position);
        }
        if (tokens.take('[')) {
            return new Expression.Array(position, list(']'));
        }
        if (tokens.take('{')) {
            return struct(position);
        }
        if (tokens.take('&')) {
            return new Expression.AddressOf(position, expression());
        }
        throw tokens.error(EXPECTED);
    }

    private Expression struct(Position position) throws ScriptError {
        EncapsulationParser headers = new EncapsulationParser(tokens);
        if (tokens.at('(')) {
            List<MplsLabel> labels = headers.labels();
            tokens.expect('}');
            return new Expression.Labels(position, labels);
        }
        if (headers.atGreFlags()) {
            Encapsulation.Gre gre = headers.greFields();
            tokens.expect('}');
            return new Expression.Gre(position, gre);
        }
        return new Expression.Struct(position, list('}'));
    }

    private Expression number() throws ScriptError {
        Token token = tokens.next();
        boolean hexadecimal = token.is(TokenKind.HEX);
        long value = (hexadecimal ? Numbers.hexadecimal(token.text()) : Numbers.decimal(token.text()))
                .orElseThrow(() -> tokens.source().error(token, "a number of at most 64 bits"));
        return new Expression.Numeral(token.position(), value, hexadecimal);
    }

    private Expression named() throws ScriptError {
        Token name = tokens.next();
        if (tokens.take('=')) {
            return new Expression.Field(name.position(), name.text(), Optional.empty(), expression());
        }
        if (noteFollows || !tokens.take('(')) {
            return new Expression.Symbol(name.position(), name.text());
        }
        List<Expression> arguments = list(')');
        if (arguments.size() == 1 && tokens.at('=')) {
            tokens.next();
            return new Expression.Field(name.position(), name.text(), Optional.of(arguments.getFirst()), expression());
        }
        return new Expression.Function(name.position(), name.text(), arguments);
    }

    private Expression text() throws ScriptError {
        Token first = tokens.peek();
        StringBuilder value = new StringBuilder();
        while (tokens.at(TokenKind.STRING)) {
            value.append(Escapes.undo(tokens.next().text()));
        }
        return new Expression.Text(first.position(), value.toString(), tokens.take(TokenKind.ELLIPSIS));
    }
}
