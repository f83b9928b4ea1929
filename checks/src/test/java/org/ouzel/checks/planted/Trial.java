package org.ouzel.checks.planted;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the campaign has made of a planted bug, in a JVM of its own.
 *
 * @param bug the bug
 * @param seed the seed at which it was found, or the last one that was run
 * @param property what did not hold; {@link #NOTHING} if all did
 * @param detail how, in words
 */
record Trial(PlantedBug bug, long seed, String property, String detail) {
    /** More seeds are not tried. */
    static final long LAST_SEED = Long.getLong("planted.seeds", 5_000);

    private static final String NOTHING = "nothing";
    private static final PlantedBug NO_BUG = new PlantedBug("none", "", "", "", "the code as it is");

    /** No seed takes as long, on the slowest machine: a child that says nothing for so long hangs. */
    private static final long SILENCE_SECONDS = 60;

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FOLDER = Path.of("target", "planted").toAbsolutePath();
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    boolean isFound() {
        return !property.equals(NOTHING);
    }

    /** Plants a bug and runs seeds until it is found. */
    static Trial of(PlantedBug bug) throws IOException, InterruptedException {
        Path classes = prepare(bug);
        return run(bug, folder(bug).resolve("said.txt"), classes + File.pathSeparator + CLASS_PATH, LAST_SEED);
    }

    /** Plants a bug; returns where the classes with it stand. */
    static Path prepare(PlantedBug bug) throws IOException {
        Path classes = Files.createDirectories(folder(bug).resolve("classes"));
        compile(bug, bug.plant(ROOT, folder(bug)), classes);
        return classes;
    }

    private static Path folder(PlantedBug bug) {
        return FOLDER.resolve(bug.name().replaceAll("[^A-Za-z]+", "-"));
    }

    /** Runs seeds with no bug planted. */
    static Trial unchanged(long lastSeed) throws IOException, InterruptedException {
        Path said = Files.createDirectories(FOLDER).resolve("said.txt");
        return run(NO_BUG, said, CLASS_PATH, lastSeed);
    }

    private static void compile(PlantedBug bug, Path source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            List<String> options = List.of("-proc:none", "-nowarn", "-classpath", CLASS_PATH, "-d", classes.toString());
            boolean compiled = compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            if (!compiled) {
                throw new AssertionError(bug.name() + " does not compile");
            }
        }
    }

    private static Trial run(PlantedBug bug, Path said, String classPath, long lastSeed)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-classpath",
                classPath,
                FirstViolation.class.getName(),
                Long.toString(lastSeed));
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = awaitEnd(child, said);
        child.destroyForcibly().waitFor();
        return read(bug, Files.readAllLines(said), ended);
    }

    /** Returns whether a child has ended by itself; false if it has said nothing more for long. */
    private static boolean awaitEnd(Process child, Path said) throws IOException, InterruptedException {
        long before = -1;
        while (!child.waitFor(SILENCE_SECONDS, TimeUnit.SECONDS)) {
            long now = Files.size(said);
            if (now == before) {
                return false;
            }
            before = now;
        }
        return true;
    }

    private static Trial read(PlantedBug bug, List<String> said, boolean ended) {
        long seed = said.stream()
                .filter(line -> line.startsWith(FirstViolation.SEED))
                .mapToLong(line -> Long.parseLong(line.substring(FirstViolation.SEED.length())))
                .max()
                .orElseThrow(() -> new AssertionError(bug.name() + ": " + said));
        String last = said.getLast();
        if (last.equals(FirstViolation.NOTHING)) {
            return new Trial(bug, seed, NOTHING, "");
        } else if (last.startsWith(FirstViolation.FOUND)) {
            String[] found = last.substring(FirstViolation.FOUND.length()).split(" ", 2);
            return new Trial(bug, seed, found[0], found[1]);
        }
        return new Trial(bug, seed, ended ? "a crash" : "a hang", String.join("\n", said));
    }
}
