package org.ouzel.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What processes that measure run on: they know no modules. */
final class ClassPath {
    private ClassPath() {}

    /** All that this process runs on, its modules first: a folder of jars stands for what is in it. */
    static String ofThisProcess() {
        return Stream.of(System.getProperty("jdk.module.path", ""), System.getProperty("java.class.path", ""))
                .flatMap(paths -> Stream.of(paths.split(File.pathSeparator)))
                .filter(path -> !path.isBlank())
                .map(path -> isFolderOfJars(path) ? path + File.separator + "*" : path)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isFolderOfJars(String path) {
        try (Stream<Path> files = Files.isDirectory(Path.of(path)) ? Files.list(Path.of(path)) : Stream.empty()) {
            return files.anyMatch(file -> file.toString().endsWith(".jar"));
        } catch (IOException unreadable) {
            // What cannot be listed cannot be run from as a folder of jars either.
            return false;
        }
    }
}
