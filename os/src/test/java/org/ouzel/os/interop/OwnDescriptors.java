package org.ouzel.os.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The descriptors of this program that are of some kinds.
 *
 * @param kinds what is found in the kernel's name of each
 */
public record OwnDescriptors(Pattern kinds) {
    private static final Path ALL = Path.of("/proc/self/fd");
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_AGAIN_NS = 50_000;

    /** Those in whose names an expression is found. */
    public OwnDescriptors(String kinds) {
        this(Pattern.compile(kinds));
    }

    /** Their numbers. */
    public Set<String> numbers() {
        Set<String> numbers = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(ALL)) {
            for (Path each : all) {
                if (isOne(each)) {
                    numbers.add(each.getFileName().toString());
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return numbers;
    }

    private boolean isOne(Path descriptor) throws IOException {
        try {
            return kinds.matcher(Files.readSymbolicLink(descriptor).toString()).find();
        } catch (NoSuchFileException closed) {
            return false;
        }
    }

    /**
     * Waits until there are none but some of these.
     *
     * @param when what is said of it if others stay
     */
    public void awaitNoneBut(Set<String> expected, String when) {
        long end = System.nanoTime() + PATIENCE_NS;
        Set<String> there = numbers();
        while (!expected.containsAll(there) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
            there = numbers();
        }
        assertThat(expected).as(when).containsAll(there);
    }
}
