package org.ouzel.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process of Java that measures: on the class path, with what this process runs on.
 *
 * @param options those of the virtual machine
 * @param path what else its class path has, in the form of one
 * @param main the class that is run
 * @param arguments its arguments
 */
public record JavaCommand(List<String> options, List<String> path, Class<?> main, List<String> arguments) {
    /** The options that the command starts its own virtual machine with: the collector, and short headers of objects (JEP 519). */
    private static final List<String> OF_THE_COMMAND = List.of("-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders");

    /** With lists of its own. */
    public JavaCommand {
        options = List.copyOf(options);
        path = List.copyOf(path);
        arguments = List.copyOf(arguments);
    }

    /** One that has nothing else on its class path. */
    public static JavaCommand of(List<String> options, Class<?> main, String... arguments) {
        return new JavaCommand(options, List.of(), main, List.of(arguments));
    }

    /**
     * One that runs as the command does.
     *
     * @param options what else the virtual machine is told
     */
    public static JavaCommand likeTheCommand(List<String> options, Class<?> main, String... arguments) {
        return of(Stream.concat(OF_THE_COMMAND.stream(), options.stream()).toList(), main, arguments);
    }

    /** How it is started. */
    public List<String> line() {
        return Stream.of(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED"),
                        options.stream(),
                        Stream.of("-cp", classPath(), main.getName()),
                        arguments.stream())
                .flatMap(words -> words)
                .toList();
    }

    private String classPath() {
        return Stream.concat(Stream.of(ClassPath.ofThisProcess()), path.stream())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
