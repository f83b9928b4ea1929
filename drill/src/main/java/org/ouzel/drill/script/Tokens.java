package org.ouzel.drill.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tokens of a script, one after another, with definitions put in the place of their names. */
final class Tokens {
    /** How deep brackets may lie in one another. */
    static final int DEEPEST = 64;

    private final SourceText source;
    private final Lexer lexer;
    private final Map<String, String> definitions;
    private final Deque<Token> ahead = new ArrayDeque<>();
    private final List<Token> marked = new ArrayList<>();
    private boolean marking;

    Tokens(SourceText source, Map<String, String> definitions, Set<String> names) {
        this.source = source;
        this.definitions = new HashMap<>(definitions);
        this.lexer = new Lexer(source, name -> names.contains(name) || this.definitions.containsKey(name));
    }

    /** From now on the name stands for the value. */
    void define(String name, String value) {
        definitions.put(name, value);
    }

    SourceText source() {
        return source;
    }

    Token peek() throws ScriptError {
        return peek(0);
    }

    /** The token that comes so many behind the next one. */
    Token peek(int distance) throws ScriptError {
        while (ahead.size() <= distance) {
            ahead.addLast(defined(lexer.next()));
        }
        Iterator<Token> tokens = ahead.iterator();
        for (int i = 0; i < distance; i++) {
            tokens.next();
        }
        return tokens.next();
    }

    Token next() throws ScriptError {
        Token token = peek();
        if (token.kind() != TokenKind.END) {
            ahead.removeFirst();
        }
        if (marking) {
            marked.add(token);
        }
        return token;
    }

    boolean at(char symbol) throws ScriptError {
        return peek().is(symbol);
    }

    boolean at(TokenKind kind) throws ScriptError {
        return peek().is(kind);
    }

    boolean atWord(String word) throws ScriptError {
        return peek().isWord(word);
    }

    boolean take(char symbol) throws ScriptError {
        return takeIf(at(symbol));
    }

    boolean take(TokenKind kind) throws ScriptError {
        return takeIf(at(kind));
    }

    boolean takeWord(String word) throws ScriptError {
        return takeIf(atWord(word));
    }

    void expect(char symbol) throws ScriptError {
        expect(symbol, "'" + symbol + "'");
    }

    void expect(char symbol, String expected) throws ScriptError {
        if (!take(symbol)) {
            throw error(expected);
        }
    }

    Token expect(TokenKind kind) throws ScriptError {
        return expect(kind, kind.described());
    }

    Token expect(TokenKind kind, String expected) throws ScriptError {
        if (!at(kind)) {
            throw error(expected);
        }
        return next();
    }

    void expectWord(String word) throws ScriptError {
        if (!takeWord(word)) {
            throw error("\"" + word + "\"");
        }
    }

    /** A decimal number from 0 to the given one. */
    long number(String what, long largest) throws ScriptError {
        String expected = what + ", a number up to " + largest;
        Token token = expect(TokenKind.NUMBER, expected);
        long value = Numbers.decimal(token.text()).orElseThrow(() -> source.error(token, expected));
        if (value < 0 || value > largest) {
            throw source.error(token, expected);
        }
        return value;
    }

    /** A number from 0 to the given one, decimal or hexadecimal. */
    long anyNumber(String what, long largest) throws ScriptError {
        if (!at(TokenKind.HEX)) {
            return number(what, largest);
        }
        String expected = what + ", a number up to " + largest;
        Token token = next();
        long value = Numbers.hexadecimal(token.text()).orElseThrow(() -> source.error(token, expected));
        if (value < 0 || value > largest) {
            throw source.error(token, expected);
        }
        return value;
    }

    ScriptError error(String expected) throws ScriptError {
        return source.error(peek(), expected);
    }

    /** From now on tokens are collected, until {@link #takeMarked}. */
    void mark() {
        marked.clear();
        marking = true;
    }

    /** What was written since the mark, in one line and without comments. */
    String takeMarked() {
        marking = false;
        StringBuilder text = new StringBuilder();
        Token before = null;
        for (Token token : marked) {
            if (before != null && !token.touches(before)) {
                text.append(' ');
            }
            text.append(token.raw());
            before = token;
        }
        return text.toString();
    }

    private boolean takeIf(boolean taken) throws ScriptError {
        if (taken) {
            next();
        }
        return taken;
    }

    private Token defined(Token token) {
        String value = token.is(TokenKind.WORD) ? definitions.get(token.text()) : null;
        if (value == null) {
            return token;
        }
        boolean enclosed = value.length() >= 2 && value.charAt(0) == value.charAt(value.length() - 1);
        if (enclosed && value.charAt(0) == '"') {
            return token.standingFor(TokenKind.STRING, value.substring(1, value.length() - 1), value);
        }
        if (enclosed && value.charAt(0) == '`') {
            return token.standingFor(TokenKind.COMMAND, value.substring(1, value.length() - 1), value);
        }
        return token.standingFor(kindOf(value), value, value);
    }

    private static TokenKind kindOf(String value) {
        if (value.matches("-?[0-9]+")) {
            return TokenKind.NUMBER;
        }
        return value.matches("0x[0-9a-fA-F]+") ? TokenKind.HEX : TokenKind.WORD;
    }
}
