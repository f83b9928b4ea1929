package org.ouzel.drill.script;

import java.util.function.Predicate;

/** Cuts a script into tokens. Of all that could begin somewhere the longest is taken. */
final class Lexer {
    private static final String SEQUENCE = "sequence";

    private final SourceText source;
    private final Conditionals conditionals;
    private int at;

    Lexer(SourceText source, Predicate<String> isDefined) {
        this.source = source;
        this.conditionals = new Conditionals(source, isDefined);
    }

    static boolean isWordPart(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The next token; behind the last one, always the end. */
    Token next() throws ScriptError {
        skipBlanks();
        if (at >= source.length()) {
            conditionals.end();
            return token(TokenKind.END, at, "");
        }
        char c = source.at(at);
        int address = AddressLexer.endOfIpv6(source, at);
        if (address > at) {
            return token(TokenKind.IPV6, address);
        }
        return switch (c) {
            case '"' -> quoted(TokenKind.STRING, c, "a double quote at the end of the string");
            case '`' -> quoted(TokenKind.COMMAND, c, "a back quote at the end of the command");
            case '%' -> source.has("%{", at) ? code() : token(TokenKind.SYMBOL, at + 1);
            case '-' -> dash();
            case '.' -> period();
            default -> isWordPart(c) ? wordOrNumber() : token(TokenKind.SYMBOL, at + 1);
        };
    }

    private void skipBlanks() throws ScriptError {
        while (at < source.length()) {
            char c = source.at(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (c == '#' && source.beginsLine(at) && conditionals.isDirective(at)) {
                at = conditionals.take(at);
            } else if (c == '#' || source.has("//", at)) {
                at = source.endOfLine(at);
            } else if (source.has("/*", at)) {
                at = behind("*/", at + 2, "*/ at the end of the comment");
            } else {
                return;
            }
        }
    }

    private int behind(String closing, int from, String expected) throws ScriptError {
        int found = source.indexOf(closing, from);
        if (found < 0) {
            throw source.error(at, "the end of the script behind " + source.between(at, at + 2), expected);
        }
        return found + closing.length();
    }

    private Token quoted(TokenKind kind, char quote, String expected) throws ScriptError {
        int end = endOfQuotes(at, quote, expected);
        return token(kind, end, source.between(at + 1, end - 1));
    }

    private int endOfQuotes(int start, char quote, String expected) throws ScriptError {
        int end = start + 1;
        while (end < source.length() && source.at(end) != quote) {
            end += source.at(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw source.error(start, "the end of the script behind " + quote, expected);
        }
        return end + 1;
    }

    private Token code() throws ScriptError {
        int end = behind("}%", at + 2, "}% at the end of the code");
        int first = at + 2;
        int last = end - 2;
        while (first < last && isBlank(source.at(first))) {
            first++;
        }
        while (last > first && isBlank(source.at(last - 1))) {
            last--;
        }
        return token(TokenKind.CODE, end, source.between(first, last));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private Token dash() throws ScriptError {
        if (source.has("--", at) && isWordPart(source.at(at + 2))) {
            return option();
        }
        boolean negative = isDigit(source.at(at + 1)) || (source.at(at + 1) == '.' && isDigit(source.at(at + 2)));
        return negative ? number(at + 1) : token(TokenKind.SYMBOL, at + 1);
    }

    private Token option() throws ScriptError {
        int end = endOfWord(at + 2);
        if (source.at(end) == '=') {
            end++;
            while (end < source.length() && source.at(end) > ' ') {
                char c = source.at(end);
                end = c == '"' || c == '`' ? endOfQuotes(end, c, "the same quote at the end of the value") : end + 1;
            }
        }
        return token(TokenKind.OPTION, end, source.between(at + 2, end));
    }

    private Token period() {
        if (source.has("...", at)) {
            return token(TokenKind.ELLIPSIS, at + 3);
        }
        return isDigit(source.at(at + 1)) ? number(at) : token(TokenKind.SYMBOL, at + 1);
    }

    private Token wordOrNumber() {
        int end = endOfWord(at);
        if (endOfDigits(at) == end) {
            return number(at);
        }
        if (source.has("0x", at) && end > at + 2 && isHexadecimal(at + 2, end)) {
            return token(TokenKind.HEX, end);
        }
        boolean flag = source.between(at, end).equals(SEQUENCE) && source.at(end) == '#';
        return token(TokenKind.WORD, flag ? end + 1 : end);
    }

    /** A number whose digits, or whose point, begin at the index. */
    private Token number(int digits) {
        int ipv4 = AddressLexer.endOfIpv4(source, at);
        if (ipv4 > at) {
            return token(TokenKind.IPV4, ipv4);
        }
        int end = endOfDigits(digits);
        if (source.at(end) == '.' && isDigit(source.at(end + 1))) {
            return token(TokenKind.FLOAT, endOfDigits(end + 1));
        }
        return token(TokenKind.NUMBER, end);
    }

    private int endOfWord(int start) {
        int end = start;
        while (isWordPart(source.at(end))) {
            end++;
        }
        return end;
    }

    private int endOfDigits(int start) {
        int end = start;
        while (isDigit(source.at(end))) {
            end++;
        }
        return end;
    }

    private boolean isHexadecimal(int start, int end) {
        return source.between(start, end).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private Token token(TokenKind kind, int end) {
        return token(kind, end, source.between(at, end));
    }

    private Token token(TokenKind kind, int end, String text) {
        Token token = new Token(kind, text, source.between(at, end), source.position(at), at, end);
        at = end;
        return token;
    }
}
