package org.ouzel.checks.rfc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the comments of one source cite. A requirement is cited by its id, by words of its sentence in quotation marks, or, where
 * the document does not number its requirements, by its section: {@code RFC 9438 §4.6}.
 */
final class Citations {
    /** Fewer letters than these may stand in quotation marks by chance. */
    private static final int SHORTEST_QUOTATION = 25;

    private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*(//+|/\\*\\*?|\\*(?!/))|\\*/");
    private static final Pattern NUMBER = Pattern.compile(" ?\\((?:MUST|SHLD|MAY|REC)-\\d+\\)");
    private static final Pattern QUOTATION = Pattern.compile("\"([^\"]{" + SHORTEST_QUOTATION + ",})\"");
    private static final Pattern BLANK = Pattern.compile("\\s+");

    private final Source source;
    private final String comments;
    private final List<String> quotations;

    private Citations(Source source, String comments, List<String> quotations) {
        this.source = source;
        this.comments = comments;
        this.quotations = quotations;
    }

    static Citations of(Source source) {
        String comments = source.comments().stream()
                .map(comment -> MARGIN.matcher(comment).replaceAll(" "))
                .collect(Collectors.joining(" "));
        String plain = BLANK.matcher(comments).replaceAll(" ");
        List<String> quotations = new ArrayList<>();
        Matcher matcher = QUOTATION.matcher(NUMBER.matcher(plain).replaceAll(""));
        while (matcher.find()) {
            quotations.add(ended(matcher.group(1)));
        }
        return new Citations(source, plain, quotations);
    }

    Source source() {
        return source;
    }

    /** Whether a comment cites this requirement of this document. */
    boolean cites(RequirementList list, Requirement requirement) {
        return names(requirement.id())
                || quotations.stream()
                        .anyMatch(quotation -> requirement.sentence().contains(quotation))
                || (!isNumbered(requirement) && citesSectionOf(list, requirement));
    }

    /** Whether a comment cites the section that it stands in. */
    boolean citesSectionOf(RequirementList list, Requirement requirement) {
        return names(list.document() + " §" + requirement.section());
    }

    /** RFC 9293 numbers what it requires; its sections hold too many requirements to stand for each of them. */
    private static boolean isNumbered(Requirement requirement) {
        return !requirement.id().contains(requirement.section());
    }

    private boolean names(String name) {
        for (int at = comments.indexOf(name); at >= 0; at = comments.indexOf(name, at + 1)) {
            if (isBeginning(at) && isEnd(at + name.length())) {
                return true;
            }
        }
        return false;
    }

    private boolean isBeginning(int at) {
        return at == 0 || !isPartOfName(comments.charAt(at - 1));
    }

    /** A full stop ends a name, unless it goes on behind it: §4.6 is none of §4.6.1. */
    private boolean isEnd(int at) {
        boolean dot = at < comments.length() && comments.charAt(at) == '.';
        int next = dot ? at + 1 : at;
        return next == comments.length() || !isPartOfName(comments.charAt(next));
    }

    private static boolean isPartOfName(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '-' || letter == '.';
    }

    /** A quotation may end where the sentence goes on, with a full stop or an ellipsis of its own. */
    private static String ended(String quotation) {
        return quotation.strip().replaceAll("[ .,;:…]+$", "");
    }
}
