package org.ouzel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.ScriptFile;

/** Finds the scripts that were asked for, and tells where their packets are to go. */
final class ScriptFiles {
    private static final String SUFFIX = ".pkt";
    private static final String CAPTURE_SUFFIX = ".pcapng";

    private final List<Path> places;
    private final @Nullable Path captures;

    ScriptFiles(List<Path> places, @Nullable Path captures) {
        this.places = places;
        this.captures = captures;
    }

    /** The scripts in the order of the places, those of a folder sorted by their names. */
    List<ScriptFile> all() throws IOException {
        List<Path> scripts = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                scripts.addAll(below(place));
            } else if (Files.exists(place)) {
                scripts.add(place);
            } else {
                throw new NoSuchFileException(place.toString());
            }
        }
        if (scripts.isEmpty()) {
            throw new IOException("no script (*" + SUFFIX + ") in " + places.getFirst());
        }
        boolean single = scripts.size() == 1 && !Files.isDirectory(places.getFirst());
        return scripts.stream()
                .map(script -> new ScriptFile(script, capture(script, single)))
                .toList();
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private Optional<Path> capture(Path script, boolean single) {
        if (captures == null) {
            return Optional.empty();
        }
        return Optional.of(single && !Files.isDirectory(captures) ? captures : captures.resolve(inside(script)));
    }

    /** The way to a script as a way to its capture that does not lead out of a folder, so that each has its own. */
    private static Path inside(Path script) {
        String way = String.join(
                "/",
                StreamSupport.stream(script.normalize().spliterator(), false)
                        .map(Path::toString)
                        .filter(part -> !part.equals(".."))
                        .toList());
        return Path.of(
                (way.endsWith(SUFFIX) ? way.substring(0, way.length() - SUFFIX.length()) : way) + CAPTURE_SUFFIX);
    }
}
