package org.ouzel.drill.script;

import java.nio.charset.StandardCharsets;

/** Strings as scripts write them, and the bytes that they stand for: each is a character. */
final class Escapes {
    private static final String ESCAPED = "abtnvfre";
    private static final String MEANT = "\007\b\t\n\013\f\r\033";

    private Escapes() {}

    /** The bytes that a string stands for. */
    static String undo(String written) {
        StringBuilder bytes = new StringBuilder();
        int at = 0;
        while (at < written.length()) {
            int end = written.charAt(at) == '\\' ? endOfEscape(written, at) : endOfPlain(written, at);
            bytes.append(written.charAt(at) == '\\' ? escape(written, at + 1, end) : plain(written, at, end));
            at = end;
        }
        return bytes.toString();
    }

    /** Those bytes as a string is written, without the quotes. */
    static String write(String bytes) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            int known = MEANT.indexOf(c);
            if (c == '"' || c == '\\') {
                written.append('\\').append(c);
            } else if (known >= 0) {
                written.append('\\').append(ESCAPED.charAt(known));
            } else if (c < ' ' || c > '~') {
                written.append("\\x")
                        .append(Character.forDigit(c >> 4 & 15, 16))
                        .append(Character.forDigit(c & 15, 16));
            } else {
                written.append(c);
            }
        }
        return written.toString();
    }

    private static int endOfPlain(String written, int start) {
        int next = written.indexOf('\\', start);
        return next < 0 ? written.length() : next;
    }

    private static String plain(String written, int start, int end) {
        byte[] utf8 = written.substring(start, end).getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.ISO_8859_1);
    }

    private static int endOfEscape(String written, int backslash) {
        int first = backslash + 1;
        if (first == written.length()) {
            return first;
        }
        if (written.charAt(first) == 'x') {
            return endOfDigits(written, first + 1, 2, 16);
        }
        int octal = endOfDigits(written, first, 3, 8);
        return octal > first ? octal : first + Character.charCount(written.codePointAt(first));
    }

    private static int endOfDigits(String written, int start, int most, int radix) {
        int end = start;
        while (end < written.length() && end - start < most && isDigit(written.charAt(end), radix)) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c, int radix) {
        return c < 0x80 && Character.digit(c, radix) >= 0;
    }

    /** What stands behind a backslash: a number, a letter that means something else, or a character that means itself. */
    private static String escape(String written, int start, int end) {
        String body = written.substring(start, end);
        if (body.isEmpty()) {
            return "\\";
        }
        char first = body.charAt(0);
        if (first == 'x' && body.length() > 1) {
            return byteOf(body.substring(1), 16);
        }
        if (isDigit(first, 8)) {
            return byteOf(body, 8);
        }
        int known = ESCAPED.indexOf(first);
        return known >= 0 ? MEANT.substring(known, known + 1) : plain(written, start, end);
    }

    private static String byteOf(String digits, int radix) {
        return String.valueOf((char) (Integer.parseInt(digits, radix) & 0xff));
    }
}
