package org.ouzel.drill.script;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads system calls. */
final class CallParser {
    private final Tokens tokens;
    private final ExpressionParser expressions;

    CallParser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    Action.Call call(OptionalLong untilNs) throws ScriptError {
        Token name = tokens.expect(TokenKind.WORD, "the name of a system call");
        tokens.expect('(', "'(' and the arguments of the call");
        List<Expression> arguments = expressions.list(')');
        tokens.expect('=', "'=' and the result of the call");
        return new Action.Call(name.position(), untilNs, name.text(), arguments, result());
    }

    private Action.CallResult result() throws ScriptError {
        Expression value = expressions.result();
        Optional<String> errno =
                tokens.at(TokenKind.WORD) ? Optional.of(tokens.next().text()) : Optional.empty();
        return new Action.CallResult(value, errno, note());
    }

    private Optional<String> note() throws ScriptError {
        if (!tokens.take('(')) {
            return Optional.empty();
        }
        tokens.mark();
        while (!tokens.at(')')) {
            if (tokens.at(TokenKind.END)) {
                throw tokens.error("')' behind the note");
            }
            tokens.next();
        }
        String text = tokens.takeMarked();
        tokens.expect(')');
        return Optional.of(text);
    }
}
