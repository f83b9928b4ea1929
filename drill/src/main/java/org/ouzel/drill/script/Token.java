package org.ouzel.drill.script;

/**
 * The smallest part of a script that means something.
 *
 * @param kind what it is
 * @param text what it says
 * @param raw how it is written
 * @param position where it begins
 * @param start the index of its first character in the script
 * @param end the index behind its last character
 */
record Token(TokenKind kind, String text, String raw, Position position, int start, int end) {
    private static final int SHOWN = 40;

    boolean is(char symbol) {
        return kind == TokenKind.SYMBOL && text.charAt(0) == symbol;
    }

    boolean is(TokenKind other) {
        return kind == other;
    }

    boolean isWord(String word) {
        return kind == TokenKind.WORD && text.equals(word);
    }

    /** Whether nothing stands between the other token and this one. */
    boolean touches(Token before) {
        return start == before.end;
    }

    /** 1 for a bracket that opens, -1 for one that closes, 0 for all else. */
    int nesting() {
        if (is('(') || is('[') || is('{')) {
            return 1;
        }
        return is(')') || is(']') || is('}') ? -1 : 0;
    }

    /** The same place in the script with something else written there. */
    Token standingFor(TokenKind otherKind, String otherText, String otherRaw) {
        return new Token(otherKind, otherText, otherRaw, position, start, end);
    }

    /** How an error shows it. */
    String shown() {
        if (kind == TokenKind.END) {
            return kind.described();
        }
        String oneLine = raw.lines().findFirst().orElse("");
        boolean cut = oneLine.length() < raw.length() || oneLine.length() > SHOWN;
        String text = oneLine.substring(0, Math.min(oneLine.length(), SHOWN));
        return "\"" + text.replaceAll("\\p{Cntrl}", "?") + "\"" + (cut ? "…" : "");
    }
}
