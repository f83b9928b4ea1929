package org.ouzel.checks.rfc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Java sources of every module of a repository, sorted by their paths.
 *
 * @param main what is shipped
 * @param test what tests it
 */
record SourceTree(List<Source> main, List<Source> test) {
    static SourceTree under(Path root) throws IOException {
        List<Source> main = new ArrayList<>();
        List<Source> test = new ArrayList<>();
        for (Path module : modules(root)) {
            read(root, module.resolve("src/main/java"), main);
            read(root, module.resolve("src/test/java"), test);
        }
        return new SourceTree(List.copyOf(main), List.copyOf(test));
    }

    private static List<Path> modules(Path root) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    private static void read(Path root, Path folder, List<Source> sources) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                sources.add(new Source(root.relativize(file), Files.readString(file)));
            }
        }
    }
}
