package org.ouzel.bench.tun;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Other stacks behind a TUN device: programs of ours around them, which are built where they are needed. They are removed when this is
 * closed.
 */
public final class Peers implements AutoCloseable {
    private final Path folder;
    private final Map<Contender, Path> programs = new EnumMap<>(Contender.class);
    private final Map<Contender, String> obstacles = new EnumMap<>(Contender.class);

    private Peers(Path folder) {
        this.folder = folder;
    }

    /** None of them. */
    public static Peers none() throws IOException {
        return new Peers(Files.createTempDirectory("ouzel-bench-"));
    }

    /** All that can be built here. */
    public static Peers build() throws IOException {
        Peers peers = none();
        for (Contender contender : Contender.peers()) {
            peers.build(contender);
        }
        return peers;
    }

    /** Those that there are. */
    public List<Contender> contenders() {
        return List.copyOf(programs.keySet());
    }

    /** Why there is not one of the others. */
    public Map<Contender, String> obstacles() {
        return Map.copyOf(obstacles);
    }

    List<String> command(Contender contender) throws IOException {
        Path program = programs.get(contender);
        if (program == null) {
            throw new IOException(contender.title() + " has not been built");
        }
        return List.of(program.toString(), Addresses.DEVICE, Addresses.CALLER_SIDE, Addresses.SERVER_SIDE);
    }

    private void build(Contender contender) throws IOException {
        Recipe recipe = Recipe.of(contender);
        Path source = folder.resolve(recipe.source());
        try (InputStream resource = Peers.class.getResourceAsStream(recipe.source())) {
            if (resource == null) {
                throw new IllegalStateException(recipe.source() + " is not among the resources");
            }
            Files.copy(resource, source);
        }
        Path program = folder.resolve(contender.label());
        try {
            recipe.run(source, program);
            programs.put(contender, program);
        } catch (IOException failed) {
            obstacles.put(contender, "needs " + recipe.needs() + ": " + failed.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * How a program is made.
     *
     * @param source its text, among the resources
     * @param needs what has to be installed
     * @param environment what its compiler is told beside
     * @param before the command before the names of the program and of its text
     * @param after the command after them
     */
    private record Recipe(
            String source, String needs, Map<String, String> environment, List<String> before, List<String> after) {
        private static final String GO_SOURCES = "/usr/share/gocode";

        private static Recipe of(Contender contender) {
            return switch (contender) {
                case LWIP ->
                    new Recipe(
                            "lwip.c",
                            "gcc and liblwip-dev",
                            Map.of(),
                            List.of("gcc", "-O2", "-I/usr/include/lwip", "-o"),
                            List.of("-llwip"));
                case GVISOR ->
                    new Recipe(
                            "gvisor.go",
                            "golang-go and golang-gvisor-gvisor-dev",
                            Map.of("GOPATH", GO_SOURCES, "GO111MODULE", "off"),
                            List.of("go", "build", "-o"),
                            List.of());
                case OUZEL, CALLED, POLLING, MEMORY, ONE_CORE, CEILING, COPYING, VETH, VETH_EVENTS ->
                    throw new IllegalArgumentException(contender + " is no peer");
            };
        }

        private void run(Path source, Path program) throws IOException {
            List<String> command = Stream.of(
                            before.stream(), Stream.of(program.toString(), source.toString()), after.stream())
                    .flatMap(words -> words)
                    .toList();
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            builder.environment()
                    .put("GOCACHE", source.resolveSibling("go-cache").toString());
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IOException(said.strip());
            }
        }
    }
}
