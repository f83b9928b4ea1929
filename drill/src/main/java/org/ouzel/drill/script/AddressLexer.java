package org.ouzel.drill.script;

/** Finds addresses in a script, among numbers and sequence numbers that look almost like them. */
final class AddressLexer {
    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;

    /** Eight groups, a colon behind each, and one more that belongs to what follows. */
    private static final int LONGEST = GROUPS * (GROUP_DIGITS + 1) + 1;

    private AddressLexer() {}

    /** The index behind the IPv4 address that begins there, or the index itself where none does. */
    static int endOfIpv4(SourceText source, int start) {
        int at = start;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                if (source.at(at) != '.') {
                    return start;
                }
                at++;
            }
            int digits = at;
            while (Lexer.isDigit(source.at(at))) {
                at++;
            }
            if (at == digits) {
                return start;
            }
        }
        return at;
    }

    /**
     * The index behind the IPv6 address that begins there, or the index itself where none does. A colon behind an address is
     * none of it: headers around a packet end with one.
     */
    static int endOfIpv6(SourceText source, int start) {
        int end = start;
        while (source.at(end) == ':' || isHexadecimal(source.at(end))) {
            end++;
            if (end - start > LONGEST) {
                return start;
            }
        }
        if (source.at(end) == '.' && isEmbedded(source, start, end)) {
            return embeddedEnd(source, start, end);
        }
        if (end > start && source.at(end - 1) == ':' && endsWithOneColon(source.between(start, end))) {
            end--;
        }
        return end > start && isIpv6(source.between(start, end), GROUPS) ? end : start;
    }

    private static boolean endsWithOneColon(String text) {
        return !text.endsWith("::") || text.endsWith(":::");
    }

    private static boolean isEmbedded(SourceText source, int start, int end) {
        return source.between(start, end).contains("::");
    }

    private static int embeddedEnd(SourceText source, int start, int end) {
        int last = source.between(start, end).lastIndexOf(':') + start + 1;
        int behind = endOfIpv4(source, last);
        boolean valid = behind > last && isIpv6(source.between(start, last) + "0", GROUPS - 1);
        return valid ? behind : start;
    }

    /** Whether it is an address: so many groups, or fewer with a gap. */
    private static boolean isIpv6(String text, int groups) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return countGroups(text) == groups;
        }
        int before = countGroups(text.substring(0, gap));
        int after = countGroups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < groups;
    }

    /** How many groups the text has, or -1 where one of them is none. */
    private static int countGroups(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] groups = text.split(":", -1);
        for (String group : groups) {
            if (group.isEmpty() || group.length() > GROUP_DIGITS) {
                return -1;
            }
        }
        return groups.length;
    }

    private static boolean isHexadecimal(char c) {
        return Lexer.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
