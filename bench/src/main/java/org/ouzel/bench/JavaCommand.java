package org.ouzel.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process of Java that measures: on the class path, with what this process runs on.
 *
 * @param options those of the virtual machine
 * @param main the class that is run
 * @param arguments its arguments
 */
public record JavaCommand(List<String> options, Class<?> main, List<String> arguments) {
    /** With lists of its own. */
    public JavaCommand {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    /** How it is started. */
    public List<String> line() {
        return Stream.of(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED"),
                        options.stream(),
                        Stream.of("-cp", ClassPath.ofThisProcess(), main.getName()),
                        arguments.stream())
                .flatMap(words -> words)
                .toList();
    }
}
