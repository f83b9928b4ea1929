package org.ouzel.checks.rfc;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java source.
 *
 * @param path where it is, from the root of the repository
 */
record Source(Path path, String text) {
    /** What hides a comment from one who looks for it, and the comment. */
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile(
            "(?<block>\"\"\"(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+\"\"\")"
                    + "|\"(?:[^\"\\\\\n]++|\\\\.)*+\""
                    + "|'(?:[^'\\\\\n]|\\\\.[^']*)'"
                    + "|(?<comment>//[^\n]*|/\\*.*?\\*/)",
            Pattern.DOTALL);

    /** The class that it holds. */
    String className() {
        String file = path.getFileName().toString();
        return file.substring(0, file.length() - ".java".length());
    }

    /** Its comments. */
    List<String> comments() {
        return TEXT_OR_COMMENT
                .matcher(text)
                .results()
                .filter(found -> found.group("comment") != null)
                .map(MatchResult::group)
                .toList();
    }

    /** All of it but comments and text blocks. */
    String code() {
        return TEXT_OR_COMMENT
                .matcher(text)
                .replaceAll(found -> found.group("comment") == null && found.group("block") == null
                        ? Matcher.quoteReplacement(found.group())
                        : "");
    }
}
