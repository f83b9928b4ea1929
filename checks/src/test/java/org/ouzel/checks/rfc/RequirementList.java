package org.ouzel.checks.rfc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one document requires, read from a text of blocks that an empty line divides. The first names the document, and says
 * {@code pending} in a line of its own where our code is not there yet; each other is a line of id, level and section, with
 * {@code unchecked} where the words were not compared with the document, and the sentence in one line:
 *
 * <pre>
 * RFC 9293 Transmission Control Protocol (TCP)
 *
 * MUST-17 MUST §3.7.4
 * However, there MUST be a way for an application to disable the Nagle algorithm on an individual connection.
 * </pre>
 *
 * @param document how code cites it, such as {@code RFC 9293}
 * @param pending whether what is missing is only told
 */
record RequirementList(String document, String title, boolean pending, List<Requirement> requirements) {
    private static final Pattern DOCUMENT = Pattern.compile("(RFC \\d+|draft-[a-z0-9-]+) (\\S.*)");
    private static final Pattern REQUIREMENT =
            Pattern.compile("([A-Za-z0-9.-]+) ([A-Z]+(?: [A-Z]+)?) §([A-Z0-9.]+)( unchecked)?");
    private static final String PENDING = "pending";

    static RequirementList parse(String text) {
        List<String> blocks = List.of(text.stripTrailing().split("\n\n"));
        List<String> head = blocks.getFirst().lines().toList();
        Matcher document = matched(DOCUMENT, head.getFirst());
        boolean pending = head.size() == 2 && head.get(1).equals(PENDING);
        if (head.size() > (pending ? 2 : 1)) {
            throw new IllegalArgumentException("not only the document: " + head);
        }
        List<Requirement> requirements = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (String block : blocks.subList(1, blocks.size())) {
            Requirement requirement = requirement(block);
            requirements.add(requirement);
            if (!ids.add(requirement.id())) {
                throw new IllegalArgumentException("twice: " + requirement.id());
            }
        }
        return new RequirementList(document.group(1), document.group(2), pending, List.copyOf(requirements));
    }

    private static Requirement requirement(String block) {
        List<String> lines = block.lines().toList();
        if (lines.size() != 2) {
            throw new IllegalArgumentException("not two lines: " + block);
        }
        Matcher matcher = matched(REQUIREMENT, lines.getFirst());
        return new Requirement(
                matcher.group(1),
                Level.of(matcher.group(2)),
                matcher.group(3),
                lines.getLast(),
                matcher.group(4) == null);
    }

    private static Matcher matched(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not " + pattern + ": " + line);
        }
        return matcher;
    }
}
