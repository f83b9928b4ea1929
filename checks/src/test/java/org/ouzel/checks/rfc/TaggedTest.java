package org.ouzel.checks.rfc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A test, or a class of tests, with the tag of a requirement.
 *
 * @param tag the id of the requirement
 * @param name the class, the classes in it and the method
 */
record TaggedTest(String tag, Source source, String name) {
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\"]*)\"\\)");
    private static final Pattern CLASS = Pattern.compile("^( *)(?:[a-z]+ )*(?:class|record) (\\w+).*");
    private static final Pattern METHOD = Pattern.compile("^( *)(?:[a-z]+ )*void (\\w+)\\(.*");

    /** The tagged tests of a source. Its lines are formatted, so that how far a line is indented tells what it belongs to. */
    static List<TaggedTest> of(Source source) {
        List<TaggedTest> tests = new ArrayList<>();
        TreeMap<Integer, String> classes = new TreeMap<>();
        List<String> tags = new ArrayList<>();
        for (String line : source.code().lines().toList()) {
            Matcher tag = TAG.matcher(line);
            while (tag.find()) {
                tags.add(tag.group(1));
            }
            declared(line, classes).ifPresent(name -> {
                tags.forEach(id -> tests.add(new TaggedTest(id, source, name)));
                tags.clear();
            });
        }
        return List.copyOf(tests);
    }

    private static Optional<String> declared(String line, TreeMap<Integer, String> classes) {
        Matcher type = CLASS.matcher(line);
        if (type.matches()) {
            int indentation = type.group(1).length();
            classes.tailMap(indentation, true).clear();
            classes.put(indentation, type.group(2));
            return Optional.of(String.join(".", classes.values()));
        }
        Matcher method = METHOD.matcher(line);
        if (method.matches()) {
            Map<Integer, String> around = classes.headMap(method.group(1).length(), false);
            return Optional.of(String.join(".", around.values()) + "." + method.group(2));
        }
        return Optional.empty();
    }
}
