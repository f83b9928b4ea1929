package org.ouzel.checks.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bug that could be in our TCP, as a change of one of its sources.
 *
 * @param name its name
 * @param file the source, from the project's root
 * @param text what is replaced: it stands in the source exactly once
 * @param replacement what then stands there
 * @param meaning what it does
 */
record PlantedBug(String name, String file, String text, String replacement, String meaning) {
    private static final String PACKAGES = "src/main/java";

    /** The bug in a class of the core's TCP. */
    static PlantedBug inTcp(String name, String type, String text, String replacement, String meaning) {
        return inCore(name, "tcp/" + type, text, replacement, meaning);
    }

    /** The bug in a class of the core. */
    static PlantedBug inCore(String name, String type, String text, String replacement, String meaning) {
        return new PlantedBug(
                name, "core/" + PACKAGES + "/org/ouzel/core/" + type + ".java", text, replacement, meaning);
    }

    /** The bug in a class of the in-process engine. */
    static PlantedBug inStack(String name, String type, String text, String replacement, String meaning) {
        return new PlantedBug(
                name, "stack/" + PACKAGES + "/org/ouzel/stack/" + type + ".java", text, replacement, meaning);
    }

    /**
     * Writes the source with the bug in it into a folder.
     *
     * @return where it stands
     */
    Path plant(Path root, Path folder) throws IOException {
        String source = Files.readString(root.resolve(file));
        int at = source.indexOf(text);
        if (at < 0 || source.indexOf(text, at + 1) >= 0) {
            throw new AssertionError(name + ": not once in " + file + ": " + text);
        }
        Path planted = folder.resolve(Path.of(file).getFileName());
        Files.writeString(planted, source.substring(0, at) + replacement + source.substring(at + text.length()));
        return planted;
    }
}
